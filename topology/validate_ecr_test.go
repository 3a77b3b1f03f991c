package topology

import (
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
)

// The AS numbers that an ECR can have (E-1.3).
func TestECRNumbers(t *testing.T) {
	for asn, valid := range map[uint32]bool{
		0: false, 1: false, 45103: false, 45104: true, 45105: false, 64511: false, 64512: true, 65024: true, 65025: false, 65026: true,
		65534: true, 65535: false, 4199999999: false, 4200000000: true, 4294967294: true, 4294967295: false,
	} {
		n := &Network{ECRs: []ECR{{ID: "ecr-1", ASN: asn}}}
		violations, _ := n.Validate()
		if valid != (len(violations) == 0) {
			t.Errorf("ASN %d: valid %v, got %v", asn, valid, violations)
		}
		if !valid && len(violations) == 1 && violations[0].Rule != "E-1.3" {
			t.Errorf("ASN %d: rule %v", asn, violations[0].Rule)
		}
	}
}

func TestRefusedECRs(t *testing.T) {
	ecr := func(n *Network) *ECR { return &n.ECRs[0] }
	second := func(e ECR) func(n *Network) {
		return func(n *Network) { e.ID, e.Owner = "ecr-2", "1002"; n.ECRs = append(n.ECRs, e) }
	}
	associate := func(a Association) func(n *Network) {
		return func(n *Network) { ecr(n).Associations = append(ecr(n).Associations, a) }
	}
	const added = "ecrs[0].associations[2]"
	expectViolations(t, []finding{
		{"E-1.4 the ASN of another ECR of the account", second(ECR{ASN: 45104}), "ecrs[1].asn", "E-1.4",
			`45104 "ecr-1" "ecr-2"`},
		{"E-1.5 a VBR with another ASN", func(n *Network) { n.VBRs[vbr2].ASN = 64512 }, "ecrs[0].vbrs[0]", "E-1.5", `64512 "vbr-2" 45104 "ecr-1"`},
		{"E-1.7 a VBR on two ECRs", func(n *Network) { n.VBRs[vbr2].ASN = 0; second(ECR{ASN: 64512, VBRs: []string{"vbr-2"}})(n) }, "ecrs[1].vbrs[0]", "E-1.7", `"vbr-2" "ecr-1" "ecr-2"`},
		{"a VBR twice", func(n *Network) { ecr(n).VBRs = []string{"vbr-2", "vbr-2"} }, "ecrs[0].vbrs[1]", "", `"vbr-2" "ecr-1"`},
		{"an unknown VBR", func(n *Network) { ecr(n).VBRs = []string{"vbr-2", "vbr-x"} }, "ecrs[0].vbrs[1]", "", `"vbr-x"`},
		{"E-1.7 a VPC on two ECRs", second(ECR{ASN: 64512, Associations: []Association{{VPC: "vpc-2"}}}),
			"ecrs[1].associations[0].vpc", "E-1.7", `"vpc-2" "ecr-1" "ecr-2"`},
		{"a VPC twice", associate(Association{VPC: "vpc-2"}), added + ".vpc", "", `"vpc-2" "ecr-1"`},
		{"an unknown VPC", associate(Association{VPC: "vpc-x"}), added + ".vpc", "", `"vpc-x"`},
		{"E-1.8 overlapping vSwitches of two VPCs", func(n *Network) {
			n.VPCs = append(n.VPCs, VPC{ID: "vpc-4", Region: "cn-shenzhen",
				VSwitches: []VSwitch{{CIDR: cidr("192.168.4.128/25")}}})
			associate(Association{VPC: "vpc-4"})(n)
		}, added + ".vpc", "E-1.8", `192.168.4.128/25 "vpc-4" 192.168.4.0/24 "vpc-2" "ecr-1"`},
		{"E-1.9 two transit routers of a region", func(n *Network) {
			addRouter(n, "tr-x", "cn-shanghai", attach.Enterprise)
			associate(Association{TransitRouter: "tr-x"})(n)
		}, added + ".transitRouter", "E-1.9", `"ecr-1" "tr-sh" "tr-x" "cn-shanghai"`},
		{"E-1.11 a Basic Edition transit router", associate(Association{TransitRouter: "tr-bj"}),
			added + ".transitRouter", "E-1.11", `ECR "ecr-1" "tr-bj" edition`},
		{"E-1.2 a VPC and a transit router", associate(Association{VPC: "vpc-3", TransitRouter: "tr-hz"}), added,
			"E-1.2", `"vpc-3" "tr-hz"`},
		{"E-1.2 neither", associate(Association{}), added, "E-1.2", "vpc transitRouter"},
		{"a transit router twice", associate(Association{TransitRouter: "tr-sh"}), added + ".transitRouter", "",
			`"tr-sh" "ecr-1"`},
		{"an unknown transit router", associate(Association{TransitRouter: "tr-x"}), added + ".transitRouter", "",
			`"tr-x"`},
		{"E-5.3.1 a VPC as the default path", func(n *Network) { ecr(n).Associations[0].Default = true }, "ecrs[0].associations[0].default", "E-5.3.1", `"vpc-2"`},
		{"E-5.3.1 two default paths of a CEN instance", func(n *Network) {
			associate(Association{TransitRouter: "tr-hz", Default: true})(n)
			n.Rules, n.ECRs[0].Associations[1].Default = rule.Edition2026, true
			attachTo(n, Attachment{ID: "att-x", Kind: attach.ECR, TransitRouter: "tr-hz", Instance: "ecr-1"})
		}, added + ".default", "E-5.3.1", `"tr-sh" "tr-hz" "ecr-1" "cen-1"`},
		{"E-4.5 incremental under 2024-03", func(n *Network) { ecr(n).Associations[1].PrefixMode = IncrementalMode }, "ecrs[0].associations[1].prefixMode", "E-4.5", "incremental 2024-03 2026-02"},
		{"E-4.5 a prefix mode that does not exist", func(n *Network) { ecr(n).Associations[1].PrefixMode = 9 }, "ecrs[0].associations[1].prefixMode", "E-4.5", "PrefixMode(9)"},
		{"E-5.1.3 a transit mode that does not exist", func(n *Network) { ecr(n).Modes["cn-shanghai"] = 9 }, "ecrs[0].modes.cn-shanghai", "E-5.1.3", `TransitMode(9) "cn-shanghai"`},
		{"E-2.13 a disabled route of what is not on the ECR", func(n *Network) { ecr(n).DisabledRoutes[0].NextHop = "vpc-1" }, "ecrs[0].disabledRoutes[0].nextHop", "E-2.13", `"vpc-1" "ecr-1"`},
		{"a disabled route of what is unknown", func(n *Network) { ecr(n).DisabledRoutes[0].NextHop = "vbr-x" }, "ecrs[0].disabledRoutes[0].nextHop", "", `"vbr-x"`},
		{"E-2.13 a disabled route twice", func(n *Network) { ecr(n).DisabledRoutes = append(ecr(n).DisabledRoutes, ecr(n).DisabledRoutes[0]) }, "ecrs[0].disabledRoutes[1]", "E-2.13", `10.10.0.0/16 "vbr-2"`},
	})
}

// ECRs of two accounts may have one ASN (E-1.4); ECRs whose owner is not known count as those of one account.
func TestEqualNumbersOfTwoAccounts(t *testing.T) {
	n := &Network{ECRs: []ECR{{ID: "ecr-1", ASN: 45104, Owner: "1001"}, {ID: "ecr-2", ASN: 45104, Owner: "1002"}}}
	if violations, _ := n.Validate(); len(violations) != 0 {
		t.Error(violations)
	}
	n.ECRs[0].Owner, n.ECRs[1].Owner = "", ""
	if violations, _ := n.Validate(); len(violations) != 1 || violations[0].Rule != "E-1.4" {
		t.Errorf("got %v, want one violation of E-1.4", violations)
	}
}

// An ECR may have transit routers of several regions, and of several CEN instances in different regions, with a default
// path for each CEN instance (E-1.9, E-5.3.1).
func TestTransitRoutersOfSeveralRegions(t *testing.T) {
	n := validNetwork()
	addRouter(n, "tr-x", "cn-shenzhen", attach.Enterprise)
	n.Rules, n.ECRs[0].Associations[1].Default = rule.Edition2026, true
	n.ECRs[0].Associations = append(n.ECRs[0].Associations, Association{TransitRouter: "tr-x", Default: true})
	attachTo(n, Attachment{ID: "att-x", Kind: attach.ECR, TransitRouter: "tr-x", Instance: "ecr-1",
		Association: "vtb-tr-x"})
	if violations, warnings := n.Validate(); len(violations)+len(warnings) != 0 {
		t.Error(violations, warnings)
	}
}

func TestWarnedECRs(t *testing.T) {
	expectWarnings(t, []finding{
		{"D-31 a transit router without the attachment", func(n *Network) {
			addRouter(n, "tr-x", "cn-shenzhen", attach.Enterprise)
			n.ECRs[0].Associations = append(n.ECRs[0].Associations, Association{TransitRouter: "tr-x"})
		}, "ecrs[0].associations[2].transitRouter", "D-31", `"tr-x" "ecr-1"`},
		{"E-2.10 a default path under 2024-03", func(n *Network) { n.ECRs[0].Associations[1].Default = true }, "ecrs[0].associations[1].default", "E-2.10", `2026-02 2024-03 "tr-sh"`},
		{"E-4.2 a prefix mode without prefixes", func(n *Network) {
			n.Rules = rule.Edition2026
			n.ECRs[0].Associations[0].PrefixMode = IncrementalMode
		}, "ecrs[0].associations[0].prefixMode", "E-4.2", "incremental"},
		{"E-5.1.3 the mode of a region where the ECR has nothing", func(n *Network) { n.ECRs[0].Modes["cn-hangzhou"] = NearBy }, "ecrs[0].modes.cn-hangzhou", "E-5.1.3", `"cn-hangzhou" "ecr-1"`},
	})
}

func TestRefusedGrants(t *testing.T) {
	withoutGrants := func(change func(n *Network)) func(n *Network) {
		return func(n *Network) {
			n.Grants = nil
			n.ECRs[0].Owner, n.VPCs[vpc2].Owner, n.VBRs[vbr2].Owner = "", "", ""
			change(n)
		}
	}
	expectViolations(t, []finding{
		{"E-1.17 an ECR on another account's transit router", withoutGrants(func(n *Network) { n.ECRs[0].Owner = "1002" }), "attachments[4].instance", "E-1.17", `"ecr-1" "1002" "1001" "tr-sh" grant`},
		{"a VPC on another account's transit router", withoutGrants(func(n *Network) { n.VPCs[vpc2].Owner = "1002" }), "attachments[3].instance", "", `"vpc-2" "1002" "1001" "tr-sh" grant`},
		{"E-1.17 a VBR on another account's ECR", func(n *Network) { n.VBRs[vbr2].Owner = "1003" }, "ecrs[0].vbrs[0]", "E-1.17", `"vbr-2" "1003" "1002" "ecr-1" grant`},
		{"E-1.17 a VPC on another account's ECR", func(n *Network) { n.VPCs[vpc2].Owner = "1003" }, "ecrs[0].associations[0].vpc", "E-1.17", `"vpc-2" "1003" "1002" "ecr-1" grant`},
		{"a grant to a third account does not help", withoutGrants(func(n *Network) {
			n.ECRs[0].Owner = "1002"
			addRouter(n, "tr-x", "cn-shenzhen", attach.Enterprise)
			n.TransitRouters[3].Owner = "1003"
			n.ECRs[0].Associations = append(n.ECRs[0].Associations, Association{TransitRouter: "tr-x"})
			n.Grants = []Grant{{Instance: "ecr-1", To: "1003"}}
		}), "attachments[4].instance", "E-1.17", `"ecr-1" "1002" "1001" grant`},
		{"E-1.17 an association alone needs it too", func(n *Network) {
			addRouter(n, "tr-x", "cn-shenzhen", attach.Enterprise)
			n.TransitRouters[3].Owner = "1003"
			n.ECRs[0].Associations = append(n.ECRs[0].Associations, Association{TransitRouter: "tr-x"})
		}, "ecrs[0].associations[2].transitRouter", "E-1.17", `"ecr-1" "1002" "1003" "tr-x" grant`},
		{"of an unknown instance", func(n *Network) { n.Grants = append(n.Grants, Grant{Instance: "vpc-x", To: "1001"}) }, "grants[2].instance", "", `"vpc-x"`},
		{"of what is no instance", func(n *Network) { n.Grants = append(n.Grants, Grant{Instance: "tr-hz", To: "1001"}) }, "grants[2].instance", "", `"tr-hz" transitRouters[0]`},
		{"to no account", func(n *Network) {
			n.Grants[0].To = ""
			n.ECRs[0].Owner, n.VBRs[vbr2].Owner, n.VPCs[vpc2].Owner = "", "", "1001"
			n.Grants = n.Grants[:1]
		}, "grants[0].to", "", "missing"},
	})
}

// Where an owner is not known, a grant is neither missing nor in vain.
func TestUnknownOwnersNeedNoGrant(t *testing.T) {
	for _, owners := range [][2]string{{"", "1001"}, {"1002", ""}, {"", ""}} {
		for _, grants := range [][]Grant{nil, {{Instance: "vpc-1", To: "1001"}}} {
			n := &Network{
				TransitRouters: []TransitRouter{{ID: "tr-1", CEN: "cen-1", Region: "cn-hangzhou", Owner: owners[1], RouteTables: []RouteTable{{ID: "vtb-1"}}}},
				VPCs:           []VPC{{ID: "vpc-1", Region: "cn-hangzhou", Owner: owners[0]}},
				Attachments:    []Attachment{{ID: "att-1", Kind: attach.VPC, TransitRouter: "tr-1", Instance: "vpc-1"}},
				Grants:         grants,
			}
			if violations, warnings := n.Validate(); len(violations)+len(warnings) != 0 {
				t.Errorf("owners %q, grants %v: %v %v", owners, grants, violations, warnings)
			}
		}
	}
}

func TestWarnedGrants(t *testing.T) {
	expectWarnings(t, []finding{
		{"that nothing needs", func(n *Network) { n.Grants = append(n.Grants, Grant{Instance: "vpc-1", To: "1002"}) }, "grants[2]", "", `"vpc-1" "1002"`},
		{"to the instance's own account", func(n *Network) { n.Grants = append(n.Grants, Grant{Instance: "vpc-1", To: "1001"}) }, "grants[2]", "", `"vpc-1" "1001"`},
		{"twice", func(n *Network) { n.Grants = append(n.Grants, n.Grants[0]) }, "grants[2]", "", `"ecr-1" "1001" repeated`},
		{"down twice", func(n *Network) { n.Down = append(n.Down, "vbr-2") }, "down[4]", "", `"vbr-2"`},
	})
}

func TestRefusedDown(t *testing.T) {
	down := func(id string) func(n *Network) { return func(n *Network) { n.Down = append(n.Down, id) } }
	expectViolations(t, []finding{
		{"unknown", down("vbr-x"), "down[4]", "", `"vbr-x"`},
		{"empty", down(""), "down[4]", "", "missing"},
		{"a route table", down("vtb-hz"), "down[4]", "", `"vtb-hz" transitRouters[0].routeTables[0]`},
		{"a transit router", down("tr-hz"), "down[4]", "", `"tr-hz" transitRouters[0]`},
	})
}
