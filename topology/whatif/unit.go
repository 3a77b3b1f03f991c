package whatif

import (
	"cmp"
	"slices"

	"github.com/cenroute/cenroute/topology"
)

// A Unit is a part of a network, or several, that fail together. A Unit without IDs never fails.
type Unit struct {
	Name string   `json:"name"`
	IDs  []string `json:"ids"` // of instances, data centers, attachments and peerings
}

// Circuits returns a unit for each VBR, in order of ID.
func Circuits(n *topology.Network) []Unit {
	return single(orEmpty(n).VBRs, func(v *topology.VBR) string { return v.ID })
}

// Connections returns a unit for each IPsec connection, in order of ID.
func Connections(n *topology.Network) []Unit {
	return single(orEmpty(n).VPNs, func(v *topology.VPN) string { return v.ID })
}

// Attachments returns a unit for each attachment, in order of ID.
func Attachments(n *topology.Network) []Unit {
	return single(orEmpty(n).Attachments, func(a *topology.Attachment) string { return a.ID })
}

// Peerings returns a unit for each peering, in order of ID.
func Peerings(n *topology.Network) []Unit {
	return single(orEmpty(n).Peerings, func(p *topology.Peering) string { return p.ID })
}

// orEmpty reads a nil network as the zero one.
func orEmpty(n *topology.Network) *topology.Network {
	if n == nil {
		return &topology.Network{}
	}
	return n
}

func single[E any](list []E, id func(*E) string) []Unit {
	units := make([]Unit, len(list))
	for i := range list {
		units[i] = Unit{id(&list[i]), []string{id(&list[i])}}
	}
	slices.SortFunc(units, func(a, b Unit) int { return cmp.Compare(a.Name, b.Name) })
	return units
}

// Regions returns a unit for each region that has a transit router, VPC, VBR or IPsec connection, in order: its VPCs,
// VBRs and IPsec connections, and the attachments and peerings of its transit routers. A data center is in no region,
// an ECR in all of them.
func Regions(n *topology.Network) []Unit {
	n = orEmpty(n)
	ids := map[string][]string{}
	region := map[string]string{} // of a transit router
	for i := range n.TransitRouters {
		tr := &n.TransitRouters[i]
		region[tr.ID] = tr.Region
		ids[tr.Region] = append(ids[tr.Region], []string{}...)
	}
	for i := range n.VPCs {
		ids[n.VPCs[i].Region] = append(ids[n.VPCs[i].Region], n.VPCs[i].ID)
	}
	for i := range n.VBRs {
		ids[n.VBRs[i].Region] = append(ids[n.VBRs[i].Region], n.VBRs[i].ID)
	}
	for i := range n.VPNs {
		ids[n.VPNs[i].Region] = append(ids[n.VPNs[i].Region], n.VPNs[i].ID)
	}
	for i := range n.Attachments {
		r := region[n.Attachments[i].TransitRouter]
		ids[r] = append(ids[r], n.Attachments[i].ID)
	}
	for i := range n.Peerings {
		for _, e := range n.Peerings[i].Ends {
			ids[region[e.TransitRouter]] = append(ids[region[e.TransitRouter]], n.Peerings[i].ID)
		}
	}
	units := make([]Unit, 0, len(ids))
	for r, list := range ids {
		slices.Sort(list)
		units = append(units, Unit{r, slices.Compact(list)})
	}
	slices.SortFunc(units, func(a, b Unit) int { return cmp.Compare(a.Name, b.Name) })
	return units
}

// names returns the names of units.
func names(units []Unit) []string {
	list := make([]string, len(units))
	for i := range units {
		list[i] = units[i].Name
	}
	return list
}
