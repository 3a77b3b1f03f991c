package main

// Without a permit the last step is denied on both sides (P-5.4, P-5.7). A permit lets the data center behind its table
// know the other one; packets go where something is known, and an answer needs the other permit. A permit in the region
// of the origin names a receiver that is not there, and matches nothing (P-3.10).
func Example() {
	main()
	// Output:
	// why they are apart:
	//   10.20.0.0/16, vtb-bj -> vbr-1: denied by a routing policy [vtb-bj/egress/5000] [P-5.4]
	//   10.10.0.0/16, vtb-hz -> vbr-2: denied by a routing policy [vtb-hz/egress/5000] [P-5.4]
	//
	// permits               idc-1 knows idc-2   idc-2 knows idc-1   idc-1 to idc-2  idc-2 to idc-1
	// none                  no                  no                  -               -
	// Beijing               yes                 no                  one-way         -
	// Hangzhou              no                  yes                 -               one-way
	// both                  yes                 yes                 full            full
	// both, at the origin   no                  no                  -               -
}
