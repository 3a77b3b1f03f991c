package terraform

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/doctest"
	"github.com/cenroute/cenroute/internal/supplement"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// TestNetworksComeBack writes random networks as a state and as a plan that creates them, and reads them: what
// Terraform can say comes back whole, with identifiers from the state and with addresses from the plan.
func TestNetworksComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Medium()))
		expressible(n)
		for _, known := range []bool{true, false} {
			w := &writer{known: known, addresses: map[string]string{}, documentIDs: map[string]string{},
				provides: map[string]string{}}
			w.name(n)
			w.write(n)
			data := stateOf(w.entries...)
			if !known {
				data = planOf(nil, w.entries, nil)
			}
			r, err := Read(data, Options{})
			if err != nil {
				t.Fatalf("Read: %v\n%s", err, data)
			}
			if diff := cmp.Diff(doctest.Canonical(w.renamed(n)), doctest.Canonical(documentOf(r.After))); diff != "" {
				t.Fatalf("known %v (-want +got):\n%s\n%v", known, diff, r.Warnings)
			}
			for _, warning := range r.Warnings {
				if warning.Reason == Unknown || warning.Reason == Malformed {
					t.Fatalf("known %v: %v", known, warning)
				}
			}
		}
	})
}

// expressible takes from a network what Terraform has no resources for.
func expressible(n *topology.Network) {
	gone := map[string]bool{}
	for _, c := range n.CCNs {
		gone[c.ID] = true
	}
	n.Rules, n.CCNs, n.DataCenters, n.Down, n.Grants = 0, nil, nil, nil, nil
	n.Attachments = slices.DeleteFunc(n.Attachments, func(a topology.Attachment) bool {
		if a.Kind == attach.CCN {
			gone[a.ID] = true
		}
		return a.Kind == attach.CCN
	})
	for i := range n.TransitRouters {
		n.TransitRouters[i].Owner = ""
		if len(n.TransitRouters[i].RouteTables) == 1 {
			n.TransitRouters[i].RouteTables[0].System = true
		}
		for j := range n.TransitRouters[i].RouteTables {
			expressibleTable(&n.TransitRouters[i].RouteTables[j], gone)
		}
	}
	for i := range n.VPCs {
		expressibleVPC(&n.VPCs[i], gone)
	}
	for i := range n.VBRs {
		n.VBRs[i].Owner, n.VBRs[i].Routes = "", nil
	}
	for i := range n.VPNs {
		v := &n.VPNs[i]
		v.Owner, v.Routes = "", slices.DeleteFunc(v.Routes,
			func(r topology.ExternalRoute) bool { return r.Type == route.BGP })
		for j := range v.Routes {
			v.Routes[j] = topology.ExternalRoute{Prefix: v.Routes[j].Prefix, Type: route.Custom}
		}
	}
	for i := range n.ECRs {
		n.ECRs[i].Owner, n.ECRs[i].DisabledRoutes = "", nil
		for j := range n.ECRs[i].Associations {
			n.ECRs[i].Associations[j].Default = false
		}
	}
	for i := range n.Attachments {
		a := &n.Attachments[i]
		a.AutoCreateRoutes, a.RouteSync = false, a.RouteSync && a.Kind != attach.ECR
		a.VSwitches = slices.DeleteFunc(a.VSwitches, func(p netip.Prefix) bool { return p.Addr().Is6() })
	}
	for i := range n.Peerings { // one switch
		n.Peerings[i].Ends[1].RouteSync = n.Peerings[i].Ends[0].RouteSync
	}
}

func expressibleTable(t *topology.RouteTable, gone map[string]bool) {
	t.MultiRegionECMP, t.NoSystemPolicy = false, false
	t.Routes = slices.DeleteFunc(t.Routes, func(r topology.StaticRoute) bool { return gone[r.NextHop] })
	t.PrefixLists = slices.DeleteFunc(t.PrefixLists, func(l topology.PrefixList) bool { return gone[l.NextHop] })
	for i := range t.Policies {
		p := &t.Policies[i]
		for _, e := range []*policy.Endpoint{&p.Match.Source, &p.Match.Destination} {
			e.Instances = slices.DeleteFunc(e.Instances, func(id string) bool { return gone[id] })
			e.Except = e.Except && len(e.Instances) > 0
		}
		p.Match.Destination.Regions = nil
		slices.Sort(p.Set.PrependASPath)
		p.Set.PrependASPath = slices.Compact(p.Set.PrependASPath)
	}
}

func expressibleVPC(vpc *topology.VPC, gone map[string]bool) {
	vpc.Owner, vpc.Services = "", nil
	vpc.RouteTables = vpc.Tables()
	vpc.VSwitches = slices.DeleteFunc(vpc.VSwitches, func(v topology.VSwitch) bool { return v.CIDR.Addr().Is6() })
	appliances := vpc.Appliances
	vpc.Appliances = nil
	for i := range vpc.RouteTables {
		t := &vpc.RouteTables[i]
		t.System = t.System || len(vpc.RouteTables) == 1
		if t.Receives() {
			t.ReceiveRoutes = nil
		}
		t.Routes = slices.DeleteFunc(t.Routes, func(r topology.VPCRoute) bool { return gone[r.NextHop] || r.NextHopType == topology.NoNextHopType })
		for _, r := range t.Routes {
			k := slices.IndexFunc(appliances, func(a topology.Appliance) bool { return a.ID == r.NextHop && a.VSwitch.Addr().Is4() })
			led := r.NextHopType != topology.ToGatewayLoadBalancerEndpoint
			if k >= 0 && led && !slices.Contains(vpc.Appliances, appliances[k]) {
				vpc.Appliances = append(vpc.Appliances, appliances[k])
			}
		}
	}
	for i := range vpc.VSwitches { // a vSwitch that names the system table is bound to it like any other
		if vpc.VSwitches[i].RouteTable == vpc.SystemTable() {
			vpc.VSwitches[i].RouteTable = ""
		}
	}
}

// documentOf returns the document of a network as JSON decodes it.
func documentOf(n topology.Network) any { return map[string]any(supplement.Decode(topology.Format(n))) }

// A writer writes a network as resources, with identifiers or with references to resources that a plan creates.
type writer struct {
	known       bool
	entries     []entry
	addresses   map[string]string // of the resource of an ID
	documentIDs map[string]string // what an ID becomes in the document, where it changes
	provides    map[string]string // the attribute that holds an ID
	count       int
}

// name gives the objects of a network their addresses.
func (w *writer) name(n *topology.Network) {
	give := func(id, kind, attribute string) {
		w.count++
		w.addresses[id] = fmt.Sprintf("%s.r%d", kind, w.count)
		w.provides[id], w.documentIDs[id] = attribute, w.addresses[id]
	}
	for _, tr := range n.TransitRouters {
		if w.addresses[tr.CEN] == "" {
			give(tr.CEN, "alicloud_cen_instance", "id")
		}
		give(tr.ID, "alicloud_cen_transit_router", "transit_router_id")
		for _, t := range tr.RouteTables {
			if t.ID == tr.SystemTable() {
				give(t.ID, "data.alicloud_cen_transit_router_route_tables", "tables[0].id")
				w.documentIDs[t.ID] = w.addresses[tr.ID] + "/system"
			} else {
				give(t.ID, "alicloud_cen_transit_router_route_table", "transit_router_route_table_id")
			}
			for _, l := range t.PrefixLists {
				if w.addresses[l.ID] == "" {
					give(l.ID, "alicloud_vpc_prefix_list", "id")
				}
			}
		}
	}
	for _, vpc := range n.VPCs {
		give(vpc.ID, "alicloud_vpc", "id")
		for _, t := range vpc.RouteTables {
			if t.System {
				w.addresses[t.ID], w.provides[t.ID], w.documentIDs[t.ID] = w.addresses[vpc.ID], "route_table_id",
					w.addresses[vpc.ID]+"/system"
			} else {
				give(t.ID, "alicloud_route_table", "id")
			}
		}
		for _, v := range vpc.VSwitches {
			give(vpc.ID+v.CIDR.String(), "alicloud_vswitch", "id")
		}
		for _, a := range vpc.Appliances {
			give(a.ID, "alicloud_instance", "id")
		}
	}
	for _, v := range n.VBRs {
		give(v.ID, "alicloud_express_connect_virtual_border_router", "id")
	}
	for _, v := range n.VPNs {
		give(v.ID, "alicloud_vpn_gateway_vpn_attachment", "id")
	}
	for _, e := range n.ECRs {
		give(e.ID, "alicloud_express_connect_router_express_connect_router", "id")
	}
	for _, a := range n.Attachments {
		attribute := "transit_router_attachment_id"
		if a.Kind == attach.VPN || a.Kind == attach.ECR {
			attribute = "id"
		}
		kinds := map[attach.Kind]string{attach.VPC: "vpc", attach.VBR: "vbr", attach.VPN: "vpn", attach.ECR: "ecr"}
		give(a.ID, "alicloud_cen_transit_router_"+kinds[a.Kind]+"_attachment", attribute)
	}
	for _, p := range n.Peerings {
		give(p.ID, "alicloud_cen_transit_router_peer_attachment", "transit_router_attachment_id")
	}
	for _, p := range n.VPCPeerings {
		give(p.ID, "alicloud_vpc_peer_connection", "id")
	}
}

// renamed is the document of a network with the IDs that it has after the way through the file.
func (w *writer) renamed(n *topology.Network) any {
	var rename func(value any) any
	rename = func(value any) any {
		switch v := value.(type) {
		case string:
			if id := w.documentIDs[v]; id != "" && !w.known {
				return id
			}
		case map[string]any:
			for key, member := range v {
				v[key] = rename(member)
			}
		case []any:
			for i := range v {
				v[i] = rename(v[i])
			}
		}
		return value
	}
	return rename(documentOf(*n))
}

// A row is a resource that is being written.
type row struct {
	w                           *writer
	values, unknown, references map[string]any
}

// put writes the resource of an ID, or one without.
func (w *writer) put(id, kind string, fill func(*row)) {
	r := &row{w, map[string]any{}, map[string]any{}, map[string]any{}}
	address := w.addresses[id]
	if id == "" {
		w.count++
		address = fmt.Sprintf("%s.r%d", kind, w.count)
	} else if attribute := w.provides[id]; attribute != "tables[0].id" {
		r.own(attribute, id)
	}
	fill(r)
	text := func(m map[string]any) string {
		data, _ := json.Marshal(m)
		return string(data)
	}
	w.entries = append(w.entries, planned(address, text(r.values), text(r.unknown), text(r.references)))
}

// own writes an identifier of the resource itself.
func (r *row) own(attribute, id string) {
	if r.w.known {
		r.values[attribute] = id
	} else {
		r.unknown[attribute] = true
	}
}

// ref writes a reference to an ID.
func (r *row) ref(attribute, id string) {
	if r.w.known || r.w.addresses[id] == "" {
		r.values[attribute] = id
		return
	}
	r.unknown[attribute] = true
	r.references[attribute] = map[string]any{"references": r.w.reference(id)}
}

func (w *writer) reference(id string) []string {
	address := w.addresses[id]
	return []string{address + "." + w.provides[id], address}
}

// refs writes a set of references; elements that are not in the network stay literal.
func (r *row) refs(attribute string, ids []string) {
	var list, unknown []any
	var references []string
	for _, id := range ids {
		if r.w.known || r.w.addresses[id] == "" {
			list, unknown = append(list, id), append(unknown, false)
			continue
		}
		list, unknown = append(list, nil), append(unknown, true)
		references = append(references, r.w.reference(id)...)
	}
	r.values[attribute], r.unknown[attribute] = list, unknown
	r.references[attribute] = map[string]any{"references": references}
}
