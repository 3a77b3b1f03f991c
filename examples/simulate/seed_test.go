package main

import (
	"bytes"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/topology"
)

func seedState(t *testing.T) *topology.State {
	t.Helper()
	s, err := changed(func(*topology.Network) {})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestInvariantsHold(t *testing.T) {
	s := seedState(t)
	for _, i := range invariants {
		if !i.holds(s) {
			t.Errorf("does not hold: %s [%s]", i.says, i.rule)
		}
	}
	for _, c := range changes {
		if holds, err := c.holds(); !holds || err != nil {
			t.Errorf("does not hold: %s [%s] (%v)", c.says, c.rule, err)
		}
	}
}

// Each invariant must be able to fail: here is, for each, a change of the network after which it does.
func TestInvariantsCanFail(t *testing.T) {
	withoutPolicy := func(n *topology.Network) { n.TransitRouters[0].RouteTables[0].Policies = nil }
	permitAll := func(n *topology.Network) {
		p := &n.TransitRouters[0].RouteTables[0].Policies[0]
		p.Match.Source.Instances, p.Match.Destination.Instances = nil, nil
	}
	withoutStatic := func(n *topology.Network) { n.TransitRouters[0].RouteTables[0].Routes = nil }
	withoutLearning := func(n *topology.Network) { attachment(n, "att-ecr").Propagations = nil }
	tests := map[string]struct {
		change func(*topology.Network)
		says   string
	}{
		"vpc-db away from the TR":   {func(n *topology.Network) { attachment(n, "att-db").Association = "" }, "no packet between"},
		"vpc-db away from the ECR":  {func(n *topology.Network) { n.ECRs[0].Associations = n.ECRs[0].Associations[1:] }, "dynamic routes"},
		"static route at the peer":  {func(n *topology.Network) { addStatic(n, "vtb-sh", "peer-hz-sh") }, "is not at the peer"},
		"no static route":           {withoutStatic, "it is at the synchronized"},
		"no learning from the ECR":  {withoutLearning, "the learned route"},
		"policy permits everything": {permitAll, "keeps the partner"},
		"no policy":                 {withoutPolicy, "lets the office"},
		"no way to idc":             {withoutStatic, "packets reach idc"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := changed(tt.change)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(invariants, func(i invariant) bool { return strings.Contains(i.says, tt.says) })
			if i < 0 {
				t.Fatalf("no invariant says %q", tt.says)
			}
			if invariants[i].holds(s) {
				t.Errorf("still holds: %s", invariants[i].says)
			}
		})
	}
}

func addStatic(n *topology.Network, table, nextHop string) {
	for i := range n.TransitRouters {
		if t := &n.TransitRouters[i].RouteTables[0]; t.ID == table {
			t.Routes = append(t.Routes, topology.StaticRoute{Prefix: netip.MustParsePrefix("10.0.0.0/8"),
				NextHop: nextHop})
		}
	}
}

// A network that the cloud accepts is not refused, and the other way round: the two kinds of trial can fail.
func TestTrialsCanFail(t *testing.T) {
	nothing := func(*topology.Network) {}
	if holds, err := refused("E-6.9", nothing)(); holds || err != nil {
		t.Errorf("refused without a change = %v, %v", holds, err)
	}
	if holds, err := refused("E-6.9", addCircuit)(); holds || err != nil {
		t.Errorf("refused by another rule = %v, %v", holds, err)
	}
	if holds, err := accepted(addCircuit)(); holds || err != nil {
		t.Errorf("accepted what is refused = %v, %v", holds, err)
	}
}

func TestQuestionsAreAboutTheNetwork(t *testing.T) {
	s := seedState(t)
	there := 0
	for _, q := range questions {
		e, err := s.Explain(q.table, netip.MustParsePrefix(q.prefix))
		if err != nil {
			t.Fatal(err)
		}
		if e.Present() != q.present {
			t.Errorf("%s in %s: present %v, the story says %v", q.prefix, q.table, e.Present(), q.present)
		}
		if !q.present && len(e.Blockers) == 0 {
			t.Errorf("%s in %s is not there and nothing stopped it", q.prefix, q.table)
		}
		if e.Present() {
			there++
		}
	}
	if there != 2 || len(questions) != 5 {
		t.Errorf("%d of %d questions are about routes that are there, the heading says 2 of 5", there, len(questions))
	}
}

func TestOutputHasNoColourAndNoTrailingSpace(t *testing.T) {
	for i, line := range strings.Split(answered(t), "\n") {
		if strings.ContainsAny(line, "\x1b\t\r") || line != strings.TrimRight(line, " ") {
			t.Errorf("line %d: %q", i+1, line)
		}
	}
}

func TestSeedDocumentIsCanonicalInMeaning(t *testing.T) {
	n, err := topology.Parse(seed)
	if err != nil {
		t.Fatal(err)
	}
	again, err := topology.Parse(topology.Format(n))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(topology.Format(again), topology.Format(n)) {
		t.Error("the document changes when it is written and read")
	}
}

func TestWrap(t *testing.T) {
	long := "  [R-1] " + strings.Repeat("word ", 60) + "\nshort\n" + strings.Repeat("x", 300) + " end\n"
	got := wrap(long)
	spaces := regexp.MustCompile(`\s+`)
	if spaces.ReplaceAllString(got, " ") != spaces.ReplaceAllString(long, " ") {
		t.Errorf("words were lost: %q", got)
	}
	for i, line := range strings.Split(got, "\n") {
		if len(line) > column && strings.Contains(strings.TrimSpace(line), " ") {
			t.Errorf("line %d is too long: %q", i+1, line)
		}
		if i == 1 && !strings.HasPrefix(line, "        word") {
			t.Errorf("line %d does not stand below the second word: %q", i+1, line)
		}
	}
}

func TestWrapEnds(t *testing.T) {
	for _, text := range []string{"", "\n", " ", strings.Repeat(" ", 300), strings.Repeat("x", 300), strings.Repeat("x", 300) + " " + strings.Repeat("y", 300),
		strings.Repeat(" ", 109) + "x y", strings.Repeat(" ", 200) + "x y z"} {
		if got := strings.Fields(wrap(text)); !slices.Equal(got, strings.Fields(text)) {
			t.Errorf("wrap(%.20q...) = %q", text, got)
		}
	}
}
