package lint_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/lint"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// clean is a network about which there is nothing to say.
//
//	idc-1 --- vbr-1 --- [ tr-hz ] --- vpc-1
//	                        |
//	                     [ tr-sh ] --- vpc-2
const clean = `{
 "transitRouters": [
  {"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "system": true, "policies": [
    {"priority": 10, "direction": "egress", "action": "deny", "match": {"prefixes": {"list": ["10.10.1.0/24"], "mode": "include"}, "destination": {"instances": ["vpc-1"]}}}]}]},
  {"id": "tr-sh", "cen": "cen-1", "region": "cn-shanghai", "routeTables": [{"id": "vtb-sh", "system": true}]}],
 "vpcs": [
  {"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}]},
  {"id": "vpc-2", "region": "cn-shanghai", "vswitches": [{"cidr": "192.168.2.0/24"}]}],
 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou"}],
 "dataCenters": [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.1.0/24", "10.10.2.0/24"], "sessions": [{"to": "vbr-1"}]}],
 "attachments": [
  {"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"id": "att-vbr-1", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"id": "att-vpc-2", "kind": "VPC", "transitRouter": "tr-sh", "instance": "vpc-2", "association": "vtb-sh", "propagations": ["vtb-sh"], "routeSync": true}],
 "peerings": [{"id": "peer-1", "ends": [
  {"transitRouter": "tr-hz", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"transitRouter": "tr-sh", "association": "vtb-sh", "propagations": ["vtb-sh"], "routeSync": true}]}]
}`

func parse(t *testing.T, document string) *topology.Network {
	t.Helper()
	n, err := topology.Parse([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	return &n
}

func findings(t *testing.T, n *topology.Network) lint.Findings {
	t.Helper()
	list, err := lint.Network(n)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Each case edits the clean network and expects the findings that the edit brings, and no other.
func TestFindings(t *testing.T) {
	const table = `"routeTables": [{"id": "vtb-hz", "system": true, `
	const policies = `"policies": [`
	tests := []struct {
		name     string
		old, new string // in the document
		want     []string
	}{
		{name: "nothing"},
		{"shadowed", policies, policies + `{"priority": 5, "direction": "egress", "action": "permit", "match": {"destination": {"kinds": ["VPC"]}}},`,
			[]string{"transitRouters[0].routeTables[0].policies[1]: egress policy 10 never decides: policy 5 takes every route that it matches [P-4.1] (dead-policy)"}},
		{"nothing matches", policies, policies + `{"priority": 20, "direction": "ingress", "action": "deny", "match": {"source": {"kinds": ["CCN"]}}},`,
			[]string{"transitRouters[0].routeTables[0].policies[0]: ingress policy 20 never decides: no route that this network can bring meets its conditions [P-3.1] (dead-policy)"}},
		{"redundant", policies, policies + `{"priority": 20, "direction": "ingress", "action": "permit", "match": {"source": {"kinds": ["VPC"]}}},`,
			[]string{"transitRouters[0].routeTables[0].policies[0]: ingress policy 20 can be deleted: every route that it matches meets the same fate without it [P-4.1] (redundant-policy)"}},
		{"a table without anything", table, `"routeTables": [{"id": "vtb-2", "policies": [{"priority": 1, "direction": "ingress", "action": "deny"}, {"priority": 1, "direction": "egress", "action": "deny"}]}, {"id": "vtb-hz", "system": true, `,
			[]string{`transitRouters[0].routeTables[0].policies[0]: ingress policy 1 of table "vtb-2" never runs: nothing propagates to the table [P-2.7] (policy-never-runs)`,
				`transitRouters[0].routeTables[0].policies[1]: egress policy 1 of table "vtb-2" never runs: the table holds no route [P-2.7] (policy-never-runs)`,
				`transitRouters[0].routeTables[0]: nothing is associated with table "vtb-2": no packet is looked up in it, and nobody is told what it holds [TR-2.1.2] (unused-table)`}},
		{"a table that nobody is told of", table, `"routeTables": [{"id": "vtb-2", "routes": [{"prefix": "10.99.0.0/16", "blackhole": true}], "policies": [{"priority": 1, "direction": "egress", "action": "deny"}]}, {"id": "vtb-hz", "system": true, `,
			[]string{`transitRouters[0].routeTables[0].policies[0]: egress policy 1 of table "vtb-2" never runs: the table is advertised to nobody [P-2.7] (policy-never-runs)`,
				`transitRouters[0].routeTables[0]: nothing is associated with table "vtb-2": no packet is looked up in it, and nobody is told what it holds [TR-2.1.2] (unused-table)`}},
		{"a deny with a static route behind it", `[{"cidr": "192.168.1.0/24"}]`,
			`[{"cidr": "192.168.1.0/24"}], "routeTables": [{"id": "vtb-vpc-1", "routes": [{"prefix": "10.0.0.0/8", "nextHop": "att-vpc-1", "nextHopType": "Attachment"}]}]`,
			[]string{`transitRouters[0].routeTables[0].policies[0]: egress policy 10 keeps 10.10.1.0/24 from VPC "vpc-1", but route 10.0.0.0/8 of table "vtb-vpc-1" leads its packets to "att-vpc-1" all the same [P-7.6] (deny-does-not-isolate)`}},
		{"a deny with a static route to elsewhere behind it", `[{"cidr": "192.168.1.0/24"}]`,
			`[{"cidr": "192.168.1.0/24"}], "routeTables": [{"id": "vtb-vpc-1", "routes": [{"prefix": "10.0.0.0/8", "nextHop": "eni-1", "nextHopType": "NetworkInterface"}]}]`, nil},
		{"a deny with a learned route behind it", `["10.10.1.0/24", `, `["10.10.0.0/16", "10.10.1.0/24", `, nil},
		{"a static route behind longer ones", table,
			table + `"routes": [{"prefix": "192.168.0.0/23", "blackhole": true}, {"prefix": "192.168.2.0/23", "blackhole": true}], `, nil},
		{"a static route that is covered", table, table + `"routes": [{"prefix": "10.10.2.0/23", "blackhole": true}, {"prefix": "10.10.3.0/24", "nextHop": "att-vbr-1"}], `,
			[]string{`transitRouters[0].routeTables[0].routes[0]: no packet follows route 10.10.2.0/23 of table "vtb-hz": more specific routes cover every address in it [TR-4.1] (dead-route)`}},
		{"an aggregate", table, table + `"aggregates": [{"prefix": "10.10.0.0/16", "scope": ["VPC"]}, {"prefix": "10.20.0.0/16", "scope": ["VPC"]}], `,
			[]string{`transitRouters[0].routeTables[0].aggregates[1]: table "vtb-hz" has no route inside aggregate 10.20.0.0/16, which is advertised all the same: packets to it are dropped [TR-3.6.3] (empty-aggregate)`}},
		{"overlapping", `"192.168.2.0/24"`, `"192.168.1.128/25"`,
			[]string{`vpcs[1].vswitches[0]: 192.168.1.128/25 of "vpc-2" overlaps 192.168.1.0/24 of "vpc-1": packets to the common addresses reach one of them [TR-4.2] (overlapping-prefixes)`}},
		{"failed", `"attachments": [`, `"down": ["vbr-1"], "attachments": [`, nil},
		{"an idle table of a VPC", `[{"cidr": "192.168.1.0/24"}]`, `[{"cidr": "192.168.1.0/24"}], "routeTables": [{"id": "vtb-a", "system": true}, {"id": "vtb-b"}]`,
			[]string{`vpcs[0].routeTables[1]: no vSwitch uses table "vtb-b": no packet is looked up in it [TR-5.8] (unused-table)`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(clean, test.old) {
				t.Fatalf("%q is not in the document", test.old)
			}
			var got []string
			for _, f := range findings(t, parse(t, strings.Replace(clean, test.old, test.new, 1))) {
				got = append(got, f.String())
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestSystemPolicyOpened(t *testing.T) {
	document := func(match string) string {
		return `{"transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "system": true, "policies": [
		  {"priority": 10, "direction": "egress", "action": "permit", "match": ` + match + `}]}]}],
		 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}]},
		          {"id": "vbr-2", "region": "cn-hangzhou", "routes": [{"prefix": "10.2.0.0/16", "type": "BGP", "asPath": [65002]}]}],
		 "attachments": [
		  {"id": "att-1", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
		  {"id": "att-2", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-2", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true}]}`
	}
	wide := findings(t, parse(t, document(`{"prefixes": {"list": ["10.1.0.0/16"], "mode": "include"}}`))).Of(lint.SystemPolicyOpened)
	if len(wide) != 1 || !strings.Contains(wide[0].Message, `10.1.0.0/16 that comes from VBR "vbr-2" is told to VBR "vbr-1"`) {
		t.Errorf("a permit of a prefix: %v", wide)
	}
	for _, match := range []string{`{"source": {"kinds": ["VBR"]}}`, `{"destination": {"instances": ["vbr-2"]}}`, `{"source": {"instances": ["vbr-1"], "except": true}, "destination": {"kinds": ["VBR"]}}`} {
		if list := findings(t, parse(t, document(match))).Of(lint.SystemPolicyOpened); len(list) != 1 {
			t.Errorf("a permit that names one side, %s: %v", match, list)
		}
	}
	named := findings(t, parse(t, document(`{"source": {"kinds": ["VBR"]}, "destination": {"instances": ["vbr-2"]}}`)))
	if len(named.Of(lint.SystemPolicyOpened)) != 0 {
		t.Errorf("a permit that names both sides: %v", named)
	}
}

// Policies that each let a route go on, tagged or not, lead past the system policy on more ways than are listed. That
// is said.
func TestUndecidedPolicies(t *testing.T) {
	var list []string
	for i := range 13 {
		list = append(list, fmt.Sprintf(`{"priority": %d, "direction": "egress", "action": "permit", "next": 1, "match": {"communities": {"list": ["65001:%d"], "mode": "include"}}}`, 10+i, 1+i))
	}
	n := parse(t, `{"transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "system": true, "policies": [
	  `+strings.Join(list, ", ")+`, {"priority": 90, "direction": "egress", "action": "permit"}]}]}],
	 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}]},
	  {"id": "vbr-2", "region": "cn-hangzhou"}],
	 "attachments": [
	  {"id": "att-1", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-1", "association": "vtb-hz", "propagations": ["vtb-hz"]},
	  {"id": "att-2", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-2", "association": "vtb-hz", "routeSync": true}]}`)
	const want = `transitRouters[0].routeTables[0].policies: what the egress policies let past system policy 5000 to "vbr-2" is too much to be listed in full [P-5.8] (undecided-policies)` + "\n"
	if got := findings(t, n).Of(lint.UndecidedPolicies).String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// What a Basic Edition router rejects for being IPv6 (D-39) is followed by no packet.
func TestRejectedRouteIsDead(t *testing.T) {
	list := findings(t, parse(t, `{"transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "edition": "basic", "routeTables": [{"id": "vtb-hz",
	 "routes": [{"prefix": "2001:db8::/48", "blackhole": true}, {"prefix": "10.99.0.0/16", "blackhole": true}]}]}]}`)).Of(lint.DeadRoute)
	const want = `transitRouters[0].routeTables[0].routes[0]: route 2001:db8::/48 of table "vtb-hz" is Rejected, no packet follows it [D-39] (dead-route)` + "\n"
	if list.String() != want {
		t.Errorf("got %v, want %v", list, want)
	}
}

func TestRouteToFailed(t *testing.T) {
	n := parse(t, clean)
	n.TransitRouters[0].RouteTables[0].Routes = []topology.StaticRoute{{Prefix: netip.MustParsePrefix("10.99.0.0/16"), NextHop: "att-vbr-1"}}
	if list := findings(t, n); len(list) != 0 {
		t.Errorf("while everything works: %v", list)
	}
	for _, down := range []string{"vbr-1", "att-vbr-1"} {
		n.Down = []string{down}
		list := findings(t, n)
		if len(list) != 1 || list[0].Check != lint.RouteToFailed || list[0].Path != "transitRouters[0].routeTables[0].routes[0]" || !strings.Contains(list[0].Message, down) {
			t.Errorf("%s is down: %v", down, list)
		}
	}
}

func TestEmptySync(t *testing.T) {
	n := parse(t, clean)
	n.TransitRouters[1].RouteTables = append(n.TransitRouters[1].RouteTables, topology.RouteTable{ID: "vtb-idle"})
	n.Attachments[2].Association = "vtb-idle"
	n.Peerings[0].Ends[1].Association = "vtb-idle"
	const nothing = `attachments[2].routeSync: synchronization of table "vtb-idle" to "vpc-2" delivers nothing [TR-2.3.4] (empty-sync)
peerings[0].ends[1].routeSync: synchronization of table "vtb-idle" to "tr-hz" delivers nothing [TR-2.3.4] (empty-sync)
`
	if got := findings(t, n).Of(lint.EmptySync).String(); got != nothing {
		t.Errorf("from an empty table: got %s, want %s", got, nothing)
	}

	// Without its prefix the deny is of all routes: two of the data center and the one of vpc-2.
	n = parse(t, clean)
	n.TransitRouters[0].RouteTables[0].Policies[0].Match.Prefixes.List = nil
	const denied = `attachments[0].routeSync: synchronization of table "vtb-hz" to "vpc-1" delivers nothing that takes effect, 3 in all [TR-2.3.4] (empty-sync)` + "\n"
	if got := findings(t, n).Of(lint.EmptySync).String(); got != denied {
		t.Errorf("all denied: got %s, want %s", got, denied)
	}
}

// A packet is looked up in a table that only a peering is associated with.
func TestTableOfPeeringIsUsed(t *testing.T) {
	n := parse(t, clean)
	n.TransitRouters[0].RouteTables = append(n.TransitRouters[0].RouteTables, topology.RouteTable{ID: "vtb-peer"})
	n.Attachments[0].Propagations = append(n.Attachments[0].Propagations, "vtb-peer")
	n.Peerings[0].Ends[0].Association = "vtb-peer"
	if list := findings(t, n); len(list) > 0 {
		t.Errorf("got %v", list)
	}
}

func TestOverlaps(t *testing.T) {
	behind := func(device *topology.VBR, prefix string) {
		device.Routes = []topology.ExternalRoute{{Prefix: netip.MustParsePrefix(prefix), Type: route.Custom}}
	}
	tests := []struct {
		name string
		edit func(n *topology.Network)
		want string
	}{
		{"a route of a circuit inside a vSwitch", func(n *topology.Network) { behind(&n.VBRs[0], "192.168.1.128/25") },
			`vbrs[0].routes[0]: 192.168.1.128/25 of "vbr-1" overlaps 192.168.1.0/24 of "vpc-1": packets to the common addresses reach one of them [TR-4.2] (overlapping-prefixes)` + "\n"},
		{"a route of a circuit around a vSwitch", func(n *topology.Network) { behind(&n.VBRs[0], "192.168.0.0/20") }, ""},
		{"two ways to a network", func(n *topology.Network) {
			n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-2", Region: "cn-hangzhou"})
			n.Attachments = append(n.Attachments,
				topology.Attachment{ID: "att-vbr-2", Kind: attach.VBR, TransitRouter: "tr-hz", Instance: "vbr-2", Association: "vtb-hz"})
			behind(&n.VBRs[0], "10.30.0.0/16")
			behind(&n.VBRs[1], "10.30.0.0/16")
		}, ""},
		{"two networks that are not connected", func(n *topology.Network) {
			n.VPCs[1].VSwitches[0].CIDR = n.VPCs[0].VSwitches[0].CIDR
			n.Peerings = nil
		}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n := parse(t, clean)
			test.edit(n)
			if got := findings(t, n).Of(lint.OverlappingPrefixes).String(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestEmptyECRPrefix(t *testing.T) {
	n := parse(t, `{"transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "system": true}]}],
	 "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}]}, {"id": "vpc-2", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.2.0/24"}]}],
	 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}]}],
	 "ecrs": [{"id": "ecr-1", "asn": 45104, "vbrs": ["vbr-1"], "associations": [
	  {"transitRouter": "tr-hz", "prefixes": ["192.168.1.0/24", "192.168.0.0/20", "172.16.0.0/16"]}, {"vpc": "vpc-2", "prefixes": ["172.17.0.0/16", "192.168.2.0/23"]}]}],
	 "attachments": [
	  {"id": "att-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
	  {"id": "att-2", "kind": "ECR", "transitRouter": "tr-hz", "instance": "ecr-1", "association": "vtb-hz", "propagations": ["vtb-hz"]}]}`)
	var got []string
	for _, f := range findings(t, n) {
		got = append(got, f.Check.String()+" "+f.Path)
	}
	want := []string{"empty-ecr-prefix ecrs[0].associations[0].prefixes[2]", "empty-ecr-prefix ecrs[0].associations[1].prefixes[0]"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// What is found to have no effect can go: the Active routes of all tables stay what they are. And every finding names a
// rule of the catalogue.
func TestWhatHasNoEffectCanGo(t *testing.T) {
	count := map[lint.Check]int{}
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
		n.Down = nil
		for i := range n.DataCenters {
			for k := range n.DataCenters[i].Sessions {
				n.DataCenters[i].Sessions[k].Down = false
			}
		}
		list, err := lint.Network(n)
		if err != nil {
			t.Skip(err)
		}
		before, _ := topology.Propagate(n)
		for _, f := range list {
			count[f.Check]++
			if _, ok := rule.Lookup(f.Rule); !ok || f.Message == "" || f.Path == "" {
				t.Fatalf("%v: no such rule, or a part is missing", f)
			}
			c := n.Clone()
			if !without(c, f) {
				continue
			}
			after, err := topology.Propagate(c)
			if err != nil {
				t.Fatalf("%v: without it %v", f, err)
			}
			requireSameActive(t, f, before, after)
		}
	})
	for _, c := range []lint.Check{lint.DeadPolicy, lint.RedundantPolicy, lint.PolicyNeverRuns} {
		if count[c] == 0 && !t.Failed() {
			t.Errorf("%v was never found", c)
		}
	}
}

// without takes what a finding is about out of a network, if it is said to have no effect.
func without(n *topology.Network, f lint.Finding) bool {
	var i, k, j int
	switch f.Check {
	case lint.DeadPolicy, lint.RedundantPolicy, lint.PolicyNeverRuns:
		if _, err := fmt.Sscanf(f.Path, "transitRouters[%d].routeTables[%d].policies[%d]", &i, &k, &j); err != nil {
			return false
		}
		t := &n.TransitRouters[i].RouteTables[k]
		t.Policies = slices.Delete(t.Policies, j, j+1)
		return true
	case lint.EmptySync:
		if strings.Contains(f.Message, "takes effect") { // a route that loses can still decide between others (D-18)
			return false
		}
		if _, err := fmt.Sscanf(f.Path, "attachments[%d].routeSync", &i); err == nil {
			n.Attachments[i].RouteSync = false
			return true
		}
		_, err := fmt.Sscanf(f.Path, "peerings[%d].ends[%d].routeSync", &i, &k)
		n.Peerings[i].Ends[k].RouteSync = false
		return err == nil
	}
	return false
}

func requireSameActive(t *rapid.T, f lint.Finding, a, b *topology.State) {
	active := func(s *topology.State, id string) (list []string) {
		table, _ := s.Table(id)
		for r := range table.Routes() {
			if r.Status == route.Active {
				r.Policies = nil
				text, _ := json.Marshal(r)
				list = append(list, string(text))
			}
		}
		return list
	}
	for table := range a.Tables() {
		if x, y := active(a, table.ID()), active(b, table.ID()); !slices.Equal(x, y) {
			t.Fatalf("%v: without it table %s changes\nfrom %v\nto   %v", f, table.ID(), x, y)
		}
	}
}

func TestChecksHaveTexts(t *testing.T) {
	for c := lint.DeadPolicy; c <= lint.UndecidedPolicies; c++ {
		var back lint.Check
		text, _ := c.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != c || len(text) == 0 {
			t.Errorf("%v reads as %v, %v", c, back, err)
		}
	}
	if lint.Check(99).String() != "Check(99)" || new(lint.Check).UnmarshalText([]byte("dead")) == nil {
		t.Error("a check outside the set has a name")
	}
}

func TestFindingsAsJSON(t *testing.T) {
	none, _ := json.Marshal(lint.Findings(nil))
	one, _ := json.Marshal(lint.Findings{{Check: lint.UnusedTable, Path: "vpcs[0]", Message: "why", Rule: "TR-5.8"}})
	if got := string(none) + string(one); got != `[][{"check":"unused-table","path":"vpcs[0]","message":"why","rule":"TR-5.8"}]` {
		t.Error(got)
	}
}

func TestInvalidNetworkHasNoFindings(t *testing.T) {
	if list, err := lint.Network(&topology.Network{VPCs: []topology.VPC{{}}}); err == nil || list != nil {
		t.Errorf("%v, %v", list, err)
	}
}
