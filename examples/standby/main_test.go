package main

// Equal routes share the load; a policy or a longer AS path makes one of them stand by. Against each other, the AS path
// decides (TR-4.3.1). What takes over is the other circuit in each case. Neither changes what the data center sends: it
// hears the same of both circuits, and only its own preference makes a difference (D-38).
func Example() {
	main()
	// Output:
	// nothing
	//   as it is     to idc: vbr-1, vbr-2   to vpc-app: vbr-1, vbr-2
	//   vbr-1 fails  to idc: vbr-2          to vpc-app: vbr-2
	//   vbr-2 fails  to idc: vbr-1          to vpc-app: vbr-1
	// preference 10 for vbr-1, 20 for vbr-2
	//   as it is     to idc: vbr-1          to vpc-app: vbr-1, vbr-2
	//   vbr-1 fails  to idc: vbr-2          to vpc-app: vbr-2
	//   vbr-2 fails  to idc: vbr-1          to vpc-app: vbr-1
	//   vbr-2 is Standby: larger preference [TR-4.3.1]
	// a longer AS path on vbr-2
	//   as it is     to idc: vbr-1          to vpc-app: vbr-1, vbr-2
	//   vbr-1 fails  to idc: vbr-2          to vpc-app: vbr-2
	//   vbr-2 fails  to idc: vbr-1          to vpc-app: vbr-1
	//   vbr-2 is Standby: longer AS path [TR-4.3]
	// a longer AS path on vbr-1, against the preference for it
	//   as it is     to idc: vbr-2          to vpc-app: vbr-1, vbr-2
	//   vbr-1 fails  to idc: vbr-2          to vpc-app: vbr-2
	//   vbr-2 fails  to idc: vbr-1          to vpc-app: vbr-1
	//   vbr-1 is Standby: longer AS path [TR-4.3]
	// preference on both sides
	//   as it is     to idc: vbr-1          to vpc-app: vbr-1
	//   vbr-1 fails  to idc: vbr-2          to vpc-app: vbr-2
	//   vbr-2 fails  to idc: vbr-1          to vpc-app: vbr-1
	//   vbr-2 is Standby: larger preference [TR-4.3.1]
}
