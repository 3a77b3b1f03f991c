package main

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// An invariant is a sentence of the page, or one that follows from it, and what shows that it holds.
type invariant struct {
	rule  rule.ID
	says  string
	holds func(s *topology.State) bool
}

// invariants hold in the state of the embedded network.
var invariants = []invariant{
	{"E-6.10", "vpc-db and tr-hz are both on ecr-1, and no route between them passes through it", nothingThroughECR},
	{"E-6.10", "no packet between vpc-db and a VPC of tr-hz passes through ecr-1", noPacketThroughECR},
	{"E-6.9", "vpc-db takes dynamic routes from the ECR alone", oneDynamicSource},
	{"E-6.7", "the static route 10.0.0.0/8 to the ECR is not at the peer", staticNotAtPeer},
	{"E-6.7", "it is at the synchronized VPC and the IPsec connections of tr-hz", staticInRegion},
	{"E-6.8", "the learned route 10.10.0.0/16 is at the peer and in its VPC", learnedAtPeer},
	{"E-6.6", "policy 5000 keeps the partner from idc and the office, in both directions", partnerApart},
	{"E-6.6", "policy 10 lets the office and idc learn each other", officePermitted},
	{"P-5.11", "the partner's packets reach idc by the static route, and no answer comes back", partnerOneWay},
}

// writeInvariants prints what holds in the state, and what comes of changes to its network.
func writeInvariants(out *bytes.Buffer, s *topology.State) error {
	heading(out, "What holds in this state")
	var g grid
	for _, i := range invariants {
		g.add(verdict(i.holds(s)), string(i.rule), i.says)
	}
	g.write(out, "  ")
	out.WriteString("\n")
	heading(out, "What holds when the network is changed, each change tried on a copy")
	g = nil
	for _, c := range changes {
		holds, err := c.holds()
		if err != nil {
			return fmt.Errorf("%s: %w", c.says, err)
		}
		g.add(verdict(holds), string(c.rule), c.says)
	}
	g.write(out, "  ")
	out.WriteString("\n")
	return nil
}

func verdict(holds bool) string {
	if holds {
		return "holds"
	}
	return "DOES NOT HOLD"
}

// nothingThroughECR: what vpc-db and tr-hz hold with the ECR as next hop comes from the circuits of the ECR, or was
// added by hand on tr-hz.
func nothingThroughECR(s *topology.State) bool {
	fromCircuits := func(r route.Route) bool { return r.Origin.Kind == attach.ECR || !r.Learned }
	return every(s, "vtb-db", via("ecr-1"), fromCircuits) && every(s, "vtb-hz", via("att-ecr"), fromCircuits)
}

func noPacketThroughECR(s *topology.State) bool {
	for _, ends := range [][2]string{
		{"192.168.2.10@vpc-db", "192.168.1.10"}, {"192.168.1.10@vpc-app", "192.168.2.10"},
		{"192.168.2.10@vpc-db", "192.168.3.10"}, {"192.168.3.10@vpc-web", "192.168.2.10"}} {
		t, ok := traced(s, ends[0], ends[1])
		if !ok || !t.Reachable || passes(t.Forward, "ecr-1") || passes(t.Return, "ecr-1") {
			return false
		}
	}
	return true
}

func oneDynamicSource(s *topology.State) bool {
	learned := func(r route.Route) bool { return r.Learned }
	return count(s, "vtb-db", learned) > 0 && every(s, "vtb-db", learned, via("ecr-1"))
}

func staticNotAtPeer(s *topology.State) bool {
	return !known(s, "10.0.0.0/8", "vtb-sh") && !known(s, "10.0.0.0/8", "vtb-web")
}

func staticInRegion(s *topology.State) bool {
	return active(s, "10.0.0.0/8", "vtb-hz", "vtb-app", "vpn-office", "vpn-partner")
}

func learnedAtPeer(s *topology.State) bool { return active(s, "10.10.0.0/16", "vtb-sh", "vtb-web") }

func partnerApart(s *topology.State) bool {
	return deniedBy5000(s, "vpn-partner", "10.10.0.0/16") && deniedBy5000(s, "vpn-partner", "172.20.0.0/16") &&
		deniedBy5000(s, "ecr-1@cn-hangzhou", "172.30.0.0/16") && deniedBy5000(s, "vpn-office", "172.30.0.0/16")
}

func officePermitted(s *topology.State) bool {
	return active(s, "10.10.0.0/16", "vpn-office", "office") && active(s, "172.20.0.0/16", "ecr-1@cn-hangzhou", "vbr-1", "idc")
}

func partnerOneWay(s *topology.State) bool {
	t, ok := traced(s, "172.30.0.10@partner", "10.10.0.10")
	return ok && t.Forward.Delivered && !t.Reachable
}

// known tells whether a table has a route of a prefix, whatever its status.
func known(s *topology.State, prefix, table string) bool {
	t, ok := s.Table(table)
	return ok && len(t.Get(netip.MustParsePrefix(prefix))) > 0
}

// active tells whether each of some tables has an Active route of a prefix.
func active(s *topology.State, prefix string, tables ...string) bool {
	for _, id := range tables {
		t, ok := s.Table(id)
		isActive := func(r route.Route) bool { return r.Status == route.Active }
		if !ok || !slices.ContainsFunc(t.Get(netip.MustParsePrefix(prefix)), isActive) {
			return false
		}
	}
	return true
}

// deniedBy5000 tells whether a prefix is in a table only as a route that the system policy of vtb-hz denied.
func deniedBy5000(s *topology.State, table, prefix string) bool {
	of := func(r route.Route) bool { return r.Prefix.String() == prefix }
	return count(s, table, of) > 0 && every(s, table, of, func(r route.Route) bool {
		return r.Status == route.Prohibited && slices.Equal(r.Policies, []string{"vtb-hz/egress/5000"})
	})
}

// via is whether a route has a next hop.
func via(nextHop string) func(route.Route) bool {
	return func(r route.Route) bool { return r.NextHop == nextHop }
}

// every tells whether all routes of a table of which one thing is true have another property.
func every(s *topology.State, table string, of, is func(route.Route) bool) bool {
	return count(s, table, of) == count(s, table, func(r route.Route) bool { return of(r) && is(r) })
}

// count is the number of routes of a table of which something is true.
func count(s *topology.State, table string, is func(route.Route) bool) int {
	t, ok := s.Table(table)
	if !ok {
		return -1
	}
	n := 0
	for r := range t.Routes() {
		if is(r) {
			n++
		}
	}
	return n
}

func traced(s *topology.State, from, to string) (topology.Trace, bool) {
	start, err := topology.ParseEndpoint(from)
	if err != nil {
		return topology.Trace{}, false
	}
	t, err := s.Trace(start, netip.MustParseAddr(to))
	return t, err == nil
}

// passes tells whether a path of a way has a hop at an instance.
func passes(w topology.Way, instance string) bool {
	return slices.ContainsFunc(w.Paths, func(p topology.Path) bool {
		return slices.ContainsFunc(p.Hops, func(h topology.Hop) bool { return h.At == instance })
	})
}
