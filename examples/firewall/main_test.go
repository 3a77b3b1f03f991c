package main

// The firewall is in both ways, until vtb-outside learns 10.1.0.0/24, which is longer than the static default route:
// the answer goes straight to vpc-1 (TR-4.1), and the packet, to 10.2.0.0/24, still by the default route.
func Example() {
	main()
	// Output:
	// as it is
	//   packet: vpc-1 tr-hz vpc-fw ecs-fw tr-hz vpc-2
	//   answer: vpc-2 tr-hz vpc-fw ecs-fw tr-hz vpc-1
	//   holds   Reachable(vpc-1, vpc-2)
	//   holds   PathThrough(vpc-1, vpc-2, ecs-fw)
	//   holds   PathThrough(vpc-2, vpc-1, ecs-fw)
	//   holds   Symmetric(vpc-1, vpc-2)
	//
	// enable propagation of att-1 to vtb-outside
	//   packet: vpc-1 tr-hz vpc-fw ecs-fw tr-hz vpc-2
	//   answer: vpc-2 tr-hz vpc-1
	//   holds   Reachable(vpc-1, vpc-2)
	//   holds   PathThrough(vpc-1, vpc-2, ecs-fw)
	//   broken  PathThrough(vpc-2, vpc-1, ecs-fw)
	//   broken  Symmetric(vpc-1, vpc-2)
}
