package main

import (
	"fmt"
	"net/netip"
	"os"

	"github.com/cenroute/cenroute/topology"
)

func main() {
	data, _ := os.ReadFile(os.Args[1])
	n, err := topology.Parse(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := topology.Propagate(&n)
	if err != nil {
		fmt.Println(err)
		return
	}
	for t := range s.Tables() {
		fmt.Println(t.ID(), t.Owner())
		for r := range t.Routes() {
			fmt.Println("   ", r.Prefix, r.NextHop, r.Type, r.Status, r.Preference, r.ASPath, r.MED, r.Learned, r.Origin, r.Policies)
		}
	}
	fmt.Println(s.Warnings())
	fmt.Print(s.Reach())
	for i := 2; i+1 < len(os.Args); i += 2 {
		e, err := s.Explain(os.Args[i], netip.MustParsePrefix(os.Args[i+1]))
		fmt.Println(e, err)
	}
}
