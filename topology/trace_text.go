package topology

import (
	"encoding/json"
	"net/netip"
	"strconv"
	"strings"
)

// MarshalJSON writes the trace as an object with the keys reachable, forward, return, same (the addresses of Same as
// a sorted list of prefixes) and, where there is one, note. It fails only if a part cannot be written.
func (t Trace) MarshalJSON() ([]byte, error) {
	doc := struct {
		Reachable bool           `json:"reachable"`
		Forward   Way            `json:"forward"`
		Return    Way            `json:"return"`
		Same      []netip.Prefix `json:"same"`
		Note      string         `json:"note,omitempty"`
	}{t.Reachable, t.Forward, t.Return, prefixesOf(t.Same), t.Note}
	return json.Marshal(doc)
}

// String returns the trace as text for a terminal: what came of it, and for each direction each path, a line for each
// hop. The zero Trace has text, too.
func (t Trace) String() string {
	var b strings.Builder
	verdict := "not reachable"
	if t.Reachable {
		verdict = "reachable"
	}
	b.WriteString(t.From.String() + " -> " + t.To.String() + ": " + verdict + "\n")
	if t.Note != "" {
		b.WriteString("  note: " + t.Note + "\n")
	}
	widths := hopWidths(t.Forward, t.Return)
	t.Forward.write(&b, "forward", widths)
	t.Return.write(&b, "return", widths)
	return b.String()
}

func (w Way) write(b *strings.Builder, name string, widths [4]int) {
	if len(w.Paths) == 0 {
		b.WriteString(name + ": not tried\n")
		return
	}
	b.WriteString(name + ": " + deliveredText(w.Delivered) + "\n")
	for i, p := range w.Paths {
		b.WriteString("  ")
		if len(w.Paths) > 1 {
			b.WriteString("path " + strconv.Itoa(i+1) + " of " + strconv.Itoa(len(w.Paths)) + ": ")
		}
		b.WriteString(p.summary() + "\n")
		for _, h := range p.Hops {
			b.WriteString("    " + h.line(widths) + "\n")
		}
	}
}

// summary returns what became of the packet, for example "not delivered: no route in vtb-hz [TR-4.1]".
func (p Path) summary() string {
	text := deliveredText(p.Delivered)
	if p.Reason != "" {
		text += ": " + p.Reason
	}
	if id := p.Drop.Rule(); id != "" {
		text += " [" + string(id) + "]"
	}
	return text
}

func deliveredText(delivered bool) string {
	if delivered {
		return "delivered"
	}
	return "not delivered"
}

// columns returns the parts of a hop as they stand in a line.
func (h Hop) columns() [4]string {
	c := [4]string{h.At, h.Table}
	if h.Route.IsValid() {
		c[2] = h.Route.String()
	}
	if h.NextHop != "" {
		c[3] = "-> " + h.NextHop
	}
	return c
}

func (h Hop) line(widths [4]int) string {
	var b strings.Builder
	for i, text := range h.columns() {
		b.WriteString(text + strings.Repeat(" ", widths[i]-len(text)+2))
	}
	return strings.TrimRight(b.String(), " ")
}

// hopWidths returns the width of each column over all hops.
func hopWidths(ways ...Way) (widths [4]int) {
	for _, w := range ways {
		for _, p := range w.Paths {
			for _, h := range p.Hops {
				for i, text := range h.columns() {
					widths[i] = max(widths[i], len(text))
				}
			}
		}
	}
	return widths
}
