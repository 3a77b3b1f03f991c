// Package cenroute is the root of a library that models routing in Alibaba Cloud Enterprise Network (CEN): transit
// routers (TR) in several regions, VPCs, circuits (VBR), IPsec connections (VPN), Cloud Connect Networks (CCN) and
// Express Connect Routers (ECR). A network is written down as plain data; the library computes which route ends up in
// which table, tells why it is there or why not, follows packets, and names the documented rule behind each answer. It
// calls no cloud and reads no clock: the same network has the same answer everywhere. This package has no code, it is
// the map of the others.
//
// # Packages
//
// Imports run one way, from the bottom of this list to its top, so that each package can be used alone.
//
//   - route/rule is the catalogue of documented rules: ID, statement, public page, and whether the page states it or it
//     was inferred. Everything else cites it.
//   - attach has the kinds of what can be attached to a transit router, and one table of what each kind may do.
//   - route has routes and their attributes, the decision among routes of one prefix, and route tables.
//   - policy has routing policies: conditions, actions, their evaluation, the system policy 5000, and their analysis.
//   - topology has the network, its validation, its stable state, and the questions that a state answers. Most programs
//     import this package first.
//   - topology/terraform reads the network before and after a Terraform plan, or that of a state.
//   - topology/openapi reads the network and its live route tables from responses of the API, and finds where the model
//     differs.
//   - topology/render draws networks, explanations, traces, differences and the matrix of who reaches whom.
//   - topology/invariant has ready-made properties of a state, with a counterexample where they do not hold.
//   - topology/whatif asks what failures and changes would do, and which property breaks first.
//   - topology/coverage tells what of a network they depend on, topology/lint what in it has no effect.
//   - topology/topologytest checks them in go test, and draws random networks for property tests.
//   - examples/simulate is a command that asks these questions of a network document, examples/plan one that tells what
//     a change of it would do, from documents or a Terraform plan. The other directories beside them answer one question
//     each: README.md lists them.
//
// # Three rules to know
//
// Whoever reads a table of CEN has to know three rules; most surprises are one of them.
//
//   - Association, propagation and synchronization are three switches. An attachment is associated with one table, which
//     looks up what arrives there; it propagates to any number of tables, which learn its routes; and synchronization,
//     a switch of its own, tells the instance what the associated table holds. On Enterprise Edition none of them
//     follows from attaching: a missing route is often a missing switch (TR-2.1.2, TR-2.2.1, TR-2.3.1).
//   - Only Active routes travel, once for each prefix, never back to where they came from, and over one peering at most:
//     what a transit router learned from a peer it does not tell another peer (TR-2.3.5, TR-2.3.6, TR-7.4). A route
//     that is not Active stays visible, with a status that says what became of it.
//   - Policies filter routes, not packets. Behind those of the user stands system policy 5000: what came from a circuit,
//     IPsec connection, CCN or ECR is not told to another of these (P-5.4). A static route has no source and passes by
//     it (P-5.11).
//
// # One whole example
//
// A transit router with a VPC and a circuit, written down as a Go literal. The VPC has no route to the data center: why?
//
//	func Example_whole() {
//		network := topology.Network{
//			TransitRouters: []topology.TransitRouter{{
//				ID: "tr-hz", CEN: "cen-1", Region: "cn-hangzhou",
//				RouteTables: []topology.RouteTable{{ID: "vtb-hz"}},
//			}},
//			VPCs: []topology.VPC{{
//				ID: "vpc-1", Region: "cn-hangzhou",
//				VSwitches: []topology.VSwitch{{CIDR: netip.MustParsePrefix("192.168.1.0/24")}},
//			}},
//			VBRs: []topology.VBR{{ID: "vbr-1", Region: "cn-hangzhou"}},
//			DataCenters: []topology.DataCenter{{
//				ID: "idc-1", ASN: 65001,
//				Prefixes: []netip.Prefix{netip.MustParsePrefix("10.10.0.0/16")},
//				Sessions: []topology.Session{{To: "vbr-1"}},
//			}},
//			Attachments: []topology.Attachment{
//				{ID: "att-vpc-1", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-1",
//					Association: "vtb-hz", Propagations: []string{"vtb-hz"}},
//				{ID: "att-vbr-1", Kind: attach.VBR, TransitRouter: "tr-hz", Instance: "vbr-1",
//					Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true},
//			},
//		}
//		state, err := topology.Propagate(&network)
//		if err != nil {
//			log.Fatal(err)
//		}
//		why, _ := state.Explain("vpc-1/system", netip.MustParsePrefix("10.10.0.0/16"))
//		for _, b := range why.Blockers {
//			fmt.Printf("%s -> %s: %s [%s]\n", b.From, b.To, b.Reason, b.Rule)
//		}
//		// Output:
//		// vtb-hz -> vpc-1/system: route synchronization is off [TR-2.3.1]
//	}
package cenroute
