package attach_test

import (
	"fmt"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
)

// The whole capability table. Every cell has a rule behind it.
func ExampleAll() {
	fmt.Print(attach.All())
	// Output:
	// kind                         VPC         VBR       VPN       CCN             ECR            Peer
	// Enterprise Edition           yes         yes       yes       warned 2026-02  yes            yes
	// Basic Edition                yes         yes       no        yes             no             yes
	// on premises                  no          yes       yes       yes             yes            no
	// association                  yes         yes       yes       yes             yes            per end
	// propagation                  yes         yes       yes       yes             yes            per end
	// synchronization              optional    optional  with BGP  optional        always         per end
	// synchronization unless told  no          no        yes       no              yes            no
	// static next hop              yes         yes       yes       no              yes            yes
	// static next hop, IPv6        if enabled  yes       no        no              yes            yes
	// prefix list next hop         yes         yes       no        no              yes            yes
	// equal static routes          no          yes       no        no              yes            yes
	// static crosses peering       yes         yes       yes       no              no             no
	// aggregate scope              yes         yes       yes       no              since 2026-02  yes
	// is told blackholes           yes         yes       yes       yes             no             no
	// option ipv6                  yes         no        no        no              no             no
	// option autoCreateRoutes      yes         no        no        no              no             no
	// option vswitches             yes         no        no        no              no             no
	// rank of origin               -           1         2         3               1              4
}

// Whether a kind may do something depends on the edition of the transit router and on that of the rules.
func ExampleOf() {
	ecr := attach.Of(attach.ECR)

	basic := ecr.On(attach.Basic)
	fmt.Println("on Basic Edition:", basic, basic.Rule)

	scope := ecr.AggregateScope
	fmt.Println("in the scope of an aggregate:", scope, scope.Rule)
	fmt.Println("  under 2024-03:", scope.In(rule.Edition2024))
	fmt.Println("  under 2026-02:", scope.In(rule.Edition2026))
	// Output:
	// on Basic Edition: no E-1.11
	// in the scope of an aggregate: since 2026-02 E-6.12
	//   under 2024-03: false
	//   under 2026-02: true
}
