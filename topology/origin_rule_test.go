package topology

import (
	"testing"

	"github.com/cenroute/cenroute/route/rule"
)

// What is configured in a table rests on the rule of its sort: a vSwitch, a custom route, a route of a circuit or
// connection, a branch, a prefix of an association, a data center's own prefix, a static route of a router, one of a
// prefix list, a blackhole.
func TestRuleOfWhatIsConfigured(t *testing.T) {
	n := validNetwork()
	n.Down = nil
	state, err := Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		table, prefix string
		want          rule.ID
		detail        string
	}{
		{"vtb-vpc-1", "192.168.1.0/24", "TR-5.1", "vSwitch"},
		{"vtb-vpc-1", "10.0.0.0/8", "TR-5.7", "next hop att-vpc-1"},
		{"vbr-1", "10.20.0.0/16", "TR-6.1", ""},
		{"vco-1", "10.30.0.0/16", "TR-6.5", ""},
		{"ccn-1", "172.20.0.0/24", "D-21", "next hop sag-1"},
		{"ecr-1@cn-shanghai", "192.168.0.0/16", "E-4.7", "next hop tr-sh"},
		{"idc-1", "10.10.0.0/16", "D-38", "own prefix"},
		{"idc-1", "192.168.0.0/16", "D-38", "next hop vbr-1"},
		{"vtb-hz", "10.98.0.0/16", "TR-3.3.1", "next hop att-vpn-1"},
		{"vtb-hz", "172.16.0.0/12", "TR-3.4.1", "next hop att-vbr-1, prefix list pl-1"},
		{"vtb-hz-2", "172.16.0.0/12", "TR-3.4.1", "next hop blackhole, prefix list pl-1"},
		{"vtb-hz", "192.0.2.0/24", "TR-3.5.1", "next hop blackhole"},
	} {
		e, err := state.Explain(c.table, cidr(c.prefix))
		if err != nil {
			t.Errorf("%s in %s: %v", c.prefix, c.table, err)
			continue
		}
		var first Decision
		for _, story := range e.Routes {
			if !story.Route.Learned {
				first = story.Steps[0]
				break
			}
		}
		if first.Rule != c.want || first.Detail != c.detail {
			t.Errorf("%s in %s: %s by %s, want %s by %s", c.prefix, c.table, first.Detail, first.Rule, c.detail, c.want)
		}
	}
}
