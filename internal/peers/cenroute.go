package main

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// policies are the rules as the ingress policies of a table.
func policies(rules []rule) []policy.Policy {
	list := make([]policy.Policy, len(rules))
	for i, r := range rules {
		list[i] = policy.Policy{Priority: i + 1, Direction: policy.Ingress, Match: policy.Match{
			Prefixes: policy.PrefixMatch{List: []netip.Prefix{r.inside}}}}
		if r.deny {
			list[i].Action = policy.Deny
		} else {
			list[i].Set.Preference = int(r.preference)
		}
	}
	return list
}

// network is a data center behind a circuit of a transit router with one table.
func network(w *work) *topology.Network {
	return &topology.Network{
		TransitRouters: []topology.TransitRouter{{ID: "tr", CEN: "cen", Region: "cn-hangzhou", RouteTables: []topology.RouteTable{
			{ID: "vtb", Policies: policies(w.rules)}}}},
		VBRs: []topology.VBR{{ID: "vbr", Region: "cn-hangzhou"}},
		DataCenters: []topology.DataCenter{{
			ID: "idc", ASN: 65001, Prefixes: w.prefixes, Sessions: []topology.Session{{To: "vbr"}}}},
		Attachments: []topology.Attachment{{
			ID: "att", Kind: attach.VBR, TransitRouter: "tr", Instance: "vbr", Association: "vtb", Propagations: []string{"vtb"}}},
	}
}

// propagated computes the stable state of the network: three tables, validation and the search for other stable states
// included.
func propagated(w *work) func() answer {
	state, err := topology.Propagate(network(w))
	if err != nil {
		panic(err)
	}
	return func() answer {
		a := answer{}
		table, _ := state.Table("vtb")
		for r := range table.Routes() {
			if r.Status == route.Active {
				a[r.Prefix] = r.Preference
			}
		}
		return a
	}
}
