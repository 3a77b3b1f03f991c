package topologytest

import (
	"net/netip"
	"reflect"
	"slices"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// Changes draws one change of a network, of every kind that there is. Most of them can be applied; the others are
// refused: a detach of what is in use, a route that conflicts, what leaves no single stable state. A network without
// transit routers gets a VPC.
func Changes(n *topology.Network) *rapid.Generator[topology.Change] {
	return rapid.Custom(func(t *rapid.T) topology.Change { return newChanger(t, n).change() })
}

// Scripts draws a list of up to most changes that can be applied one after the other to the state of a network: each
// fits the network as the ones before it leave it. A network that has no single stable state gets an empty list.
func Scripts(n *topology.Network, most int) *rapid.Generator[[]topology.Change] {
	return rapid.Custom(func(t *rapid.T) (script []topology.Change) {
		state, err := topology.Propagate(n.Clone())
		if err != nil {
			return nil
		}
		c := &chooser{t}
		c.several(most, func() {
			change := Changes(state.Network()).Draw(c.t, "change")
			if next, _, err := state.Apply(change); err == nil {
				state, script = next, append(script, change)
			}
		})
		return script
	})
}

// A changer makes one change of a network.
type changer struct {
	chooser
	vocabulary
	n *topology.Network
}

func newChanger(t *rapid.T, n *topology.Network) *changer {
	m := &changer{chooser: chooser{t}, n: n, vocabulary: vocabulary{kinds: kindsOfInstances}}
	collectPrefixes(reflect.ValueOf(n).Elem(), &m.prefixes)
	m.prefixes = append(m.prefixes, universe[:3]...)
	for _, p := range m.prefixes {
		if p.Addr().Is6() && p.Bits() == 64 || p.Addr().Is4() && p.Bits() >= 16 {
			m.narrow = append(m.narrow, p)
		}
	}
	m.instances = append(m.instances, m.ids()...)
	for i := range n.TransitRouters {
		m.regions = add(m.regions, n.TransitRouters[i].Region)
		for k := range n.TransitRouters[i].RouteTables {
			m.tables = append(m.tables, n.TransitRouters[i].RouteTables[k].ID)
		}
	}
	return m
}

// collectPrefixes collects the prefixes inside a value.
func collectPrefixes(v reflect.Value, list *[]netip.Prefix) {
	switch v.Kind() {
	case reflect.Struct:
		if p, ok := v.Interface().(netip.Prefix); ok {
			*list = add(*list, p)
			return
		}
		for i := range v.NumField() {
			collectPrefixes(v.Field(i), list)
		}
	case reflect.Slice:
		for i := range v.Len() {
			collectPrefixes(v.Index(i), list)
		}
	}
}

// ids returns what can fail, but for attachments and peerings.
func (m *changer) ids() (ids []string) {
	for i := range m.n.VBRs {
		ids = append(ids, m.n.VBRs[i].ID)
	}
	for i := range m.n.VPCs {
		ids = append(ids, m.n.VPCs[i].ID)
	}
	for i := range m.n.VPNs {
		ids = append(ids, m.n.VPNs[i].ID)
	}
	for i := range m.n.CCNs {
		ids = append(ids, m.n.CCNs[i].ID)
	}
	for i := range m.n.DataCenters {
		ids = append(ids, m.n.DataCenters[i].ID)
	}
	for i := range m.n.ECRs {
		ids = append(ids, m.n.ECRs[i].ID)
	}
	return ids
}

// change draws makers until one of them finds what it changes.
func (m *changer) change() topology.Change {
	makers := []func() topology.Change{
		m.failure, m.switches, m.switches, m.switches, m.staticRoute, m.staticRoute, m.prefixList, m.aggregate, m.policy, m.policy,
		m.attachment, m.attachment, m.peering, m.prefixOfDataCenter, m.session, m.externalRoute, m.vpcRoute, m.vpcRoute, m.vpcTable,
		m.vswitch, m.ecrCircuit, m.ecrAssociation, m.ecrRoute, m.table, m.table, m.object, m.grant, m.rules,
	}
	for range 8 * min(len(m.n.TransitRouters), 1) {
		if c := pick(&m.chooser, makers...)(); c != nil {
			return c
		}
	}
	return topology.Create{Object: topology.VPC{ID: m.free("vpc"), Region: areas[0].region}}
}

// free returns an ID with a stem that nothing in the network has.
func (m *changer) free(stem string) string {
	mk := maker{n: m.n, count: map[string]int{}}
	document := string(topology.Format(*m.n))
	for {
		id := mk.id(stem + "-new")
		if !containsID(document, id) {
			return id
		}
	}
}

func (m *changer) failure() topology.Change {
	ids := m.ids()
	for i := range m.n.Attachments {
		ids = append(ids, m.n.Attachments[i].ID)
	}
	for i := range m.n.Peerings {
		ids = append(ids, m.n.Peerings[i].ID)
	}
	up := slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(m.n.Down, id) })
	switch {
	case len(m.n.Down) > 0 && m.oneIn(2):
		return topology.Repair{IDs: some(&m.chooser, 2, m.n.Down)}
	case len(up) > 0:
		return topology.Fail{IDs: some(&m.chooser, 2, up)}
	}
	return nil
}

// A port is an attachment or one end of a peering.
type port struct {
	id, router, end, association string // end: the router, where the port is an end of a peering
	propagations                 []string
	sync                         bool
}

func (m *changer) ports() (list []port) {
	for _, a := range m.n.Attachments {
		list = append(list, port{a.ID, a.TransitRouter, "", a.Association, a.Propagations, a.RouteSync})
	}
	for _, p := range m.n.Peerings {
		for _, e := range p.Ends {
			list = append(list, port{p.ID, e.TransitRouter, e.TransitRouter, e.Association, e.Propagations,
				e.RouteSync})
		}
	}
	return list
}

// tablesAt returns the tables of a router.
func (m *changer) tablesAt(router string) (ids []string) {
	for _, tr := range m.n.TransitRouters {
		for _, t := range tr.RouteTables {
			if tr.ID == router {
				ids = append(ids, t.ID)
			}
		}
	}
	return ids
}

func (m *changer) switches() topology.Change {
	ports := m.ports()
	if len(ports) == 0 {
		return nil
	}
	p := pick(&m.chooser, ports...)
	table := pick(&m.chooser, m.tablesAt(p.router)...)
	switch m.below(3) {
	case 0:
		switch {
		case p.association == "":
			return topology.Associate{Attachment: p.id, Table: table}
		case p.association == table:
			return topology.Dissociate{Attachment: p.id, At: p.end}
		}
		return topology.ReplaceAssociation{Attachment: p.id, Table: table}
	case 1:
		if slices.Contains(p.propagations, table) {
			return topology.DisablePropagation{Attachment: p.id, Table: table}
		}
		return topology.EnablePropagation{Attachment: p.id, Table: table}
	}
	if p.sync {
		return topology.DisableSync{Attachment: p.id, At: p.end}
	}
	return topology.EnableSync{Attachment: p.id, At: p.end}
}

// routeTable draws a table of a router.
func (m *changer) routeTable() (*topology.TransitRouter, *topology.RouteTable) {
	tr := &m.n.TransitRouters[m.below(len(m.n.TransitRouters))]
	return tr, &tr.RouteTables[m.below(len(tr.RouteTables))]
}

func (m *changer) target(tr *topology.TransitRouter) target {
	return pick(&m.chooser, (&maker{n: m.n}).targets(tr)...)
}

func (m *changer) staticRoute() topology.Change {
	tr, t := m.routeTable()
	if len(t.Routes) > 0 && m.oneIn(2) {
		return topology.RemoveRoute{Table: t.ID, Route: pick(&m.chooser, t.Routes...)}
	}
	to := m.target(tr)
	return topology.AddRoute{Table: t.ID, Route: topology.StaticRoute{
		Prefix: m.prefix(&m.chooser), NextHop: to.id, Blackhole: to.id == "",
	}}
}

func (m *changer) prefixList() topology.Change {
	tr, t := m.routeTable()
	list := some(&m.chooser, 2, m.prefixes)
	switch {
	case len(t.PrefixLists) == 0 || m.oneIn(3):
		to := m.target(tr)
		return topology.AddPrefixList{Table: t.ID, List: topology.PrefixList{
			ID: m.free("pl"), Prefixes: list, NextHop: to.id, Blackhole: to.id == "",
		}}
	case m.oneIn(2):
		return topology.RemovePrefixList{Table: t.ID, ID: pick(&m.chooser, t.PrefixLists...).ID}
	}
	return topology.SetPrefixes{ID: pick(&m.chooser, t.PrefixLists...).ID, Prefixes: list}
}

func (m *changer) aggregate() topology.Change {
	_, t := m.routeTable()
	scope := (&maker{chooser: m.chooser, n: m.n, vocabulary: m.vocabulary}).scope()
	switch {
	case len(t.Aggregates) == 0 || m.oneIn(3):
		return topology.AddAggregate{Table: t.ID,
			Aggregate: topology.AggregateRoute{Prefix: m.prefix(&m.chooser), Scope: scope}}
	case m.oneIn(2):
		return topology.RemoveAggregate{Table: t.ID, Prefix: pick(&m.chooser, t.Aggregates...).Prefix}
	}
	return topology.SetScope{Table: t.ID, Prefix: pick(&m.chooser, t.Aggregates...).Prefix, Scope: scope}
}

func (m *changer) policy() topology.Change {
	tr, t := m.routeTable()
	if basic := isBasic(tr); basic && m.oneIn(4) {
		return topology.SetSystemPolicy{Table: t.ID, On: t.NoSystemPolicy}
	}
	if len(t.Policies) > 0 && m.oneIn(3) {
		p := pick(&m.chooser, t.Policies...)
		return topology.RemovePolicy{Table: t.ID, Direction: p.Direction, Priority: p.Priority}
	}
	maker := &policyMaker{chooser: &m.chooser, vocabulary: &m.vocabulary, Context: context(m.n.Rules, tr.Region)}
	maker.one()
	p := maker.list[0]
	if len(t.Policies) > 0 && m.oneIn(2) {
		old := pick(&m.chooser, t.Policies...)
		p.Direction, p.Priority, p.Next = old.Direction, old.Priority, 0
		if p.Direction == policy.Ingress {
			p.Set.PrependASPath = nil
		}
		return topology.ReplacePolicy{Table: t.ID, Policy: p}
	}
	maker.list = t.Policies
	p.Priority = maker.free(p.Direction, p.Priority)
	return topology.AddPolicy{Table: t.ID, Policy: p}
}

func (m *changer) table() topology.Change {
	tr, t := m.routeTable()
	switch {
	case len(tr.RouteTables) > 1 && m.below(2) > 0:
		return topology.DeleteTable{ID: pick(&m.chooser, append(m.unused(tr), t.ID)...)}
	case !isBasic(tr) && m.oneIn(2):
		return topology.CreateTable{TransitRouter: tr.ID, Table: topology.RouteTable{ID: m.free("vtb")}}
	}
	return topology.SetMultiRegionECMP{Table: t.ID, On: !t.MultiRegionECMP}
}

// unused returns the tables of a router that no attachment or peering names.
func (m *changer) unused(tr *topology.TransitRouter) []string {
	used := []string{tr.SystemTable()}
	for _, p := range m.ports() {
		used = append(append(used, p.association), p.propagations...)
	}
	return slices.DeleteFunc(m.tablesAt(tr.ID), func(id string) bool { return slices.Contains(used, id) })
}

func (m *changer) rules() topology.Change {
	if m.below(4) > 0 {
		return nil
	}
	return topology.SetRules{Edition: rule.Edition2024 + rule.Edition2026 - m.n.Rules}
}
