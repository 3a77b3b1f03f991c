package main

// The attachment that is declared last is to blame for E-6.11. VPCs are never concerned by policy 5000, circuit and ECR
// are (P-5.4); a permit for each direction overrides it (P-5.8).
func Example() {
	main()
	// Output:
	// 2024-03: refused
	//   attachments[2].kind: VBR "vbr-1" and ECR "ecr-1" cannot both be attached to transit router "tr-hz" in edition 2024-03 of the rules, only since edition 2026-02 [E-6.11]
	//
	// 2026-02: accepted
	//   vpc-app and idc-1   full
	//   vpc-app and idc-2   full
	//   idc-1   and idc-2   none
	//   10.20.0.0/16, vtb-hz -> vbr-1: denied by a routing policy [vtb-hz/egress/5000] [P-5.4]
	//   10.10.0.0/16, vtb-hz -> ecr-1@cn-hangzhou: denied by a routing policy [vtb-hz/egress/5000] [P-5.4]
	//
	// with a permit for each direction
	//   vpc-app and idc-1   full
	//   vpc-app and idc-2   full
	//   idc-1   and idc-2   full
}
