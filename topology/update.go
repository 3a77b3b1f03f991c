package topology

import (
	"context"
	"slices"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/route/rule"
)

// Changes returns the changes that lead from one network to another: first what is taken away, then what is added, what
// fails last. They are matched by ID; an object of the same ID but another kind, or on another transit router, is
// removed and added. The order of declarations is no difference, except of vSwitches, sessions and the like inside one
// object, where it gives a [Redefine] without effect.
//
// The changes are as small as they can be; where no small change fits, an object is redefined. [State.Apply] may refuse
// one of them, because the network would break a rule half-way; [State.Update] goes on to the end.
func Changes(before, after *Network) []Change {
	d := deriver{now: before.Clone(), want: after.Clone()}
	if d.now == nil {
		d.now = &Network{}
	}
	if d.want == nil {
		d.want = &Network{}
	}
	d.derive()
	return d.changes
}

// Update returns the state of another version of the network, and the events on the way there, like [State.Apply] of
// [Changes]. Only the last network must be valid and stable; changes after which it is not are taken together with the
// next ones. The errors are those of [Propagate]. The network must not be changed afterwards.
func (s *State) Update(next *Network) (*State, []Event, error) {
	return s.UpdateContext(context.Background(), next, nil)
}

// UpdateContext is [State.Update] with a context and progress by changes, as [PropagateContext] explains.
func (s *State) UpdateContext(ctx context.Context, next *Network, progress func(done, total int)) (*State, []Event, error) {
	if next == nil {
		next = &Network{}
	}
	after, _, err := s.propagate(ctx, newIndex(next), nil)
	if err != nil {
		return nil, nil, err
	}
	changes := Changes(s.Network(), next)
	lists := longLists(s.Network())
	walk := walker{ctx: ctx, state: s, network: s.Network().cloneSharing(lists), lists: lists}
	if err := walk.takeAll(changes, after, meter.Of(ctx, len(changes), progress)); err != nil {
		return nil, nil, err
	}
	return after, walk.events, nil
}

// takeAll makes changes up to the state that they lead to, a step for each. None of them is refused; the error is that of
// the context.
func (w *walker) takeAll(changes []Change, after *State, m *meter.Meter) error {
	for i, c := range changes {
		w.index = i
		for _, stage := range c.stages(w.network) {
			w.take(stage, c.String())
		}
		if err := m.Step(); err != nil {
			return err
		}
	}
	w.arrive(after)
	return m.Err()
}

// A deriver finds the changes from one network to another. Each change that is found is made, so that what is looked at
// later shows what is left.
type deriver struct {
	now, want *Network
	changes   []Change
}

func (d *deriver) add(c Change) {
	d.changes = append(d.changes, c)
	for _, stage := range c.stages(d.now) {
		stage.edit(d.now)
	}
	d.now = d.now.Clone()
}

func (d *deriver) derive() {
	if d.now.Rules != d.want.Rules && d.want.Rules > rule.Edition2024 {
		d.add(SetRules{d.want.Rules})
	}
	d.repair()
	d.removeRoutes()
	d.removeConnections()
	d.removeObjects()
	d.createObjects()
	d.grants()
	d.connect()
	d.addRoutes()
	d.redefine()
	d.fail()
	if d.now.Rules != d.want.Rules {
		d.add(SetRules{d.want.Rules})
	}
}

// repair repairs what is no longer down and stays in the network.
func (d *deriver) repair() {
	ids := reject(d.now.Down, func(id *string) bool { return slices.Contains(d.want.Down, *id) || !d.want.canFail(*id) })
	if len(ids) > 0 {
		d.add(Repair{slices.Clone(ids)})
	}
}

// fail lets fail what is down in the end.
func (d *deriver) fail() {
	ids := reject(d.want.Down, func(id *string) bool { return slices.Contains(d.now.Down, *id) })
	if len(ids) > 0 {
		d.add(Fail{ids})
	}
}

// grants gives what is missing and takes back what is too much.
func (d *deriver) grants() {
	for _, g := range missingFrom(d.now.Grants, d.want.Grants) {
		d.add(AddGrant{g})
	}
	for _, g := range missingFrom(d.want.Grants, d.now.Grants) {
		d.add(RemoveGrant{g})
	}
}

// missingFrom returns the elements of a list that another one does not have, each once.
func missingFrom[E comparable](list, of []E) (rest []E) {
	for _, e := range of {
		if !slices.Contains(list, e) && !slices.Contains(rest, e) {
			rest = append(rest, e)
		}
	}
	return rest
}

// staying calls a function with each table that stays, as it is and as it is wanted.
func (d *deriver) staying(router func(now, want *RouteTable), vpc func(now, want *VPCRouteTable)) {
	for i := range d.want.TransitRouters {
		for k := range d.want.TransitRouters[i].RouteTables {
			want := &d.want.TransitRouters[i].RouteTables[k]
			if _, now := d.now.routeTable(want.ID); now != nil {
				router(now, want)
			}
		}
	}
	for i := range d.want.VPCs {
		for k := range d.want.VPCs[i].RouteTables {
			want := &d.want.VPCs[i].RouteTables[k]
			if _, now := d.now.vpcTable(want.ID); now != nil {
				vpc(now, want)
			}
		}
	}
}

// removeRoutes removes the configured routes and policies of tables that stay.
func (d *deriver) removeRoutes() { d.staying(d.removeFromTable, d.removeFromVPCTable) }

func (d *deriver) removeFromTable(now, want *RouteTable) {
	for _, r := range missingFrom(want.Routes, now.Routes) {
		d.add(RemoveRoute{now.ID, r})
	}
	for _, l := range now.PrefixLists {
		if w := want.prefixList(l.ID); w == nil || w.NextHop != l.NextHop || w.Blackhole != l.Blackhole {
			d.add(RemovePrefixList{now.ID, l.ID})
		}
	}
	for _, a := range now.Aggregates {
		if want.aggregate(a.Prefix) == nil {
			d.add(RemoveAggregate{now.ID, a.Prefix})
		}
	}
	for _, p := range now.Policies {
		if want.policy(p.Direction, p.Priority) == nil {
			d.add(RemovePolicy{now.ID, p.Direction, p.Priority})
		}
	}
}

func (d *deriver) removeFromVPCTable(now, want *VPCRouteTable) {
	for _, r := range now.Routes {
		w := want.route(r.Prefix)
		if w == nil || w.NextHop != r.NextHop || w.NextHopType != r.NextHopType {
			d.add(RemoveVPCRoute{now.ID, r.Prefix})
			continue
		}
		for _, to := range missingFrom(w.Publish, r.Publish) {
			d.add(Unpublish{now.ID, r.Prefix, to})
		}
	}
}

// addRoutes adds the configured routes and policies of tables that were there before.
func (d *deriver) addRoutes() { d.staying(d.addToTable, d.addToVPCTable) }

func (d *deriver) addToTable(now, want *RouteTable) {
	d.addPrefixLists(now, want)
	for _, r := range missingFrom(now.Routes, want.Routes) {
		d.add(AddRoute{now.ID, r})
	}
	for _, a := range want.Aggregates {
		switch there := now.aggregate(a.Prefix); {
		case there == nil:
			d.add(AddAggregate{now.ID, a})
		case !slices.Equal(there.Scope, a.Scope):
			d.add(SetScope{now.ID, a.Prefix, a.Scope})
		}
	}
	for _, p := range want.Policies {
		switch there := now.policy(p.Direction, p.Priority); {
		case there == nil:
			d.add(AddPolicy{now.ID, p})
		case !there.Equal(&p):
			d.add(ReplacePolicy{now.ID, p})
		}
	}
	if now.MultiRegionECMP != want.MultiRegionECMP {
		d.add(SetMultiRegionECMP{now.ID, want.MultiRegionECMP})
	}
	if now.NoSystemPolicy != want.NoSystemPolicy {
		d.add(SetSystemPolicy{now.ID, !want.NoSystemPolicy})
	}
}

// addPrefixLists sets the prefixes of the lists that stay before it associates others: one list has the same prefixes
// everywhere.
func (d *deriver) addPrefixLists(now, want *RouteTable) {
	for _, l := range want.PrefixLists {
		d.now.eachPrefixList(l.ID, func(there *PrefixList) {
			if !samePrefixes(there.Prefixes, l.Prefixes) {
				d.add(SetPrefixes{l.ID, l.Prefixes})
			}
		})
		if now.prefixList(l.ID) == nil {
			d.add(AddPrefixList{now.ID, l})
		}
	}
}

func (d *deriver) addToVPCTable(now, want *VPCRouteTable) {
	for _, r := range want.Routes {
		there := now.route(r.Prefix)
		if there == nil {
			d.add(AddVPCRoute{now.ID, r})
			continue
		}
		for _, to := range missingFrom(there.Publish, r.Publish) {
			d.add(Publish{now.ID, r.Prefix, to})
		}
	}
	if now.Receives() != want.Receives() {
		d.add(SetReceiveRoutes{now.ID, want.Receives()})
	}
}
