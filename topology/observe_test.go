package topology

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// warned collects the rules of warnings with a part of what they say.
func warned(do func(warnFunc)) (list []string) {
	do(func(r ruleID, format string, args ...any) {
		list = append(list, string(r)+" "+fmt.Sprintf(format, args...))
	})
	return list
}

// A configured route beside an equal learned one is warned of, once for each, unless both may be there (D-13,
// TR-4.2.2).
func TestObserveRefusals(t *testing.T) {
	s := &State{compiled: compile(newIndex(validNetwork()))}
	hop := func(name string) engine.ID { return s.compiled.id(name) }
	configured := func(name string, toward attach.Kind) engine.Row {
		return engine.Row{NextHop: hop(name), Via: -1, Type: route.Static, Toward: toward}
	}
	learned := func(name string, via int32, step route.Step) engine.Row {
		return engine.Row{NextHop: hop(name), Via: via, Step: step, Status: step.Status(),
			Origin: policy.Origin[engine.ID]{Kind: attach.VBR}}
	}
	const text = "D-13 configured route 10.0.0.0/8 to %s is Active beside the route learned over %s, which is Rejected; the cloud would have refused to add it"
	refused := func(configured, learned string) string { return fmt.Sprintf(text, configured, learned) }
	toVPC, toVBR := configured("att-vpc-1", attach.VPC), configured("att-vbr-1", attach.VBR)
	for _, c := range []struct {
		name string
		rows []engine.Row
		want []string
	}{
		{"alone", []engine.Row{toVPC}, nil},
		{"D-13 beside a learned one", []engine.Row{toVPC, learned("att-vpn-1", 3, route.Configured)},
			[]string{refused("att-vpc-1", "att-vpn-1")}},
		{"D-13 over the first edge", []engine.Row{learned("att-vpn-1", 0, route.Configured), toVPC},
			[]string{refused("att-vpc-1", "att-vpn-1")}},
		{"TR-4.2.2 a circuit may", []engine.Row{toVBR, learned("att-vpn-1", 0, route.Configured)}, nil},
		{"one that lost in another way", []engine.Row{toVPC, learned("att-vpn-1", 0, route.ASPathLength)}, nil},
		{"two configured", []engine.Row{toVPC, configured("att-vpn-1", attach.VPC)}, nil},
		{"two learned", []engine.Row{learned("att-vbr-1", 0, route.NoStep), learned("att-vpn-1", 1, route.Configured)},
			nil},
		{"one of two may", []engine.Row{toVPC, toVBR, learned("att-vpn-1", 0, route.Configured), learned("peer-hz-sh", 1, route.Configured)},
			[]string{refused("att-vpc-1", "att-vpn-1"), refused("att-vpc-1", "peer-hz-sh")}},
	} {
		got := warned(func(w warnFunc) { s.observeRefusals(cidr("10.0.0.0/8"), c.rows, w) })
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
	}
}

// Ties that the documentation leaves open are warned of with the winner and those that lost: in a table of a transit
// router (D-16, TR-4.2.5) and of an ECR (E-M-6, D-34).
func TestObserveTies(t *testing.T) {
	s := &State{compiled: compile(newIndex(validNetwork()))}
	row := func(name string, step route.Step, toward attach.Kind) engine.Row {
		return engine.Row{NextHop: s.compiled.id(name), Step: step, Status: step.Status(), Toward: toward}
	}
	const open = "; the documentation does not say which one the cloud keeps"
	for _, c := range []struct {
		name string
		view bool
		rows []engine.Row
		want []string
	}{
		{"one route", false, []engine.Row{row("att-vpc-1", route.NoStep, 0)}, nil},
		{"lost otherwise", false, []engine.Row{row("att-vpc-1", route.NoStep, 0),
			row("att-vbr-1", route.ASPathLength, 0)}, nil},
		{"TR-4.2.5 two VPCs", false, []engine.Row{row("att-vpc-1", route.NoStep, 0), row("att-vpc-2", route.VPCUnique, 0)},
			[]string{"TR-4.2.5 equal prefix 10.0.0.0/8: att-vpc-1 is Active, att-vpc-2 Rejected" + open}},
		{"D-16 and a circuit", false, []engine.Row{row("att-vpc-1", route.NoStep, 0), row("att-vbr-1", route.VPCConflict, 0), row("att-vpc-2", route.VPCUnique, 0)},
			[]string{"TR-4.2.5 equal prefix 10.0.0.0/8: att-vpc-1 is Active, att-vpc-2 Rejected" + open,
				"D-16 equal prefix 10.0.0.0/8: att-vpc-1 is Active, att-vbr-1 Rejected" + open}},
		{"E-M-6 VPCs of an ECR", true, []engine.Row{row("vpc-1", route.NoStep, attach.VPC), row("vpc-2", route.EqualVPC, attach.VPC)},
			[]string{"E-M-6 equal prefix 10.0.0.0/8 of several VPCs: vpc-1 is Active, vpc-2 Conflicting" + open}},
		{"circuits of an ECR alone", true,
			[]engine.Row{row("vbr-1", route.NoStep, attach.VBR), row("vbr-2", route.NoStep, attach.VBR)}, nil},
		{"the cloud of an ECR alone", true,
			[]engine.Row{row("tr-hz", route.NoStep, attach.None), row("tr-sh", route.NoStep, attach.None)}, nil},
		{"D-34 both", true, []engine.Row{row("vbr-1", route.NoStep, attach.VBR), row("vpc-1", route.NoStep, attach.VPC)},
			[]string{"D-34 equal prefix 10.0.0.0/8 from a circuit (vbr-1) and from the cloud (vpc-1)" + open}},
		{"a circuit that lost", true, []engine.Row{row("vbr-1", route.CircuitASPath, attach.VBR),
			row("vpc-1", route.NoStep, attach.VPC)}, nil},
		{"D-34 E-M-6 everything", true, []engine.Row{row("vbr-1", route.NoStep, attach.VBR), row("vpc-1", route.NoStep, attach.VPC), row("vpc-2", route.EqualVPC, attach.VPC)},
			[]string{"E-M-6 equal prefix 10.0.0.0/8 of several VPCs: vpc-1 is Active, vpc-2 Conflicting" + open,
				"D-34 equal prefix 10.0.0.0/8 from a circuit (vbr-1) and from the cloud (vpc-1)" + open}},
	} {
		got := warned(func(w warnFunc) {
			if c.view {
				s.observeView(cidr("10.0.0.0/8"), c.rows, w)
			} else {
				s.observeTies(cidr("10.0.0.0/8"), c.rows, w)
			}
		})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
	}
}

// The documented numbers are those of dynamic routes that take effect: 200 of either kind, and one more is warned of.
func TestObserveLimits(t *testing.T) {
	for _, c := range []struct {
		n    learned
		want []string
	}{
		{learned{}, nil},
		{learned{200, 200}, nil},
		{learned{201, 0}, []string{"E-7.6 201 routes of the ECR are Active; by default only 200 take effect in a VPC table"}},
		{learned{0, 201}, []string{"TR-1.12 201 routes are synchronized; by default a VPC table holds 200"}},
	} {
		if diff := cmp.Diff(c.want, warned(func(w warnFunc) { observeLimits(c.n, w) })); diff != "" {
			t.Errorf("%+v: -want +got\n%s", c.n, diff)
		}
	}
}
