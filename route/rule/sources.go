package rule

// The public pages and repositories that the catalogue cites.
const (
	// CEN user guide
	pageRouteLearning = "https://www.alibabacloud.com/help/en/cen/user-guide/route-learning"
	pageRouteSync     = "https://www.alibabacloud.com/help/en/cen/user-guide/route-synchronization"
	pageForwarding    = "https://www.alibabacloud.com/help/en/cen/user-guide/associated-forwarding"
	pageRouteTables   = "https://www.alibabacloud.com/help/en/cen/user-guide/custom-route-tables"
	pageRouteEntries  = "https://www.alibabacloud.com/help/en/cen/user-guide/manage-custom-routes-of-a-transit-router"
	pagePrefixLists   = "https://www.alibabacloud.com/help/en/cen/user-guide/prefix-lists"
	pageAggregates    = "https://www.alibabacloud.com/help/en/cen/user-guide/aggregate-routes"
	pagePublishing    = "https://www.alibabacloud.com/help/en/cen/user-guide/advertise-routes-to-a-transit-router"
	pageInterRegion   = "https://www.alibabacloud.com/help/en/cen/user-guide/manage-inter-region-connections"
	pageRouterCIDRs   = "https://www.alibabacloud.com/help/en/cen/user-guide/transit-router-cidr-blocks"
	pageRegionECMP    = "https://www.alibabacloud.com/help/en/cen/user-guide/ecmp-routing-for-vbrs-in-different-regions"
	pageMultiPath     = "https://www.alibabacloud.com/help/en/cen/user-guide/multi-exit-routing-between-tr-and-ecr-by-configuring-multi-exit-discriminator"
	pageConnectVBR    = "https://www.alibabacloud.com/help/en/cen/user-guide/connect-vbrs"
	pageConnectECR    = "https://www.alibabacloud.com/help/en/cen/user-guide/connect-ecrs"
	pageConnectVPN    = "https://www.alibabacloud.com/help/en/cen/user-guide/attach-an-ipsec-vpn-connection-to-a-transit-router"
	pagePolicies      = "https://www.alibabacloud.com/help/en/cen/user-guide/routing-policy-overview"
	pageUsePolicies   = "https://help.aliyun.com/en/cen/user-guide/work-with-routing-policies"
	pageVPCPairs      = "https://www.alibabacloud.com/help/en/cen/user-guide/use-route-maps-to-allow-specified-vpcs-to-communicate-with-each-other"

	// CEN overview, tutorials and troubleshooting
	pageHowRouters = "https://www.alibabacloud.com/help/en/cen/product-overview/how-transit-routers-work"
	pageFAQ        = "https://www.alibabacloud.com/help/doc-detail/66205.htm"
	pageRegions    = "https://www.alibabacloud.com/help/en/cen/getting-started/inter-region-vpc-interworking"
	pageAccounts   = "https://www.alibabacloud.com/help/doc-detail/65901.htm"
	pageStandbyVBR = "https://www.alibabacloud.com/help/en/cen/use-cases/configure-active-and-standby-static-routes-for-vbrs-in-the-same-region-by-using-route-maps"
	pageOverlap    = "https://www.alibabacloud.com/help/en/cloud-enterprise-network/latest/solution-to-conflicts-between-cidr-blocks-of-vswitches-in-cloud"

	// Express Connect
	pageECR         = "https://www.alibabacloud.com/help/en/express-connect/user-guide/ecr"
	pageManageECR   = "https://www.alibabacloud.com/help/en/express-connect/user-guide/create-and-manage-the-leased-line-gateway-ecr"
	pageECRPrefixes = "https://www.alibabacloud.com/help/en/express-connect/user-guide/publish-a-route-with-a-specified-prefix-through-the-leased-line-gateway-ecr"
	pageECRModes    = "https://www.alibabacloud.com/help/en/express-connect/user-guide/forwarding-mode-in-ecr-networking-of-leased-line-gateway"
	pageECRPolicies = "https://help.aliyun.com/en/express-connect/user-guide/ecr-route-map"
	pageECRStandby  = "https://www.alibabacloud.com/help/tc/express-connect/user-guide/connect-data-centers-to-the-cloud-with-ecrs-and-active-standby-circuits"
	pageECRECMP     = "https://www.alibabacloud.com/help/en/express-connect/use-cases/the-local-idc-can-use-ecr-to-link-the-load-to-the-cloud"
	pageFailover    = "https://www.alibabacloud.com/help/en/express-connect/user-guide/ecr-supports-multiple-vbr-configurations-for-fast-switching-groups"
	pageMED         = "https://www.alibabacloud.com/help/en/express-connect/use-cases/multi-path-routing-between-ecr-and-tr-by-setting-med"
	pageCircuitsBGP = "https://www.alibabacloud.com/help/doc-detail/162394.htm"

	// VPC and Cloud Firewall
	pageVPCTables = "https://www.alibabacloud.com/help/en/vpc/vpc-route-table"
	pageVPCToECR  = "https://www.alibabacloud.com/help/en/vpc/use-cases/use-static-route-publishing-to-enable-local-idc-access-to-the-public-network"
	pageFirewall  = "https://www.alibabacloud.com/help/doc-detail/216228.htm"

	// repositories: API references in SDK comments, older documentation, support notes
	repoCBN       = "https://github.com/alibabacloud-go/cbn-20170912"
	repoECR       = "https://github.com/alibabacloud-go/expressconnectrouter-20230901"
	repoTerraform = "https://github.com/aliyun/terraform-provider-alicloud"
	repoDocs2019  = "https://github.com/AlibabaCloudDocs/backbonenet"
	repoDiagnosis = "https://github.com/aliyun/alibabacloud-aiops-skills"
)
