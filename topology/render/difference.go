package render

import (
	"fmt"
	"slices"

	"github.com/cenroute/cenroute/topology"
)

// Difference draws what differs between two states: above, between which instances packets are lost, delivered anew, or
// take another way; below, for each table, from which next hops it has prefixes no longer, and from which it has them
// now. The changes of the configuration stand below. Of very many differences the picture shows the first, and says how
// many more there are.
func Difference(d topology.Difference) Graph {
	x := &differenceDrawer{chart: newChart("What differs", differenceSummary(&d))}
	if d.Empty() {
		x.node(Node{ID: "nothing", Label: "no route and no packet is affected"})
	}
	for i := range x.first(len(d.Reach), maxReachChanges, "differences between instances") {
		x.reach(&d.Reach[i])
	}
	for i := range x.first(len(d.Tables), maxTableChanges, "route tables") {
		x.table(&d.Tables[i])
	}
	for _, change := range d.Changes {
		x.g.Notes = append(x.g.Notes, "change: "+change)
	}
	if d.Note != "" {
		x.g.Notes = append(x.g.Notes, d.Note)
	}
	return x.graph()
}

// The most differences that one picture shows.
const (
	maxReachChanges = 40
	maxTableChanges = 40
)

// The frames of a difference.
const (
	reachFrame = "reach"
	tableFrame = "tables"
)

func differenceSummary(d *topology.Difference) string {
	effects := map[topology.Effect]int{}
	for _, c := range d.Reach {
		effects[c.Effect]++
	}
	changed := 0
	for _, t := range d.Tables {
		changed += len(t.Prefixes)
	}
	return fmt.Sprintf(
		"Between instances: %d lost, %d one-way, %d moved, %d gained, %d two-way. In tables: %s in %s.",
		effects[topology.EffectLost], effects[topology.EffectOneWay], effects[topology.EffectMoved],
		effects[topology.EffectGained], effects[topology.EffectTwoWay], count(changed, "change"), count(len(d.Tables), "table"))
}

type differenceDrawer struct{ *chart }

// first returns how many entries of a list are drawn, and notes how many are not.
func (x *differenceDrawer) first(n, most int, what string) int {
	if n > most {
		x.g.Notes = append(x.g.Notes, fmt.Sprintf("not drawn: %d more %s", n-most, what))
	}
	return min(n, most)
}

// frame adds a frame the first time that it is named.
func (x *differenceDrawer) frame(id, label string) string {
	if !slices.ContainsFunc(x.g.Frames, func(f Frame) bool { return f.ID == id }) {
		x.g.Frames = append(x.g.Frames, Frame{ID: id, Label: label})
	}
	return id
}

// reach draws a difference for packets: a line from the sender to the receiver.
func (x *differenceDrawer) reach(c *topology.ReachChange) {
	frame := x.frame(reachFrame, "packets between instances")
	from := x.node(Node{ID: "from:" + c.From, Frame: frame, Label: c.From}).ID
	to := x.node(Node{ID: "to:" + c.To, Frame: frame, Label: c.To}).ID
	parts := []string{c.Effect.String() + ":"}
	parts = append(parts, few(texts(c.Addresses))...)
	label := boxed(append(parts, causeParts(c.Cause)...))
	x.edge(Edge{From: from, To: to, Kind: Forwarded, Arrow: ToEnd, Label: label, Mark: markOf(c.Effect)})
}

// causeParts tells why something differs.
func causeParts(c topology.Cause) (parts []string) {
	if c.Change != "" {
		parts = append(parts, "by "+c.Change)
	}
	why := c.Why
	if c.Rule != "" {
		why += " [" + string(c.Rule) + "]"
	}
	if why != "" {
		parts = append(parts, why)
	}
	return parts
}

// markOf returns the mark of an effect.
func markOf(e topology.Effect) Mark {
	switch e {
	case topology.EffectLost, topology.EffectOneWay:
		return Lost
	case topology.EffectGained, topology.EffectTwoWay:
		return Gained
	case topology.NoEffect:
		return Unmarked
	}
	return Changed
}

// table draws the differences of one table: a line from each next hop that it has a prefix from no longer, or has now.
func (x *differenceDrawer) table(c *topology.TableChange) {
	frame := x.frame(tableFrame, "route tables")
	prefixes := map[Edge][]string{} // by line without its label
	var lines []Edge
	add := func(hop string, mark Mark, prefix string) {
		from := x.node(Node{ID: "hop:" + c.Table + ":" + hop, Kind: Port, Frame: frame, Label: hop}).ID
		line := Edge{From: from, To: tableBox(c.Table), Kind: Told, Arrow: ToEnd, Mark: mark}
		if prefixes[line] == nil {
			lines = append(lines, line)
		}
		prefixes[line] = append(prefixes[line], prefix)
	}
	for _, p := range c.Prefixes {
		eachHop(&p, func(hop string, mark Mark) { add(hop, mark, p.Prefix.String()) })
	}
	box := Node{ID: tableBox(c.Table), Kind: Table, Frame: frame, Label: c.Table}
	if c.Owner != c.Table {
		box.Details = []string{"of " + c.Owner}
	}
	x.node(box)
	for _, line := range lines {
		marked := line
		marked.Label = boxed(append([]string{line.Mark.String() + ":"}, few(prefixes[line])...))
		x.edge(marked)
	}
}

// eachHop calls a function for each next hop of a prefix that differs: before but not after, after but not before, both
// where only details differ. Where no Active route has a next hop, it is the box "not Active".
func eachHop(p *topology.PrefixChange, f func(hop string, mark Mark)) {
	if p.Effect == topology.EffectDetail {
		hops := p.After
		if len(hops) == 0 {
			hops = []string{"not Active"}
		}
		for _, hop := range hops {
			f(hop, Changed)
		}
		return
	}
	for _, hop := range p.Before {
		if !slices.Contains(p.After, hop) {
			f(hop, Lost)
		}
	}
	for _, hop := range p.After {
		if !slices.Contains(p.Before, hop) {
			f(hop, Gained)
		}
	}
}
