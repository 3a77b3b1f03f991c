package openapi

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/doctest"
	"github.com/cenroute/cenroute/internal/supplement"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// TestNetworksComeBack writes random networks and their states as the cloud would list them, if it followed the model,
// and reads them: the network comes back, as far as the operations can tell it, and the live tables do not differ from
// the state.
func TestNetworksComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Medium()))
		expressible(n)
		s, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		x, err := Read(dumpOf(n, s))
		if err != nil {
			t.Fatalf("Read: %v", err)
		}
		if diff := cmp.Diff(comparable(n, s), comparable(x.Network, s)); diff != "" {
			t.Fatalf("(-want +got):\n%s\n%v", diff, x.Warnings)
		}
		if c := Compare(s, x.Observed); !c.Empty() {
			t.Fatalf("the state differs from itself:\n%s", c)
		}
	})
}

// expressible takes from a network what no operation lists.
func expressible(n *topology.Network) {
	gone := map[string]bool{}
	for _, c := range n.CCNs {
		gone[c.ID] = true
	}
	n.CCNs, n.DataCenters, n.Down = nil, nil, nil
	attached := map[string]bool{}
	n.Attachments = slices.DeleteFunc(n.Attachments, func(a topology.Attachment) bool {
		attached[a.Instance] = true
		if a.Kind == attach.CCN {
			gone[a.ID] = true
		}
		return a.Kind == attach.CCN
	})
	for i := range n.ECRs {
		for _, v := range n.ECRs[i].VBRs {
			attached[v] = true
		}
		for region, mode := range n.ECRs[i].Modes {
			if mode == topology.ECMP {
				delete(n.ECRs[i].Modes, region)
			}
		}
	}
	n.Grants = slices.DeleteFunc(n.Grants, func(g topology.Grant) bool { return gone[g.Instance] })
	for i := range n.TransitRouters {
		tr := &n.TransitRouters[i]
		for j := range tr.RouteTables {
			expressibleTable(&tr.RouteTables[j], gone)
			tr.RouteTables[j].System = tr.RouteTables[j].System || len(tr.RouteTables) == 1
		}
	}
	for i := range n.VPCs {
		expressibleVPC(&n.VPCs[i], gone)
	}
	for i := range n.VBRs {
		v := &n.VBRs[i]
		if !attached[v.ID] {
			v.Owner = ""
		}
		for j, r := range v.Routes {
			v.Routes[j] = topology.ExternalRoute{Prefix: r.Prefix, Type: typeOf(r), NextHop: r.NextHop}
		}
		var routes []topology.ExternalRoute
		for _, r := range v.Routes {
			same := func(o topology.ExternalRoute) bool {
				return o.Prefix == r.Prefix && o.Type == r.Type && o.NextHop == r.NextHop
			}
			if !gone[r.NextHop] && !slices.ContainsFunc(routes, same) {
				routes = append(routes, r)
			}
		}
		v.Routes = routes // repeated ones differ in their path alone
	}
	for i := range n.VPNs {
		v := &n.VPNs[i]
		if !attached[v.ID] {
			v.Owner, v.Region = "", ""
		}
		for j, r := range v.Routes {
			v.Routes[j].Type = typeOf(r)
			if r.Type != route.BGP {
				v.Routes[j].ASPath, v.Routes[j].Communities = nil, nil
			}
			if slices.Contains(v.Routes[j].ASPath, 45104) { // the cloud drops it, and no operation lists it
				v.Routes[j].ASPath = nil
			}
			v.BGP = v.BGP || r.Type == route.BGP
		}
	}
	n.VPNs = slices.DeleteFunc(n.VPNs, func(v topology.VPN) bool { return !attached[v.ID] }) // only an attachment tells the region
	for i := range n.Attachments {
		a := &n.Attachments[i]
		a.AutoCreateRoutes, a.RouteSync = false, a.RouteSync && a.Kind != attach.ECR
	}
}

func typeOf(r topology.ExternalRoute) route.Type {
	if r.Type == route.BGP {
		return route.BGP
	}
	return route.Custom
}

func expressibleTable(t *topology.RouteTable, gone map[string]bool) {
	t.Routes = slices.DeleteFunc(t.Routes, func(r topology.StaticRoute) bool { return gone[r.NextHop] })
	t.PrefixLists = slices.DeleteFunc(t.PrefixLists, func(l topology.PrefixList) bool { return gone[l.NextHop] })
	t.Policies = slices.DeleteFunc(t.Policies, func(p policy.Policy) bool {
		return slices.ContainsFunc(slices.Concat(p.Match.Source.Instances, p.Match.Destination.Instances),
			func(id string) bool { return gone[id] })
	})
	// that policy 5000 was deleted shows where another egress policy is listed
	isEgress := func(p policy.Policy) bool { return p.Direction == policy.Egress }
	t.NoSystemPolicy = t.NoSystemPolicy && slices.ContainsFunc(t.Policies, isEgress)
}

func expressibleVPC(vpc *topology.VPC, gone map[string]bool) {
	vpc.Services, vpc.Appliances = nil, nil
	if len(vpc.RouteTables) == 0 {
		vpc.RouteTables = []topology.VPCRouteTable{{ID: "vtb-of-" + vpc.ID, System: true}}
		for i := range vpc.VSwitches {
			vpc.VSwitches[i].RouteTable = ""
		}
	}
	for i := range vpc.RouteTables {
		t := &vpc.RouteTables[i]
		t.System = t.System || len(vpc.RouteTables) == 1
		if t.Receives() {
			t.ReceiveRoutes = nil
		}
		t.Routes = slices.DeleteFunc(t.Routes, func(r topology.VPCRoute) bool { return gone[r.NextHop] || r.NextHopType == topology.NoNextHopType })
	}
	for i := range vpc.VSwitches {
		if vpc.VSwitches[i].RouteTable == vpc.SystemTable() {
			vpc.VSwitches[i].RouteTable = ""
		}
	}
}

// comparable is the document of a network, its lists in order: without AS paths and communities of VBRs, which are
// known from other tables alone, and without a default path that no table of the ECR shows.
func comparable(n *topology.Network, s *topology.State) any {
	d := supplement.Decode(topology.Format(*n))
	d["vbrs"] = without(d["vbrs"], "asPath", "communities")
	shown := map[string]bool{}
	for t := range s.Tables() {
		for r := range t.Routes() {
			shown[t.Owner()+" "+r.NextHop] = true
		}
	}
	ecrs, _ := d["ecrs"].([]any)
	for _, e := range ecrs {
		associations, _ := e.(map[string]any)["associations"].([]any)
		for _, a := range associations {
			router, _ := a.(map[string]any)["transitRouter"].(string)
			if !shown[e.(map[string]any)["id"].(string)+" "+router] {
				delete(a.(map[string]any), "default")
			}
		}
	}
	return doctest.Canonical(map[string]any(d), "prependAsPath", "asPath")
}

// without removes members of the objects in a value.
func without(value any, names ...string) any {
	switch v := value.(type) {
	case map[string]any:
		for key := range v {
			if v[key] = without(v[key], names...); slices.Contains(names, key) {
				delete(v, key)
			}
		}
	case []any:
		for i := range v {
			v[i] = without(v[i], names...)
		}
	}
	return value
}
