// Package infrastructure is an infrastructure repository in small: the network as a document, and a test of what must
// hold whatever else is changed.
//
//	idc     (10.10.0.0/16) ---+--- vbr-1 -------+           +--- vpc-app (192.168.1.0/24)
//	                          +--- vbr-2 -------+--- tr-hz -+--- vpc-db  (192.168.2.0/24)
//	partner (172.30.0.0/16) ------ vpn-partner -+           +--- vpc-web (192.168.3.0/24)
//
// The partner may reach vpc-web and nothing else. To see one of the six invariants fail, with its counterexample:
//
//	go test ./examples/infrastructure -break
package infrastructure
