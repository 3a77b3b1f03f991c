package topology

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawnPrefixes are what drawn tables are made of: the blocks of reachNetwork, parts of them, and what covers them.
var drawnPrefixes = cidrList("0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/13", "10.1.0.0/24", "10.1.0.64/26", "10.2.0.0/23", "10.2.0.0/24",
	"10.2.1.0/24", "10.2.1.128/25", "10.3.0.0/24", "10.4.0.0/24", "10.5.0.0/24", "10.8.0.0/16", "10.8.8.0/24", "10.10.0.0/16",
	"10.10.10.0/24", "10.20.0.0/16", "100.100.0.0/16", "172.20.0.0/24")

// drawnNextHops are the next hops that make sense in the tables of reachNetwork, the likely ones several times.
var drawnNextHops = map[string][]string{
	"vtb-1":             {"local", "att-1", "att-1", "pcc-1", "ngw-1"},
	"vtb-2":             {"local", "att-2", "att-2", "ecs-fw"},
	"vtb-2b":            {"local", "att-2", "att-2"},
	"vpc-3/system":      {"local", "att-3", "att-3"},
	"vpc-4/system":      {"local", "ecr-1", "ecr-1"},
	"vpc-5/system":      {"local", "pcc-1", "pcc-1"},
	"vtb-hz":            {"att-1", "att-2", "att-b", "att-n", "att-c", "att-e", "peer", "blackhole"},
	"vtb-hz2":           {"att-1", "att-2", "att-b", "att-n", "att-c", "att-e", "peer"},
	"vtb-sh":            {"att-3", "att-3", "peer"},
	"vbr-1":             {"local", "idc-1", "att-b", "att-b"},
	"vbr-2":             {"cpe-a", "cpe-b", "ecr-1", "ecr-1"},
	"vbr-3":             {"idc-2", "ecr-1", "ecr-1"},
	"vco-1":             {"local", "idc-1", "att-n"},
	"ccn-1":             {"sag-1", "att-c", "att-c"},
	"idc-1":             {"local", "vbr-1", "vco-1", "vbr-2", "idc-2"},
	"idc-2":             {"local", "vbr-3", "idc-1"},
	"ecr-1@cn-hangzhou": {"vbr-2", "vbr-3", "vpc-4", "tr-hz"},
	"ecr-1@cn-shanghai": {"vbr-2", "vpc-4", "tr-hz"},
}

func drawTables(t *rapid.T) madeTables {
	ids := make([]string, 0, len(drawnNextHops))
	for id := range drawnNextHops {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	tables := madeTables{}
	for _, id := range ids {
		for range rapid.IntRange(0, 6).Draw(t, "routes of "+id) {
			p := rapid.SampledFrom(drawnPrefixes).Draw(t, "prefix")
			tables[id] = append(tables[id], p.String()+" "+rapid.SampledFrom(drawnNextHops[id]).Draw(t, "next hop"))
		}
	}
	return tables
}

func drawNetwork(t *rapid.T) *Network {
	n := reachNetwork()
	if rapid.Bool().Draw(t, "something is down") {
		n.Down = append(n.Down, rapid.SampledFrom([]string{"vpc-2", "att-1", "peer", "ecr-1", "vbr-1", "idc-2",
			"tr-sh"}).Draw(t, "down"))
	}
	return n
}

// edgeAddresses are addresses between any two of which no drawn prefix and no block begins or ends: what is true of
// each of them is true of all addresses.
func edgeAddresses(within []netip.Prefix) []netip.Addr {
	prefixes := append(slices.Clone(within), drawnPrefixes...)
	var edges []netip.Addr
	for _, p := range prefixes {
		after := lastAddress(p).Next()
		for _, a := range []netip.Addr{p.Addr(), after} {
			if a.IsValid() && slices.ContainsFunc(within, func(q netip.Prefix) bool { return q.Contains(a) }) {
				edges = append(edges, a)
			}
		}
	}
	slices.SortFunc(edges, netip.Addr.Compare)
	return slices.Compact(edges)
}

func lastAddress(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 1 << (7 - i%8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

var sources = []string{"10.1.0.9@vpc-1", "192.0.2.9@vpc-1", "10.2.0.9@vpc-2", "10.2.1.9@vpc-2", "10.3.0.9@vpc-3", "10.4.0.9@vpc-4",
	"10.8.0.9@vbr-1", "10.8.0.9@vco-1", "172.20.0.9@ccn-1", "10.10.0.9@idc-1", "10.20.0.9@idc-2"}

// TR-4.1: each hop is the longest match of its table, leads where its next hop is, and no equal-cost branch is missing.
func TestTraceFollowsTables(t *testing.T) {
	everywhere := edgeAddresses(cidrList("0.0.0.0/0"))
	rapid.Check(t, func(t *rapid.T) {
		n, tables := drawNetwork(t), drawTables(t)
		tracer := newTracer(newIndex(n), tables)
		from := endpointOf(rapid.SampledFrom(sources).Draw(t, "from"))
		to := rapid.SampledFrom(everywhere).Draw(t, "to")
		got, err := tracer.trace(from, to)
		if err != nil {
			t.Fatal(err)
		}
		checkHops(t, tracer.index, tables, to, got.Forward)
		checkHops(t, tracer.index, tables, from.Addr, got.Return)
	})
}

// A lookupOn is one lookup on the ways of a trace: what led to it, and in which table it was.
type lookupOn struct{ way, table string }

func checkHops(t *rapid.T, x *traceIndex, tables madeTables, to netip.Addr, w Way) {
	taken := map[lookupOn][]string{} // the next hops that paths take there
	for _, p := range w.Paths {
		way := ""
		for i, h := range p.Hops {
			if i+1 < len(p.Hops) && p.Hops[i+1].At != leadsTo(x, h) {
				t.Fatalf("next hop %s of %s leads to %s, the path goes on at %s", h.NextHop, h.At, leadsTo(x, h),
					p.Hops[i+1].At)
			}
			if arrived := h == (Hop{At: h.At}) && x.dataCenter(h.At) != nil && (p.Delivered || p.Drop == DropElsewhere); arrived {
				prefix, _, _ := tables.lookup(h.At, to)
				h = Hop{h.At, h.At, prefix, "local"}
			}
			if h.Table != "" && !isService(x, tables, to, h) {
				taken[lookupOn{way, h.Table}] = append(taken[lookupOn{way, h.Table}], h.NextHop)
				checkMatch(t, tables, to, h)
			}
			way += h.At + " " + h.Table + " " + h.NextHop + "; "
		}
	}
	for at, nextHops := range taken {
		_, routes, _ := tables.lookup(at.table, to)
		if want := nextHopsOf(routes); !hasSides(at.table) && nextHops[0] != "" && !slices.Equal(slices.Compact(nextHops), want) {
			t.Fatalf("after %q branches of %s are %v, want %v", at.way, at.table, nextHops, want)
		}
	}
}

func checkMatch(t *rapid.T, tables madeTables, to netip.Addr, h Hop) {
	prefix, routes, ok := tables.lookup(h.Table, to)
	if prefix != h.Route || ok && !slices.Contains(nextHopsOf(routes), h.NextHop) || !ok && h.NextHop != "" {
		t.Fatalf("%v in %s matches %v %v, the hop is %v", to, h.Table, prefix, nextHopsOf(routes), h)
	}
}

// hasSides tells whether the side where a packet enters decides which of the next hops it takes.
func hasSides(table string) bool { return strings.HasPrefix(table, "ecr-1@") || table == "vco-1" }

// isService tells whether a hop is rightly a delivery to a service of the VPC.
func isService(x *traceIndex, tables madeTables, to netip.Addr, h Hop) bool {
	vpc := x.vpc(h.At)
	if vpc == nil || h.NextHop != "local" || !slices.Contains(vpc.Services, h.Route) {
		return false
	}
	prefix, _, ok := tables.lookup(h.Table, to)
	return h.Route.Contains(to) && (!ok || prefix.Bits() < h.Route.Bits())
}

// leadsTo is where the next hop of a hop leads, written once more and simpler.
func leadsTo(x *traceIndex, h Hop) string {
	if a := x.attachment(h.NextHop); a != nil {
		if h.At == a.TransitRouter {
			return a.Instance
		}
		return a.TransitRouter
	}
	switch h.NextHop {
	case "peer":
		return map[string]string{"tr-hz": "tr-sh", "tr-sh": "tr-hz"}[h.At]
	case "pcc-1":
		return map[string]string{"vpc-1": "vpc-5", "vpc-5": "vpc-1"}[h.At]
	case "cpe-a", "cpe-b":
		return "idc-1"
	}
	return h.NextHop
}

// Every address of Same goes the same way, To among them.
func TestTraceSameIsSound(t *testing.T) {
	everywhere := edgeAddresses(cidrList("0.0.0.0/0"))
	rapid.Check(t, func(t *rapid.T) {
		tracer := newTracer(newIndex(drawNetwork(t)), drawTables(t))
		from := endpointOf(rapid.SampledFrom(sources).Draw(t, "from"))
		want, err := tracer.trace(from, rapid.SampledFrom(everywhere).Draw(t, "to"))
		if err != nil || !want.Same.Contains(want.To) {
			t.Fatalf("%v is not among %v, error %v", want.To, want.Same.Prefixes(), err)
		}
		for _, other := range everywhere {
			if !want.Same.Contains(other) {
				continue
			}
			if got, _ := tracer.trace(from, other); !cmp.Equal(want.Forward, got.Forward, comparePrefixes) {
				t.Fatalf("%v and %v do not go the same way: %v, %v", want.To, other, pathLines(want.Forward),
					pathLines(got.Forward))
			}
		}
	})
}

var comparePrefixes = cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })

// A matrix says of each pair of instances what traces between all their addresses say.
func TestReachAgreesWithTrace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tracer := newTracer(newIndex(drawNetwork(t)), drawTables(t))
		m := tracer.reach()
		arrivals := map[Endpoint]map[netip.Addr]map[string]bool{}
		for _, from := range m.Instances {
			for _, block := range tracer.index.blocksOf(from) {
				arrivals[Endpoint{block.Addr(), from}] = arrivalsFrom(t, tracer, Endpoint{block.Addr(), from})
			}
		}
		for i, from := range m.Instances {
			for j, to := range m.Instances {
				if i != j {
					checkCell(t, tracer.index, arrivals, from, to, m.Cells[i][j])
				}
			}
		}
	})
}

// arrivalsFrom tells for each address where packets to it arrive: true if all paths end at owners of the address.
func arrivalsFrom(t *rapid.T, tracer *tracer, from Endpoint) map[netip.Addr]map[string]bool {
	arrivals := map[netip.Addr]map[string]bool{}
	for _, to := range edgesOfBlocks {
		got, err := tracer.trace(from, to)
		if err != nil {
			t.Fatal(err)
		}
		at, all := map[string]bool{}, true
		for _, p := range got.Forward.Paths {
			where := tracer.index.owner(p.Hops[len(p.Hops)-1].At)
			if where == "sag-1" {
				where = "ccn-1"
			}
			arrived := p.Delivered && p.Reason == ""
			at[where] = at[where] || arrived
			all = all && arrived && owns(tracer.index, where, to)
		}
		for where, arrived := range at {
			if !arrived {
				delete(at, where)
			} else {
				at[where] = all
			}
		}
		arrivals[to] = at
	}
	return arrivals
}

var edgesOfBlocks = func() []netip.Addr {
	x := newTraceIndex(newIndex(reachNetwork()))
	var blocks []netip.Prefix
	for _, id := range x.owners() {
		blocks = append(blocks, x.blocksOf(id)...)
	}
	return edgeAddresses(blocks)
}()

func owns(x *traceIndex, instance string, a netip.Addr) bool {
	return slices.ContainsFunc(x.blocksOf(instance), func(p netip.Prefix) bool { return p.Contains(a) })
}

func checkCell(t *rapid.T, x *traceIndex, arrivals map[Endpoint]map[netip.Addr]map[string]bool, from, to string, cell Cell) {
	full, none, bothFull, bothNone := true, true, true, true
	for _, theirs := range x.blocksOf(to) {
		for _, dst := range edgesOfBlocks {
			if !theirs.Contains(dst) {
				continue
			}
			every, some := true, false
			for _, ours := range x.blocksOf(from) {
				onAll, onSome := arrivals[Endpoint{ours.Addr(), from}][dst][to]
				every, some = every && onAll, some || onSome
				for _, src := range edgesOfBlocks {
					if ours.Contains(src) {
						backAll, backSome := arrivals[Endpoint{theirs.Addr(), to}][src][from]
						bothFull, bothNone = bothFull && onAll && backAll, bothNone && !(onSome && backSome)
					}
				}
			}
			full, none = full && every, none && !some
			if cell.Every.Contains(dst) != every || cell.Some.Contains(dst) != some {
				t.Fatalf("%s to %v of %s: every %v, some %v, the matrix says %v, %v", from, dst, to, every, some,
					cell.Every.Prefixes(), cell.Some.Prefixes())
			}
		}
	}
	if want := verdict(false, full, !none); cell.Verdict != want {
		t.Fatalf("%s to %s is %v, traces say %v", from, to, cell.Verdict, want)
	}
	if want := verdict(false, bothFull, !bothNone); cell.BothWays != want {
		t.Fatalf("%s and %s both ways is %v, traces say %v", from, to, cell.BothWays, want)
	}
}
