package main

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// A change is a sentence of the page about what somebody might do, and what shows that it holds.
type change struct {
	rule  rule.ID
	says  string
	holds func() (bool, error)
}

// changes are tried on copies of the embedded network.
var changes = []change{
	{"E-6.9", "route synchronization of vpc-db, which is on the ECR, is refused",
		refused("E-6.9", func(n *topology.Network) { attachment(n, "att-db").RouteSync = true })},
	{"E-6.11", "a VBR on tr-hz beside the ECR is refused under the rules of 2024-03", refused("E-6.11", addCircuit)},
	{"E-6.11", "the same is accepted under the rules of 2026-02", accepted(func(n *topology.Network) {
		addCircuit(n)
		n.Rules = rule.Edition2026
	})},
	{"E-1.9", "a second transit router of the region on the ECR is refused, even of another CEN instance",
		refused("E-1.9", addRouter)},
	{"E-1.11", "an ECR on a Basic Edition transit router is refused",
		refused("E-1.11", func(n *topology.Network) { n.TransitRouters[0].Edition = attach.Basic })},
	{"E-6.1", "synchronization to the ECR cannot be switched off: asking for it or not makes no difference",
		alwaysSynchronized},
	{"E-4.3", "with the route prefix 192.168.0.0/16 for tr-hz, idc hears it in place of the specific routes",
		prefixReplaces},
	{"E-4.3", "the office's route, outside that prefix, is withdrawn from idc, too", prefixWithdrawsOthers},
	{"E-6.5", "another associated table: the ECR loses the routes of the old one and gets those of the new one",
		tableSwitched},
	{"E-6.5", "what tr-hz learned from the ECR stays as it is", learningStays},
}

// changed is the embedded network after a change, and its state.
func changed(change func(*topology.Network)) (*topology.State, error) {
	n, err := topology.Parse(seed)
	if err != nil {
		return nil, err
	}
	change(&n)
	return topology.Propagate(&n)
}

// refused tries a change that must break a rule.
func refused(id rule.ID, change func(*topology.Network)) func() (bool, error) {
	return func() (bool, error) {
		_, err := changed(change)
		var violations topology.Violations
		if !errors.As(err, &violations) {
			return false, err
		}
		return slices.ContainsFunc(violations, func(v topology.Violation) bool { return v.Rule == id }), nil
	}
}

// accepted tries a change that must not break a rule.
func accepted(change func(*topology.Network)) func() (bool, error) {
	return func() (bool, error) {
		_, err := changed(change)
		var violations topology.Violations
		if errors.As(err, &violations) {
			return false, nil
		}
		return err == nil, err
	}
}

func addCircuit(n *topology.Network) {
	n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-2", Region: "cn-hangzhou"})
	n.Attachments = append(n.Attachments, topology.Attachment{
		ID: "att-vbr-2", Kind: attach.VBR, TransitRouter: "tr-hz", Instance: "vbr-2",
		Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true})
}

func addRouter(n *topology.Network) {
	n.TransitRouters = append(n.TransitRouters, topology.TransitRouter{
		ID: "tr-hz-2", CEN: "cen-2", Region: "cn-hangzhou",
		RouteTables: []topology.RouteTable{{ID: "vtb-hz-2", System: true}}})
	n.ECRs[0].Associations = append(n.ECRs[0].Associations, topology.Association{TransitRouter: "tr-hz-2"})
	n.Attachments = append(n.Attachments, topology.Attachment{
		ID: "att-ecr-2", Kind: attach.ECR, TransitRouter: "tr-hz-2", Instance: "ecr-1",
		Association: "vtb-hz-2", Propagations: []string{"vtb-hz-2"}})
}

// switchTable gives tr-hz a second table that learns from vpc-app alone, and associates the ECR with it.
func switchTable(n *topology.Network) {
	tr := &n.TransitRouters[0]
	tr.RouteTables = append(tr.RouteTables, topology.RouteTable{ID: "vtb-new"})
	app := attachment(n, "att-app")
	app.Propagations = append(app.Propagations, "vtb-new")
	attachment(n, "att-ecr").Association = "vtb-new"
}

func choosePrefix(n *topology.Network) {
	for i := range n.ECRs[0].Associations {
		if a := &n.ECRs[0].Associations[i]; a.TransitRouter == "tr-hz" {
			a.Prefixes = []netip.Prefix{netip.MustParsePrefix("192.168.0.0/16")}
		}
	}
}

// attachment is the attachment with an ID, which must be there.
func attachment(n *topology.Network, id string) *topology.Attachment {
	i := slices.IndexFunc(n.Attachments, func(a topology.Attachment) bool { return a.ID == id })
	return &n.Attachments[i]
}

func alwaysSynchronized() (bool, error) {
	var rows [2]string
	for i, on := range []bool{false, true} {
		s, err := changed(func(n *topology.Network) { attachment(n, "att-ecr").RouteSync = on })
		if err != nil {
			return false, err
		}
		rows[i] = routesOf(s)
	}
	return rows[0] == rows[1], nil
}

// routesOf writes all routes of all tables as one text, to be compared.
func routesOf(s *topology.State) string {
	var text []byte
	for t := range s.Tables() {
		for r := range t.Routes() {
			text = fmt.Appendln(text, t.ID(), r)
		}
	}
	return string(text)
}

func prefixReplaces() (bool, error) {
	s, err := changed(choosePrefix)
	if err != nil {
		return false, err
	}
	return active(s, "192.168.0.0/16", "ecr-1@cn-hangzhou", "idc") &&
		!known(s, "192.168.1.0/24", "idc") && !known(s, "192.168.3.0/24", "idc") &&
		active(s, "192.168.2.0/24", "idc") && active(s, "192.168.1.0/24", "vtb-hz"), nil
}

func prefixWithdrawsOthers() (bool, error) {
	before, err := changed(func(*topology.Network) {})
	if err != nil {
		return false, err
	}
	after, err := changed(choosePrefix)
	if err != nil {
		return false, err
	}
	return active(before, "172.20.0.0/16", "idc") && !known(after, "172.20.0.0/16", "idc"), nil
}

func tableSwitched() (bool, error) {
	s, err := changed(switchTable)
	if err != nil {
		return false, err
	}
	return active(s, "192.168.1.0/24", "idc") && !known(s, "192.168.3.0/24", "idc") && !known(s, "172.20.0.0/16", "idc"), nil
}

func learningStays() (bool, error) {
	s, err := changed(switchTable)
	if err != nil {
		return false, err
	}
	return active(s, "10.10.0.0/16", "vtb-hz", "vtb-sh"), nil
}
