package topology

import (
	"context"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/cenroute/cenroute/internal/enum"
	"github.com/cenroute/cenroute/internal/meter"
)

// A Reachability is how much of an instance is reached. The zero Reachability is nothing.
type Reachability uint8

// The closed set of reachabilities.
const (
	ReachNone      Reachability = iota // no address, from nowhere
	ReachPartial                       // some addresses, or from some blocks, or on some equal-cost paths
	ReachFull                          // every address from every block
	ReachUndecided                     // too many equal-cost paths or too many cases to tell
)

var reachabilities = enum.Names{Type: "Reachability", Texts: []string{"none", "partial", "full", "undecided"}}

// String returns "none", "partial", "full" or "undecided", and "Reachability(9)" outside the set.
func (r Reachability) String() string { return reachabilities.Text(uint8(r)) }

// MarshalText returns the text of [Reachability.String]. It never fails.
func (r Reachability) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the text of a reachability. Any other text is an error and changes nothing.
func (r *Reachability) UnmarshalText(text []byte) error {
	return enum.Unmarshal(reachabilities, text, r)
}

// A Matrix tells which instances reach which. The zero Matrix has no instances.
type Matrix struct {
	Instances []string // VPCs, VBRs and VPNs with routes of their own, CCNs, data centers; each kind in order of ID
	Cells     [][]Cell // Cells[i][j]: packets from Instances[i] to Instances[j]; zero where i is j
}

// A Cell is what one instance reaches of another. An instance's own blocks are the vSwitches of a VPC, the routes that
// stand behind a VBR or VPN, the prefixes of the SAGs of a CCN, the prefixes of a data center. Blocks of one address
// family count only if the other side has blocks of that family, too.
type Cell struct {
	Every *netipx.IPSet // addresses that packets from every own block are delivered to, on every equal-cost path
	Some  *netipx.IPSet // addresses that packets from some own block are delivered to, on some equal-cost path

	Verdict Reachability // full: Every is all of the own blocks; none: Some is empty

	// BothWays is about pairs of addresses. Full: packets and answers of all pairs are delivered, on every equal-cost path;
	// none: those of no pair are, not even on some path.
	BothWays Reachability
}

// Cell returns the cell of two instances by their IDs; ok is false where one of them has no line.
func (m Matrix) Cell(from, to string) (c Cell, ok bool) {
	i, j := slices.Index(m.Instances, from), slices.Index(m.Instances, to)
	if i < 0 || j < 0 {
		return Cell{}, false
	}
	return m.Cells[i][j], true
}

// maxPieces is the number of different forwarding decisions into which Reach divides one block before it gives up.
const maxPieces = 1 << 16

// Reach returns the matrix of who reaches whom. It agrees with [State.Trace] for each pair of addresses of own blocks,
// but asks once for each set of addresses that are forwarded alike. Where several instances own an address (two
// circuits to one data center that is not modelled), a packet counts for each of them where some of its equal-cost
// paths end, if all of them end at an owner.
func (s *State) Reach() Matrix {
	return s.tracer().reach()
}

func (t *tracer) reach() Matrix {
	m, _ := t.reachContext(context.Background(), nil)
	return m
}

// ReachContext is [State.Reach] with a context and progress by pairs of instances, as [PropagateContext] explains.
func (s *State) ReachContext(ctx context.Context, progress func(done, total int)) (Matrix, error) {
	return s.tracer().reachContext(ctx, progress)
}

func (t *tracer) reachContext(ctx context.Context, progress func(done, total int)) (Matrix, error) {
	r, err := newReacher(t, meter.Of(ctx, t.pairs(), progress))
	if err != nil {
		return Matrix{}, err
	}
	return r.matrix(), nil
}

// pairs is the number of pairs of instances of a matrix, in both directions.
func (t *tracer) pairs() int {
	n := len(t.index.owners())
	return n * (n - 1)
}

func (r *reacher) matrix() Matrix {
	m := Matrix{Instances: r.instances, Cells: make([][]Cell, len(r.instances))}
	for i := range m.Instances {
		m.Cells[i] = make([]Cell, len(m.Instances))
		for j := range m.Instances {
			if i != j {
				m.Cells[i][j] = r.cell(i, j)
			}
		}
	}
	return m
}

// A reacher has the blocks and starts of every instance, and what each start reaches of each instance.
type reacher struct {
	*tracer
	meter     *meter.Meter
	instances []string
	number    map[string]int    // of an instance
	blocks    []ownBlocks       // of an instance
	starts    [][]reachStart    // of an instance
	reached   [][][]reachResult // [instance][start][target]
}

// A reachStart is one first lookup of packets of an instance and the own addresses whose packets start there, all of
// one family.
type reachStart struct {
	visit visit
	is4   bool
	own   *netipx.IPSet
}

// ownBlocks are the blocks of an instance, each address once: all of them, and by address family.
type ownBlocks struct {
	all      *netipx.IPSet
	prefixes []netip.Prefix
	v4, v6   *netipx.IPSet
}

func newOwnBlocks(blocks []netip.Prefix) ownBlocks {
	all := setOf(blocks)
	b := ownBlocks{all: all, prefixes: all.Prefixes()}
	split := slices.IndexFunc(b.prefixes, func(p netip.Prefix) bool { return !p.Addr().Is4() })
	if split < 0 {
		split = len(b.prefixes)
	}
	b.v4, b.v6 = setOf(b.prefixes[:split]), setOf(b.prefixes[split:])
	return b
}

func (b *ownBlocks) family(is4 bool) *netipx.IPSet {
	if is4 {
		return b.v4
	}
	return b.v6
}

// A reachResult is what one start reaches of the blocks of another instance.
type reachResult struct {
	target      *netipx.IPSet // blocks of the family
	every, some *netipx.IPSet
	undecided   bool
}

// newReacher asks what is reached, a step for each pair of instances. The error is that of the context.
func newReacher(t *tracer, m *meter.Meter) (*reacher, error) {
	r := &reacher{tracer: t, meter: m, instances: t.index.owners(), number: map[string]int{}}
	for i, id := range r.instances {
		r.number[id] = i
		blocks := t.index.blocksOf(id)
		r.blocks = append(r.blocks, newOwnBlocks(blocks))
		r.starts = append(r.starts, t.index.startsOf(id, blocks))
	}
	r.reached = make([][][]reachResult, len(r.instances))
	for i := range r.instances {
		if err := r.askFrom(i); err != nil {
			return nil, err
		}
	}
	return r, m.Err()
}

// askFrom follows packets from every start of an instance to every other instance.
func (r *reacher) askFrom(i int) error {
	r.reached[i] = make([][]reachResult, len(r.starts[i]))
	for k := range r.reached[i] {
		r.reached[i][k] = make([]reachResult, len(r.instances))
	}
	for j := range r.instances {
		if i == j {
			continue
		}
		for k, start := range r.starts[i] {
			r.reached[i][k][j] = r.ask(start, j)
		}
		if err := r.meter.Step(); err != nil {
			return err
		}
	}
	return nil
}

// startsOf divides the own blocks of an instance by their first lookup.
func (x *traceIndex) startsOf(instance string, blocks []netip.Prefix) []reachStart {
	var starts []reachStart
	var own []netipx.IPSetBuilder
	for _, b := range blocks {
		start := reachStart{visit: x.start(Endpoint{b.Addr(), instance}), is4: b.Addr().Is4()}
		at := slices.Index(starts, start)
		if at < 0 {
			at, starts, own = len(starts), append(starts, start), append(own, netipx.IPSetBuilder{})
		}
		own[at].AddPrefix(b)
	}
	for i := range starts {
		starts[i].own = built(&own[i])
	}
	return starts
}

// ask follows packets from a start to every own address of an instance.
func (r *reacher) ask(start reachStart, target int) reachResult {
	var every, some netipx.IPSetBuilder
	result := reachResult{target: r.blocks[target].family(start.is4)}
	for _, block := range r.blocks[target].prefixes {
		if block.Addr().Is4() == start.is4 {
			decided := r.askBlock(start.visit, target, block, &every, &some)
			result.undecided = result.undecided || !decided
		}
	}
	result.every, result.some = built(&every), built(&some)
	return result
}

// askBlock follows a packet to an address of a block, takes away all addresses of the block that go the same way, and
// goes on with the prefixes that are left until none is. It returns false where it gave up, or was cancelled.
func (r *reacher) askBlock(from visit, target int, block netip.Prefix, every, some *netipx.IPSetBuilder) bool {
	left := []netip.Prefix{block}
	for range maxPieces {
		if len(left) == 0 {
			return true
		}
		if r.meter.Err() != nil {
			return false
		}
		piece := left[len(left)-1]
		left = left[:len(left)-1]
		w, err := r.walk(from, piece.Addr(), piece)
		if err != nil {
			return false
		}
		onAll, onSome := r.arrives(w.ends, piece.Addr(), target)
		left = append(left, w.collect(piece, pick(onAll, every), pick(onSome, some))...)
	}
	return false
}

// pick returns a builder if it is to be added to.
func pick(add bool, b *netipx.IPSetBuilder) *netipx.IPSetBuilder {
	if add {
		return b
	}
	return nil
}

// collect adds the addresses of a piece that go the same way as the packet to builders, which may be nil, and returns
// those that are left.
func (w *walk) collect(piece netip.Prefix, builders ...*netipx.IPSetBuilder) []netip.Prefix {
	whole := w.cover == piece && len(w.removed) == 0
	var same *netipx.IPSet
	if !whole {
		same = w.same()
	}
	for _, b := range builders {
		switch {
		case b == nil:
		case whole:
			b.AddPrefix(piece)
		default:
			b.AddSet(same)
		}
	}
	if whole {
		return nil
	}
	return without(setOf([]netip.Prefix{piece}), same).Prefixes()
}

// arrives tells whether some path ends at the target and whether, besides, all of them end at an owner of the address.
func (r *reacher) arrives(ends []pathEnd, to netip.Addr, target int) (onAll, onSome bool) {
	onAll = true
	for _, e := range ends {
		number, known := r.number[e.place.instance]
		if !e.path.Delivered || e.place.gateway != "" || !known {
			onAll = false
			continue
		}
		onSome = onSome || number == target
		onAll = onAll && r.blocks[number].all.Contains(to)
	}
	return onAll && onSome, onSome
}

// cell puts together what all starts of one instance reach of another.
func (r *reacher) cell(i, j int) Cell {
	c := Cell{Every: intersection(r.reached[i], j), Some: union(r.reached[i], j)}
	full := len(r.reached[i]) > 0
	for k := range r.reached[i] {
		got := &r.reached[i][k][j]
		full = full && got.every.Equal(got.target)
	}
	c.Verdict = verdict(r.undecided(i, j), full && !isEmpty(c.Every), !isEmpty(c.Some))
	c.BothWays = r.bothWays(i, j)
	return c
}

// bothWays tells how many pairs of addresses of two instances exchange packets and answers. Packets of one start to
// an address share their fate, and so do the answers, so that it is enough to ask for each pair of starts.
func (r *reacher) bothWays(i, j int) Reachability {
	all, some := true, false
	for k, from := range r.starts[i] {
		for l, to := range r.starts[j] {
			if from.is4 != to.is4 {
				continue
			}
			there, back := &r.reached[i][k][j], &r.reached[j][l][i]
			some = some || there.some.Overlaps(to.own) && back.some.Overlaps(from.own)
			all = all && contains(there.every, to.own) && contains(back.every, from.own)
		}
	}
	return verdict(r.undecided(i, j) || r.undecided(j, i), all && some, some)
}

func (r *reacher) undecided(i, j int) bool {
	return slices.ContainsFunc(r.reached[i], func(start []reachResult) bool { return start[j].undecided })
}

func verdict(undecided, full, some bool) Reachability {
	switch {
	case undecided:
		return ReachUndecided
	case full:
		return ReachFull
	case some:
		return ReachPartial
	}
	return ReachNone
}
