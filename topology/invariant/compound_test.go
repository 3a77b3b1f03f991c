package invariant_test

import (
	"testing"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// Stand-ins for invariants whose verdict is known.
var (
	yes  = invariant.New("yes", func(*topology.State) invariant.Verdict { return invariant.Verdict{Holds: true} })
	no   = invariant.New("no", func(*topology.State) invariant.Verdict { return invariant.Verdict{Message: "it is so"} })
	void = invariant.New("void", func(*topology.State) invariant.Verdict { return invariant.Verdict{Holds: true, Vacuous: true} })
	typo = invariant.Reachable("vpc-app", "dic")
)

func TestCompounds(t *testing.T) {
	const (
		holds   = "holds"
		fails   = "does not hold"
		vacuous = "holds without a case"
		unknown = "no answer"
	)
	and, or, implies := invariant.And, invariant.Or, invariant.Implies
	s := stateOf(t, site())
	for _, c := range []struct {
		of   invariant.Invariant
		want string
	}{
		{and(yes), holds}, {and(no), fails}, {and(yes, yes), holds}, {and(yes, no), fails}, {and(no, yes), fails},
		{or(yes), holds}, {or(no), fails}, {or(no, yes), holds}, {or(yes, no), holds}, {or(no, no), fails},
		{invariant.Not(no), holds}, {invariant.Not(yes), fails}, {invariant.Not(void), fails},
		{implies(yes, yes), holds}, {implies(yes, no), fails}, {implies(no, yes), holds}, {implies(no, no), holds},
		// What holds without a case makes nothing else hold with one.
		{and(yes, void), vacuous}, {and(no, void), fails}, {or(void, yes), holds}, {or(void, no), vacuous},
		{implies(yes, void), vacuous}, {implies(no, void), holds}, {implies(void, yes), holds}, {implies(void, no), fails},
		// A name that is not in the network makes nothing hold.
		{and(yes, typo), unknown}, {and(no, typo), unknown}, {or(yes, typo), unknown}, {or(no, typo), unknown},
		{invariant.Not(typo), unknown}, {implies(typo, yes), unknown}, {implies(no, typo), unknown},
		{invariant.Not(invariant.Not(typo)), unknown}, {or(yes, invariant.Not(typo)), unknown},
		{and(), unknown}, {or(), unknown},
		{invariant.Invariant{}, unknown}, {invariant.New("mine", nil), unknown}, {invariant.Not(invariant.Invariant{}), unknown},
	} {
		v := c.of.Check(s)
		got := map[bool]string{true: holds, false: fails}[v.Holds]
		if v.Vacuous {
			got = vacuous
		}
		if v.Err != nil {
			got = unknown
		}
		if got != c.want || v.Holds && v.Err != nil || v.Invariant != c.of.String() {
			t.Errorf("%v %s, want %s\n%v", c.of, got, c.want, v)
		}
	}
}

func TestCompoundText(t *testing.T) {
	runChecks(t, site, []check{
		{"nested", nil, invariant.And(invariant.Or(no, yes), invariant.Not(yes), void), `
does not hold: And(Or(no, yes), Not(yes), void)
  holds: Or(no, yes)
    does not hold: no: it is so
    holds: yes
  does not hold: Not(yes)
    holds: yes
  holds without a case: void
`},
		{"vacuous", nil, invariant.Implies(yes, void), `
holds without a case: Implies(yes, void): it rests on a part that holds without a case
  holds: yes
  holds without a case: void
`},
		{"a part without an answer", nil, invariant.Or(yes, typo), `
no answer: Or(yes, Reachable(vpc-app, dic)): a part has no answer
  holds: yes
  no answer: Reachable(vpc-app, dic): the network has no instance or data center "dic"
`},
		{"nothing", nil, invariant.And(), "no answer: And(): no invariants to join\n"},
		{"a counterexample", staticToCircuit, invariant.And(invariant.NoConflict(), invariant.Isolated("idc", "partner")), `
does not hold: And(NoConflict(), Isolated(idc, partner))
  holds: NoConflict()
  does not hold: Isolated(idc, partner): a packet from partner arrives at idc
    172.30.0.1@partner -> 10.10.0.1: not reachable
    forward: delivered
      delivered
        partner  partner  10.0.0.0/8    -> vpn-1
        vpn-1                           -> att-vpn
        tr       vtb      10.10.0.0/16  -> att-vbr
        vbr-1    vbr-1    10.10.0.0/16  -> idc
        idc
    return: not delivered
      not delivered: no route in idc [TR-4.1]
        idc      idc
`},
	})
}

// An invariant of one's own cannot contradict itself.
func TestNew(t *testing.T) {
	confused := invariant.New("confused", func(s *topology.State) invariant.Verdict {
		v := invariant.Isolated("idc", "nobody").Check(s)
		v.Holds, v.Vacuous = true, true
		return v
	})
	if v := confused.Check(stateOf(t, site())); v.Holds || v.Vacuous || v.Invariant != "confused" {
		t.Errorf("a verdict with an error holds, or has another name: %+v", v)
	}
	if v := yes.Check(nil); v.Holds || v.Err == nil {
		t.Errorf("it holds in no state: %+v", v)
	}
	if v := invariant.Isolated("idc", "partner").Check(new(topology.State)); v.Holds || v.Err == nil {
		t.Errorf("it holds in the zero state: %+v", v)
	}
}
