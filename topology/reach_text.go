package topology

import (
	"encoding/json"
	"net/netip"
	"strings"

	"go4.org/netipx"
)

// MarshalJSON writes the matrix as an object with the keys instances and cells; a cell has the keys from, to, verdict,
// bothWays, every and some, the sets as sorted lists of prefixes. Cells stand in order of the instances, row by row,
// without the diagonal. It fails only if a part cannot be written.
func (m Matrix) MarshalJSON() ([]byte, error) {
	type cell struct {
		From     string         `json:"from"`
		To       string         `json:"to"`
		Verdict  Reachability   `json:"verdict"`
		BothWays Reachability   `json:"bothWays"`
		Every    []netip.Prefix `json:"every"`
		Some     []netip.Prefix `json:"some"`
	}
	doc := struct {
		Instances []string `json:"instances"`
		Cells     []cell   `json:"cells"`
	}{append([]string{}, m.Instances...), []cell{}}
	for i, row := range m.Cells {
		for j, c := range row {
			if i != j {
				doc.Cells = append(doc.Cells, cell{
					m.Instances[i], m.Instances[j], c.Verdict, c.BothWays, prefixesOf(c.Every), prefixesOf(c.Some),
				})
			}
		}
	}
	return json.Marshal(doc)
}

// prefixesOf returns a set, which may be nil, as a list that is not.
func prefixesOf(set *netipx.IPSet) []netip.Prefix {
	if set == nil {
		return []netip.Prefix{}
	}
	return append([]netip.Prefix{}, set.Prefixes()...)
}

const matrixLegend = `rows send, columns receive
full     every address, and every answer comes back
partial  some addresses, answers or equal-cost paths, not all
one-way  packets arrive, no answer comes back
-        nothing arrives
?        undecided: too many equal-cost paths
`

// String returns the matrix as an aligned table with a legend, for a terminal. An empty matrix is its legend.
func (m Matrix) String() string {
	lines := [][]string{append([]string{""}, m.Instances...)}
	for i, row := range m.Cells {
		line := []string{m.Instances[i]}
		for j, c := range row {
			word := c.String()
			if i == j {
				word = "."
			}
			line = append(line, word)
		}
		lines = append(lines, line)
	}
	return aligned(lines) + "\n" + matrixLegend
}

// String returns the entry of the cell in the text of a matrix: "full", "partial", "one-way", "-" or "?", as its legend
// explains them. The zero Cell is "-".
func (c Cell) String() string {
	switch {
	case c.Verdict == ReachUndecided || c.BothWays == ReachUndecided:
		return "?"
	case c.Verdict == ReachNone:
		return "-"
	case c.BothWays == ReachNone:
		return "one-way"
	}
	return c.BothWays.String()
}

// aligned returns lines of equal length as columns of equal width.
func aligned(lines [][]string) string {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, text := range line {
			widths[i] = max(widths[i], len(text))
		}
	}
	var b strings.Builder
	for _, line := range lines {
		var row strings.Builder
		for i, text := range line {
			row.WriteString(text + strings.Repeat(" ", widths[i]-len(text)+2))
		}
		b.WriteString(strings.TrimRight(row.String(), " ") + "\n")
	}
	return b.String()
}
