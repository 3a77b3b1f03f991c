package openapi

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cenroute/cenroute/route"
)

// String returns the comparison as text for a terminal: a summary, each difference with what was expected, what was
// observed and why the model expects it, then what was not compared.
func (c Comparison) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s in %s of %s compared\n", counted(len(c.Differences), "difference"),
		counted(c.Prefixes, "prefix"), counted(c.Tables, "table"))
	for i := range c.Differences {
		c.Differences[i].write(&b)
	}
	if len(c.Asides) > 0 {
		b.WriteString("\nnot compared\n")
	}
	for _, a := range c.Asides {
		fmt.Fprintf(&b, "  %s: %s\n", strings.TrimSpace(a.Table+" "+prefixText(a)), a.Reason)
	}
	return b.String()
}

func prefixText(a Aside) string {
	if !a.Prefix.IsValid() {
		return ""
	}
	return a.Prefix.String()
}

func counted(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "x"):
		what += "e"
	}
	return strconv.Itoa(n) + " " + what + "s"
}

func (d *Difference) write(b *strings.Builder) {
	kinds := make([]string, len(d.Kinds))
	for i, k := range d.Kinds {
		kinds[i] = k.String()
	}
	fmt.Fprintf(b, "\n%s %s: %s\n", d.Table, d.Prefix, strings.Join(kinds, ", "))
	for i := range d.Expected {
		fmt.Fprintf(b, "  expected  %s\n", describe(&d.Expected[i]))
	}
	if len(d.Expected) == 0 {
		b.WriteString("  expected  nothing\n")
	}
	for i := range d.Observed {
		fmt.Fprintf(b, "  observed  %s\n", d.Observed[i])
	}
	if len(d.Observed) == 0 {
		b.WriteString("  observed  nothing\n")
	}
	for line := range strings.Lines(d.Explanation.String()) {
		b.WriteString("    " + line)
	}
}

// describe tells a route in the order of Entry.String.
func describe(r *route.Route) string {
	return fmt.Sprintf("via %s, %s, %s%s", r.NextHop, r.Status, typeText(r.Type, r.Learned),
		attributesText(int(r.Preference), r.ASPath, r.Communities))
}

// String tells the entry in one line, for example "via tr-attach-1, Active, learned BGP, preference 50, AS path
// [65001]".
func (e Entry) String() string {
	text := fmt.Sprintf("via %s, %s, %s", e.NextHop, e.Status, typeText(e.Type, e.Learned))
	if e.Attributes != nil {
		text += attributesText(e.Preference, e.Attributes.ASPath, e.Attributes.Communities)
	}
	return text + " (" + strings.Trim(e.File+" "+e.Path, " ") + ")"
}

func typeText(t route.Type, learned bool) string {
	text := "configured"
	if learned {
		text = "learned"
	}
	if t == route.NoType {
		return text
	}
	return text + " " + t.String()
}

func attributesText(preference int, path route.ASPath, communities route.Communities) string {
	text := ""
	if preference != 0 {
		text += ", preference " + strconv.Itoa(preference)
	}
	if len(path) > 0 {
		text += fmt.Sprintf(", AS path %v", path)
	}
	if len(communities) > 0 {
		text += fmt.Sprintf(", communities %v", communities)
	}
	return text
}
