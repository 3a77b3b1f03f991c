package openapi

import "strings"

// An operation is a call whose response the package reads.
type operation struct {
	name  string
	list  string        // where the response has its list; empty: the response is one object
	scope int           // how many parts of the file name tell what the response does not
	needs string        // names of these parts
	step  func(*reader) // done before the records are added
	add   func(*reader, *record)
}

// file returns the name that a file of the operation must have.
func (op *operation) file() string { return strings.TrimSuffix(op.name+"."+op.needs, ".") + ".json" }

// operations are in an order in which each needs only what those before it made. They are set by init, because what
// they add refers to them.
var operations []operation

func init() {
	operations = []operation{
		{name: "DescribeCens", list: "Cens.Cen", add: (*reader).addNothing},
		{name: "ListTransitRouters", list: "TransitRouters", add: (*reader).addRouter},
		{name: "ListTransitRouterCidr", list: "CidrLists", add: (*reader).addRouterBlock},
		{name: "ListTransitRouterRouteTables", list: "TransitRouterRouteTables", add: (*reader).addRouteTable},
		{name: "DescribeVpcs", list: "Vpcs.Vpc", add: (*reader).addVPC},
		{name: "DescribeRouteTableList", list: "RouterTableList.RouterTableListType", add: (*reader).addVPCTable},
		{name: "DescribeVSwitches", list: "VSwitches.VSwitch", add: (*reader).addVSwitch},
		{name: "ListVpcPeerConnections", list: "VpcPeerConnects", add: (*reader).addVPCPeering},
		{name: "DescribeVirtualBorderRouters",
			list: "VirtualBorderRouterSet.VirtualBorderRouterType", add: (*reader).addVBR},
		{name: "DescribeBgpGroups", list: "BgpGroups.BgpGroup", add: (*reader).addBGPGroup},
		{name: "DescribeBgpPeers", list: "BgpPeers.BgpPeer", add: (*reader).addBGPPeer},
		{name: "DescribeBgpNetworks", list: "BgpNetworks.BgpNetwork", add: (*reader).addBGPNetwork},
		{name: "DescribeVpnConnections", list: "VpnConnections.VpnConnection", add: (*reader).addVPN},
		{name: "DescribeVpnConnection", add: (*reader).addVPN},
		{name: "DescribeExpressConnectRouter", list: "EcrList", add: (*reader).addECR},
		{name: "DescribeExpressConnectRouterRegion", list: "RegionIdList", add: (*reader).addNothing},
		{name: "DescribeExpressConnectRouterInterRegionTransitMode",
			list: "InterRegionTransitModeList", scope: 1, needs: "ECR", add: (*reader).addTransitMode},
		{name: "DescribeExpressConnectRouterChildInstance", list: "ChildInstanceList", add: (*reader).addCircuit},
		{name: "DescribeExpressConnectRouterAssociation", list: "AssociationList", add: (*reader).associateECR},
		{name: "DescribeDisabledExpressConnectRouterRouteEntries",
			list: "DisabledRouteEntryList", add: (*reader).addDisabledRoute},
		{name: "ListTransitRouterVpcAttachments", list: "TransitRouterAttachments", add: (*reader).addVPCAttachment},
		{name: "ListTransitRouterVbrAttachments", list: "TransitRouterAttachments", add: (*reader).addVBRAttachment},
		{name: "ListTransitRouterVpnAttachments", list: "TransitRouterAttachments", add: (*reader).addVPNAttachment},
		{name: "ListTransitRouterEcrAttachments", list: "TransitRouterAttachments", add: (*reader).addECRAttachment},
		{name: "ListTransitRouterPeerAttachments", list: "TransitRouterAttachments", add: (*reader).addPeering},
		{name: "DescribeCenAttachedChildInstances",
			list: "ChildInstances.ChildInstance", add: (*reader).checkChildInstance},
		{name: "DescribeGrantRulesToCen", list: "GrantRules.GrantRule", add: (*reader).addCENGrant},
		{name: "DescribeInstanceGrantedToExpressConnectRouter",
			list: "EcrGrantedInstanceList", add: (*reader).addECRGrant},
		{name: "ListTransitRouterRouteTableAssociations",
			list: "TransitRouterAssociations", step: (*reader).completeRouters, add: (*reader).associate},
		{name: "ListTransitRouterRouteTablePropagations",
			list: "TransitRouterPropagations", add: (*reader).propagate},
		{name: "GetVpcPrefixListEntries", list: "PrefixListEntry", add: (*reader).addPrefixListEntry},
		{name: "ListTransitRouterPrefixListAssociation", list: "PrefixLists", add: (*reader).addPrefixList},
		{name: "DescribeTransitRouteTableAggregation", list: "Data", add: (*reader).addAggregate},
		{name: "DescribeCenRouteMaps", list: "RouteMaps.RouteMap", add: (*reader).addPolicy},
		{name: "ListTransitRouterRouteEntries",
			list: "TransitRouterRouteEntries", scope: 1, needs: "TABLE",
			step: (*reader).observeEmpty, add: (*reader).addRouterEntry},
		{name: "DescribeExpressConnectRouterRouteEntries",
			list: "RouteEntriesList", scope: 2, needs: "ECR.REGION", add: (*reader).addECREntry},
		{name: "DescribeRouteEntryList",
			list: "RouteEntrys.RouteEntry", scope: 1, needs: "TABLE", add: (*reader).addRouteEntry},
		{name: "DescribeVcoRouteEntries",
			list: "VcoRouteEntries", scope: 1, needs: "CONNECTION", add: (*reader).addVPNEntry},
		{name: "ListCenChildInstanceRouteEntriesToAttachment", list: "RouteEntry", add: (*reader).addNothing},
		{name: "ListVpcPublishedRouteEntries", list: "RouteEntries", add: (*reader).publishToTargets},
		{name: "DescribePublishedRouteEntries",
			list: "PublishedRouteEntries.PublishedRouteEntry", add: (*reader).publishToRouter},
	}
}

// addNothing is for responses that tell nothing that others do not tell.
func (x *reader) addNothing(*record) {}
