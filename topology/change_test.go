package topology_test

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// router adds a transit router with tables to a network, the first of which is the system table.
func router(n *topology.Network, id, region string, tables ...string) {
	tr := topology.TransitRouter{ID: id, CEN: "cen-1", Region: region}
	for i, t := range tables {
		tr.RouteTables = append(tr.RouteTables, topology.RouteTable{ID: t, System: i == 0})
	}
	n.TransitRouters = append(n.TransitRouters, tr)
}

// attached adds an attachment, associated with a table that learns from it too, and synchronized.
func attached(n *topology.Network, kind attach.Kind, instance, router, table string) {
	n.Attachments = append(n.Attachments, topology.Attachment{
		ID: "att-" + instance, Kind: kind, TransitRouter: router, Instance: instance,
		Association: table, Propagations: []string{table}, RouteSync: kind != attach.ECR,
	})
}

// anECRAndTwoTables is a router with two tables, one VPC in each; an ECR with a data center is associated with the
// first.
//
//	idc-1 --- vbr-1 --- ecr-1 --- tr-hz (vtb-1: vpc-1, vtb-2: vpc-2)
func anECRAndTwoTables() *topology.Network {
	n := &topology.Network{
		VPCs: []topology.VPC{
			{ID: "vpc-1", Region: "cn-hangzhou", VSwitches: []topology.VSwitch{{CIDR: prefix("192.168.1.0/24")}}},
			{ID: "vpc-2", Region: "cn-hangzhou", VSwitches: []topology.VSwitch{{CIDR: prefix("192.168.2.0/24")}}},
		},
		VBRs:        []topology.VBR{{ID: "vbr-1", Region: "cn-hangzhou"}},
		DataCenters: []topology.DataCenter{{ID: "idc-1", ASN: 65001, Sessions: []topology.Session{{To: "vbr-1"}}}},
		ECRs:        []topology.ECR{{ID: "ecr-1", ASN: 45104, VBRs: []string{"vbr-1"}, Associations: []topology.Association{{TransitRouter: "tr-hz"}}}},
	}
	router(n, "tr-hz", "cn-hangzhou", "vtb-1", "vtb-2")
	attached(n, attach.VPC, "vpc-1", "tr-hz", "vtb-1")
	attached(n, attach.VPC, "vpc-2", "tr-hz", "vtb-2")
	attached(n, attach.ECR, "ecr-1", "tr-hz", "vtb-1")
	return n
}

func propagated(t *testing.T, n *topology.Network) *topology.State {
	t.Helper()
	state, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// wantEvents makes changes and compares the events, one a line: "TABLE PREFIX via NEXTHOP: KIND ... [RULE]".
func wantEvents(t *testing.T, n *topology.Network, want string, changes ...topology.Change) *topology.State {
	t.Helper()
	state, events, err := propagated(t, n).Apply(changes...)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events {
		got = append(got, strings.Replace(e.String(), " by "+e.Change, "", 1))
	}
	if diff := cmp.Diff(indented(want), got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	return state
}

func indented(text string) (lines []string) {
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// TR-9.1, E-6.5: the routes of the old table are withdrawn everywhere before the first route of the new table is
// announced anywhere.
func TestReplacedAssociationWithdrawsFirst(t *testing.T) {
	wantEvents(t, anECRAndTwoTables(), `
		ecr-1@cn-hangzhou 192.168.1.0/24 via tr-hz: withdrawn [TR-9.1]
		idc-1 192.168.1.0/24 via vbr-1: withdrawn [TR-9.1]
		vbr-1 192.168.1.0/24 via ecr-1: withdrawn [TR-9.1]
		ecr-1@cn-hangzhou 192.168.2.0/24 via tr-hz: announced [TR-9.1]
		idc-1 192.168.2.0/24 via vbr-1: announced [TR-9.1]
		vbr-1 192.168.2.0/24 via ecr-1: announced [TR-9.1]`,
		topology.ReplaceAssociation{Attachment: "att-ecr-1", Table: "vtb-2"})
}

// TR-9.1: a route that both tables have is withdrawn and announced again, not kept.
func TestReplacedAssociationWithdrawsWhatComesBack(t *testing.T) {
	n := anECRAndTwoTables()
	n.Attachments[0].Propagations = []string{"vtb-1", "vtb-2"}
	_, events, err := propagated(t, n).Apply(topology.ReplaceAssociation{Attachment: "att-ecr-1", Table: "vtb-2"})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []topology.EventKind
	for _, e := range events {
		if e.Table == "ecr-1@cn-hangzhou" && e.Prefix == prefix("192.168.1.0/24") {
			kinds = append(kinds, e.Kind)
		}
	}
	if !slices.Equal(kinds, []topology.EventKind{topology.Withdrawn, topology.Announced}) {
		t.Errorf("192.168.1.0/24 is %v", kinds)
	}
}

// TR-9.2: without an associated table everything is withdrawn, and the switch stays as it is.
func TestDissociateWithdraws(t *testing.T) {
	state := wantEvents(t, oneCircuit(), `vbr-1 192.168.1.0/24 via att-vbr: withdrawn [TR-9.2]`,
		topology.Dissociate{Attachment: "att-vbr"})
	if a := state.Network().Attachments[1]; !a.RouteSync || a.Association != "" {
		t.Errorf("the attachment is %+v", a)
	}
}

// TR-2.3.10: what was advertised is taken back, but not the automatic routes of a VPC.
func TestDisableSyncKeepsAutomaticRoutes(t *testing.T) {
	n := oneCircuit()
	n.Attachments[0].AutoCreateRoutes = true
	wantEvents(t, n, `vpc-1/system 10.1.0.0/16 via att-vpc: withdrawn [TR-2.3.10]`,
		topology.DisableSync{Attachment: "att-vpc"})
}

// aSecondCircuit is oneCircuit with a second circuit for the same prefix, whose AS path is longer.
func aSecondCircuit() *topology.Network {
	n := oneCircuit()
	n.VBRs[0].Routes = []topology.ExternalRoute{{Prefix: prefix("10.1.0.0/16"), Type: route.BGP, ASPath: route.ASPath{65001}}}
	n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-2", Region: "cn-hangzhou", Routes: []topology.ExternalRoute{
		{Prefix: prefix("10.1.0.0/16"), Type: route.BGP, ASPath: route.ASPath{65002, 65001}}}})
	n.Attachments = append(n.Attachments, topology.Attachment{
		ID: "att-vbr-2", Kind: attach.VBR, TransitRouter: "tr-hz", Instance: "vbr-2", Propagations: []string{"vtb-hz"}})
	return n
}

// TR-9.3, TR-9.8: the routes leave the table, and the Standby one takes over. The VPC hears the other path, and so
// would the first circuit, but for policy 5000.
func TestDisablePropagationPromotes(t *testing.T) {
	wantEvents(t, aSecondCircuit(), `
		vtb-hz 10.1.0.0/16 via att-vbr: withdrawn [TR-9.3]
		vpc-1/system 10.1.0.0/16 via att-vpc: replaced [TR-9.3]
		vtb-hz 10.1.0.0/16 via att-vbr-2: replaced, Standby is Active now (the winner left) [TR-9.8]
		vbr-1 10.1.0.0/16 via att-vbr: announced as Prohibited (denied by a routing policy) [P-5.4]`,
		topology.DisablePropagation{Attachment: "att-vbr", Table: "vtb-hz"})
}

// The loser of a new better route says at which step it lost, by the rule of that step.
func TestEnablePropagationDemotes(t *testing.T) {
	n := aSecondCircuit()
	n.Attachments[1].Propagations = nil
	wantEvents(t, n, `
		vbr-1 10.1.0.0/16 via att-vbr: withdrawn [TR-2.2.1]
		vpc-1/system 10.1.0.0/16 via att-vpc: replaced [TR-2.2.1]
		vtb-hz 10.1.0.0/16 via att-vbr-2: replaced, Active is Standby now (lost: longer AS path) [TR-4.3]
		vtb-hz 10.1.0.0/16 via att-vbr: announced [TR-2.2.1]`,
		topology.EnablePropagation{Attachment: "att-vbr", Table: "vtb-hz"})
}

// inUse is oneCircuit with everything that can depend on an attachment.
func inUse() *topology.Network {
	n := oneCircuit()
	t := &n.TransitRouters[0].RouteTables[0]
	t.Routes = []topology.StaticRoute{{Prefix: prefix("172.16.0.0/16"), NextHop: "att-vpc"}}
	t.PrefixLists = []topology.PrefixList{{ID: "pl-1", Prefixes: []netip.Prefix{prefix("172.17.0.0/16")}, NextHop: "att-vpc"}}
	n.VPCs[0].RouteTables = []topology.VPCRouteTable{{ID: "vtb-vpc", Routes: []topology.VPCRoute{{Prefix: prefix("10.9.0.0/16"), NextHop: "att-vpc"}}}}
	return n
}

// TR-9.4: an attachment in use is not deleted without force; the refusal names what is in the way.
func TestDetachNamesDependents(t *testing.T) {
	next, events, err := propagated(t, inUse()).Apply(topology.Fail{IDs: []string{"vbr-1"}}, topology.Detach{ID: "att-vpc"})
	var refused *topology.ChangeError
	if next != nil || events != nil || !errors.As(err, &refused) {
		t.Fatalf("got %v, %v, %v", next, events, err)
	}
	want := []string{"association with vtb-hz", "propagation to vtb-hz", "static route 172.16.0.0/16 of vtb-hz", "prefix list pl-1 of vtb-hz", "route 10.9.0.0/16 of vtb-vpc"}
	var got []string
	for _, d := range refused.Dependents {
		got = append(got, d.String())
	}
	if diff := cmp.Diff(want, got); diff != "" || refused.Rule != "TR-9.4" || refused.Index != 1 || refused.Change != (topology.Detach{ID: "att-vpc"}) {
		t.Errorf("%v: -want +got\n%s", refused, diff)
	}
	for _, c := range []topology.Change{
		topology.DisablePropagation{Attachment: "att-vbr", Table: "vtb-hz"}, topology.Dissociate{Attachment: "att-vbr"},
	} {
		if _, _, err := propagated(t, oneCircuit()).Apply(c, topology.Detach{ID: "att-vbr"}); err == nil {
			t.Errorf("detached although it was only made to %v", c)
		}
	}
	free := []topology.Change{
		topology.DisablePropagation{Attachment: "att-vbr", Table: "vtb-hz"}, topology.Dissociate{Attachment: "att-vbr"}, topology.Detach{ID: "att-vbr"},
	}
	if _, _, err := propagated(t, oneCircuit()).Apply(free...); err != nil {
		t.Errorf("nothing is in the way any more: %v", err)
	}
}

// TR-9.4 under force: what was advertised is withdrawn outwards, then what was learned, then the static routes and
// prefix lists, then the routes of the instance; no route to the attachment is left.
func TestDetachByForce(t *testing.T) {
	state := wantEvents(t, inUse(), `
		vtb-vpc 10.1.0.0/16 via att-vpc: withdrawn [TR-2.3.10]
		vbr-1 192.168.1.0/24 via att-vbr: withdrawn [TR-9.3]
		vtb-hz 192.168.1.0/24 via att-vpc: withdrawn [TR-9.3]
		vbr-1 172.16.0.0/16 via att-vbr: withdrawn [TR-9.4]
		vbr-1 172.17.0.0/16 via att-vbr: withdrawn [TR-9.4]
		vtb-hz 172.16.0.0/16 via att-vpc: withdrawn [TR-9.4]
		vtb-hz 172.17.0.0/16 via att-vpc: withdrawn [TR-9.4]
		vtb-vpc 10.9.0.0/16 via att-vpc: withdrawn [TR-9.4]`,
		topology.Detach{ID: "att-vpc", Force: true})
	if strings.Contains(string(topology.Format(*state.Network())), "att-vpc") {
		t.Errorf("something still names the attachment:\n%s", topology.Format(*state.Network()))
	}
}

// TR-3.6.9: when an aggregate goes, it is withdrawn and the routes that it covered are advertised again.
func TestRemoveAggregateAdvertisesSpecifics(t *testing.T) {
	n := oneCircuit()
	n.TransitRouters[0].RouteTables[0].Aggregates = []topology.AggregateRoute{{Prefix: prefix("10.0.0.0/8"), Scope: []attach.Kind{attach.VPC}}}
	wantEvents(t, n, `
		vpc-1/system 10.0.0.0/8 via att-vpc: withdrawn [TR-3.6.9]
		vpc-1/system 10.1.0.0/16 via att-vpc: announced [TR-3.6.9]`,
		topology.RemoveAggregate{Table: "vtb-hz", Prefix: prefix("10.0.0.0/8")})
}

// TR-9.9: an edited prefix list changes in every table at once.
func TestSetPrefixesInEveryTable(t *testing.T) {
	n := anECRAndTwoTables()
	for k := range n.TransitRouters[0].RouteTables {
		n.TransitRouters[0].RouteTables[k].PrefixLists = []topology.PrefixList{{ID: "pl-1", Prefixes: []netip.Prefix{prefix("172.16.0.0/16")}, Blackhole: true}}
	}
	n.Attachments[0].RouteSync, n.Attachments[1].RouteSync = false, false
	wantEvents(t, n, `
		vtb-1 172.16.0.0/16 via blackhole: withdrawn [TR-9.9]
		vtb-2 172.16.0.0/16 via blackhole: withdrawn [TR-9.9]
		vtb-1 172.17.0.0/16 via blackhole: announced [TR-9.9]
		vtb-2 172.17.0.0/16 via blackhole: announced [TR-9.9]`,
		topology.SetPrefixes{ID: "pl-1", Prefixes: []netip.Prefix{prefix("172.17.0.0/16")}})
}

// TR-5.4: a published route that is deleted in the VPC leaves CEN.
func TestRemovePublishedRoute(t *testing.T) {
	n := oneCircuit()
	n.VPCs[0].RouteTables = []topology.VPCRouteTable{{ID: "vtb-vpc", Routes: []topology.VPCRoute{{
		Prefix: prefix("172.16.0.0/16"), NextHop: "ngw-1", NextHopType: topology.ToNatGateway, Publish: []topology.Publication{topology.PublishTR},
	}}}}
	wantEvents(t, n, `
		vbr-1 172.16.0.0/16 via att-vbr: withdrawn [TR-5.4]
		vtb-hz 172.16.0.0/16 via att-vpc: withdrawn [TR-5.4]
		vtb-vpc 172.16.0.0/16 via ngw-1: withdrawn [TR-5.4]`,
		topology.RemoveVPCRoute{Table: "vtb-vpc", Prefix: prefix("172.16.0.0/16")})
}

// TR-3.4.3: without its prefix list a table has none of its routes, and another table keeps its own.
func TestRemovePrefixListWithAllItsRoutes(t *testing.T) {
	n := anECRAndTwoTables()
	for k := range n.TransitRouters[0].RouteTables {
		n.TransitRouters[0].RouteTables[k].PrefixLists = []topology.PrefixList{{ID: "pl-1", Prefixes: []netip.Prefix{prefix("172.16.0.0/16"), prefix("172.17.0.0/16")}, Blackhole: true}}
	}
	n.Attachments[0].RouteSync, n.Attachments[1].RouteSync = false, false
	wantEvents(t, n, `
		vtb-2 172.16.0.0/16 via blackhole: withdrawn [TR-3.4.3]
		vtb-2 172.17.0.0/16 via blackhole: withdrawn [TR-3.4.3]`,
		topology.RemovePrefixList{Table: "vtb-2", ID: "pl-1"})
}

// E-4.3, E-4.2: prefixes take the place of specific routes, and give it back.
func TestECRPrefixes(t *testing.T) {
	n := anECRAndTwoTables()
	n.DataCenters = nil
	wantEvents(t, n, `
		ecr-1@cn-hangzhou 192.168.1.0/24 via tr-hz: withdrawn [E-4.3]
		vbr-1 192.168.1.0/24 via ecr-1: withdrawn [E-4.3]
		ecr-1@cn-hangzhou 192.168.0.0/16 via tr-hz: announced [E-4.3]
		vbr-1 192.168.0.0/16 via ecr-1: announced [E-4.3]
		ecr-1@cn-hangzhou 192.168.0.0/16 via tr-hz: withdrawn [E-4.2]
		vbr-1 192.168.0.0/16 via ecr-1: withdrawn [E-4.2]
		ecr-1@cn-hangzhou 192.168.1.0/24 via tr-hz: announced [E-4.2]
		vbr-1 192.168.1.0/24 via ecr-1: announced [E-4.2]`,
		topology.SetECRPrefixes{ECR: "ecr-1", With: "tr-hz", Prefixes: []netip.Prefix{prefix("192.168.0.0/16")}},
		topology.SetECRPrefixes{ECR: "ecr-1", With: "tr-hz"})
}

// What the documentation does not allow is refused with its rule, and so is what does not fit the network.
func TestRefusedChanges(t *testing.T) {
	cases := []struct {
		change topology.Change
		rule   rule.ID
		text   string
	}{
		{topology.EnableSync{Attachment: "att-ecr-1"}, "TR-2.3.1", "always synchronized"},
		{topology.DisableSync{Attachment: "att-ecr-1"}, "TR-2.3.1", "always synchronized"},
		{topology.Associate{Attachment: "att-ecr-1", Table: "vtb-2"}, "TR-2.1.1", "can have one table"},
		{topology.ReplaceAssociation{Attachment: "att-ecr-1", Table: "vtb-1"}, "", "already"},
		{topology.EnablePropagation{Attachment: "att-vpc-1", Table: "vtb-1"}, "TR-2.2.1", "already"},
		{topology.DisablePropagation{Attachment: "att-vpc-1", Table: "vtb-2"}, "", "does not learn"},
		{topology.EnableSync{Attachment: "att-vpc-1"}, "", "synchronized already"},
		{topology.Associate{Attachment: "att-vpc-9", Table: "vtb-2"}, "", "no attachment or peering"},
		{topology.Associate{Attachment: "att-vpc-1", Table: "vtb-9"}, "", "no transit router table"},
		{topology.DeleteTable{ID: "vtb-1"}, "TR-9.5", "system table"},
		{topology.DeleteTable{ID: "vtb-2"}, "TR-9.5", "association of att-vpc-2, propagation of att-vpc-2"},
		{topology.DissociateECR{ECR: "ecr-1", With: "tr-hz"}, "E-1.15", "attachment att-ecr-1"},
		{topology.Delete{ID: "tr-hz"}, "TR-9.6", "table vtb-2, attachment att-vpc-1"},
		{topology.Delete{ID: "vbr-1"}, "", "ECR ecr-1, session of idc-1"},
		{topology.RemoveRoute{Table: "vtb-1",
			Route: topology.StaticRoute{Prefix: prefix("192.168.1.0/24"), NextHop: "att-vpc-1"}}, "TR-3.3.6", "by hand"},
		{topology.RemoveVPCRoute{Table: "vpc-1/system", Prefix: prefix("192.168.2.0/24")}, "TR-2.3.9",
			"no custom route"},
		{topology.Attach{Attachment: topology.Attachment{ID: "att-2", Kind: attach.VPC, TransitRouter: "tr-hz",
			Instance: "vpc-1"}}, "TR-1.8", "already"},
		{topology.AddRoute{Table: "vtb-1",
			Route: topology.StaticRoute{Prefix: prefix("10.0.0.0/8"), NextHop: "att-vpc-9"}}, "", "att-vpc-9"},
		{topology.Fail{IDs: []string{"vtb-1"}}, "", "no instance"},
		{topology.Withdraw{DataCenter: "idc-1", Prefix: prefix("10.0.0.0/8")}, "", "not announced"},
		{nil, "", "no change"},
	}
	for _, c := range cases {
		state := propagated(t, anECRAndTwoTables())
		next, events, err := state.Apply(topology.Fail{IDs: []string{"vpc-2"}}, c.change)
		var refused *topology.ChangeError
		switch {
		case next != nil || events != nil || !errors.As(err, &refused):
			t.Errorf("%v: got %v, %v, %v", c.change, next, events, err)
		case refused.Rule != c.rule || !strings.Contains(err.Error(), c.text) || refused.Index != 1:
			t.Errorf("%v: refused by %v", c.change, err)
		case len(state.Network().Down) > 0:
			t.Errorf("%v: the state has changed", c.change)
		}
	}
}

// TR-10.1: everything is implied on Basic Edition, so nothing can be switched.
func TestBasicEditionHasNoSwitches(t *testing.T) {
	n := oneCircuit()
	n.TransitRouters[0].Edition = attach.Basic
	var refused *topology.ChangeError
	_, _, err := propagated(t, n).Apply(topology.DisablePropagation{Attachment: "att-vpc", Table: "vtb-hz"})
	if !errors.As(err, &refused) || refused.Rule != "TR-10.1" {
		t.Errorf("got %v", err)
	}
}

// The ends of a peering are switched one by one: by the table, or by the transit router where no table says which.
func TestSwitchesOfPeerings(t *testing.T) {
	n := oneCircuit()
	router(n, "tr-sh", "cn-shanghai", "vtb-sh")
	n.Peerings = []topology.Peering{{ID: "peer-1", Ends: []topology.PeeringEnd{
		{TransitRouter: "tr-hz", Association: "vtb-hz", RouteSync: true}, {TransitRouter: "tr-sh"},
	}}}
	wantEvents(t, n, `
		vtb-sh 10.1.0.0/16 via peer-1: announced [TR-2.2.1]
		vtb-sh 192.168.1.0/24 via peer-1: announced [TR-2.2.1]
		vtb-sh 10.1.0.0/16 via peer-1: withdrawn [TR-2.3.10]
		vtb-sh 192.168.1.0/24 via peer-1: withdrawn [TR-2.3.10]`,
		topology.EnablePropagation{Attachment: "peer-1", Table: "vtb-sh"}, topology.Associate{Attachment: "peer-1", Table: "vtb-sh"},
		topology.DisableSync{Attachment: "peer-1", At: "tr-hz"})
	var refused *topology.ChangeError
	for _, c := range []topology.Change{topology.Dissociate{Attachment: "peer-1"}, topology.Dissociate{Attachment: "peer-1", At: "tr-bj"}} {
		if _, _, err := propagated(t, n).Apply(c); !errors.As(err, &refused) {
			t.Errorf("%v: got %v", c, err)
		}
	}
}

// A state or a list of changes of the caller is not touched by what is done later.
func TestChangesShareNothing(t *testing.T) {
	scope := []attach.Kind{attach.VPC}
	state, _, err := propagated(t, oneCircuit()).Apply(topology.AddAggregate{Table: "vtb-hz", Aggregate: topology.AggregateRoute{Prefix: prefix("10.0.0.0/8"), Scope: scope}})
	if err != nil {
		t.Fatal(err)
	}
	scope[0] = attach.VBR
	if got := state.Network().TransitRouters[0].RouteTables[0].Aggregates[0].Scope[0]; got != attach.VPC {
		t.Errorf("the scope has become %v", got)
	}
}

func TestEventKindText(t *testing.T) {
	for k := topology.NoEvent; k <= topology.Announced; k++ {
		var back topology.EventKind
		if text, _ := k.MarshalText(); back.UnmarshalText(text) != nil || back != k {
			t.Errorf("%q is read as %v", text, back)
		}
	}
	if got := topology.EventKind(9).String(); got != "EventKind(9)" {
		t.Error(got)
	}
	var k topology.EventKind
	if k.UnmarshalText([]byte("lost")) == nil {
		t.Error("an unknown kind is read")
	}
	if got := (topology.Event{}).String(); got == "" {
		t.Error("the zero event has no text")
	}
}
