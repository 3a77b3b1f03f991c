package topology

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"
)

// reach compares who reaches whom, worst first.
func (d *differ) reach() (changes []ReachChange) {
	before, err := newReacher(d.before.tracer(), d.meter)
	if err != nil {
		return nil
	}
	after, err := newReacher(d.after.tracer(), d.meter)
	if err != nil {
		return nil
	}
	ids := d.owners()
	for _, from := range ids {
		for _, to := range ids {
			if from == to {
				continue
			}
			changes = append(changes, d.between(from, to, before, after)...)
			if d.meter.Step() != nil {
				return nil
			}
		}
	}
	slices.SortStableFunc(changes, func(a, b ReachChange) int { return cmp.Compare(a.Effect, b.Effect) })
	return changes
}

// between compares the packets of one instance to another.
func (d *differ) between(from, to string, before, after *reacher) (changes []ReachChange) {
	c := reachComparison{before: before, after: after}
	c.compare(from, to)
	for _, f := range c.found {
		if d.meter.Err() != nil {
			return nil
		}
		changes = append(changes, d.reachChange(f))
	}
	return changes
}

// owners returns the instances of both matrices, in order of ID.
func (d *differ) owners() []string {
	ids := slices.Concat(d.before.tracer().index.owners(), d.after.tracer().index.owners())
	slices.Sort(ids)
	return slices.Compact(ids)
}

// reachSteps is the number of steps of reach: each pair of instances of either matrix, and each of both.
func (d *differ) reachSteps() int {
	n := len(d.owners())
	return d.before.tracer().pairs() + d.after.tracer().pairs() + n*(n-1)
}

// A reachComparison compares what two states deliver from one instance to another.
type reachComparison struct {
	before, after *reacher
	found         []reachFinding
}

// A reachFinding is an effect on packets from some addresses to others.
type reachFinding struct {
	effect   Effect
	from, to string
	sources  *netipx.IPSet
	targets  *netipx.IPSet
}

// find notes an effect, if there are such packets. Sources that have the effect on the same addresses come together.
func (c *reachComparison) find(e Effect, from, to string, sources, targets *netipx.IPSet) {
	if isEmpty(sources) || isEmpty(targets) {
		return
	}
	for i := range c.found {
		if f := &c.found[i]; f.effect == e && f.from == from && f.to == to && f.targets.Equal(targets) {
			f.sources = together(f.sources, sources)
			return
		}
	}
	c.found = append(c.found, reachFinding{e, from, to, sources, targets})
}

// A half is one state's side of the comparison of a pair of instances.
type half struct {
	r        *reacher
	from, to int // -1: the network does not have it
}

func halfOf(r *reacher, from, to string) half {
	h := half{r, -1, -1}
	if i, ok := r.number[from]; ok {
		h.from = i
	}
	if j, ok := r.number[to]; ok {
		h.to = j
	}
	return h
}

// starts returns the starts of packets of the one instance.
func (h half) starts() []reachStart {
	if h.from < 0 {
		return nil
	}
	return h.r.starts[h.from]
}

// reached returns what a start reaches of the other instance; nothing for the start -1.
func (h half) reached(start int) reachResult {
	if start < 0 || h.to < 0 {
		return reachResult{every: new(netipx.IPSet), some: new(netipx.IPSet)}
	}
	return h.r.reached[h.from][start][h.to]
}

// back is the same for the answers.
func (h half) back() half { return half{h.r, h.to, h.from} }

func (h half) undecided() bool {
	return h.from >= 0 && h.to >= 0 && (h.r.undecided(h.from, h.to) || h.r.undecided(h.to, h.from))
}

// compare compares the packets of one instance to another. Packets of one start share their fate, so that it is enough
// to look at each pair of a start before and a start after that have addresses in common, and at addresses that are
// there only before or only after.
func (c *reachComparison) compare(from, to string) {
	before, after := halfOf(c.before, from, to), halfOf(c.after, from, to)
	if before.undecided() || after.undecided() {
		all := together(ownOf(before.starts()), ownOf(after.starts()))
		c.find(EffectUndecided, from, to, all, together(ownOf(before.back().starts()), ownOf(after.back().starts())))
		return
	}
	gone, added := without(ownOf(before.starts()), ownOf(after.starts())), without(ownOf(after.starts()), ownOf(before.starts()))
	for k, old := range before.starts() {
		for l, now := range after.starts() {
			if sources := common(old.own, now.own); !isEmpty(sources) {
				c.compareStarts(from, to, sources, before, after, k, l)
			}
		}
		c.find(EffectLost, from, to, common(old.own, gone), before.reached(k).every)
	}
	for l, now := range after.starts() {
		c.find(EffectGained, from, to, common(now.own, added), after.reached(l).every)
	}
}

// compareStarts compares packets that start at the k-th place before and at the l-th after.
func (c *reachComparison) compareStarts(from, to string, sources *netipx.IPSet, before, after half, k, l int) {
	old, now := before.reached(k), after.reached(l)
	c.find(EffectLost, from, to, sources, together(without(old.every, now.every), without(old.some, now.some)))
	c.find(EffectGained, from, to, sources, together(without(now.every, old.every), without(now.some, old.some)))
	kept := common(old.every, now.every)
	for m, answer := range before.back().starts() {
		for n, later := range after.back().starts() {
			targets := common(common(answer.own, later.own), kept)
			if isEmpty(targets) {
				continue
			}
			was, is := before.back().reached(m).every, after.back().reached(n).every
			c.find(EffectOneWay, from, to, common(sources, without(was, is)), targets)
			c.find(EffectTwoWay, from, to, common(sources, without(is, was)), targets)
			c.compareWays(from, to, sources, targets, before.starts()[k].visit, after.starts()[l].visit)
		}
	}
}

// compareWays compares the ways of packets that are delivered before and after, a set of addresses that are forwarded
// alike at a time.
func (c *reachComparison) compareWays(from, to string, sources, targets *netipx.IPSet, start, later visit) {
	left := targets.Prefixes()
	var moved netipx.IPSetBuilder
	for range maxDiffPieces {
		if len(left) == 0 {
			break
		}
		piece := left[len(left)-1]
		left = left[:len(left)-1]
		old, err1 := c.before.walk(start, piece.Addr(), piece)
		now, err2 := c.after.walk(later, piece.Addr(), piece)
		if err1 != nil || err2 != nil {
			left = append(left, piece)
			break
		}
		alike := common(old.same(), now.same())
		if devices(old.ends) != devices(now.ends) {
			moved.AddSet(alike)
		}
		left = append(left, without(setOf([]netip.Prefix{piece}), alike).Prefixes()...)
	}
	c.find(EffectMoved, from, to, sources, common(built(&moved), targets))
	c.find(EffectUndecided, from, to, sources, setOf(left))
}

// devices tells over which devices and next hops paths lead, whatever the tables and routes are called.
func devices(ends []pathEnd) string {
	var b strings.Builder
	for _, e := range ends {
		b.WriteString(wayText(e.path) + "\n")
	}
	return b.String()
}

// wayText returns the devices of a path and what leads from one to the next, for example
// "vpc-1 > att-vpc-1 > tr-hz > att-vbr-1 > vbr-1".
func wayText(p Path) string {
	var names []string
	add := func(name string) {
		if name != "" && name != "local" && (len(names) == 0 || names[len(names)-1] != name) {
			names = append(names, name)
		}
	}
	for _, h := range p.Hops {
		add(h.At)
		add(h.NextHop)
	}
	return strings.Join(names, " > ")
}

// reachChange completes a finding with a packet, its paths and the cause.
func (d *differ) reachChange(f reachFinding) ReachChange {
	change := ReachChange{
		Effect: f.effect, From: f.from, To: f.to, Sources: f.sources.Prefixes(), Addresses: f.targets.Prefixes(),
		Before: []Path{}, After: []Path{},
	}
	from, to := packetOf(change.Sources, change.Addresses)
	if !to.IsValid() {
		return change
	}
	start := Endpoint{from, f.from}
	change.Packet = start.String() + "," + to.String()
	old, _ := f.trace(d.before, start, to)
	change.Before = append(change.Before, waysOf(f.effect, old)...)
	now, missing := f.trace(d.after, start, to)
	change.After = append(change.After, waysOf(f.effect, now)...)
	if f.effect == EffectUndecided {
		change.Cause.Why = ErrTooManyPaths.Error() + ", or too many different ones"
		return change
	}
	change.Cause.Change = d.lastFlip(func(s *State) string {
		t, missing := f.trace(s, start, to)
		return fateOf(f.effect, t) + missing
	})
	if change.Cause.Change == "" { // the answer arrives at another owner of the address, which is no answer for the trace
		change.Cause.Change = d.lastFlip(func(s *State) string {
			t, _ := f.trace(s, start, to)
			return waysText(waysOf(f.effect, t))
		})
	}
	if change.Cause.Why, change.Cause.Rule = change.stopped(); missing != "" {
		change.Cause.Why = missing
	}
	return change
}

// trace follows the packet in a state in which both ends are own addresses. Where one is not, it says so.
func (f reachFinding) trace(s *State, from Endpoint, to netip.Addr) (t Trace, missing string) {
	for _, end := range []Endpoint{from, {to, f.to}} {
		if !slices.ContainsFunc(s.Network().OwnBlocks(end.Instance), func(b netip.Prefix) bool { return b.Contains(end.Addr) }) {
			return Trace{}, end.Addr.String() + " is no address of " + end.Instance
		}
	}
	t, err := s.Trace(from, to)
	if err != nil {
		return t, err.Error()
	}
	return t, ""
}

// packetOf returns a source and a target of one address family, invalid if there are none.
func packetOf(sources, targets []netip.Prefix) (from, to netip.Addr) {
	for _, s := range sources {
		for _, t := range targets {
			if s.Addr().Is4() == t.Addr().Is4() {
				return s.Addr(), t.Addr()
			}
		}
	}
	return netip.Addr{}, netip.Addr{}
}

// waysOf returns the paths that an effect is about.
func waysOf(e Effect, t Trace) []Path {
	if e == EffectOneWay || e == EffectTwoWay {
		return t.Return.Paths
	}
	return t.Forward.Paths
}

// fateOf tells what became of a packet, as far as an effect is about it.
func fateOf(e Effect, t Trace) string {
	switch e {
	case EffectOneWay, EffectTwoWay:
		return deliveredText(t.Reachable)
	case EffectMoved:
		return waysText(t.Forward.Paths)
	}
	var list []string
	for _, p := range t.Forward.Paths {
		text := deliveredText(p.Delivered)
		if n := len(p.Hops); p.Delivered && n > 0 {
			text += " at " + p.Hops[n-1].At
		}
		list = append(list, text)
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), "\n")
}

// waysText tells the ways of all paths.
func waysText(paths []Path) string {
	var list []string
	for _, p := range paths {
		list = append(list, wayText(p))
	}
	return strings.Join(list, "\n")
}

// stopped tells what stops the packet now, or stopped it before.
func (c *ReachChange) stopped() (string, ruleID) {
	paths := c.After
	if c.Effect == EffectGained || c.Effect == EffectTwoWay {
		paths = c.Before
	}
	for _, p := range paths {
		if !p.Delivered {
			return p.Reason, p.Drop.Rule()
		}
	}
	if n := len(paths); n > 0 && c.Effect != EffectMoved {
		return "delivered at " + paths[0].Hops[len(paths[0].Hops)-1].At, ""
	}
	return "", ""
}

// ownOf returns the addresses of all starts.
func ownOf(starts []reachStart) *netipx.IPSet {
	var b netipx.IPSetBuilder
	for _, s := range starts {
		b.AddSet(s.own)
	}
	return built(&b)
}

func together(a, b *netipx.IPSet) *netipx.IPSet {
	var u netipx.IPSetBuilder
	u.AddSet(a)
	u.AddSet(b)
	return built(&u)
}

func common(a, b *netipx.IPSet) *netipx.IPSet {
	var u netipx.IPSetBuilder
	u.AddSet(a)
	u.Intersect(b)
	return built(&u)
}
