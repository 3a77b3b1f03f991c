package terraform

import (
	"fmt"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/supplement"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/topology"
)

// write writes the resources of a network.
func (w *writer) write(n *topology.Network) {
	cens := map[string]bool{}
	lists := map[string]bool{}
	for i := range n.TransitRouters {
		tr := &n.TransitRouters[i]
		if !cens[tr.CEN] {
			w.put(tr.CEN, "", func(*row) {})
		}
		cens[tr.CEN] = true
		w.put(tr.ID, "", func(r *row) {
			r.ref("cen_id", tr.CEN)
			r.values["region_id"], r.values["type"] = tr.Region,
				map[attach.Edition]string{attach.Enterprise: "Enterprise", attach.Basic: "Basic"}[tr.Edition]
		})
		for _, c := range tr.CIDRs {
			w.put("", "alicloud_cen_transit_router_cidr", func(r *row) {
				r.ref("transit_router_id",
					tr.ID)
				r.values["cidr"] = c.String()
			})
		}
		for j := range tr.RouteTables {
			w.writeTable(tr, &tr.RouteTables[j], lists)
		}
	}
	for i := range n.VPCs {
		w.writeVPC(&n.VPCs[i])
	}
	for _, v := range n.VBRs {
		w.put(v.ID, "", func(r *row) { r.values["region_id"] = v.Region })
		if v.ASN != 0 {
			w.put("", "alicloud_vpc_bgp_group", func(r *row) {
				r.ref("router_id",
					v.ID)
				r.values["local_asn"] = v.ASN
			})
		}
	}
	for _, v := range n.VPNs {
		w.put(v.ID, "", func(r *row) { r.values["region_id"], r.values["enable_tunnels_bgp"] = v.Region, v.BGP })
		for _, e := range v.Routes {
			w.put("", "alicloud_vpn_gateway_vco_route", func(r *row) {
				r.ref("vpn_connection_id",
					v.ID)
				r.values["route_dest"] = e.Prefix.String()
			})
		}
	}
	for i := range n.ECRs {
		w.writeECR(&n.ECRs[i])
	}
	for i := range n.Attachments {
		w.writeAttachment(&n.Attachments[i])
	}
	for i := range n.Peerings {
		w.writePeering(&n.Peerings[i])
	}
	for _, p := range n.VPCPeerings {
		w.put(p.ID, "", func(r *row) { r.ref("vpc_id", p.VPCs[0]); r.ref("accepting_vpc_id", p.VPCs[1]) })
	}
}

func (w *writer) writeTable(tr *topology.TransitRouter, t *topology.RouteTable, lists map[string]bool) {
	w.put(t.ID, "", func(r *row) {
		r.ref("transit_router_id", tr.ID)
		if t.ID != tr.SystemTable() {
			return
		}
		r.values["transit_router_route_table_type"] = "System"
		if w.known {
			r.values["tables"] = []any{map[string]any{"id": t.ID, "transit_router_route_table_type": "System"}}
		} else {
			r.unknown["tables"] = true
		}
	})
	hop := func(r *row, attribute, kind, id string, blackhole bool) {
		if blackhole {
			r.values[kind] = "BlackHole"
		} else {
			r.ref(attribute, id)
		}
	}
	for _, s := range t.Routes {
		w.put("", "alicloud_cen_transit_router_route_entry", func(r *row) {
			r.ref("transit_router_route_table_id", t.ID)
			r.values["transit_router_route_entry_destination_cidr_block"] = s.Prefix.String()
			hop(r, "transit_router_route_entry_next_hop_id", "transit_router_route_entry_next_hop_type", s.NextHop,
				s.Blackhole)
		})
	}
	for _, l := range t.PrefixLists {
		if !lists[l.ID] {
			w.put(l.ID, "", func(r *row) {
				var entries []any
				for _, p := range l.Prefixes {
					entries = append(entries, map[string]any{"cidr": p.String()})
				}
				r.values["entrys"] = entries
			})
		}
		lists[l.ID] = true
		w.put("", "alicloud_cen_transit_router_prefix_list_association", func(r *row) {
			r.ref("prefix_list_id", l.ID)
			r.ref("transit_router_id", tr.ID)
			r.ref("transit_router_table_id", t.ID)
			hop(r, "next_hop", "next_hop_type", l.NextHop, l.Blackhole)
		})
	}
	for _, a := range t.Aggregates {
		w.put("", "alicloud_cen_transit_route_table_aggregation", func(r *row) {
			r.ref("transit_route_table_id", t.ID)
			var scope []string
			for _, k := range a.Scope {
				scope = append(scope, map[bool]string{true: "TR", false: k.String()}[k == attach.Peer])
			}
			r.values["transit_route_table_aggregation_cidr"],
				r.values["transit_route_table_aggregation_scope_list"] = a.Prefix.String(), scope
		})
	}
	for _, p := range t.Policies {
		w.writePolicy(tr, t, p)
	}
}

func (w *writer) writePolicy(tr *topology.TransitRouter, t *topology.RouteTable, p policy.Policy) {
	modes := map[policy.Mode]string{policy.Include: "Include", policy.Complete: "Complete", policy.Contain: "Contain"}
	w.put("", "alicloud_cen_route_map", func(r *row) {
		r.ref("cen_id", tr.CEN)
		r.ref("transit_router_route_table_id", t.ID)
		for attribute, value := range map[string]any{
			"cen_region_id": tr.Region, "priority": p.Priority, "next_priority": p.Next, "preference": p.Set.Preference,
			"transmit_direction": map[policy.Direction]string{policy.Ingress: "RegionIn",
				policy.Egress: "RegionOut"}[p.Direction],
			"map_result":        map[policy.Action]string{policy.Permit: "Permit", policy.Deny: "Deny"}[p.Action],
			"source_region_ids": p.Match.Source.Regions, "source_child_instance_types": p.Match.Source.Kinds,
			"destination_child_instance_types":       p.Match.Destination.Kinds,
			"source_instance_ids_reverse_match":      p.Match.Source.Except,
			"destination_instance_ids_reverse_match": p.Match.Destination.Except,
			"route_types":                            p.Match.RouteTypes, "destination_cidr_blocks": p.Match.Prefixes.List,
			"cidr_match_mode": modes[p.Match.Prefixes.Mode],
			"match_asns":      texts(p.Match.ASPath.List), "as_path_match_mode": modes[p.Match.ASPath.Mode],
			"match_community_set": p.Match.Communities.List, "community_match_mode": modes[p.Match.Communities.Mode],
			"prepend_as_path": texts(p.Set.PrependASPath), "operate_community_set": p.Set.Communities.List,
			"community_operate_mode": map[policy.SetMode]string{policy.Additive: "Additive",
				policy.Replace: "Replace"}[p.Set.Communities.Mode],
		} {
			r.values[attribute] = value
		}
		if p.Match.Family != policy.AnyFamily {
			r.values["address_family"] = p.Match.Family.String()
		}
		r.refs("source_instance_ids", p.Match.Source.Instances)
		r.refs("destination_instance_ids", p.Match.Destination.Instances)
		r.refs("source_route_table_ids", p.Match.Source.RouteTables)
		r.refs("destination_route_table_ids", p.Match.Destination.RouteTables)
	})
}

func texts(numbers []uint32) []string {
	var list []string
	for _, n := range numbers {
		list = append(list, fmt.Sprint(n))
	}
	return list
}

func (w *writer) writeVPC(vpc *topology.VPC) {
	system := vpc.SystemTable()
	w.put(vpc.ID, "", func(r *row) {
		r.values["region_id"] = vpc.Region
		r.own("route_table_id", system)
	})
	for _, v := range vpc.VSwitches {
		w.put(vpc.ID+v.CIDR.String(), "", func(r *row) {
			r.ref("vpc_id", vpc.ID)
			r.values["cidr_block"], r.values["zone_id"] = v.CIDR.String(), vpc.Region+"-"+v.CIDR.String()
		})
		if v.RouteTable != "" {
			w.put("", "alicloud_route_table_attachment", func(r *row) {
				r.ref("route_table_id", v.RouteTable)
				r.ref("vswitch_id", vpc.ID+v.CIDR.String())
			})
		}
	}
	for _, a := range vpc.Appliances {
		w.put(a.ID, "", func(r *row) { r.ref("vswitch_id", vpc.ID+a.VSwitch.String()) })
	}
	for _, t := range vpc.RouteTables {
		switch {
		case t.ID == system && !t.Receives():
			w.switchOff(vpc.ID, "system_route_table_route_propagation_enable")
		case t.ID != system:
			w.put(t.ID, "", func(r *row) {
				r.ref("vpc_id",
					vpc.ID)
				r.values["route_propagation_enable"] = t.Receives()
			})
		}
		for _, v := range t.Routes {
			w.put("", "alicloud_vpc_route_entry", func(r *row) {
				r.ref("route_table_id", t.ID)
				r.ref("nexthop_id", v.NextHop)
				r.values["destination_cidr_block"], r.values["nexthop_type"] = v.Prefix.String(), v.NextHopType.String()
				var targets []any
				for _, p := range v.Publish {
					targets = append(targets, map[string]any{"target_type": p.String()})
				}
				r.values["route_publish_targets"] = targets
			})
		}
	}
}

// switchOff sets a switch of a resource that is written already.
func (w *writer) switchOff(id, attribute string) {
	for i := range w.entries {
		if e := &w.entries[i]; e.address == w.addresses[id] {
			e.values = e.values[:len(e.values)-1] + `, "` + attribute + `": false}`
		}
	}
}

func (w *writer) writeECR(e *topology.ECR) {
	w.put(e.ID, "", func(r *row) {
		var regions []any
		for _, region := range sortedKeys(e.Modes) {
			mode := map[topology.TransitMode]string{topology.ECMP: "ECMP", topology.NearBy: "NEAR"}[e.Modes[region]]
			regions = append(regions, map[string]any{"region_id": region, "transit_mode": mode})
		}
		r.values["alibaba_side_asn"], r.values["regions"] = e.ASN, regions
	})
	for _, v := range e.VBRs {
		w.put("", "alicloud_express_connect_router_vbr_child_instance", func(r *row) {
			r.ref("ecr_id",
				e.ID)
			r.ref("child_instance_id", v)
		})
	}
	modes := map[topology.PrefixMode]string{topology.MatchMode: "MatchMode",
		topology.IncrementalMode: "IncrementalMode"}
	for _, a := range e.Associations {
		kind, attribute, other := "alicloud_express_connect_router_tr_association", "transit_router_id", a.TransitRouter
		if a.VPC != "" {
			kind, attribute, other = "alicloud_express_connect_router_vpc_association", "vpc_id", a.VPC
		}
		w.put("", kind, func(r *row) {
			r.ref("ecr_id", e.ID)
			r.ref(attribute, other)
			r.values["allowed_prefixes"], r.values["allowed_prefixes_mode"] = a.Prefixes, modes[a.PrefixMode]
		})
	}
}

func (w *writer) writeAttachment(a *topology.Attachment) {
	w.put(a.ID, "", func(r *row) {
		r.ref("transit_router_id", a.TransitRouter)
		r.ref(map[attach.Kind]string{attach.VPC: "vpc_id", attach.VBR: "vbr_id", attach.VPN: "vpn_id",
			attach.ECR: "ecr_id"}[a.Kind], a.Instance)
		r.values["auto_publish_route_enabled"] = a.RouteSync
		if a.IPv6 {
			r.values["transit_router_vpc_attachment_options"] = map[string]any{"Ipv6Support": "enable"}
		}
		var zones, unknown []any
		for _, v := range a.VSwitches {
			zone := map[string]any{"zone_id": w.zoneOf(a.Instance + v.String())}
			if w.known {
				zone["vswitch_id"] = a.Instance + v.String()
			}
			zones, unknown = append(zones, zone), append(unknown, map[string]any{"vswitch_id": !w.known})
		}
		r.values["zone_mappings"], r.unknown["zone_mappings"] = zones, unknown
	})
	w.writeSwitches(a.ID, a.Association, a.Propagations)
}

// zoneOf returns the zone of a vSwitch that is written already.
func (w *writer) zoneOf(id string) string {
	for _, e := range w.entries {
		if e.address == w.addresses[id] {
			return textOf(supplement.Decode([]byte(e.values))["zone_id"])
		}
	}
	return ""
}

func (w *writer) writePeering(p *topology.Peering) {
	w.put(p.ID, "", func(r *row) {
		r.ref("transit_router_id", p.Ends[0].TransitRouter)
		r.ref("peer_transit_router_id", p.Ends[1].TransitRouter)
		r.values["auto_publish_route_enabled"] = p.Ends[0].RouteSync
	})
	for _, e := range p.Ends {
		w.writeSwitches(p.ID, e.Association, e.Propagations)
	}
}

func (w *writer) writeSwitches(id, association string, propagations []string) {
	connect := func(kind, table string) {
		w.put("", kind, func(r *row) {
			r.ref("transit_router_attachment_id", id)
			r.ref("transit_router_route_table_id", table)
		})
	}
	if association != "" {
		connect("alicloud_cen_transit_router_route_table_association", association)
	}
	for _, table := range propagations {
		connect("alicloud_cen_transit_router_route_table_propagation", table)
	}
}
