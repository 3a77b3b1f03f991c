package topology

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// String returns the difference as text for a review: a summary, the changes of the configuration, who reaches whom
// (what is lost first), then the tables. Long lists of prefixes are cut; the JSON form has all of them. No difference
// is one line.
func (d Difference) String() string {
	var b strings.Builder
	b.WriteString(d.summary() + "\n")
	if d.Note != "" {
		b.WriteString("note: " + d.Note + "\n")
	}
	if len(d.Changes) > 0 {
		b.WriteString("\nchanges\n")
	}
	for _, c := range d.Changes {
		b.WriteString("  " + c + "\n")
	}
	if len(d.Reach) > 0 {
		b.WriteString("\nreachability\n")
	}
	for _, c := range d.Reach {
		c.write(&b)
	}
	if len(d.Tables) > 0 {
		b.WriteString("\ntables\n")
	}
	for _, t := range d.Tables {
		t.write(&b)
	}
	return b.String()
}

// summary counts the differences in one line.
func (d Difference) summary() string {
	if d.Empty() {
		return "no route and no packet is affected"
	}
	var parts []string
	count := map[Effect]int{}
	for _, c := range d.Reach {
		count[c.Effect]++
	}
	for e := EffectLost; e < EffectDetail; e++ {
		if count[e] > 0 {
			parts = append(parts, strconv.Itoa(count[e])+" "+e.String())
		}
	}
	reach := "nothing changes"
	if len(parts) > 0 {
		reach = strings.Join(parts, ", ")
	}
	changed := 0
	for _, t := range d.Tables {
		changed += len(t.Prefixes)
	}
	return fmt.Sprintf("reachability: %s; routes: %s in %s", reach,
		counted(changed, "change", "changes"), counted(len(d.Tables), "table", "tables"))
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// effectIndent is the width of the column of effects.
const effectIndent = 11

func (c ReachChange) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %-9s  %s -> %s  %s to %s\n", c.Effect, c.From, c.To, fewPrefixes(c.Sources),
		fewPrefixes(c.Addresses))
	c.Cause.write(b, 2+effectIndent, c.Effect)
	if c.Effect == EffectMoved {
		writePaths(b, "was", c.Before)
		writePaths(b, "now", c.After)
	}
}

func writePaths(b *strings.Builder, word string, paths []Path) {
	for i, p := range paths {
		if i == 4 {
			fmt.Fprintf(b, "%*s%s  and %d more paths\n", 2+effectIndent, "", word, len(paths)-i)
			return
		}
		fmt.Fprintf(b, "%*s%s  %s\n", 2+effectIndent, "", word, wayText(p))
	}
}

// write writes the cause of an effect on a line of its own, if anything is known.
func (c Cause) write(b *strings.Builder, indent int, e Effect) {
	var parts []string
	if c.Change != "" {
		parts = append(parts, "by "+c.Change)
	}
	if why := c.Why; why != "" {
		if e == EffectGained || e == EffectTwoWay {
			why = "before: " + why
		}
		if c.Rule != "" {
			why += " [" + string(c.Rule) + "]"
		}
		parts = append(parts, why)
	}
	if len(parts) > 0 {
		fmt.Fprintf(b, "%*s%s\n", indent, "", strings.Join(parts, "; "))
	}
}

func (t TableChange) write(b *strings.Builder) {
	b.WriteString("  " + t.Table)
	if t.Owner != t.Table {
		b.WriteString(" of " + t.Owner)
	}
	b.WriteString("\n")
	width := 0
	for _, p := range t.Prefixes {
		width = max(width, len(p.Prefix.String()))
	}
	for _, p := range t.Prefixes {
		fmt.Fprintf(b, "    %-7s  %-*s  %s\n", p.Effect, width, p.Prefix, p.winnersText())
		p.Cause.write(b, 4+9, p.Effect)
	}
}

// winnersText tells which next hops won before and win after.
func (p PrefixChange) winnersText() string {
	switch {
	case p.Effect == EffectDetail && len(p.After) > 0:
		return hopsText(p.After)
	case p.Effect == EffectDetail:
		return p.Routes[0].text()
	}
	return hopsText(p.Before) + " -> " + hopsText(p.After)
}

func hopsText(hops []string) string {
	if len(hops) == 0 {
		return "none"
	}
	return strings.Join(hops, ", ")
}

// text tells what became of a route that is not Active.
func (r RouteChange) text() string {
	if r.New != nil {
		return fmt.Sprintf("%s %v", r.New.NextHop, r.New.Status)
	}
	return fmt.Sprintf("%s %v, %v", r.Old.NextHop, r.Old.Status, r.Kind)
}

// fewPrefixes lists up to three prefixes and counts the others.
func fewPrefixes(list []netip.Prefix) string {
	var parts []string
	for i, p := range list {
		if i == 3 {
			return strings.Join(parts, ", ") + " and " + strconv.Itoa(len(list)-i) + " more"
		}
		parts = append(parts, p.String())
	}
	return strings.Join(parts, ", ")
}
