package main

// In a row, Hangzhou does not tell Shenzhen what it learned from Beijing (TR-7.4); the data center is known by the
// circuit of Hangzhou itself. With all three connected, both circuits are known, with equal AS paths: cn-beijing is the
// smaller region ID (TR-4.3.4), until the table shares the load.
func Example() {
	main()
	// Output:
	// three regions in a row
	//   vpc-bj to vpc-sz: -
	//   vtb-sz 10.1.0.0/24: stops at vtb-hz over peer-hz-sz: learned from a peer, never sent to another peer [TR-7.4]
	//   vtb-sz 172.16.0.0/16 via peer-hz-sz: Active
	//
	// a peering of Beijing and Shenzhen
	//   vpc-bj to vpc-sz: full
	//   vtb-sz 10.1.0.0/24 via peer-bj-sz: Active
	//   vtb-sz 172.16.0.0/16 via peer-bj-sz: Active
	//   vtb-sz 172.16.0.0/16 via peer-hz-sz: Standby, larger region ID [TR-4.3.4]
	//
	// multi-region ECMP in Shenzhen
	//   vpc-bj to vpc-sz: full
	//   vtb-sz 10.1.0.0/24 via peer-bj-sz: Active
	//   vtb-sz 172.16.0.0/16 via peer-bj-sz: Active
	//   vtb-sz 172.16.0.0/16 via peer-hz-sz: Active
}
