package main

// An egress deny leaves 10.0.0.0/8 in both VPCs and both prefixes in vtb-hz: the packet arrives (P-7.6). Without
// automatic routes nothing leads there. Denied on the way in, the prefixes are in no table: vpc-shared loses them, too.
// With a table for each, vtb-1 knows vpc-shared alone.
func Example() {
	main()
	// Output:
	// attempt                             isolated   both reach vpc-shared
	// nothing                             no         yes
	// deny their routes on the way out    no         yes
	// the same, and no automatic routes   yes        yes
	// deny their routes on the way in     yes        no
	// a table for each                    yes        yes
	//
	// the packet that passes the egress deny:
	// does not hold: Isolated(vpc-1, vpc-2): a packet from vpc-1 arrives at vpc-2
	//   10.1.0.1@vpc-1 -> 10.2.0.1: reachable
	//   forward: delivered
	//     delivered
	//       vpc-1  vpc-1/system  10.0.0.0/8   -> att-1
	//       tr-hz  vtb-hz        10.2.0.0/24  -> att-2
	//       vpc-2  vpc-2/system  10.2.0.0/24  -> local
	//   return: delivered
	//     delivered
	//       vpc-2  vpc-2/system  10.0.0.0/8   -> att-2
	//       tr-hz  vtb-hz        10.1.0.0/24  -> att-1
	//       vpc-1  vpc-1/system  10.1.0.0/24  -> local
	//
	// P-7.6: A denied egress route does not isolate a VPC that has automatic or static routes to the transit router; the packets still flow.
}
