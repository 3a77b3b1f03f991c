package rule_test

import (
	"fmt"
	"strings"

	"github.com/cenroute/cenroute/route/rule"
)

func ExampleLookup() {
	for _, id := range []rule.ID{"TR-4.3.1", "TR-2.1.3"} {
		r, _ := rule.Lookup(id)
		fmt.Println(r.ID, r.Statement)
		fmt.Println("  source:", r.Source)
		fmt.Println("  confidence:", r.Confidence, "- more than the documentation says:", r.Confidence.Interpreted())
	}
	_, ok := rule.Lookup("TR-99")
	fmt.Println("TR-99:", ok)
	// Output:
	// TR-4.3.1 Preference is compared after AS path and region, so a policy cannot make a longer path or a remote region win.
	//   source: https://www.alibabacloud.com/help/en/cen/user-guide/ecmp-routing-for-vbrs-in-different-regions
	//   confidence: documented - more than the documentation says: false
	// TR-2.1.3 An attachment without association cannot have its traffic forwarded and is not synchronized.
	//   source: https://www.alibabacloud.com/help/en/cen/user-guide/associated-forwarding
	//   confidence: inferred - more than the documentation says: true
	// TR-99: false
}

// The selection inside a route table, and how well each step is documented.
func ExampleAll() {
	for r := range rule.All() {
		if strings.HasPrefix(string(r.ID), "TR-4.3") {
			fmt.Println(r.ID, r.Confidence)
		}
	}
	// Output:
	// TR-4.3 documented
	// TR-4.3.1 documented
	// TR-4.3.2 documented
	// TR-4.3.3 documented
	// TR-4.3.4 documented
	// TR-4.3.5 chosen
	// TR-4.3.6 inferred
	// TR-4.3.7 chosen
	// TR-4.3.8 chosen
	// TR-4.3.9 documented
}
