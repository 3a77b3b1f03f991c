package topology

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// Which next hop a configured route may have beside an equal learned one (TR-4.2.2): the matrix of the documentation,
// line by line. A VPC or a blackhole never coexists with an equal prefix.
func TestWhatCoexistsWithALearnedRoute(t *testing.T) {
	from := func(k attach.Kind) engine.Row { return engine.Row{Origin: policy.Origin[engine.ID]{Kind: k}} }
	peer := from(attach.VBR)
	peer.Peer = true
	for _, c := range []struct {
		name    string
		learned engine.Row
		want    []attach.Kind
	}{
		{"TR-4.2.2 from a VBR", from(attach.VBR), []attach.Kind{attach.VBR, attach.ECR, attach.Peer}},
		{"TR-4.2.2 from an ECR", from(attach.ECR), []attach.Kind{attach.VBR, attach.ECR, attach.Peer}},
		{"TR-4.2.2 from an IPsec connection", from(attach.VPN), []attach.Kind{attach.VBR, attach.ECR, attach.Peer}},
		{"TR-4.2.2 from a CCN", from(attach.CCN), []attach.Kind{attach.VBR, attach.Peer}},
		{"TR-4.2.2 from a VPC", from(attach.VPC), nil},
		{"TR-4.2.2 of a peer", peer, nil},
	} {
		for kind := attach.VPC; kind <= attach.Peer; kind++ {
			configured := engine.Row{Via: -1, Type: route.Static, Toward: kind}
			if got := coexists(&configured, &c.learned); got != slices.Contains(c.want, kind) {
				t.Errorf("%s: a configured route to a %v coexists: %v", c.name, kind, got)
			}
			configured.Type = route.Blackhole
			if coexists(&configured, &c.learned) {
				t.Errorf("%s: a blackhole coexists", c.name)
			}
		}
	}
}

// What a transit router hands to a VPC is looked up in the tables of the vSwitches where its interfaces are, in that of
// the first vSwitch where none is named, and in the system table where there is none at all (TR-5.12).
func TestTablesBehindAnAttachment(t *testing.T) {
	of := func(cidr, table string) VSwitch {
		return VSwitch{CIDR: netip.MustParsePrefix(cidr), RouteTable: table}
	}
	tables := []VPCRouteTable{{ID: "vtb-system", System: true}, {ID: "vtb-b"}, {ID: "vtb-a"}}
	vswitches := []VSwitch{of("10.1.0.0/24", "vtb-b"), of("10.1.1.0/24", ""), of("10.1.2.0/24", "vtb-a"), of("10.1.3.0/24", "vtb-b")}
	for name, c := range map[string]struct {
		vswitches []VSwitch
		at        []netip.Prefix
		want      []string
	}{
		"TR-5.12 one":                   {vswitches, cidrs("10.1.2.0/24"), []string{"vtb-a"}},
		"TR-5.12 without a table":       {vswitches, cidrs("10.1.1.0/24"), []string{"vtb-system"}},
		"TR-5.12 several, in order":     {vswitches, cidrs("10.1.0.0/24", "10.1.2.0/24"), []string{"vtb-a", "vtb-b"}},
		"TR-5.12 two of one table":      {vswitches, cidrs("10.1.0.0/24", "10.1.3.0/24"), []string{"vtb-b"}},
		"TR-5.12 none is named":         {vswitches, nil, []string{"vtb-b"}},
		"TR-5.12 a VPC without one":     {nil, nil, []string{"vtb-system"}},
		"TR-5.12 one that is not there": {vswitches, cidrs("10.9.0.0/24"), []string{"vtb-b"}},
	} {
		v := VPC{ID: "vpc-1", VSwitches: c.vswitches, RouteTables: tables}
		if got := new(traceIndex).attachmentTables(&v, c.at); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// What goes out of a table goes to whom the associated attachments and peerings lead, and to nobody else. Of a peer
// only the region can be named (P-3.12).
func TestTargetsOfATable(t *testing.T) {
	n := validNetwork()
	n.Down, n.VPNs[0].BGP = nil, true
	n.Peerings[peerBeijing].Ends[0].RouteSync = true
	state, err := Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string][]string{
		"vtb-hz":   {"vpc-1 VPC cn-hangzhou vtb-vpc-1", "vco-1 VPN cn-hangzhou ", " Peer cn-beijing "}, // vtb-vpc-1b receives nothing
		"vtb-hz-2": {"vbr-1 VBR cn-hangzhou "},                                                         // no table of the peer learns
		"vtb-sh":   {"ecr-1 ECR cn-shanghai "},                                                         // vpc-2 is not synchronized, nor is the peering from here
		"vtb-bj":   {"ccn-1 CCN cn-beijing ", " Peer cn-hangzhou "},                                    // the region of the router (P-3.15)
	} {
		u, _ := state.Universe(table, policy.Egress)
		var got []string
		for _, to := range u.Targets {
			got = append(got, to.Instance+" "+to.Kind.String()+" "+to.Region+" "+to.Table)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", table, got, want)
		}
	}
}
