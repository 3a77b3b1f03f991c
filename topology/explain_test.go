package topology_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// seedLike is an ECR that is attached to a VPC and to a transit router with a peer:
//
//	idc-1 - vbr-1 - ecr-1 - tr-hz - peer-1 - tr-sh - vpc-3
//	                  |       |
//	                vpc-2   vpc-1, vco-1 - idc-2
const seedLike = `{
 "transitRouters": [
  {"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [
   {"id": "vtb-hz", "system": true, "routes": [{"prefix": "172.20.0.0/16", "nextHop": "att-ecr"}]}, {"id": "vtb-spare"}]},
  {"id": "tr-sh", "cen": "cen-1", "region": "cn-shanghai", "routeTables": [{"id": "vtb-sh"}]}],
 "vpcs": [
  {"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}]},
  {"id": "vpc-2", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.2.0/24"}]},
  {"id": "vpc-3", "region": "cn-shanghai", "vswitches": [{"cidr": "192.168.3.0/24"}]}],
 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou"}],
 "vpns": [{"id": "vco-1", "region": "cn-hangzhou", "bgp": true}],
 "dataCenters": [
  {"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"}]},
  {"id": "idc-2", "asn": 65002, "prefixes": ["10.20.0.0/16"], "sessions": [{"to": "vco-1"}]}],
 "ecrs": [{"id": "ecr-1", "asn": 45104, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-2"}, {"transitRouter": "tr-hz"}]}],
 "attachments": [
  {"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"id": "att-vpc-3", "kind": "VPC", "transitRouter": "tr-sh", "instance": "vpc-3", "association": "vtb-sh"},
  {"id": "att-vco", "kind": "VPN", "transitRouter": "tr-hz", "instance": "vco-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"id": "att-ecr", "kind": "ECR", "transitRouter": "tr-hz", "instance": "ecr-1", "association": "vtb-hz", "propagations": ["vtb-hz"]}],
 "peerings": [{"id": "peer-1", "ends": [
  {"transitRouter": "tr-hz", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"transitRouter": "tr-sh", "association": "vtb-sh", "propagations": ["vtb-sh"], "routeSync": true}]}]
}`

func propagate(t *testing.T, document string) *topology.State {
	t.Helper()
	n, err := topology.Parse([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	state, err := topology.Propagate(&n)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func explain(t *testing.T, s *topology.State, table, prefix string) topology.Explanation {
	t.Helper()
	e, err := s.Explain(table, netip.MustParsePrefix(prefix))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A present route is told from its origin on, table by table.
func TestExplainPresent(t *testing.T) {
	e := explain(t, propagate(t, seedLike), "vtb-sh", "10.10.0.0/16")
	if !e.Present() || len(e.Routes) != 1 || len(e.Blockers) != 0 {
		t.Fatalf("got %v", e)
	}
	var way []string
	for _, step := range e.Routes[0].Steps {
		way = append(way, fmt.Sprintf("%s %v %s", step.Table, step.Reason.Rule(), step.Over))
	}
	want := []string{
		"idc-1 TR-3.3 ",                 // its own prefix
		"vbr-1 D-38 idc-1",              // announced over the session
		"ecr-1@cn-hangzhou E-3.2 vbr-1", // a circuit is heard by its ECR
		"vtb-hz E-3.2 att-ecr",          // learned from the ECR
		"vtb-sh TR-7.1 peer-1",          // learned routes of an ECR cross peerings (E-6.8)
	}
	if diff := cmp.Diff(want, way); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// An absent route has every blocker with its rule.
func TestExplainAbsent(t *testing.T) {
	state := propagate(t, seedLike)
	for _, c := range []struct {
		why, table, prefix string
		want               []string // FROM TO RULE
	}{
		{"a static route to an ECR stays in its region", "vtb-sh", "172.20.0.0/16", []string{"vtb-hz vtb-sh TR-3.4.4"}},
		{"a VPC and a router exchange nothing through an ECR", "vtb-hz", "192.168.2.0/24",
			[]string{"ecr-1@cn-hangzhou vtb-hz E-3.1"}},
		{"policy 5000 between an ECR and an IPsec connection", "vco-1", "10.10.0.0/16", []string{"vtb-hz vco-1 P-5.4"}},
		{"no propagation from the VPC", "vtb-sh", "192.168.3.0/24", []string{"vpc-3/system vtb-sh TR-2.2.1"}},
		{"no synchronization of the VPC", "vpc-3/system", "10.10.0.0/16", []string{"vtb-sh vpc-3/system TR-2.3.1"}},
		{"neither propagation nor synchronization", "vtb-hz", "192.168.3.0/24",
			[]string{"vpc-3/system vtb-sh TR-2.2.1"}},
		{"nothing originates it", "vtb-hz", "10.99.0.0/16", []string{" vtb-hz TR-2.2.2"}},
	} {
		e := explain(t, state, c.table, c.prefix)
		var got []string
		for _, b := range e.Blockers {
			if !b.Given {
				got = append(got, fmt.Sprintf("%s %s %s", b.From, b.To, b.Rule))
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" || e.Present() {
			t.Errorf("%s: %s in %s (-want +got)\n%s", c.why, c.prefix, c.table, diff)
		}
	}
}

// A spare table that learns from nothing names every switch on every way: all blockers, not the first.
func TestExplainNamesAllBlockers(t *testing.T) {
	e := explain(t, propagate(t, seedLike), "vtb-spare", "10.10.0.0/16")
	rules := map[string]int{}
	for _, b := range e.Blockers {
		if !b.Given {
			rules[b.Over+" "+b.Reason.String()]++
		}
	}
	if rules["att-ecr "+route.NotPropagated.String()] != 1 {
		t.Errorf("missing the propagation from the ECR: %v", rules)
	}
	if rules["peer-1 "+route.NotPropagated.String()] != 1 || rules["peer-1 "+route.NoTransit.String()] != 0 {
		t.Errorf("the peer holds the route as well, and does not propagate to the table: %v", rules)
	}
}

// A loser says at which step it lost, and the winner over whom it won.
func TestExplainDecision(t *testing.T) {
	state := propagate(t, `{
	 "transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz"}]}],
	 "vbrs": [
	  {"id": "vbr-1", "region": "cn-hangzhou", "routes": [{"prefix": "10.0.0.0/8", "type": "BGP", "asPath": [65001]}]},
	  {"id": "vbr-2", "region": "cn-hangzhou", "routes": [{"prefix": "10.0.0.0/8", "type": "BGP", "asPath": [65002, 65001]}]}],
	 "attachments": [
	  {"id": "att-1", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-1", "propagations": ["vtb-hz"]},
	  {"id": "att-2", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-2", "propagations": ["vtb-hz"]}]}`)
	e := explain(t, state, "vtb-hz", "10.0.0.0/8")
	if len(e.Routes) != 2 {
		t.Fatalf("got %v", e)
	}
	won, lost := e.Routes[0].Steps, e.Routes[1].Steps
	if got := won[len(won)-1]; got.Reason != route.WonDecision || !strings.Contains(got.Detail, "att-2") {
		t.Errorf("the winner ends with %+v", got)
	}
	if got := lost[len(lost)-1]; got.Reason != route.LostDecision || got.Detail != route.ASPathLength.String() || got.Rule != "TR-4.3" {
		t.Errorf("the loser ends with %+v", got)
	}
}

// A prefix that a less specific route covers says which one traffic follows.
func TestExplainCovered(t *testing.T) {
	e := explain(t, propagate(t, seedLike), "vtb-hz", "10.10.5.0/24")
	if e.CoveredBy == nil || e.CoveredBy.String() != "10.10.0.0/16" {
		t.Errorf("covered by %v, want 10.10.0.0/16", e.CoveredBy)
	}
}

// What rests on inference says so.
func TestExplainInferred(t *testing.T) {
	e := explain(t, propagate(t, seedLike), "idc-1", "192.168.1.0/24")
	if !strings.Contains(fmt.Sprint(e.Inferred), "D-38") {
		t.Errorf("inferred rules are %v, want D-38 among them", e.Inferred)
	}
	if text := e.String(); !strings.Contains(text, "inferred") {
		t.Errorf("the text does not say so:\n%s", text)
	}
}

// An error of Explain says what was asked, and what could have been meant: the tables of the object that was named, the
// prefix without its host bits.
func TestExplainErrors(t *testing.T) {
	state := propagate(t, seedLike)
	for _, c := range []struct {
		table  string
		prefix netip.Prefix
		want   string
	}{
		{"vtb-none", netip.MustParsePrefix("10.0.0.0/8"), `explain: no table "vtb-none"`},
		{"tr-hz", netip.MustParsePrefix("10.0.0.0/8"), `explain: no table "tr-hz", "tr-hz" has "vtb-hz", "vtb-spare"`},
		{"ecr-1", netip.MustParsePrefix("10.0.0.0/8"), `explain: no table "ecr-1", "ecr-1" has "ecr-1@cn-hangzhou"`},
		{"vtb-hz", netip.Prefix{}, `explain: "invalid Prefix" is not a canonical prefix`},
		{"vtb-hz", netip.MustParsePrefix("::ffff:10.0.0.0/104"),
			`explain: "::ffff:10.0.0.0/104" is not a canonical prefix`},
		{"vtb-hz", netip.MustParsePrefix("10.0.0.1/8"),
			`explain: prefix "10.0.0.1/8" has host bits set, want "10.0.0.0/8"`},
	} {
		if _, err := state.Explain(c.table, c.prefix); err == nil || err.Error() != c.want {
			t.Errorf("%v in %s: %v, want %s", c.prefix, c.table, err, c.want)
		}
	}
}

// The data form is complete: every rule that a step or blocker cites is there with its statement.
func TestExplainJSON(t *testing.T) {
	e := explain(t, propagate(t, seedLike), "vtb-sh", "172.20.0.0/16")
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"table":"vtb-sh"`, `"routes":[]`, `"rule":"TR-3.4.4"`, `"source":"https://`, `"statement":`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s is not in %s", want, data)
		}
	}
}

// What stands for a route is named, with the rule: an aggregate (TR-3.6.4), a prefix of an ECR association (E-4.3).
func TestExplainNamesWhatStandsForARoute(t *testing.T) {
	behindAggregate := one(`, "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["VPC"]}]`, `"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`]`,
		`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`)
	behindPrefix := strings.Replace(seedLike, `{"vpc": "vpc-2"}`, `{"vpc": "vpc-2", "prefixes": ["192.168.0.0/16"]}`, 1)
	for _, c := range []struct {
		document, table, prefix, from string
		want                          route.Reason
	}{
		{behindAggregate, "vpc-1/system", "10.1.0.0/16", "vtb-a", route.BehindAggregate},
		{behindPrefix, "ecr-1@cn-hangzhou", "192.168.2.0/24", "vpc-2/system", route.BehindECRPrefix},
	} {
		e := explain(t, propagate(t, c.document), c.table, c.prefix)
		found := false
		for _, b := range e.Blockers {
			found = found || b.From == c.from && b.Reason == c.want
		}
		if !found {
			t.Errorf("%s in %s: %+v, want %v from %s", c.prefix, c.table, e.Blockers, c.want, c.from)
		}
	}
}
