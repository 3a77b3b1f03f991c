/*
Package openapi reads a network from the responses of the vendor's API, and compares what the model expects with the live
route tables.

	result, err := openapi.Read(os.DirFS("dump"))
	state, err := topology.Propagate(result.Network)
	fmt.Print(openapi.Compare(state, result.Observed)) // where the model and the cloud do not agree, and why it expects what it does

Compare is how to falsify the model: a difference that is neither an error in the folder nor a change under way shows a
rule that the cloud does not follow.

# The folder

Each file of the folder is the JSON that the command line of the cloud prints for one call, unchanged. Its name is that of
the operation, such as ListTransitRouters.json; further parts of the name are separated by dots. Where a response does not
tell what it is about, the name must tell it:

	ListTransitRouterRouteEntries.TABLE.json          TABLE is the TransitRouterRouteTableId of the call
	ListTransitRouterRouteEntries.TABLE.All.json      and its TransitRouterRouteEntryStatus
	DescribeRouteEntryList.TABLE.json                 RouteTableId, of a VPC or a VBR
	DescribeVcoRouteEntries.CONNECTION.json           VpnConnectionId
	DescribeExpressConnectRouterRouteEntries.ECR.REGION.json                EcrId, QueryRegionId
	DescribeExpressConnectRouterInterRegionTransitMode.ECR.json             EcrId

Anything else may stand behind: a region, an account, and as the last part a number for the page of a listing,
ListTransitRouters.cn-hangzhou.2.json. A listing of which a page is missing is a warning: NextToken or TotalCount tells.
The same object may be in several files.

	aliyun cbn ListTransitRouters --CenId cen-1 > dump/ListTransitRouters.json
	aliyun cbn ListTransitRouterRouteEntries --TransitRouterRouteTableId vtb-1 --TransitRouterRouteEntryStatus All \
		--MaxResults 100 > dump/ListTransitRouterRouteEntries.vtb-1.All.json
	aliyun vpc DescribeRouteEntryList --RegionId cn-hangzhou --RouteTableId vtb-vpc-1 > dump/DescribeRouteEntryList.vtb-vpc-1.json

# The operations

Of the product cbn:

	ListTransitRouters, ListTransitRouterCidr                  transitRouters, cidrs
	ListTransitRouterRouteTables                               routeTables
	ListTransitRouter{Vpc,Vbr,Vpn,Ecr}Attachments              attachments
	ListTransitRouterPeerAttachments                           peerings; each end has its own switch, where both are listed
	ListTransitRouterRouteTable{Associations,Propagations}     association, propagations
	ListTransitRouterRouteEntries                              static routes, live tables
	ListTransitRouterPrefixListAssociation                     prefixLists, with GetVpcPrefixListEntries of the product vpc
	DescribeTransitRouteTableAggregation                       aggregates
	DescribeCenRouteMaps                                       policies
	DescribePublishedRouteEntries                              publish of routes of a VPC
	DescribeGrantRulesToCen                                    grants
	DescribeCens, DescribeCenAttachedChildInstances,
	ListCenChildInstanceRouteEntriesToAttachment               nothing that others do not tell

Of the product vpc, and vpcpeer for ListVpcPeerConnections:

	DescribeVpcs, DescribeVSwitches, DescribeRouteTableList    vpcs
	DescribeRouteEntryList                                     custom routes of a VPC, routes of a VBR, live tables
	ListVpcPublishedRouteEntries                               publish of routes of a VPC
	ListVpcPeerConnections                                     vpcPeerings
	DescribeVirtualBorderRouters, DescribeBgp{Groups,Peers,Networks}   vbrs
	DescribeVpnConnection, DescribeVpnConnections              vpns
	DescribeVcoRouteEntries                                    routes of an IPsec connection, live tables

Of the product expressconnectrouter:

	DescribeExpressConnectRouter, ...Region, ...InterRegionTransitMode, ...ChildInstance, ...Association   ecrs
	DescribeExpressConnectRouterRouteEntries                   live tables, the default path
	DescribeDisabledExpressConnectRouterRouteEntries           disabledRoutes
	DescribeInstanceGrantedToExpressConnectRouter              grants

An operation that is not in the list, a call that is needed and not in the folder, a status other than in effect, an object
that is there twice with different content, and whatever the network has no place for is a [Warning] that names the file and
the place: a system route that is withdrawn, a published route that is in no table, an IPsec connection of a VPN gateway, a
condition of a policy that is not known. What is about to go (Deleting, Detaching, Dissociating, Disabling) is left out of
the network; what is about to come is in it.

Policy 5000 is in every network (P-5.4). On Basic Edition it can be deleted: a table of which the listing of policies, if it
is complete, has another egress policy and not this one has noSystemPolicy, with a warning.

Left alone without a warning is what has no part in which route is in which table, or is told by another operation: names,
descriptions, tags, resource groups, times, prices and payment; bandwidth and quotas; zones, addresses and VLANs of circuits;
health checks, BFD, keys and tunnels of sessions and IPsec connections; the AS number and address of a peer; blocks and user
CIDRs of a VPC beside those of its vSwitches; conflicts of a published route, which the live tables show; the resource that
an association is about; the protection level of a CEN instance, for overlapping blocks are allowed in any case (TR-10.4); the
blackhole for a block of a transit router (TR-3.5.2), which is not modelled and not compared.

# Data centers

No operation lists a data center. The BGP routes and static routes of a VBR or IPsec connection become its routes. The
operations of a VBR list no AS path: it comes from the table of an ECR, or else of a transit router, that learned the route.
Where the table of a VBR itself is not in the folder, what others learned from it stands for it.

A file [SupplementFile] of the folder tells the rest, in the format of topology.Parse: data centers, appliances of a VPC,
what has failed. Its objects may be there in part, they are merged with those of the folder by ID, member by member. Where a
data center of the supplement has a session with a VBR or IPsec connection, its announcements replace the BGP routes there,
and a static session replaces the static ones.

# What is compared

A live table is compared with the table of that ID; a VBR or IPsec connection has one with its own ID, an ECR one for each
region. Compared are, for each prefix, next hops, statuses and types, and preference, AS path and communities where the
operation tells them. What cannot be compared is an [Aside] with the reason:

  - Without TransitRouterRouteEntryStatus the cloud lists Active routes alone (TR-3.1.1). A listing has all statuses if its
    file name says All or if it shows a route that is not Active. A route of the model whose status is not listed is no
    difference.
  - Suppressed is no status of the API (TR-3.2.5): such a route may be missing, or have any status but Active.
  - Routes that the system makes, and routes in 100.64.0.0/10 that the model does not know, are those of the platform.
  - A status such as Creating is of a change under way.
  - The operations of a VPC do not tell how a learned route came into being, those of an ECR tell no preference. MED is not
    compared. In the table of a VBR or IPsec connection the next hop towards the data center is [DataCenter], and the
    operation of an IPsec connection does not tell which routes are in effect.
  - A prefix that is missing in a listing that is not complete may be on another page.
  - A table of the state that the folder does not list.
*/
package openapi
