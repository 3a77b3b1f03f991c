package topology

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
)

// block16 returns the i-th network of 11.0.0.0/8.
func block16(i int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{11, byte(i)}), 16)
}

// Exactly as many as a limit allows are no finding; one more is, see the tests of each.
func TestExactlyAtTheLimits(t *testing.T) {
	for name, change := range map[string]func(n *Network){
		"TR-1.11 nine custom tables": func(n *Network) {
			n.VPCs[vpc3].VSwitches, n.VPCs[vpc3].RouteTables = nil, []VPCRouteTable{{ID: "vtb-x", System: true}}
			for i := range vpcTableLimit {
				n.VPCs[vpc3].RouteTables = append(n.VPCs[vpc3].RouteTables, VPCRouteTable{ID: fmt.Sprint("vtb-x", i)})
			}
		},
		"TR-1.11 200 custom routes": func(n *Network) {
			t := &n.VPCs[vpc1].RouteTables[1]
			for i := len(t.Routes); i < vpcRouteLimit; i++ {
				t.Routes = append(t.Routes, VPCRoute{Prefix: block16(i), NextHop: "att-vpc-1"})
			}
		},
		"TR-1.11 50 synchronized VPCs": func(n *Network) {
			for i := range synchronizedVPCLimit - 1 {
				id := fmt.Sprint("vpc-x", i)
				n.VPCs = append(n.VPCs, VPC{ID: id, Region: "cn-hangzhou"})
				attachTo(n, Attachment{ID: "att-" + id, Kind: attach.VPC, TransitRouter: "tr-hz", Instance: id,
					Association: "vtb-hz", RouteSync: true})
			}
		},
		"TR-1.11 51 VPCs, one of them not synchronized": func(n *Network) {
			for i := range synchronizedVPCLimit {
				id := fmt.Sprint("vpc-x", i)
				n.VPCs = append(n.VPCs, VPC{ID: id, Region: "cn-hangzhou"})
				attachTo(n, Attachment{ID: "att-" + id, Kind: attach.VPC, TransitRouter: "tr-hz", Instance: id,
					Association: "vtb-hz", RouteSync: i > 0})
			}
		},
		"TR-1.11 50 IPsec connections": func(n *Network) {
			for i := range connectionLimit - 1 {
				id := fmt.Sprint("vco-x", i)
				n.VPNs = append(n.VPNs, VPN{ID: id, Region: "cn-hangzhou"})
				attachTo(n, Attachment{ID: "att-" + id, Kind: attach.VPN, TransitRouter: "tr-hz", Instance: id})
			}
		},
		"TR-1.7 ten vSwitches": func(n *Network) {
			n.Attachments[attVPC1].VSwitches = nil
			for i := range interfaceLimit {
				n.VPCs[vpc1].VSwitches = append(n.VPCs[vpc1].VSwitches, VSwitch{CIDR: block16(i)})
				n.Attachments[attVPC1].VSwitches = append(n.Attachments[attVPC1].VSwitches, block16(i))
			}
		},
		"TR-1.10 five blocks": func(n *Network) {
			n.TransitRouters[trShanghai].CIDRs = nil
			for i := range routerBlockLimit {
				n.TransitRouters[trShanghai].CIDRs = append(n.TransitRouters[trShanghai].CIDRs, block16(i))
			}
		},
		"TR-1.10 a block of /16 and one of /24": func(n *Network) { n.TransitRouters[trShanghai].CIDRs = cidrs("11.0.0.0/16", "11.1.0.0/24") },
		"TR-3.6.6 aggregates around what begins with 0. and 100.64.": func(n *Network) {
			t := hangzhou(n)
			for _, p := range cidrs("1.0.0.0/8", "100.0.0.0/8", "100.65.0.0/16", "::/8") {
				t.Aggregates = append(t.Aggregates, AggregateRoute{Prefix: p, Scope: []attach.Kind{attach.VPC}})
			}
		},
		"TR-5.7 routes around the one to the cloud's services": func(n *Network) {
			t := &n.VPCs[vpc1].RouteTables[1]
			for _, p := range cidrs("100.0.0.0/9", "100.64.0.0/11", "100.100.0.0/16") {
				t.Routes = append(t.Routes, VPCRoute{Prefix: p, NextHop: "att-vpc-1"})
			}
		},
		"TR-3.6.6 20 aggregates": func(n *Network) {
			t := hangzhou(n)
			for i := len(t.Aggregates); i < aggregateLimit; i++ {
				t.Aggregates = append(t.Aggregates,
					AggregateRoute{Prefix: block16(i), Scope: []attach.Kind{attach.VPC}})
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			n := validNetwork()
			change(n)
			if violations, warnings := n.Validate(); len(violations)+len(warnings) != 0 {
				t.Errorf("violations %+v\nwarnings %+v", violations, warnings)
			}
		})
	}
}
