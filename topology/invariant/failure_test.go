package invariant_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// redundant gives idc a second circuit.
func redundant(n *topology.Network) {
	n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-2", Region: "cn-hangzhou"})
	attachTo(n, "att-vbr-2", attach.VBR, "vbr-2")
	n.DataCenters[0].Sessions = append(n.DataCenters[0].Sessions, topology.Session{To: "vbr-2"})
}

func TestSurvives(t *testing.T) {
	reachable := invariant.Reachable("vpc-app", "idc")
	unreachable := func(failure string) string {
		return `
does not hold: Survives(Reachable(vpc-app, idc), ` + failure + `), with ` + failure + ` down
  does not hold: Reachable(vpc-app, idc): a packet from vpc-app does not arrive at idc
    192.168.1.1@vpc-app -> 10.10.0.1: not reachable
    forward: not delivered
      not delivered: no route in vpc-app/system [TR-4.1]
        vpc-app  vpc-app/system
    return: not tried
`
	}
	runChecks(t, site, []check{
		{"one of two circuits", redundant, invariant.Survives(reachable, "vbr-1"), `
holds: Survives(Reachable(vpc-app, idc), vbr-1), with vbr-1 down
  holds: Reachable(vpc-app, idc)
`},
		{"both circuits", redundant, invariant.Survives(reachable, "vbr-1", "vbr-2"), unreachable("vbr-1, vbr-2")},
		{"the one circuit", nil, invariant.Survives(reachable, "vbr-1"), unreachable("vbr-1")},
		{"an attachment", nil, invariant.Survives(reachable, "att-vbr"), unreachable("att-vbr")},
		{"a session", nil, invariant.Survives(reachable, "idc/vbr-1"), unreachable("idc/vbr-1")},
		{"a session from the other end", nil, invariant.Survives(reachable, "vbr-1/idc"), unreachable("vbr-1/idc")},
		{"one that does not matter", nil, invariant.Survives(reachable, "vpn-1"), `
holds: Survives(Reachable(vpc-app, idc), vpn-1), with vpn-1 down
  holds: Reachable(vpc-app, idc)
`},
		{"it is about the failure alone", func(n *topology.Network) { n.Down = []string{"att-vpn"} },
			invariant.Survives(invariant.Not(invariant.Reachable("vpc-app", "partner")), "att-vpn"), `
holds: Survives(Not(Reachable(vpc-app, partner)), att-vpn), with att-vpn down
  holds: Not(Reachable(vpc-app, partner))
    does not hold: Reachable(vpc-app, partner): a packet from vpc-app does not arrive at partner
      192.168.1.1@vpc-app -> 172.30.0.1: not reachable
      forward: not delivered
        not delivered: no route in vpc-app/system [TR-4.1]
          vpc-app  vpc-app/system
      return: not tried
`},
		{"an unknown failure", nil, invariant.Survives(reachable, "vbr-9"),
			"no answer: Survives(Reachable(vpc-app, idc), vbr-9): the network has no instance, data center, attachment, peering or session \"vbr-9\" that could fail\n"},
		{"a table cannot fail", nil, invariant.Survives(reachable, "vtb"),
			"no answer: Survives(Reachable(vpc-app, idc), vtb): the network has no instance, data center, attachment, peering or session \"vtb\" that could fail\n"},
		{"no failure", nil, invariant.Survives(reachable),
			"no answer: Survives(Reachable(vpc-app, idc)): no failure is named\n"},
		{"an unknown name", nil, invariant.Survives(typo, "vbr-1"), `
no answer: Survives(Reachable(vpc-app, dic), vbr-1), with vbr-1 down: a part has no answer
  no answer: Reachable(vpc-app, dic): the network has no instance or data center "dic"
`},
	})
}

func TestUnderFailures(t *testing.T) {
	reachable := invariant.Reachable("vpc-app", "idc")
	runChecks(t, site, []check{
		{"one of two circuits", redundant, invariant.UnderFailures(1, reachable),
			"holds: UnderFailures(1, Reachable(vpc-app, idc))\n"},
		{"two of three parts", redundant, invariant.UnderFailures(2, reachable), `
does not hold: UnderFailures(2, Reachable(vpc-app, idc)), with vbr-1, vbr-2 down
  does not hold: Reachable(vpc-app, idc): a packet from vpc-app does not arrive at idc
    192.168.1.1@vpc-app -> 10.10.0.1: not reachable
    forward: not delivered
      not delivered: no route in vpc-app/system [TR-4.1]
        vpc-app  vpc-app/system
    return: not tried
`},
		// att-app alone is enough and comes first, though three may fail.
		{"the smallest", redundant, invariant.UnderFailures(3, reachable, invariant.Attachments), `
does not hold: UnderFailures(3, Reachable(vpc-app, idc), Attachments), with att-app down
  does not hold: Reachable(vpc-app, idc): a packet from vpc-app does not arrive at idc
    192.168.1.1@vpc-app -> 10.10.0.1: not reachable
    forward: not delivered
      not delivered: no route in vpc-app/system [TR-4.1]
        vpc-app  vpc-app/system
    return: not tried
`},
		{"already as it is", nil, invariant.UnderFailures(1, no), `
does not hold: UnderFailures(1, no)
  does not hold: no: it is so
`},
		{"what is down stays down", both(redundant, func(n *topology.Network) { n.Down = []string{"vbr-2"} }), invariant.UnderFailures(1, reachable), `
does not hold: UnderFailures(1, Reachable(vpc-app, idc)), with vbr-1 down
  does not hold: Reachable(vpc-app, idc): a packet from vpc-app does not arrive at idc
    192.168.1.1@vpc-app -> 10.10.0.1: not reachable
    forward: not delivered
      not delivered: no route in vpc-app/system [TR-4.1]
        vpc-app  vpc-app/system
    return: not tried
`},
		{"nothing to fail", nil, invariant.UnderFailures(1, yes, invariant.Peerings), `
holds without a case: UnderFailures(1, yes, Peerings): the network has nothing that could fail
  holds: yes
`},
		{"nothing to speak about", redundant, invariant.UnderFailures(1, void),
			"holds without a case: UnderFailures(1, void): it rests on a part that holds without a case\n"},
		{"none may fail", nil, invariant.UnderFailures(0, yes),
			"no answer: UnderFailures(0, yes): 0 parts cannot fail\n"},
		{"the zero part", nil, invariant.UnderFailures(1, yes, 0),
			"no answer: UnderFailures(1, yes, ): \"none\" is no part of a network\n"},
		{"an unknown name", nil, invariant.UnderFailures(1, typo), `
no answer: UnderFailures(1, Reachable(vpc-app, dic)): a part has no answer
  no answer: Reachable(vpc-app, dic): the network has no instance or data center "dic"
`},
		{"too many", func(n *topology.Network) {
			for i := range 100 {
				n.VBRs = append(n.VBRs, topology.VBR{ID: fmt.Sprintf("vbr-x%02d", i), Region: "cn-hangzhou"})
			}
		}, invariant.UnderFailures(3, yes), "no answer: UnderFailures(3, yes): too many cases to tell: 3 of 102 parts fail in more than 65536 ways\n"},
	})
}

// Every set of up to two of the three parts is tried once, smaller ones first, then by ID.
func TestUnderFailuresTriesEverySet(t *testing.T) {
	var tried [][]string
	look := invariant.New("look", func(s *topology.State) invariant.Verdict {
		tried = append(tried, s.Network().Down)
		return invariant.Verdict{Holds: true}
	})
	n := site()
	redundant(n)
	s := stateOf(t, n)
	for k, want := range map[int]string{
		1: "[[] [vbr-1] [vbr-2] [vpn-1]]",
		2: "[[] [vbr-1] [vbr-2] [vpn-1] [vbr-1 vbr-2] [vbr-1 vpn-1] [vbr-2 vpn-1]]",
		9: "[[] [vbr-1] [vbr-2] [vpn-1] [vbr-1 vbr-2] [vbr-1 vpn-1] [vbr-2 vpn-1] [vbr-1 vbr-2 vpn-1]]",
	} {
		tried = nil
		if v := invariant.UnderFailures(k, look).Check(s); !v.Holds || fmt.Sprint(tried) != want {
			t.Errorf("up to %d: tried %v, want %s", k, tried, want)
		}
	}
	if len(n.Down) > 0 {
		t.Errorf("the network has changed: %v is down", n.Down)
	}
}

// hiddenCircle is stable while vbr-4 announces 10.50.0.0/16 with the shortest AS path and is told to nobody. Without
// it, each of two circuits to a data center that passes on what it hears, without AS paths, seems the shorter way
// (D-35).
func hiddenCircle() *topology.Network {
	n := &topology.Network{
		TransitRouters: []topology.TransitRouter{{ID: "tr", CEN: "cen-1", Region: "cn-hangzhou", RouteTables: []topology.RouteTable{{ID: "vtb"}}}},
		DataCenters: []topology.DataCenter{{ID: "idc", ASN: 65001, Transit: true,
			Sessions: []topology.Session{{To: "vbr-1", DropsASPath: true}, {To: "vbr-2", DropsASPath: true}}}},
	}
	for id, paths := range map[string][]route.ASPath{"vbr-1": nil, "vbr-2": nil, "vbr-3": {{65009, 65008}}, "vbr-4": {nil}} {
		v := topology.VBR{ID: id, Region: "cn-hangzhou"}
		for _, path := range paths {
			v.Routes = append(v.Routes, topology.ExternalRoute{Prefix: prefix("10.50.0.0/16"), Type: route.BGP,
				ASPath: path})
		}
		n.VBRs = append(n.VBRs, v)
		attachTo(n, "att-"+id, attach.VBR, id)
	}
	permit("vbr-1", "vbr-2", "vbr-3")(n)
	return n
}

func TestUnstableAfterAFailure(t *testing.T) {
	s := stateOf(t, hiddenCircle())
	for _, i := range []invariant.Invariant{invariant.Survives(yes, "vbr-4"), invariant.UnderFailures(1, yes)} {
		v := i.Check(s)
		var unstable topology.Instabilities
		if v.Holds || !errors.As(v.Err, &unstable) || len(unstable) == 0 || len(unstable[0].Cycle) == 0 {
			t.Fatalf("the verdict names no circle: %v", v)
		}
		if !slices.Equal(v.Down, []string{"vbr-4"}) || v.Network == nil || !slices.Equal(v.Network.Down, v.Down) {
			t.Errorf("the verdict does not have the failure: %v, %v", v.Down, v.Network)
		}
		want := fmt.Sprintf("no answer: %v, with vbr-4 down: %v\n", i, unstable)
		if v.String() != want || !strings.Contains(want, "10.50.0.0/16: several stable states: ") {
			t.Errorf("got %swant %s", v, want)
		}
		if invariant.Not(i).Check(s).Holds {
			t.Error("what is not known holds when it is turned round")
		}
	}
}

func TestPartText(t *testing.T) {
	for p := invariant.Part(0); p <= invariant.Peerings; p++ {
		text, _ := p.MarshalText()
		var back invariant.Part
		if err := back.UnmarshalText(text); err != nil || back != p {
			t.Errorf("%d is %q, read back as %d, error %v", p, text, back, err)
		}
	}
	if got := invariant.Part(9).String(); got != "Part(9)" {
		t.Errorf("outside the set: %q", got)
	}
	if new(invariant.Part).UnmarshalText([]byte("circuits")) == nil {
		t.Error(`"circuits" is read`)
	}
}
