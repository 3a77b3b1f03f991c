package main

import (
	"os"
	"strings"
)

// Who reaches whom, and the way of a packet of which no answer comes back.
func Example() {
	for _, args := range [][]string{
		{"-trace", "172.30.0.10@partner,10.10.0.10"},
		{"-reach"},
	} {
		run(args, strings.NewReader(""), os.Stdout, os.Stderr)
	}
	// Output:
	// 172.30.0.10@partner -> 10.10.0.10: not reachable
	// forward: delivered
	//   delivered
	//     partner      partner            10.0.0.0/8    -> vpn-partner
	//     vpn-partner                                   -> att-partner
	//     tr-hz        vtb-hz             10.10.0.0/16  -> att-ecr
	//     ecr-1        ecr-1@cn-hangzhou  10.10.0.0/16  -> vbr-1
	//     vbr-1        vbr-1              10.10.0.0/16  -> idc
	//     idc
	// return: not delivered
	//   not delivered: no route in idc [TR-4.1]
	//     idc          idc
	//          vpc-app  vpc-db  vpc-web  idc      office  partner
	// vpc-app  .        full    full     full     full    full
	// vpc-db   full     .       full     full     full    full
	// vpc-web  full     full    .        full     full    full
	// idc      full     full    full     .        full    -
	// office   full     full    full     full     .       -
	// partner  full     full    full     one-way  -       .
	//
	// rows send, columns receive
	// full     every address, and every answer comes back
	// partial  some addresses, answers or equal-cost paths, not all
	// one-way  packets arrive, no answer comes back
	// -        nothing arrives
	// ?        undecided: too many equal-cost paths
}
