package topology

import (
	"slices"
	"strconv"

	"github.com/cenroute/cenroute/route/rule"
)

type ruleID = rule.ID

// pathOf returns the path of an element of a list in the document.
func pathOf(list string, place int) string { return list + "[" + strconv.Itoa(place) + "]" }

// Tables returns the route tables of a VPC: the configured ones, or the one system table that a VPC has without any,
// named "<vpc id>/system".
func (v *VPC) Tables() []VPCRouteTable {
	if len(v.RouteTables) == 0 {
		return []VPCRouteTable{v.impliedTable()}
	}
	return v.RouteTables
}

func (v *VPC) impliedTable() VPCRouteTable { return VPCRouteTable{ID: v.ID + "/system", System: true} }

// SystemTable returns the ID of the system table: the one that is marked, or the only one (D-39).
func (v *VPC) SystemTable() string {
	return systemTable(v.Tables())
}

// systemTable returns the ID of the system table among the route tables of a VPC.
func systemTable(tables []VPCRouteTable) string { return tables[systemPlace(tables)].ID }

// systemPlace returns the place of the system table among the route tables of a VPC.
func systemPlace(tables []VPCRouteTable) int {
	return max(0, slices.IndexFunc(tables, func(t VPCRouteTable) bool { return t.System }))
}

// SystemTable returns the ID of the system table: the one that is marked, or the only one (D-39); "" if there is none.
func (t *TransitRouter) SystemTable() string {
	for i := range t.RouteTables {
		if t.RouteTables[i].System || len(t.RouteTables) == 1 {
			return t.RouteTables[i].ID
		}
	}
	return ""
}

// Receives tells whether a VPC table accepts advertised routes; it does unless it says otherwise (TR-5.5, D-39).
func (t *VPCRouteTable) Receives() bool { return t.ReceiveRoutes == nil || *t.ReceiveRoutes }

// ECRTableID returns the ID of the table that an ECR has for a region, for example "ecr-1@cn-hangzhou".
func ECRTableID(ecr, region string) string { return ecr + "@" + region }
