package topology

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
)

// attachTo appends an attachment.
func attachTo(n *Network, a Attachment) { n.Attachments = append(n.Attachments, a) }

// addRouter appends a transit router of another CEN instance with one table.
func addRouter(n *Network, id, region string, edition attach.Edition) {
	n.TransitRouters = append(n.TransitRouters,
		TransitRouter{ID: id, CEN: "cen-2", Region: region, Edition: edition, RouteTables: []RouteTable{{ID: "vtb-" + id}}})
}

func TestRefusedAttachments(t *testing.T) {
	expectViolations(t, []finding{
		{"no kind", func(n *Network) { n.Attachments[attCCN1].Kind = attach.None }, "attachments[5].kind", "", `"att-ccn-1"`},
		{"a kind that does not exist", func(n *Network) { n.Attachments[attCCN1].Kind = 77 }, "attachments[5].kind", "", `Kind(77)`},
		{"TR-1.6 kind Peer", func(n *Network) { n.Attachments[attCCN1].Kind = attach.Peer }, "attachments[5].kind", "TR-1.6", "peerings"},
		{"no transit router", func(n *Network) { n.Attachments[attCCN1].TransitRouter = "" }, "attachments[5].transitRouter", "", "missing"},
		{"an unknown transit router", func(n *Network) { n.Attachments[attCCN1].TransitRouter = "tr-x" }, "attachments[5].transitRouter", "", `"tr-x"`},
		{"no instance", func(n *Network) { n.Attachments[attCCN1].Instance = "" }, "attachments[5].instance", "", "CCN missing"},
		{"an unknown instance", func(n *Network) { n.Attachments[attCCN1].Instance = "ccn-x" }, "attachments[5].instance", "", `"ccn-x"`},
		{"an instance of another kind", func(n *Network) { n.Attachments[attCCN1].Instance = "vpc-3" }, "attachments[5].instance", "", `CCN "vpc-3" VPC vpcs[2]`},
		{"an unknown association", func(n *Network) { n.Attachments[attVPC1].Association = "vtb-x" }, "attachments[0].association", "", `"vtb-x"`},
		{"TR-2.1.1 a table of another transit router", func(n *Network) { n.Attachments[attVPC1].Association = "vtb-sh" }, "attachments[0].association", "TR-2.1.1", `"vtb-sh" "tr-sh" "tr-hz"`},
		{"a VPC table as propagation", func(n *Network) { n.Attachments[attVPC1].Propagations[1] = "vtb-vpc-1" }, "attachments[0].propagations[1]", "", `"vtb-vpc-1" VPC`},
		{"TR-2.2.1 propagation into another transit router", func(n *Network) { n.Attachments[attVPC1].Propagations[1] = "vtb-sh" }, "attachments[0].propagations[1]", "TR-2.2.1", `"vtb-sh" "tr-sh"`},
		{"TR-2.2.1 a propagation twice", func(n *Network) { n.Attachments[attVPC1].Propagations[1] = "vtb-hz" }, "attachments[0].propagations[1]", "TR-2.2.1", `"vtb-hz" repeated`},
		{"TR-10.2 a VPN on Basic Edition", func(n *Network) {
			n.VPNs = append(n.VPNs, VPN{ID: "vco-2", Region: "cn-beijing"})
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VPN, TransitRouter: "tr-bj", Instance: "vco-2"})
		}, "attachments[6].kind", "TR-10.2", `VPN "vco-2" "tr-bj" basic edition`},
		{"a VPC of another region", func(n *Network) {
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VPC, TransitRouter: "tr-sh", Instance: "vpc-3"})
		}, "attachments[6].instance", "", `"vpc-3" "cn-hangzhou" "tr-sh" "cn-shanghai"`},
		{"a VBR of another region", func(n *Network) {
			n.Rules = rule.Edition2026
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VBR, TransitRouter: "tr-sh", Instance: "vbr-1"})
		}, "attachments[6].instance", "", `"vbr-1" "cn-hangzhou" "tr-sh" "cn-shanghai"`},
		{"TR-1.8 a VPC twice on one transit router", func(n *Network) {
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-1"})
		}, "attachments[6].instance", "TR-1.8", `"vpc-1" "tr-hz" "att-vpc-1"`},
		{"TR-1.9 an IPsec connection on two transit routers", func(n *Network) {
			addRouter(n, "tr-x", "cn-hangzhou", attach.Enterprise)
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VPN, TransitRouter: "tr-x", Instance: "vco-1"})
		}, "attachments[6].transitRouter", "TR-1.9", `"vco-1" "tr-hz"`},
		{"TR-8.1 ipv6 on a VBR attachment", func(n *Network) { n.Attachments[attVBR1].IPv6 = true }, "attachments[1].ipv6", "TR-8.1", `"att-vbr-1" VBR`},
		{"TR-5.9 autoCreateRoutes on a VPN attachment", func(n *Network) { n.Attachments[attVPN1].AutoCreateRoutes = true }, "attachments[2].autoCreateRoutes", "TR-5.9", `"att-vpn-1" VPN`},
		{"TR-1.7 vswitches on a VBR attachment", func(n *Network) { n.Attachments[attVBR1].VSwitches = cidrs("192.168.1.0/24") }, "attachments[1].vswitches", "TR-1.7", `"att-vbr-1" VBR`},
		{"TR-1.7 a vSwitch that the VPC does not have", func(n *Network) { n.Attachments[attVPC1].VSwitches = cidrs("192.168.4.0/24") }, "attachments[0].vswitches[0]", "TR-1.7", `192.168.4.0/24 "vpc-1"`},
		{"TR-1.7 eleven vSwitches", func(n *Network) {
			for i := range 11 {
				p := netip.PrefixFrom(netip.AddrFrom4([4]byte{11, byte(i)}), 24)
				n.VPCs[vpc1].VSwitches = append(n.VPCs[vpc1].VSwitches, VSwitch{CIDR: p})
				n.Attachments[attVPC1].VSwitches = append(n.Attachments[attVPC1].VSwitches, p)
			}
		}, "attachments[0].vswitches", "TR-1.7", `"att-vpc-1" 12 10`},
		{"E-6.11 a VBR and an ECR on one transit router under 2024-03", func(n *Network) {
			n.VBRs = append(n.VBRs, VBR{ID: "vbr-3", Region: "cn-shanghai"})
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VBR, TransitRouter: "tr-sh", Instance: "vbr-3"})
		}, "attachments[6].kind", "E-6.11", `VBR "vbr-3" ECR "ecr-1" "tr-sh" 2024-03 2026-02`},
		{"E-1.6 a VBR on an ECR and on a transit router", func(n *Network) {
			n.Rules = rule.Edition2026
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VBR, TransitRouter: "tr-sh", Instance: "vbr-2"})
			n.VBRs[vbr2].Owner = ""
		}, "attachments[6].instance", "E-1.6", `"vbr-2" "ecr-1" "tr-sh"`},
		{"E-1.15 an ECR attachment without the association", func(n *Network) {
			n.Rules = rule.Edition2026
			attachTo(n, Attachment{ID: "att-x", Kind: attach.ECR, TransitRouter: "tr-hz", Instance: "ecr-1"})
		}, "attachments[6].instance", "E-1.15", `"ecr-1" "tr-hz" "att-x"`},
	})
}

// A second transit router of a region is refused also where only the attachment names it (E-1.9).
func TestAttachmentToSecondRouterOfRegion(t *testing.T) {
	n := validNetwork()
	addRouter(n, "tr-x", "cn-shanghai", attach.Enterprise)
	attachTo(n, Attachment{ID: "att-x", Kind: attach.ECR, TransitRouter: "tr-x", Instance: "ecr-1"})
	violations, _ := n.Validate()
	if len(violations) != 2 || violations[0].Rule != "E-1.15" || violations[1].Rule != "E-1.9" {
		t.Fatalf("got %+v, want E-1.15 and E-1.9", violations)
	}
	finding{path: "attachments[6].instance", rule: "E-1.9", says: `"ecr-1" "cn-shanghai" "tr-sh" "tr-x"`}.check(t, Warning(violations[1]))
}

// An ECR cannot be on a Basic Edition transit router, whichever side says so (E-1.11).
func TestECROnBasicEdition(t *testing.T) {
	n := validNetwork()
	n.ECRs[0].Associations = append(n.ECRs[0].Associations, Association{TransitRouter: "tr-bj"})
	attachTo(n, Attachment{ID: "att-x", Kind: attach.ECR, TransitRouter: "tr-bj", Instance: "ecr-1"})
	violations, _ := n.Validate()
	if len(violations) != 2 {
		t.Fatalf("got %+v, want two violations", violations)
	}
	finding{path: "ecrs[0].associations[2].transitRouter", rule: "E-1.11", says: `ECR "ecr-1" "tr-bj" edition`}.check(t, Warning(violations[0]))
	finding{path: "attachments[6].kind", rule: "E-1.11", says: `ECR "ecr-1" "tr-bj" edition`}.check(t, Warning(violations[1]))
}

func TestVBRAndECROnOneRouterSince2026(t *testing.T) {
	n := validNetwork()
	n.Rules = rule.Edition2026
	n.VBRs = append(n.VBRs, VBR{ID: "vbr-3", Region: "cn-shanghai"})
	attachTo(n, Attachment{ID: "att-x", Kind: attach.VBR, TransitRouter: "tr-sh", Instance: "vbr-3"})
	if violations, _ := n.Validate(); len(violations) != 0 {
		t.Error(violations)
	}
}

func TestRefusedSynchronization(t *testing.T) {
	expectViolations(t, []finding{
		{"TR-2.3.11 by two Enterprise Edition transit routers", func(n *Network) {
			addRouter(n, "tr-x", "cn-hangzhou", attach.Enterprise)
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VPC, TransitRouter: "tr-x", Instance: "vpc-1",
				Association: "vtb-tr-x", RouteSync: true})
		}, "attachments[6].routeSync", "TR-2.3.11", `"vpc-1" "tr-hz" "tr-x" sync`},
		{"TR-2.3.11 and on Basic Edition", func(n *Network) {
			addRouter(n, "tr-x", "cn-hangzhou", attach.Basic)
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VPC, TransitRouter: "tr-x", Instance: "vpc-1"})
		}, "attachments[0].routeSync", "TR-2.3.11", `"vpc-1" "tr-hz" "tr-x" sync Basic`},
		{"TR-2.3.11 by two Basic Edition transit routers", func(n *Network) {
			n.Attachments[attVPC1].RouteSync = false
			addRouter(n, "tr-x", "cn-hangzhou", attach.Basic)
			n.TransitRouters = append(n.TransitRouters,
				TransitRouter{ID: "tr-y", CEN: "cen-3", Region: "cn-hangzhou", Edition: attach.Basic, RouteTables: []RouteTable{{ID: "vtb-y"}}})
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VPC, TransitRouter: "tr-x", Instance: "vpc-3"})
			attachTo(n, Attachment{ID: "att-y", Kind: attach.VPC, TransitRouter: "tr-y", Instance: "vpc-3"})
		}, "attachments[7].transitRouter", "TR-2.3.11", `"vpc-3" "tr-x" "tr-y" sync`},
		{"E-6.9 of a VPC that is associated with an ECR", func(n *Network) { n.Attachments[attVPC2].RouteSync = true }, "attachments[3].routeSync", "E-6.9", `"vpc-2" "ecr-1" "tr-sh" sync`},
		{"E-6.9 of a VPC on Basic Edition that is associated with an ECR", func(n *Network) {
			addRouter(n, "tr-x", "cn-shanghai", attach.Basic)
			attachTo(n, Attachment{ID: "att-x", Kind: attach.VPC, TransitRouter: "tr-x", Instance: "vpc-2"})
		}, "attachments[6].transitRouter", "E-6.9", `"vpc-2" "ecr-1" "tr-x" sync`},
	})
}

// A VPC may be on Basic and Enterprise Edition, or on several Enterprise Edition transit routers, as long as only one
// of them synchronizes it (TR-1.8).
func TestVPCOnSeveralRouters(t *testing.T) {
	n := validNetwork()
	addRouter(n, "tr-x", "cn-hangzhou", attach.Enterprise)
	attachTo(n, Attachment{ID: "att-x", Kind: attach.VPC, TransitRouter: "tr-x", Instance: "vpc-1",
		Association: "vtb-tr-x"})
	if violations, warnings := n.Validate(); len(violations)+len(warnings) != 0 {
		t.Error(violations, warnings)
	}
}

func TestRefusedPeerings(t *testing.T) {
	shanghai := func(n *Network) *Peering { return &n.Peerings[peerShanghai] }
	expectViolations(t, []finding{
		{"TR-1.6 one end", func(n *Network) { shanghai(n).Ends = shanghai(n).Ends[:1] }, "peerings[0].ends", "TR-1.6", `"peer-hz-sh" 1`},
		{"TR-1.6 three ends", func(n *Network) { shanghai(n).Ends = append(shanghai(n).Ends, PeeringEnd{TransitRouter: "tr-bj"}) }, "peerings[0].ends", "TR-1.6", `"peer-hz-sh" 3`},
		{"an unknown transit router", func(n *Network) { n.Peerings[peerBeijing].Ends[1].TransitRouter = "tr-x" }, "peerings[1].ends[1].transitRouter", "", `"tr-x"`},
		{"TR-1.6 both ends at one transit router", func(n *Network) { n.Peerings[peerBeijing].Ends[1].TransitRouter = "tr-hz" }, "peerings[1].ends[1].transitRouter", "TR-1.6", `"peer-hz-bj" "tr-hz"`},
		{"TR-1.1 two CEN instances", func(n *Network) { n.TransitRouters[trBeijing].CEN = "cen-2" }, "peerings[1].ends[1].transitRouter", "TR-1.1", `"cen-1" "cen-2" "tr-bj"`},
		{"TR-1.6 two peerings of a pair", func(n *Network) {
			n.Peerings = append(n.Peerings, Peering{ID: "peer-x",
				Ends: []PeeringEnd{{TransitRouter: "tr-sh"}, {TransitRouter: "tr-hz"}}})
		}, "peerings[2].ends", "TR-1.6", `"peer-x" "peer-hz-sh" "tr-hz" "tr-sh"`},
		{"TR-2.1.1 a table of the other end", func(n *Network) { shanghai(n).Ends[0].Association = "vtb-sh" }, "peerings[0].ends[0].association", "TR-2.1.1", `"vtb-sh" "tr-sh" "tr-hz"`},
		{"TR-2.2.1 a propagation twice", func(n *Network) { shanghai(n).Ends[0].Propagations = []string{"vtb-hz", "vtb-hz"} }, "peerings[0].ends[0].propagations[1]", "TR-2.2.1", `"vtb-hz"`},
		{"TR-2.1.5 a custom table towards Basic Edition", func(n *Network) { n.Peerings[peerBeijing].Ends[0].Association = "vtb-hz-2" }, "peerings[1].ends[0].association", "TR-2.1.5", `"vtb-hz-2" "tr-bj" "tr-hz" Basic`},
		{"a VPC peering of one VPC", func(n *Network) { n.VPCPeerings[0].VPCs = []string{"vpc-1"} }, "vpcPeerings[0].vpcs", "", `"pcc-1" 1`},
		{"a VPC peering with itself", func(n *Network) { n.VPCPeerings[0].VPCs[1] = "vpc-1" }, "vpcPeerings[0].vpcs[1]", "", `"pcc-1" "vpc-1"`},
		{"a VPC peering with an unknown VPC", func(n *Network) { n.VPCPeerings[0].VPCs[1] = "vpc-x" }, "vpcPeerings[0].vpcs[1]", "", `"vpc-x"`},
	})
}

// Transit routers of one region in one CEN instance break TR-1.1; a peering between them breaks another rule.
func TestPeeringInsideARegion(t *testing.T) {
	n := validNetwork()
	n.TransitRouters[trBeijing].Region = "cn-hangzhou"
	violations, _ := n.Validate()
	if len(violations) != 2 {
		t.Fatalf("got %+v, want two violations", violations)
	}
	finding{path: "transitRouters[2].region", rule: "TR-1.1", says: `"tr-bj" "tr-hz"`}.check(t, Warning(violations[0]))
	finding{path: "peerings[1].ends[1].transitRouter", rule: "TR-1.6", says: `"peer-hz-bj" "tr-hz" "tr-bj" "cn-hangzhou"`}.check(t, Warning(violations[1]))
}

// Where the other end is Basic Edition, only the association is limited to the system table (TR-2.1.5): a custom table
// may learn from the peering, as it does in validNetwork; and the limit ends where the other end is Enterprise Edition.
func TestCustomTableTowardsEnterprise(t *testing.T) {
	n := validNetwork()
	n.TransitRouters[trBeijing].Edition = attach.Enterprise
	n.TransitRouters[trBeijing].RouteTables[0].NoSystemPolicy = false
	n.Attachments = n.Attachments[:attCCN1]
	n.Peerings[peerBeijing].Ends[1].Association = "vtb-bj"
	n.Peerings[peerBeijing].Ends[0].Association = "vtb-hz-2"
	if violations, warnings := n.Validate(); len(violations)+len(warnings) != 0 {
		t.Error(violations, warnings)
	}
}

func TestWarnedAttachments(t *testing.T) {
	expectWarnings(t, []finding{
		{"D-8 a CCN on Enterprise Edition under 2026-02", func(n *Network) {
			n.Rules = rule.Edition2026
			n.CCNs = append(n.CCNs, CCN{ID: "ccn-2", Region: "ccn-cn-shanghai"})
			attachTo(n, Attachment{ID: "att-x", Kind: attach.CCN, TransitRouter: "tr-hz", Instance: "ccn-2"})
		}, "attachments[6].kind", "D-8", `CCN "ccn-2" "tr-hz" 2026-02`},
		{"TR-2.1.3 synchronization without an association", func(n *Network) { n.Attachments[attVBR1].Association = "" }, "attachments[1].routeSync", "TR-2.1.3", "sync association"},
		{"D-31 an ECR attachment without an association", func(n *Network) { n.Attachments[attECR1].Association = "" }, "attachments[4].instance", "D-31", `"att-ecr-1" "ecr-1" "tr-sh" association`},
		{"TR-2.1.3 a peering end without an association", func(n *Network) { n.Peerings[peerShanghai].Ends[0].Association = "" }, "peerings[0].ends[0].routeSync", "TR-2.1.3", "sync association"},
		{"TR-1.11 51 synchronized VPCs", func(n *Network) {
			for i := range 50 {
				id := fmt.Sprint("vpc-x", i)
				n.VPCs = append(n.VPCs, VPC{ID: id, Region: "cn-hangzhou"})
				attachTo(n, Attachment{ID: "att-" + id, Kind: attach.VPC, TransitRouter: "tr-hz", Instance: id,
					Association: "vtb-hz", RouteSync: true})
			}
		}, "transitRouters[0]", "TR-1.11", `"tr-hz" 51 50`},
		{"TR-1.11 51 IPsec connections", func(n *Network) {
			for i := range 50 {
				id := fmt.Sprint("vco-x", i)
				n.VPNs = append(n.VPNs, VPN{ID: id, Region: "cn-hangzhou"})
				attachTo(n, Attachment{ID: "att-" + id, Kind: attach.VPN, TransitRouter: "tr-hz", Instance: id})
			}
		}, "transitRouters[0]", "TR-1.11", `"tr-hz" 51 50`},
	})
}

// An ECR attachment is always synchronized, also where routeSync says so (TR-2.3.1); a CCN on Enterprise Edition needs
// no warning under 2024-03 (D-8).
func TestNoWarningWithoutReason(t *testing.T) {
	n := validNetwork()
	n.Attachments[attECR1].RouteSync = true
	n.CCNs = append(n.CCNs, CCN{ID: "ccn-2", Region: "ccn-cn-shanghai"})
	attachTo(n, Attachment{ID: "att-x", Kind: attach.CCN, TransitRouter: "tr-hz", Instance: "ccn-2"})
	if violations, warnings := n.Validate(); len(violations)+len(warnings) != 0 {
		t.Error(violations, warnings)
	}
}
