package topology_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// besideECR is a VPC that is on an ECR and, without synchronization, on a transit router:
//
//	vbr-1 - ecr-1 - tr-hz - vpc-2, vbr-2
//	            \   /
//	            vpc-1
const besideECR = `{"rules": "2026-02",
 "transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [
  {"id": "vtb-hz", "routes": [{"prefix": "172.20.0.0/16", "nextHop": "att-vpc-2"}, {"prefix": "172.21.0.0/16", "nextHop": "att-ecr"}]}]}],
 "vpcs": [
  {"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "10.1.0.0/24"}], "routeTables": [
   {"id": "vtb-1", "system": true, "routes": [{"prefix": "10.2.0.0/16", "nextHop": "ecr-1"}]},
   {"id": "vtb-2", "receiveRoutes": false}]},
  {"id": "vpc-2", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.2.0/24"}]}],
 "vbrs": [
  {"id": "vbr-1", "region": "cn-hangzhou", "routes": [{"prefix": "10.1.0.0/24", "type": "BGP"}, {"prefix": "10.1.0.0/25", "type": "BGP"},
   {"prefix": "10.2.0.0/16", "type": "BGP"}, {"prefix": "10.3.0.0/16", "type": "BGP"}]},
  {"id": "vbr-2", "region": "cn-hangzhou", "routes": [{"prefix": "172.30.0.0/16", "nextHop": "att-vbr-2"}]}],
 "ecrs": [{"id": "ecr-1", "asn": 45104, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-1"}, {"transitRouter": "tr-hz"}]}],
 "attachments": [
  {"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz"},
  {"id": "att-vpc-2", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-2", "association": "vtb-hz", "autoCreateRoutes": true},
  {"id": "att-vbr-2", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-2", "association": "vtb-hz"},
  {"id": "att-ecr", "kind": "ECR", "transitRouter": "tr-hz", "instance": "ecr-1", "association": "vtb-hz"}]}`

// A VPC table takes routes of an ECR by other rules than those of a transit router (E-7.2, E-7.4), and says so with the
// same rule in the story of a Candidate and among the blockers.
func TestExplainWhatAVPCRefusesOfAnECR(t *testing.T) {
	state := propagate(t, besideECR)
	for _, c := range []struct{ why, table, prefix, rule string }{
		{"inside a vSwitch", "vtb-1", "10.1.0.0/25", "E-7.4"},
		{"inside a vSwitch, in a table that does not receive", "vtb-2", "10.1.0.0/25", "E-7.2"},
		{"a table that does not receive", "vtb-2", "10.3.0.0/16", "E-7.2"},
	} {
		got := ""
		for _, b := range explain(t, state, c.table, c.prefix).Blockers {
			if b.From == "ecr-1@cn-hangzhou" && b.To == c.table {
				got += string(b.Rule)
			}
		}
		if got != c.rule {
			t.Errorf("%s: %s is kept from %s by %q, want %s", c.why, c.prefix, c.table, got, c.rule)
		}
	}
}

// An automatic route of a VPC and a static route of a VBR towards its transit router are there by rules of their own.
func TestExplainRoutesTowardsTheRouter(t *testing.T) {
	state := propagate(t, besideECR)
	for _, c := range []struct{ table, prefix, rule string }{
		{"vpc-2/system", "10.0.0.0/8", "TR-5.9"},
		{"vbr-2", "172.30.0.0/16", "TR-5.10"},
	} {
		if got := explain(t, state, c.table, c.prefix).Routes[0].Steps[0].Rule; string(got) != c.rule {
			t.Errorf("%s in %s is there by %s, want %s", c.prefix, c.table, got, c.rule)
		}
	}
}

// What the system policy denied on the way to one table is not passed on from there by the system policy either
// (P-5.4).
func TestExplainNamesTheSystemPolicyFurtherOn(t *testing.T) {
	state := propagate(t, `{
	 "transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz"}]}],
	 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou"}],
	 "vpns": [{"id": "vco-1", "region": "cn-hangzhou", "bgp": true, "routes": [{"prefix": "10.7.0.0/16", "type": "BGP"}]}],
	 "dataCenters": [{"id": "idc-1", "asn": 65001, "sessions": [{"to": "vbr-1"}]}],
	 "attachments": [
	  {"id": "att-vbr", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-1", "association": "vtb-hz", "routeSync": true},
	  {"id": "att-vco", "kind": "VPN", "transitRouter": "tr-hz", "instance": "vco-1", "propagations": ["vtb-hz"]}]}`)
	var got []string
	for _, b := range explain(t, state, "idc-1", "10.7.0.0/16").Blockers {
		got = append(got, fmt.Sprintf("%s %s %s", b.From, b.To, b.Rule))
	}
	if diff := cmp.Diff([]string{"vbr-1 idc-1 P-5.4", "vtb-hz vbr-1 P-5.4"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A blocker is on a way that a route could take: not through a VPC, which passes nothing on, not by the ECR from cloud
// to cloud, nor over two peerings.
func TestExplainNamesNoWayThatLeadsNowhere(t *testing.T) {
	for _, c := range []struct {
		why, document, table, prefix string
		want                         []string // FROM TO RULE
	}{
		{"by the VPC to its ECR (TR-2.2.2)", besideECR, "ecr-1@cn-hangzhou", "172.21.0.0/16",
			[]string{"vtb-hz ecr-1@cn-hangzhou D-23"}},
		{"by the ECR from a router to a VPC (E-3.1)", besideECR, "vtb-1", "172.21.0.0/16",
			[]string{"vtb-hz vtb-1 TR-2.3.1"}},
		{"over two peerings (TR-7.4)", `{
		 "transitRouters": [
		  {"id": "tr-a", "cen": "cen-1", "region": "cn-a", "routeTables": [{"id": "vtb-a"}]},
		  {"id": "tr-b", "cen": "cen-1", "region": "cn-b", "routeTables": [{"id": "vtb-b"}]},
		  {"id": "tr-c", "cen": "cen-1", "region": "cn-c", "routeTables": [{"id": "vtb-c"}]}],
		 "vpcs": [{"id": "vpc-a", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}]}],
		 "attachments": [{"id": "att-a", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-a", "propagations": ["vtb-a"]}],
		 "peerings": [
		  {"id": "peer-ab", "ends": [{"transitRouter": "tr-a", "association": "vtb-a", "routeSync": true}, {"transitRouter": "tr-b"}]},
		  {"id": "peer-bc", "ends": [{"transitRouter": "tr-b", "association": "vtb-b", "routeSync": true}, {"transitRouter": "tr-c", "propagations": ["vtb-c"]}]}]}`,
			"vtb-c", "192.168.1.0/24", []string{" vtb-c TR-1.3"}},
	} {
		var got []string
		for _, b := range explain(t, propagate(t, c.document), c.table, c.prefix).Blockers {
			if !b.Given {
				got = append(got, fmt.Sprintf("%s %s %s", b.From, b.To, b.Rule))
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s in %s (-want +got)\n%s", c.why, c.prefix, c.table, diff)
		}
	}
}

// A data center announces its own prefixes and, in transit, what it heard; its static routes are neither (D-37).
func TestExplainAStaticRouteOfADataCenter(t *testing.T) {
	e := explain(t, propagate(t, `{"vbrs": [{"id": "vbr-1", "region": "cn-a"}], "dataCenters": [{"id": "idc-1", "asn": 65001, "transit": true,
	 "sessions": [{"to": "vbr-1"}], "routes": [{"prefix": "10.9.0.0/16", "nextHop": "vbr-1"}]}]}`), "vbr-1", "10.9.0.0/16")
	if len(e.Blockers) != 1 || e.Blockers[0].From != "idc-1" || e.Blockers[0].Rule != "D-37" || !e.Blockers[0].Given {
		t.Errorf("got %+v", e.Blockers)
	}
}
