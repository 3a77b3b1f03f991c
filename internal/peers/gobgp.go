package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/netip"

	"github.com/osrg/gobgp/v4/api"
	"github.com/osrg/gobgp/v4/pkg/apiutil"
	"github.com/osrg/gobgp/v4/pkg/packet/bgp"
	"github.com/osrg/gobgp/v4/pkg/server"
)

// gobgp adds the prefixes as local paths of a GoBGP server whose import policy has the rules, and lists the table.
func gobgp(w *work) func() answer {
	s := bgpServer(w.rules)
	addPaths(s, w.prefixes)
	return func() answer {
		a := listed(s)
		s.Stop()
		return a
	}
}

// must ends the program: a contender that does not run is no contender.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// bgpServer starts a server that listens nowhere.
func bgpServer(rules []rule) *server.BgpServer {
	level := new(slog.LevelVar)
	s := server.NewBgpServer(server.LoggerOption(slog.New(slog.NewTextHandler(io.Discard, nil)), level))
	go s.Serve()
	ctx := context.Background()
	must(s.StartBgp(ctx, &api.StartBgpRequest{Global: &api.Global{Asn: 65010, RouterId: "192.0.2.1", ListenPort: -1}}))
	if len(rules) > 0 {
		importPolicy(ctx, s, rules)
	}
	return s
}

func importPolicy(ctx context.Context, s *server.BgpServer, rules []rule) {
	p := &api.Policy{Name: "import"}
	for i, r := range rules {
		name := fmt.Sprintf("inside-%d", i)
		must(s.AddDefinedSet(ctx, &api.AddDefinedSetRequest{DefinedSet: &api.DefinedSet{
			DefinedType: api.DefinedType_DEFINED_TYPE_PREFIX, Name: name,
			Prefixes: []*api.Prefix{{IpPrefix: r.inside.String(), MaskLengthMin: uint32(r.inside.Bits()), MaskLengthMax: 32}},
		}}))
		p.Statements = append(p.Statements, &api.Statement{
			Name: name, Conditions: &api.Conditions{PrefixSet: &api.MatchSet{Name: name, Type: api.MatchSet_TYPE_ANY}},
			Actions: actions(r),
		})
	}
	must(s.AddPolicy(ctx, &api.AddPolicyRequest{Policy: p}))
	must(s.AddPolicyAssignment(ctx, &api.AddPolicyAssignmentRequest{Assignment: &api.PolicyAssignment{
		Name: "global", Direction: api.PolicyDirection_POLICY_DIRECTION_IMPORT, Policies: []*api.Policy{p},
		DefaultAction: api.RouteAction_ROUTE_ACTION_ACCEPT,
	}}))
}

func actions(r rule) *api.Actions {
	if r.deny {
		return &api.Actions{RouteAction: api.RouteAction_ROUTE_ACTION_REJECT}
	}
	return &api.Actions{
		RouteAction: api.RouteAction_ROUTE_ACTION_ACCEPT, LocalPref: &api.LocalPrefAction{Value: uint32(r.preference)},
	}
}

// addPaths adds a path for each prefix, all with the same attributes, in requests of a thousand.
func addPaths(s *server.BgpServer, prefixes []netip.Prefix) {
	nextHop, err := bgp.NewPathAttributeNextHop(netip.MustParseAddr("192.0.2.2"))
	must(err)
	attributes := []bgp.PathAttributeInterface{
		bgp.NewPathAttributeOrigin(0), nextHop,
		bgp.NewPathAttributeAsPath([]bgp.AsPathParamInterface{bgp.NewAs4PathParam(2, []uint32{65001})}),
	}
	for start := 0; start < len(prefixes); start += 1000 {
		part := prefixes[start:min(start+1000, len(prefixes))]
		paths := make([]*apiutil.Path, len(part))
		for i, p := range part {
			nlri, err := bgp.NewIPAddrPrefix(p)
			must(err)
			paths[i] = &apiutil.Path{Family: bgp.RF_IPv4_UC, Nlri: nlri, Attrs: attributes}
		}
		answers, err := s.AddPath(apiutil.AddPathRequest{Paths: paths})
		must(err)
		for _, a := range answers {
			must(a.Error)
		}
	}
}

// listed reads the table back. A path without a local preference is one that no rule matched.
func listed(s *server.BgpServer) answer {
	a := answer{}
	must(s.ListPath(apiutil.ListPathRequest{TableType: api.TableType_TABLE_TYPE_GLOBAL, Family: bgp.RF_IPv4_UC},
		func(prefix bgp.NLRI, paths []*apiutil.Path) {
			for _, path := range paths {
				if path.Best && !path.Filtered {
					a[netip.MustParsePrefix(prefix.String())] = localPreference(path.Attrs)
				}
			}
		}))
	return a
}

func localPreference(attributes []bgp.PathAttributeInterface) uint8 {
	for _, a := range attributes {
		if l, ok := a.(*bgp.PathAttributeLocalPref); ok {
			return uint8(l.Value)
		}
	}
	return unchanged
}
