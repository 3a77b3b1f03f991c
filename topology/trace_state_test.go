package topology_test

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/topology"
)

// tracedNetwork is a network of which everything that is traced below follows by hand:
//
//	vpc-1 -- att-1 --+                   +-- att-3 -- vpc-3
//	                 tr-hz == peer == tr-sh
//	vco-1 -- att-n --+ |
//	idc-1 -- vbr-1 -- ecr-1
//
// The second vSwitch of vpc-1 has a table that accepts no advertised routes. The router tells the data center nothing
// about what is behind the IPsec connection (policy 5000).
const tracedNetwork = `{
 "transitRouters": [
  {"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz"}]},
  {"id": "tr-sh", "cen": "cen-1", "region": "cn-shanghai", "routeTables": [{"id": "vtb-sh"}]}],
 "vpcs": [
  {"id": "vpc-1", "region": "cn-hangzhou",
   "vswitches": [{"cidr": "10.1.0.0/24"}, {"cidr": "10.1.1.0/24", "routeTable": "vtb-1b"}],
   "routeTables": [{"id": "vtb-1", "system": true}, {"id": "vtb-1b", "receiveRoutes": false}]},
  {"id": "vpc-3", "region": "cn-shanghai", "vswitches": [{"cidr": "10.3.0.0/24"}]}],
 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou"}],
 "vpns": [{"id": "vco-1", "region": "cn-hangzhou", "routes": [{"prefix": "172.16.0.0/16"}]}],
 "dataCenters": [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"}]}],
 "ecrs": [{"id": "ecr-1", "asn": 45104, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}]}],
 "attachments": [
  {"id": "att-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"id": "att-3", "kind": "VPC", "transitRouter": "tr-sh", "instance": "vpc-3", "association": "vtb-sh", "propagations": ["vtb-sh"], "routeSync": true},
  {"id": "att-n", "kind": "VPN", "transitRouter": "tr-hz", "instance": "vco-1", "association": "vtb-hz", "propagations": ["vtb-hz"]},
  {"id": "att-e", "kind": "ECR", "transitRouter": "tr-hz", "instance": "ecr-1", "association": "vtb-hz", "propagations": ["vtb-hz"]}],
 "peerings": [{"id": "peer", "ends": [
  {"transitRouter": "tr-hz", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"transitRouter": "tr-sh", "association": "vtb-sh", "propagations": ["vtb-sh"], "routeSync": true}]}]
}`

func stateOf(t *testing.T, document string, change func(*topology.Network)) *topology.State {
	t.Helper()
	n, err := topology.Parse([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	change(&n)
	s, err := topology.Propagate(&n)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStateTrace(t *testing.T) {
	s := stateOf(t, tracedNetwork, func(*topology.Network) {})
	for _, c := range []struct{ name, from, to, want string }{
		{"E-2.8: over the peering and through the ECR", "10.3.0.9@vpc-3", "10.10.0.9", `10.3.0.9@vpc-3 -> 10.10.0.9: reachable
forward: delivered
  delivered
    vpc-3  vpc-3/system       10.10.0.0/16  -> att-3
    tr-sh  vtb-sh             10.10.0.0/16  -> peer
    tr-hz  vtb-hz             10.10.0.0/16  -> att-e
    ecr-1  ecr-1@cn-hangzhou  10.10.0.0/16  -> vbr-1
    vbr-1  vbr-1              10.10.0.0/16  -> idc-1
    idc-1
return: delivered
  delivered
    idc-1  idc-1              10.3.0.0/24   -> vbr-1
    vbr-1  vbr-1              10.3.0.0/24   -> ecr-1
    ecr-1  ecr-1@cn-hangzhou  10.3.0.0/24   -> tr-hz
    tr-hz  vtb-hz             10.3.0.0/24   -> peer
    tr-sh  vtb-sh             10.3.0.0/24   -> att-3
    vpc-3  vpc-3/system       10.3.0.0/24   -> local
`},
		{"P-5: policy 5000 is about routes, so that packets pass and answers do not", "172.16.0.9@vco-1", "10.10.0.9", `172.16.0.9@vco-1 -> 10.10.0.9: not reachable
forward: delivered
  delivered
    vco-1                                   -> att-n
    tr-hz  vtb-hz             10.10.0.0/16  -> att-e
    ecr-1  ecr-1@cn-hangzhou  10.10.0.0/16  -> vbr-1
    vbr-1  vbr-1              10.10.0.0/16  -> idc-1
    idc-1
return: not delivered
  not delivered: no route in idc-1 [TR-4.1]
    idc-1  idc-1
`},
		{"TR-5.5: a table that accepts no advertised routes", "10.1.1.9@vpc-1", "10.3.0.9", `10.1.1.9@vpc-1 -> 10.3.0.9: not reachable
forward: not delivered
  not delivered: no route in vtb-1b [TR-4.1]
    vpc-1  vtb-1b
return: not tried
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, traceState(t, s, c.from, c.to).String()); diff != "" {
				t.Errorf("trace (-want +got):\n%s", diff)
			}
		})
	}
}

func traceState(t *testing.T, s *topology.State, from, to string) topology.Trace {
	t.Helper()
	endpoint, err := topology.ParseEndpoint(from)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Trace(endpoint, netip.MustParseAddr(to))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// D-14: a TR route that was configured to a failed circuit stays Active, and a trace along it ends there.
func TestStateTraceFailedCircuit(t *testing.T) {
	s := stateOf(t, tracedNetwork, func(n *topology.Network) {
		n.TransitRouters[0].RouteTables[0].Routes = []topology.StaticRoute{{Prefix: netip.MustParsePrefix("10.99.0.0/16"), NextHop: "att-e"}}
		n.Down = []string{"ecr-1"}
	})
	got := traceState(t, s, "10.1.0.9@vpc-1", "10.99.0.9")
	path := got.Forward.Paths[0]
	if got.Reachable || path.Drop != topology.DropFailed || path.Drop.Rule() != "D-14" || path.Reason != "ecr-1 is down" {
		t.Errorf("trace along a failed ECR:\n%v", got)
	}
}

func TestStateReach(t *testing.T) {
	got := stateOf(t, tracedNetwork, func(*topology.Network) {}).Reach()
	text, _, _ := strings.Cut(got.String(), "\n\n")
	want := `       vpc-1    vpc-3    vco-1    idc-1
vpc-1  .        partial  partial  partial
vpc-3  partial  .        full     full
vco-1  partial  full     .        one-way
idc-1  partial  full     -        .`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("matrix (-want +got):\n%s", diff)
	}
	for _, c := range []struct {
		from, to string
		verdict  topology.Reachability
	}{{"vpc-3", "vpc-1", topology.ReachFull}, {"vpc-1", "vpc-3", topology.ReachPartial}, {"vco-1", "idc-1", topology.ReachFull}} {
		if cell, _ := got.Cell(c.from, c.to); cell.Verdict != c.verdict {
			t.Errorf("%s to %s is %v, want %v", c.from, c.to, cell.Verdict, c.verdict)
		}
	}
}

// A change of the order of declaration changes neither traces nor the matrix.
func TestStateReachIgnoresOrder(t *testing.T) {
	a := stateOf(t, tracedNetwork, func(*topology.Network) {})
	b := stateOf(t, tracedNetwork, func(n *topology.Network) {
		n.VPCs[0], n.VPCs[1] = n.VPCs[1], n.VPCs[0]
		n.Attachments[0], n.Attachments[3] = n.Attachments[3], n.Attachments[0]
		n.TransitRouters[0], n.TransitRouters[1] = n.TransitRouters[1], n.TransitRouters[0]
	})
	one, _ := json.Marshal(a.Reach())
	other, _ := json.Marshal(b.Reach())
	if string(one) != string(other) {
		t.Errorf("matrices differ:\n%s\n%s", one, other)
	}
}

func TestZeroStateTrace(t *testing.T) {
	s := new(topology.State)
	if _, err := s.Trace(topology.Endpoint{Addr: netip.MustParseAddr("10.0.0.1"), Instance: "vpc-1"}, netip.MustParseAddr("10.0.0.2")); err == nil {
		t.Error("a trace in the zero State starts somewhere")
	}
	if m := s.Reach(); len(m.Instances) != 0 {
		t.Errorf("the zero State reaches %v", m.Instances)
	}
}
