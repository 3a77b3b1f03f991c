package openapi

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

// targets are the names that the API has for where the routes of a VPC are published to.
var targets = map[string]topology.Publication{"ECR": topology.PublishECR, "CEN": topology.PublishTR, "TR": topology.PublishTR}

// publishToTargets adds where the routes of a VPC are published to.
func (x *reader) publishToTargets(r *record) {
	for _, target := range r.records("RoutePublishTargets") {
		to, known := targets[strings.ToUpper(target.text("PublishTargetType"))]
		if !known {
			target.warn("PublishTargetType",
				fmt.Sprintf("publication to %.40q is not modelled, left out", target.text("PublishTargetType")))
			continue
		}
		x.publish(r, "RouteTableId", target, to)
	}
}

// publishToRouter adds that a route of a VPC is published to the CEN instance.
func (x *reader) publishToRouter(r *record) {
	x.publish(r, "ChildInstanceRouteTableId", r, topology.PublishTR)
}

// publish marks a custom route as published, if it is. System routes always are: the network has no place for one that
// is withdrawn (TR-5.2).
func (x *reader) publish(r *record, table string, status *record, to topology.Publication) {
	published := false
	switch text := status.text("PublishStatus"); text {
	case "Published":
		published = true
	case "", "NonPublished":
	default:
		status.warn("PublishStatus", fmt.Sprintf("%.40q is neither Published nor NonPublished, taken for the latter",
			text))
	}
	prefix, ok := r.prefix("DestinationCidrBlock")
	t := x.vpcTables[r.text(table)]
	switch {
	case !ok:
	case t == nil && published:
		r.warn(table, "the route table is not listed (DescribeRouteTableList), the publication is left out")
	case t == nil:
	case x.isSystemRoute(t.vpc, prefix):
		if !published {
			status.warn("PublishStatus", fmt.Sprintf("%s is the block of a vSwitch and not published: the network has no place for a system route that is withdrawn, there it is announced", prefix))
		}
	case published && !publishRoutes(t, prefix, to):
		r.warn("DestinationCidrBlock", fmt.Sprintf("%s is published, but no custom route of %s that is read, the publication is left out", prefix, t.ID))
	}
}

// isSystemRoute tells whether a VPC has a system route for a prefix: it is the block of a vSwitch.
func (x *reader) isSystemRoute(vpc string, prefix netip.Prefix) bool {
	for _, v := range x.vswitches {
		if v.vpc == vpc && slices.Contains(v.cidrs, prefix) {
			return true
		}
	}
	return false
}

// publishRoutes marks the custom routes of a prefix as published, and reports whether there are any.
func publishRoutes(t *vpcTable, prefix netip.Prefix, to topology.Publication) (found bool) {
	for i := range t.Routes {
		route := &t.Routes[i]
		found = found || route.Prefix == prefix
		if route.Prefix == prefix && !slices.Contains(route.Publish, to) {
			route.Publish = append(route.Publish, to)
			slices.Sort(route.Publish)
		}
	}
	return found
}
