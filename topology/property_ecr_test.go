package topology_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// ecrNetworks draws networks that have an ECR.
func ecrNetworks() *rapid.Generator[*topology.Network] {
	return networks().Filter(func(n *topology.Network) bool { return len(n.ECRs) > 0 })
}

// heardBy returns the prefixes that the circuits of an ECR have over BGP: all that the ECR may tell the cloud, while no
// data center passes on what it heard.
func heardBy(n *topology.Network, e *topology.ECR) map[netip.Prefix]bool {
	heard := map[netip.Prefix]bool{}
	for i := range n.VBRs {
		for _, r := range n.VBRs[i].Routes {
			if r.Type == route.BGP && slices.Contains(e.VBRs, n.VBRs[i].ID) {
				heard[r.Prefix] = true
			}
		}
	}
	for i := range n.DataCenters {
		d := &n.DataCenters[i]
		if slices.ContainsFunc(d.Sessions, func(s topology.Session) bool { return !s.Static && slices.Contains(e.VBRs, s.To) }) {
			for _, p := range d.Prefixes {
				heard[p] = true
			}
		}
	}
	return heard
}

// Nothing is exchanged between a VPC and a transit router, between VPCs, or between transit routers through an ECR
// (E-3.1, E-6.10): what a transit router or a VPC has from it is a BGP route of one of its circuits.
func TestNothingIsExchangedInTheCloudThroughAnECR(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, ecrNetworks())
		state := solved(t, n)
		x := namesOf(n)
		for i := range n.ECRs {
			e := &n.ECRs[i]
			heard := heardBy(n, e)
			for _, r := range rowsOf(state, func(r row) bool { return r.Learned }) {
				a := x.attachment[r.NextHop]
				toRouter := x.routerOf[r.table] != nil && a != nil && a.Instance == e.ID
				toVPC := x.kind(r.table) == attach.VPC && r.NextHop == e.ID
				if (toRouter || toVPC) && (r.Type != route.BGP || !heard[r.Prefix] || r.Origin.Instance != e.ID) {
					t.Fatalf("no circuit of %s announces %s", e.ID, r.text())
				}
			}
		}
	})
}

// Nor between two circuits (E-3.3): what a circuit has from its ECR comes from a VPC or a transit router, and is
// Active in the table of the region.
func TestNothingIsExchangedBetweenCircuitsThroughAnECR(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, ecrNetworks())
		state := solved(t, n)
		region := map[string]string{}
		for i := range n.VBRs {
			region[n.VBRs[i].ID] = n.VBRs[i].Region
		}
		for vbr, e := range namesOf(n).circuitOf {
			table, _ := state.Table(vbr)
			view, _ := state.Table(topology.ECRTableID(e.ID, region[vbr]))
			for r := range table.Routes() {
				fromCloud := func(v route.Route) bool { return v.Status == route.Active && !slices.Contains(e.VBRs, v.NextHop) }
				if r.Learned && r.NextHop == e.ID && !slices.ContainsFunc(view.Get(r.Prefix), fromCloud) {
					t.Fatalf("%s of %s is no route of the cloud", r.Prefix, vbr)
				}
			}
		}
	})
}

// A circuit hears everything that its ECR uses from the cloud in its region (E-3.2), and the cloud everything that the
// ECR uses from circuits: the ECR hides nothing.
func TestAnECRTellsCircuitsWhatItUses(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, ecrNetworks())
		state := solved(t, n)
		x := namesOf(n)
		for i := range n.VBRs {
			v := &n.VBRs[i]
			e := x.circuitOf[v.ID]
			if e == nil || x.down[e.ID] || x.down[v.ID] {
				continue
			}
			table, _ := state.Table(v.ID)
			view, _ := state.Table(topology.ECRTableID(e.ID, v.Region))
			for r := range view.Routes() {
				fromCloud := r.Status == route.Active && !slices.Contains(e.VBRs, r.NextHop)
				if fromCloud && !slices.ContainsFunc(table.Get(r.Prefix), func(got route.Route) bool { return got.NextHop == e.ID }) {
					t.Fatalf("%s does not hear %s", v.ID, row{view.ID(), r}.text())
				}
			}
		}
	})
}

// ECR prefixes replace exactly what they cover: of the routes that a VPC or transit router tells an ECR, the configured
// prefixes of its association stand for all of their address family in match mode (E-4.3, E-M-13), and for those inside
// them in incremental mode (E-4.4). Everything else comes as it comes without them.
func TestECRPrefixesReplaceExactlyWhatTheyCover(t *testing.T) {
	replaced := 0
	draws := check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, ecrNetworks())
		e := &n.ECRs[rapid.IntRange(0, len(n.ECRs)-1).Draw(t, "ecr")]
		if len(e.Associations) == 0 {
			t.Skip("no association")
		}
		a := &e.Associations[rapid.IntRange(0, len(e.Associations)-1).Draw(t, "association")]
		if len(a.Prefixes) == 0 {
			a.Prefixes = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")}
		}
		if n.Rules != 0 && rapid.Bool().Draw(t, "incremental") {
			a.PrefixMode = topology.IncrementalMode
		}
		if violations, _ := n.Validate(); len(violations) > 0 {
			t.Skip(violations)
		}
		id, neighbour := e.ID, a.VPC+a.TransitRouter
		without := edited(t, n, func(m *topology.Network) {
			for i := range m.ECRs {
				for k := range m.ECRs[i].Associations {
					if b := &m.ECRs[i].Associations[k]; m.ECRs[i].ID == id && b.VPC+b.TransitRouter == neighbour {
						b.Prefixes, b.PrefixMode = nil, 0
					}
				}
			}
		})
		told := func(s *topology.State) (rows []row) {
			for _, r := range rowsOf(s, func(r row) bool { return strings.HasPrefix(r.table, id+"@") && r.Learned }) {
				rows = append(rows, received(r))
			}
			return rows
		}
		var want []row
		for _, r := range told(solved(t, without)) {
			if r.NextHop == neighbour && coveredBy(a, r.Prefix) {
				replaced++
				continue
			}
			want = append(want, r)
		}
		with := solved(t, n)
		requireSame(t, "told the ECR", sorted(texts(want)), sorted(texts(told(with))))
		requirePrefixes(t, n, with, e, a)
	})
	requireShare(t, "routes were replaced", replaced, draws, 10)
}

// coveredBy tells whether the prefixes of an association stand for a prefix.
func coveredBy(a *topology.Association, p netip.Prefix) bool {
	return slices.ContainsFunc(a.Prefixes, func(q netip.Prefix) bool {
		if a.PrefixMode == topology.IncrementalMode {
			return contains(q, p)
		}
		return q.Addr().Is4() == p.Addr().Is4()
	})
}

// requirePrefixes checks that the prefixes of an association are in every table of the ECR, whatever is inside them
// (E-M-4), if it is in effect: for a transit router, if its attachment is associated with a table (D-31).
func requirePrefixes(t *rapid.T, n *topology.Network, s *topology.State, e *topology.ECR, a *topology.Association) {
	x := namesOf(n)
	inEffect := a.VPC != "" && !x.down[a.VPC]
	for _, b := range n.Attachments {
		if b.Instance == e.ID && b.TransitRouter == a.TransitRouter && b.Association != "" && !x.down[b.ID] && !x.down[b.TransitRouter] {
			inEffect = true
		}
	}
	inEffect = inEffect && !x.down[e.ID]
	for table := range s.Tables() {
		if table.Owner() != e.ID {
			continue
		}
		for _, p := range a.Prefixes {
			there := slices.ContainsFunc(table.Get(p), func(r route.Route) bool {
				return !r.Learned && r.Type == route.Static && r.NextHop == a.VPC+a.TransitRouter
			})
			if there != inEffect {
				t.Fatalf("prefix %s of %s in %s: %v, want %v", p, a.VPC+a.TransitRouter, table.ID(), there, inEffect)
			}
		}
	}
}
