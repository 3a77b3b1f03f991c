package topologytest_test

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// traits tells which situations a network holds.
func traits(n *topology.Network) map[string]bool {
	has := map[string]bool{}
	vswitchTraits(n, has)
	routerTraits(n, has)
	attachmentTraits(n, has)
	circuits := map[netip.Prefix]string{}
	for i := range n.VBRs {
		for _, r := range n.VBRs[i].Routes {
			if other := circuits[r.Prefix]; other != "" && other != n.VBRs[i].ID {
				has["equal prefixes of two circuits"] = true
			}
			circuits[r.Prefix] = n.VBRs[i].ID
		}
	}
	for i := range n.DataCenters {
		to := map[string]bool{}
		for _, s := range n.DataCenters[i].Sessions {
			has["two sessions to one circuit"] = has["two sessions to one circuit"] || to[s.To]
			to[s.To] = true
		}
	}
	has["accounts"] = len(n.Grants) > 0
	has["something is down"] = len(n.Down) > 0
	return has
}

func vswitchTraits(n *topology.Network, has map[string]bool) {
	for i := range n.VPCs {
		for j := range i {
			for _, a := range n.VPCs[i].VSwitches {
				for _, b := range n.VPCs[j].VSwitches {
					has["equal vSwitches of two VPCs"] = has["equal vSwitches of two VPCs"] || a.CIDR == b.CIDR
					has["nested vSwitches of two VPCs"] = has["nested vSwitches of two VPCs"] || a.CIDR != b.CIDR && a.CIDR.Overlaps(b.CIDR)
				}
			}
		}
	}
}

func routerTraits(n *topology.Network, has map[string]bool) {
	has["two transit routers"] = len(n.TransitRouters) > 1
	editions := map[string]attach.Edition{}
	for i := range n.TransitRouters {
		tr := &n.TransitRouters[i]
		editions[tr.ID] = tr.Edition
		has["two CEN instances"] = has["two CEN instances"] || tr.CEN != n.TransitRouters[0].CEN
		for j := range tr.RouteTables {
			for _, p := range tr.RouteTables[j].Policies {
				has["policies"] = true
				has["next"] = has["next"] || p.Next > 0
				has["a policy on priority 1 or 100"] = has["a policy on priority 1 or 100"] || p.Priority == 1 || p.Priority == 100
			}
		}
	}
	for _, p := range n.Peerings {
		mixed := editions[p.Ends[0].TransitRouter] != editions[p.Ends[1].TransitRouter]
		has["Basic and Enterprise peered"] = has["Basic and Enterprise peered"] || mixed
	}
}

func attachmentTraits(n *topology.Network, has map[string]bool) {
	routers, onECR := map[string]int{}, map[string]bool{}
	for i := range n.ECRs {
		for _, a := range n.ECRs[i].Associations {
			onECR[a.VPC] = a.VPC != ""
		}
	}
	for _, a := range n.Attachments {
		routers[a.Instance]++
		has["an ECR on a router"] = has["an ECR on a router"] || a.Kind == attach.ECR
		has["a VPC on a router and an ECR"] = has["a VPC on a router and an ECR"] || onECR[a.Instance]
		has["a VPC on two routers"] = has["a VPC on two routers"] || a.Kind == attach.VPC && routers[a.Instance] > 1
	}
}
