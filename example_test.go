package cenroute_test

import (
	"fmt"
	"log"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// A VPC and a data center on one transit router. The VPC has no route to the data center: why?
func Example() {
	network := topology.Network{
		TransitRouters: []topology.TransitRouter{{
			ID: "tr-hz", CEN: "cen-1", Region: "cn-hangzhou",
			RouteTables: []topology.RouteTable{{ID: "vtb-hz"}},
		}},
		VPCs: []topology.VPC{{
			ID: "vpc-1", Region: "cn-hangzhou",
			VSwitches: []topology.VSwitch{{CIDR: netip.MustParsePrefix("192.168.1.0/24")}},
		}},
		VBRs: []topology.VBR{{ID: "vbr-1", Region: "cn-hangzhou"}},
		DataCenters: []topology.DataCenter{{
			ID: "idc-1", ASN: 65001,
			Prefixes: []netip.Prefix{netip.MustParsePrefix("10.10.0.0/16")},
			Sessions: []topology.Session{{To: "vbr-1"}},
		}},
		Attachments: []topology.Attachment{
			{ID: "att-vpc-1", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-1",
				Association: "vtb-hz", Propagations: []string{"vtb-hz"}},
			{ID: "att-vbr-1", Kind: attach.VBR, TransitRouter: "tr-hz", Instance: "vbr-1",
				Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true},
		},
	}
	state, err := topology.Propagate(&network)
	if err != nil {
		log.Fatal(err)
	}
	why, _ := state.Explain("vpc-1/system", netip.MustParsePrefix("10.10.0.0/16"))
	for _, b := range why.Blockers {
		fmt.Printf("%s -> %s: %s [%s]\n", b.From, b.To, b.Reason, b.Rule)
	}
	// Output:
	// vtb-hz -> vpc-1/system: route synchronization is off [TR-2.3.1]
}

// What an infrastructure repository writes down: what must hold, whatever else is changed.
func TestNetwork(t *testing.T) {
	network := topologytest.Load(t, "examples/infrastructure/network.json")
	topologytest.Check(t, network,
		invariant.Reachable("vpc-app", "idc"),
		invariant.Isolated("partner", "vpc-db"),
		invariant.NoTransit(attach.VBR, attach.VPN),
	)
	topologytest.UnderFailures(t, network, 1,
		invariant.Reachable("vpc-app", "idc"),
	)
	topologytest.UnderAnnouncements(t, network, topologytest.Announcements{From: []string{"partner"}},
		invariant.Isolated("partner", "vpc-db"),
	)
}

// Every example is in the list of the README, and nothing else is.
func TestREADMEListsTheExamples(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir("examples")
	if err != nil {
		t.Fatal(err)
	}
	var there, listed []string
	for _, e := range entries {
		there = append(there, "examples/"+e.Name())
	}
	for _, row := range regexp.MustCompile("(?m)^\\| `(examples/[^`]*)` \\|").FindAllStringSubmatch(string(readme), -1) {
		listed = append(listed, row[1])
	}
	slices.Sort(listed)
	if listed = slices.Compact(listed); !slices.Equal(listed, there) {
		t.Errorf("the README lists %v, there are %v", listed, there)
	}
}

// The code in the README is this file's code, so that it compiles and runs.
func TestREADMEShowsCodeThatRuns(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(readme), "```go\n")[1:]
	if len(blocks) != 2 {
		t.Fatalf("%d blocks of Go in the README, want 2", len(blocks))
	}
	for i, block := range blocks {
		code, _, _ := strings.Cut(block, "```")
		if !strings.Contains(string(source), code) {
			t.Errorf("block %d of the README is not in this file:\n%s", i+1, code)
		}
	}
}
