package reference_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/internal/reference"
	"github.com/cenroute/cenroute/topology"
)

// A handCase is a network with its tables, written out by hand from the rules. The tables have a line for each route:
//
//	TABLE PREFIX NEXTHOP TYPE STATUS [path=A,B] [pref=N] [med=N] [from=INSTANCE/REGION] [by=POLICY,...]
//
// A preference of 50, an empty path, no MED, no origin and no policies are left out.
type handCase struct{ name, network, tables string }

func TestTablesByHand(t *testing.T) {
	for _, c := range handCases {
		t.Run(c.name, func(t *testing.T) {
			n, err := topology.Parse([]byte(c.network))
			if err != nil {
				t.Fatal(err)
			}
			if violations, _ := n.Validate(); len(violations) > 0 {
				t.Fatal(violations)
			}
			tables, err := reference.Propagate(&n)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(wordsOf(c.tables), wordsOf(handWritten(tables))); diff != "" {
				t.Errorf("-by hand +derived:\n%s", diff)
			}
		})
	}
}

// wordsOf are the lines of a text with single spaces.
func wordsOf(text string) []string {
	var lines []string
	for line := range strings.Lines(strings.TrimSpace(text)) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return lines
}

// handWritten writes tables as the cases do.
func handWritten(tables reference.Tables) string {
	var text strings.Builder
	for _, table := range tables {
		for _, r := range table.Routes {
			fmt.Fprintf(&text, "%s %v %s %v %v", table.ID, r.Prefix, r.NextHop, r.Type, r.Status)
			option := func(there bool, name string, value any) {
				if there {
					fmt.Fprintf(&text, " %s=%v", name, value)
				}
			}
			option(len(r.ASPath) > 0, "path",
				strings.ReplaceAll(strings.Trim(fmt.Sprint([]uint32(r.ASPath)), "[]"), " ", ","))
			option(r.Preference != 50, "pref", r.Preference)
			option(r.MED > 0, "med", r.MED)
			option(r.Origin.Instance != "", "from", r.Origin.Instance+"/"+r.Origin.Region)
			option(len(r.Policies) > 0, "by", strings.Join(r.Policies, ","))
			text.WriteByte('\n')
		}
	}
	return text.String()
}

var handCases = []handCase{
	// vpc-1 --- tr-a --- vbr-1, vco-1. All is switched on. The static route to the circuit passes policy 5000 and is
	// not told to the circuit; what the circuit and the IPsec connection announce is denied to the other.
	{"policy 5000 and static routes (P-5.4, P-5.11, P-6.4, D-23)", `{"rules": "2024-03",
	 "transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-a", "routeTables": [{"id": "vtb-a", "routes": [{"prefix": "10.9.0.0/16", "nextHop": "att-vbr"}]}]}],
	 "vpcs": [{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}]}],
	 "vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}]}],
	 "vpns": [{"id": "vco-1", "region": "cn-a", "bgp": true, "routes": [{"prefix": "10.2.0.0/16", "type": "BGP", "asPath": [65002]}]}],
	 "attachments": [
	  {"id": "att-vpc", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1", "association": "vtb-a", "propagations": ["vtb-a"], "routeSync": true},
	  {"id": "att-vbr", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-1", "association": "vtb-a", "propagations": ["vtb-a"], "routeSync": true},
	  {"id": "att-vco", "kind": "VPN", "transitRouter": "tr-a", "instance": "vco-1", "association": "vtb-a", "propagations": ["vtb-a"], "routeSync": true}]}`, `
		vbr-1        10.1.0.0/16    local   BGP    Active     path=65001 from=vbr-1/cn-a
		vbr-1        10.2.0.0/16    att-vbr BGP    Prohibited path=65002 from=vco-1/cn-a by=vtb-a/egress/5000
		vbr-1        192.168.1.0/24 att-vbr System Active     from=vpc-1/cn-a
		vco-1        10.1.0.0/16    att-vco BGP    Prohibited path=65001 from=vbr-1/cn-a by=vtb-a/egress/5000
		vco-1        10.2.0.0/16    local   BGP    Active     path=65002 from=vco-1/cn-a
		vco-1        10.9.0.0/16    att-vco Static Active
		vco-1        192.168.1.0/24 att-vco System Active     from=vpc-1/cn-a
		vpc-1/system 10.1.0.0/16    att-vpc BGP    Active     path=65001 from=vbr-1/cn-a
		vpc-1/system 10.2.0.0/16    att-vpc BGP    Active     path=65002 from=vco-1/cn-a
		vpc-1/system 10.9.0.0/16    att-vpc Static Active
		vpc-1/system 192.168.1.0/24 local   System Active     from=vpc-1/cn-a
		vtb-a        10.1.0.0/16    att-vbr BGP    Active     path=65001 from=vbr-1/cn-a
		vtb-a        10.2.0.0/16    att-vco BGP    Active     path=65002 from=vco-1/cn-a
		vtb-a        10.9.0.0/16    att-vbr Static Active
		vtb-a        192.168.1.0/24 att-vpc System Active     from=vpc-1/cn-a`},

	// vbr-1, vbr-2 --- tr-a --- tr-b --- vpc-b. The aggregate goes over the peering, the specific routes are Suppressed
	// there; at home the shorter AS path wins. An ingress policy of vtb-b prefers nothing, but shows in the rows.
	{"an aggregate over a peering, the selection at home (TR-3.6.8, TR-4.3, P-4.3, P-6.6)", `{"rules": "2024-03",
	 "transitRouters": [
	  {"id": "tr-a", "cen": "cen-1", "region": "cn-a", "routeTables": [{"id": "vtb-a", "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["Peer"]}]}]},
	  {"id": "tr-b", "cen": "cen-1", "region": "cn-b", "routeTables": [{"id": "vtb-b", "policies": [
	   {"priority": 5, "direction": "ingress", "action": "permit", "match": {"prefixes": {"list": ["10.1.0.0/16"], "mode": "include"}}, "set": {"preference": 20}, "next": 1},
	   {"priority": 7, "direction": "ingress", "action": "deny", "match": {"source": {"instances": ["vbr-2"]}}}]}]}],
	 "vpcs": [{"id": "vpc-b", "region": "cn-b", "vswitches": [{"cidr": "192.168.9.0/24"}]}],
	 "vbrs": [
	  {"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}]},
	  {"id": "vbr-2", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65002, 65001]}, {"prefix": "10.1.1.0/24"}]}],
	 "attachments": [
	  {"id": "att-1", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-1", "propagations": ["vtb-a"]},
	  {"id": "att-2", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-2", "propagations": ["vtb-a"]},
	  {"id": "att-b", "kind": "VPC", "transitRouter": "tr-b", "instance": "vpc-b", "association": "vtb-b", "routeSync": true}],
	 "peerings": [{"id": "peer", "ends": [
	  {"transitRouter": "tr-a", "association": "vtb-a", "propagations": ["vtb-a"], "routeSync": true},
	  {"transitRouter": "tr-b", "association": "vtb-b", "propagations": ["vtb-b"], "routeSync": true}]}]}`, `
		vbr-1        10.1.0.0/16    local BGP       Active     path=65001 from=vbr-1/cn-a
		vbr-2        10.1.0.0/16    local BGP       Active     path=65002,65001 from=vbr-2/cn-a
		vbr-2        10.1.1.0/24    local Custom    Active     from=vbr-2/cn-a
		vpc-b/system 10.0.0.0/8     att-b Aggregate Active
		vpc-b/system 192.168.9.0/24 local System    Active     from=vpc-b/cn-b
		vtb-a        10.1.0.0/16    att-1 BGP       Active     path=65001 from=vbr-1/cn-a
		vtb-a        10.1.0.0/16    att-2 BGP       Standby    path=65002,65001 from=vbr-2/cn-a
		vtb-a        10.1.1.0/24    att-2 Custom    Active     from=vbr-2/cn-a
		vtb-b        10.0.0.0/8     peer  Aggregate Active
		vtb-b        10.1.0.0/16    peer  BGP       Suppressed path=65001 pref=20 from=vbr-1/cn-a by=vtb-b/ingress/5
		vtb-b        10.1.1.0/24    peer  Custom    Prohibited from=vbr-2/cn-a by=vtb-b/ingress/5,vtb-b/ingress/7`},

	// idc-1 --- vbr-1 --- ecr-1 --- tr-a (vpc-1), vpc-2. The VPC's own routes are not told to the router; the prefix of
	// the router's association replaces 192.168.1.0/24; the custom route of vpc-2 makes the ECR's route a Candidate.
	{"an ECR between data center and cloud (E-3.2, E-4.3, E-5.3.1, E-5.5.1, E-7.4)", `{"rules": "2024-03",
	 "transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-a", "routeTables": [{"id": "vtb-a"}]}],
	 "vpcs": [
	  {"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}]},
	  {"id": "vpc-2", "region": "cn-b", "vswitches": [{"cidr": "192.168.2.0/24"}], "routeTables": [{"id": "vtb-2", "routes": [{"prefix": "10.1.0.0/16", "nextHop": "eni-1", "nextHopType": "NetworkInterface"}]}]}],
	 "vbrs": [{"id": "vbr-1", "region": "cn-b"}],
	 "dataCenters": [{"id": "idc-1", "asn": 65001, "prefixes": ["10.1.0.0/16"], "sessions": [{"to": "vbr-1", "prepend": [65001]}]}],
	 "ecrs": [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [
	  {"vpc": "vpc-2"}, {"transitRouter": "tr-a", "prefixes": ["192.168.0.0/16"], "default": true}]}],
	 "attachments": [
	  {"id": "att-vpc", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1", "propagations": ["vtb-a"]},
	  {"id": "att-ecr", "kind": "ECR", "transitRouter": "tr-a", "instance": "ecr-1", "association": "vtb-a", "propagations": ["vtb-a"]}]}`, `
		ecr-1@cn-a   10.1.0.0/16    vbr-1   BGP    Active    path=65001,65001 from=vbr-1/cn-b
		ecr-1@cn-a   192.168.0.0/16 tr-a    Static Active    med=2000
		ecr-1@cn-a   192.168.2.0/24 vpc-2   System Active    from=vpc-2/cn-b
		ecr-1@cn-b   10.1.0.0/16    vbr-1   BGP    Active    path=65001,65001 from=vbr-1/cn-b
		ecr-1@cn-b   192.168.0.0/16 tr-a    Static Active    med=2000
		ecr-1@cn-b   192.168.2.0/24 vpc-2   System Active    from=vpc-2/cn-b
		idc-1        10.1.0.0/16    local   System Active    from=idc-1/
		idc-1        192.168.0.0/16 vbr-1   Static Active    path=64512
		idc-1        192.168.2.0/24 vbr-1   System Active    path=64512 from=vpc-2/cn-b
		vbr-1        10.1.0.0/16    idc-1   BGP    Active    path=65001,65001 from=vbr-1/cn-b
		vbr-1        192.168.0.0/16 ecr-1   Static Active
		vbr-1        192.168.2.0/24 ecr-1   System Active    from=vpc-2/cn-b
		vpc-1/system 192.168.1.0/24 local   System Active    from=vpc-1/cn-a
		vtb-2        10.1.0.0/16    eni-1   Custom Active    from=vpc-2/cn-b
		vtb-2        10.1.0.0/16    ecr-1   BGP    Candidate path=65001,65001 from=ecr-1/cn-b
		vtb-2        192.168.2.0/24 local   System Active    from=vpc-2/cn-b
		vtb-a        10.1.0.0/16    att-ecr BGP    Active    path=65001,65001 med=2000 from=ecr-1/cn-a
		vtb-a        192.168.1.0/24 att-vpc System Active    from=vpc-1/cn-a`},

	// Equal prefixes: vpc-1 (attachment att-1) and vpc-2 (att-2) have one vSwitch block, a circuit announces it as
	// well, and a static route takes another prefix from the circuit.
	{"conflicts (TR-4.2.1, TR-4.2.5, D-16)", `{"rules": "2024-03",
	 "transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-a", "routeTables": [{"id": "vtb-a", "routes": [{"prefix": "10.2.0.0/16", "blackhole": true}]}]}],
	 "vpcs": [
	  {"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "10.1.0.0/16"}]},
	  {"id": "vpc-2", "region": "cn-a", "vswitches": [{"cidr": "10.1.0.0/16"}]}],
	 "vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}, {"prefix": "10.2.0.0/16"}]}],
	 "attachments": [
	  {"id": "att-2", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-2", "propagations": ["vtb-a"]},
	  {"id": "att-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1", "propagations": ["vtb-a"]},
	  {"id": "att-vbr", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-1", "propagations": ["vtb-a"]}]}`, `
		vbr-1        10.1.0.0/16 local     BGP       Active   path=65001 from=vbr-1/cn-a
		vbr-1        10.2.0.0/16 local     Custom    Active   from=vbr-1/cn-a
		vpc-1/system 10.1.0.0/16 local     System    Active   from=vpc-1/cn-a
		vpc-2/system 10.1.0.0/16 local     System    Active   from=vpc-2/cn-a
		vtb-a        10.1.0.0/16 att-1     System    Active   from=vpc-1/cn-a
		vtb-a        10.1.0.0/16 att-2     System    Rejected from=vpc-2/cn-a
		vtb-a        10.1.0.0/16 att-vbr   BGP       Rejected path=65001 from=vbr-1/cn-a
		vtb-a        10.2.0.0/16 blackhole Blackhole Active
		vtb-a        10.2.0.0/16 att-vbr   Custom    Rejected from=vbr-1/cn-a`},
}
