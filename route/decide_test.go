package route

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
)

// Candidates of the tables below: local BGP routes with one AS, unless changed.
func candidate(kind attach.Kind, change ...func(*RouterCandidate)) RouterCandidate {
	c := RouterCandidate{Kind: kind, Type: BGP, ASPathLength: 1, Local: true, Preference: DefaultPreference, Region: 1}
	if kind == attach.VPC {
		c.Type, c.ASPathLength = System, 0
	}
	for _, f := range change {
		f(&c)
	}
	return c
}

func static(c *RouterCandidate)         { c.Type, c.ASPathLength = Custom, 0 }
func published(c *RouterCandidate)      { c.Type = Custom }
func configuredHere(c *RouterCandidate) { c.Configured, c.Type, c.ASPathLength = true, Static, 0 }
func path(n int) func(*RouterCandidate) {
	return func(c *RouterCandidate) { c.ASPathLength = n }
}
func peer(region int) func(*RouterCandidate) {
	return func(c *RouterCandidate) { c.Local, c.Region = false, region }
}
func prefer(p uint8) func(*RouterCandidate) {
	return func(c *RouterCandidate) { c.Preference = p }
}
func withMED(m uint32) func(*RouterCandidate) {
	return func(c *RouterCandidate) { c.MED = m }
}

var won = Outcome{Active, NoStep}

func TestDecide(t *testing.T) {
	const (
		none = attach.None
		vpc  = attach.VPC
		vbr  = attach.VBR
		vpn  = attach.VPN
		ccn  = attach.CCN
		ecr  = attach.ECR
	)
	of := candidate
	rejected := func(s Step) Outcome { return Outcome{Rejected, s} }
	standby := func(s Step) Outcome { return Outcome{Standby, s} }
	tests := []struct {
		name string
		ecmp bool // multi-region
		in   []RouterCandidate
		want []Outcome
	}{
		{"no candidate", false, nil, nil},
		{"one candidate", false, []RouterCandidate{of(ccn, peer(9))}, []Outcome{won}},

		{"a configured route rejects every learned one (TR-4.2.1)", false,
			[]RouterCandidate{of(none, configuredHere, prefer(100)), of(vbr, prefer(1)), of(vpc), of(ecr)},
			[]Outcome{won, rejected(Configured), rejected(Configured), rejected(Configured)}},
		{"configured routes share the load (TR-4.2.4)", false,
			[]RouterCandidate{of(none, configuredHere, peer(7)), of(none, configuredHere), of(vpn)},
			[]Outcome{won, won, rejected(Configured)}},

		{"a vSwitch route beats other kinds of its region (D-16)", false,
			[]RouterCandidate{of(vpc, prefer(100)), of(vbr, prefer(1)), of(none), of(ccn)},
			[]Outcome{won, rejected(VPCConflict), rejected(VPCConflict), rejected(VPCConflict)}},
		{"other kinds beat a published route of the region, and rank (D-16)", false,
			[]RouterCandidate{of(vpc, published), of(vbr, prefer(2)), of(vbr, prefer(1)), of(vpn, peer(0))},
			[]Outcome{rejected(VPCConflict), standby(LowestPreference), won, standby(LocalRegion)}},
		{"a published route beats a vSwitch route of another region (D-16)", false,
			[]RouterCandidate{of(vpc, published), of(vpc, peer(0)), of(vbr, peer(0))},
			[]Outcome{won, rejected(VPCConflict), rejected(VPCConflict)}},
		{"over peerings a vSwitch route beats other kinds (D-16)", false,
			[]RouterCandidate{of(vpc, peer(2)), of(vbr, peer(0))},
			[]Outcome{won, rejected(VPCConflict)}},
		{"over peerings other kinds beat a published route (D-16)", false,
			[]RouterCandidate{of(vpc, published, peer(0)), of(vbr, peer(2))},
			[]Outcome{rejected(VPCConflict), won}},
		{"a local route of another kind beats a vSwitch route of another region (D-16)", false,
			[]RouterCandidate{of(ccn), of(vpc, peer(0))},
			[]Outcome{won, rejected(VPCConflict)}},
		{"a local circuit defeats a published route for the benefit of a shorter AS path over a peering (D-16)", false,
			[]RouterCandidate{of(vpc, published), of(vbr, path(2)), of(vbr, path(1), peer(0))},
			[]Outcome{rejected(VPCConflict), standby(ASPathLength), won}},
		{"a vSwitch route that beat other kinds beats a local published one as well (D-16)", false,
			[]RouterCandidate{of(vpc, published), of(vpc), of(vbr)},
			[]Outcome{rejected(VPCConflict), won, rejected(VPCConflict)}},
		{"the best class still has to be unique (TR-4.2.5)", false,
			[]RouterCandidate{of(vpc), of(vpc), of(vbr)},
			[]Outcome{won, rejected(VPCUnique), rejected(VPCConflict)}},

		{"of two VPCs the local one wins (TR-4.2.5)", true,
			[]RouterCandidate{of(vpc, peer(0)), of(vpc)}, []Outcome{rejected(VPCUnique), won}},
		{"of two remote VPCs the smaller region wins, even with multi-region ECMP (TR-4.2.5)", true,
			[]RouterCandidate{of(vpc, peer(3)), of(vpc, peer(2))}, []Outcome{rejected(VPCUnique), won}},
		{"of two VPCs of one region the smaller next hop wins, never both (TR-4.2.5)", true,
			[]RouterCandidate{of(vpc), of(vpc, prefer(1))}, []Outcome{won, rejected(VPCUnique)}},
		{"between VPCs alone the type plays no part (TR-4.2.5)", false,
			[]RouterCandidate{of(vpc, published), of(vpc)}, []Outcome{won, rejected(VPCUnique)}},

		{"BGP beats static among VBRs, over the region too (TR-4.3, TR-7.8)", false,
			[]RouterCandidate{of(vbr, static, prefer(1)), of(vbr, peer(2), path(9))},
			[]Outcome{standby(RouteType), won}},
		{"BGP does not beat static beside another kind (D-18)", false,
			[]RouterCandidate{of(vbr, static), of(vpn, path(9))},
			[]Outcome{won, standby(OriginKind)}},
		{"a static route does not switch off the AS paths of the others (D-17)", false,
			[]RouterCandidate{of(vbr, static), of(vbr, path(2)), of(vbr, path(1))},
			[]Outcome{standby(RouteType), standby(ASPathLength), won}},
		{"the shorter AS path beats the own region and the preference (TR-4.3.1)", false,
			[]RouterCandidate{of(vbr, path(2), prefer(1)), of(vbr, path(1), peer(0))},
			[]Outcome{standby(ASPathLength), won}},
		{"a VPN with a shorter AS path beats a circuit (D-19)", false,
			[]RouterCandidate{of(vbr, path(2)), of(vpn, path(1))},
			[]Outcome{standby(ASPathLength), won}},
		{"AS paths are not compared beside a route without BGP (D-18, D-21)", false,
			[]RouterCandidate{of(vbr, path(3)), of(ccn, static)},
			[]Outcome{won, standby(OriginKind)}},
		{"the own region beats a better preference (TR-4.3.1)", false,
			[]RouterCandidate{of(vbr, prefer(100)), of(vbr, peer(0), prefer(1))},
			[]Outcome{won, standby(LocalRegion)}},
		{"the own ECR beats the copy of another router, whatever the MED (E-5.3.3)", false,
			[]RouterCandidate{of(ecr, withMED(3000)), of(ecr, peer(0), withMED(1000))},
			[]Outcome{won, standby(LocalRegion)}},
		{"the smaller preference wins", false,
			[]RouterCandidate{of(vbr), of(vbr, prefer(49))},
			[]Outcome{standby(LowestPreference), won}},
		{"preference comes before the kind: a VPN can be preferred to a circuit (D-19)", false,
			[]RouterCandidate{of(vbr), of(vpn, prefer(49))},
			[]Outcome{standby(LowestPreference), won}},
		{"the smaller MED wins among ECRs (E-5.3.2)", true,
			[]RouterCandidate{of(ecr, peer(0), withMED(3000)), of(ecr, peer(2), withMED(1000)), of(ecr, peer(3), withMED(2000))},
			[]Outcome{standby(LowestMED), won, standby(LowestMED)}},
		{"MED is not compared beside another kind (D-18)", false,
			[]RouterCandidate{of(ecr, withMED(3000)), of(ecr, withMED(1000)), of(vbr)},
			[]Outcome{won, won, won}},
		{"a larger preference cannot switch off MED (D-17)", false,
			[]RouterCandidate{of(ecr, withMED(3000)), of(ecr, withMED(1000)), of(vbr, prefer(51))},
			[]Outcome{standby(LowestMED), won, standby(LowestPreference)}},
		{"ECR and VBR are one kind, before VPN, CCN and none (D-19)", false,
			[]RouterCandidate{of(none, static), of(ccn, static), of(vpn, static), of(vbr, static), of(ecr, path(4))},
			[]Outcome{standby(OriginKind), standby(OriginKind), standby(OriginKind), won, won}},
		{"VPN before CCN before none (D-19)", false,
			[]RouterCandidate{of(none, static), of(ccn, static), of(vpn)},
			[]Outcome{standby(OriginKind), standby(OriginKind), won}},
		{"CCN before the static route of a peer (D-19, D-20)", false,
			[]RouterCandidate{of(none, static, peer(0)), of(ccn, static, peer(2))},
			[]Outcome{standby(OriginKind), won}},
		{"the kind comes before the region (D-19)", false,
			[]RouterCandidate{of(vpn, peer(0)), of(vbr, peer(2))},
			[]Outcome{standby(OriginKind), won}},
		{"equal routes of two regions: the first region ID (TR-4.3.4)", false,
			[]RouterCandidate{of(vbr, peer(3)), of(vbr, peer(2))},
			[]Outcome{standby(LowestRegion), won}},
		{"equal routes of two regions with multi-region ECMP: both (TR-4.3.4)", true,
			[]RouterCandidate{of(vbr, peer(3)), of(vbr, peer(2))},
			[]Outcome{won, won}},
		{"equal routes of one region share the load (TR-4.3.3)", false,
			[]RouterCandidate{of(vbr, static), of(vbr, static)},
			[]Outcome{won, won}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for i := range test.in {
				test.in[i].NextHop = i
			}
			for _, order := range permutations(len(test.in)) {
				got := Decide(pick(test.in, order), test.ecmp, nil)
				if diff := cmp.Diff(pick(test.want, order), got, cmpNilSlices); diff != "" {
					t.Fatalf("order %v (-want +got):\n%s", order, diff)
				}
			}
		})
	}
}

// cmpNilSlices takes a nil list and an empty one for the same.
var cmpNilSlices = cmp.Transformer("len", func(o []Outcome) string { return fmt.Sprint(o) })

func TestDecideKeepsSixteenPaths(t *testing.T) {
	const sixteen = 16 // TR-4.3.7
	in := make([]RouterCandidate, sixteen+4)
	for i := range in {
		in[i] = candidate(attach.VPN)
		in[i].NextHop = (i * 7) % len(in) // every number once
	}
	for i, got := range Decide(in, false, nil) {
		want := won
		if in[i].NextHop >= sixteen {
			want = Outcome{Standby, Width}
		}
		if got != want {
			t.Errorf("next hop %d: got %v, want %v", in[i].NextHop, got, want)
		}
	}
	if got := Decide(in[:sixteen], false, nil); !slices.Equal(got, make([]Outcome, sixteen)) {
		t.Errorf("%d paths: got %v, want all Active", sixteen, got)
	}
}

// A kind outside the closed set has the rank of no kind (D-19), for each value that it can have.
func TestDecideRanksUnknownKindsLast(t *testing.T) {
	for _, kind := range []attach.Kind{attach.Peer, attach.Peer + 1, 255} {
		in := []RouterCandidate{candidate(kind, static), candidate(attach.CCN, static), candidate(attach.None, static)}
		want := []Outcome{{Standby, OriginKind}, won, {Standby, OriginKind}}
		if got := Decide(in, false, nil); !slices.Equal(got, want) {
			t.Errorf("kind %d beside a CCN and none: %v, want %v", uint8(kind), got, want)
		}
		if got := Decide([]RouterCandidate{in[0], in[2]}, false, nil); !slices.Equal(got, []Outcome{won, won}) {
			t.Errorf("kind %d beside none: %v, want both Active", uint8(kind), got)
		}
	}
}

// randomCandidates draws candidates of a prefix: few values of each attribute, so that ties are common, and next hops
// that differ.
func randomCandidates(t *rapid.T, label string, limit int) []RouterCandidate {
	kinds := []attach.Kind{attach.None, attach.VPC, attach.VBR, attach.VPN, attach.CCN, attach.ECR}
	if rapid.Bool().Draw(t, "one kind") {
		kinds = []attach.Kind{rapid.SampledFrom(kinds).Draw(t, "kind")}
	} else if rapid.Bool().Draw(t, "without VPC") {
		kinds = []attach.Kind{attach.VBR, attach.VPN, attach.CCN, attach.ECR, attach.None}
	}
	few := rapid.IntRange(0, 2)
	withConfigured := few.Draw(t, "configured") == 0
	in := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) RouterCandidate {
		return RouterCandidate{
			Configured:   withConfigured && few.Draw(t, "configured") == 0,
			Kind:         rapid.SampledFrom(kinds).Draw(t, "kind"),
			Type:         rapid.SampledFrom([]Type{BGP, BGP, BGP, System, Custom}).Draw(t, "type"),
			ASPathLength: few.Draw(t, "path"),
			Local:        rapid.Bool().Draw(t, "local"),
			Preference:   uint8(few.Draw(t, "preference")),
			MED:          uint32(few.Draw(t, "med")),
			Region:       few.Draw(t, "region"),
		}
	}), 0, limit).Draw(t, label)
	hops := rapid.Permutation(numbers(len(in))).Draw(t, "next hops")
	for i := range in {
		in[i].NextHop = hops[i]
	}
	return in
}

func TestDecideDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := randomCandidates(t, "in", 8)
		ecmp := rapid.Bool().Draw(t, "ecmp")
		order := rapid.Permutation(numbers(len(in))).Draw(t, "order")
		want := pick(Decide(in, ecmp, nil), order)
		got := Decide(pick(in, order), ecmp, nil)
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestDecideGivesEveryCandidateAnOutcome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := randomCandidates(t, "in", 24)
		ecmp := rapid.Bool().Draw(t, "ecmp")
		scratch := slices.Repeat([]Outcome{{Disabled, OwnRoute}}, 3) // what is left of another decision
		got := Decide(in, ecmp, scratch)
		active, vpcs := 0, 0
		for i, o := range got {
			if o.Status != o.Step.Status() {
				t.Errorf("candidate %d: status %v with step %v", i, o.Status, o.Step)
			}
			if (o.Status == Active) != (o.Step == NoStep) {
				t.Errorf("candidate %d: status %v with step %v", i, o.Status, o.Step)
			}
			if o.Step > Width {
				t.Errorf("candidate %d lost at a step of another process, %v", i, o.Step)
			}
			if o.Status == Active {
				active++
				if in[i].Kind == attach.VPC && !in[i].Configured {
					vpcs++
				}
			}
		}
		switch {
		case len(got) != len(in):
			t.Fatalf("%d outcomes of %d candidates", len(got), len(in))
		case active == 0 && len(in) > 0:
			t.Fatalf("nobody won: %v", got)
		case vpcs > 0 && active != 1:
			t.Fatalf("a VPC shares the load: %v", got)
		}
	})
}

func TestDecideAgreesWithPairwiseRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := randomCandidates(t, "in", 24)
		ecmp := rapid.Bool().Draw(t, "ecmp")
		if diff := cmp.Diff(pairwiseDecide(in, ecmp), Decide(in, ecmp, nil), cmpNilSlices); diff != "" {
			t.Fatalf("%+v (-pairwise +Decide):\n%s", in, diff)
		}
	})
}

// A loser leaves without a trace if a winner has its kind, its type and its distance: nothing was switched on or off by
// the loser alone. A winner of its kind is not enough: a local circuit can defeat a published VPC route for the benefit
// of a circuit over a peering with a shorter AS path, which could not have done it alone (D-16).
func TestDecideForgetsLosers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := randomCandidates(t, "in", 24)
		ecmp := rapid.Bool().Draw(t, "ecmp")
		before := Decide(in, ecmp, nil)
		for i := range in {
			like := func(j int) bool {
				return before[j].Status == Active && in[j].Kind == in[i].Kind && in[j].Type == in[i].Type && in[j].Local == in[i].Local
			}
			if before[i].Status == Active || !slices.ContainsFunc(numbers(len(in)), like) {
				continue
			}
			after := Decide(slices.Delete(slices.Clone(in), i, i+1), ecmp, nil)
			if want := slices.Delete(slices.Clone(before), i, i+1); !slices.Equal(after, want) {
				t.Fatalf("without loser %d: got %v, want %v", i, after, want)
			}
		}
	})
}

// pairwiseDecide is the decision of Decide, written down a second time: at each step a candidate loses if another one
// that is still there is better, pair by pair.
func pairwiseDecide(in []RouterCandidate, ecmp bool) []Outcome {
	out := make([]Outcome, len(in))
	alive := numbers(len(in))
	step := func(status Status, step Step, better func(a, b RouterCandidate) bool) {
		var next []int
		for _, i := range alive {
			if slices.ContainsFunc(alive, func(j int) bool { return better(in[j], in[i]) }) {
				out[i] = Outcome{status, step}
			} else {
				next = append(next, i)
			}
		}
		alive = next
	}
	every := func(is func(RouterCandidate) bool) bool {
		return !slices.ContainsFunc(alive, func(i int) bool { return !is(in[i]) })
	}
	isVPC := func(c RouterCandidate) bool { return c.Kind == attach.VPC }

	step(Rejected, Configured, func(a, b RouterCandidate) bool { return a.Configured && !b.Configured })
	if len(alive) == 0 || in[alive[0]].Configured {
		return out
	}

	allVPC := every(isVPC)
	if !allVPC && !every(func(c RouterCandidate) bool { return !isVPC(c) }) {
		order := []string{"local VPC System", "local other", "local VPC Custom", "peer VPC System", "peer other", "peer VPC Custom"}
		name := func(c RouterCandidate) string {
			name := "peer"
			if c.Local {
				name = "local"
			}
			if !isVPC(c) {
				return name + " other"
			}
			if c.Type == System {
				return name + " VPC System"
			}
			return name + " VPC Custom"
		}
		var present []string
		for _, i := range alive {
			present = append(present, name(in[i]))
		}
		best := order[slices.IndexFunc(order, func(s string) bool { return slices.Contains(present, s) })]
		if best == "local other" || best == "peer other" {
			step(Rejected, VPCConflict, func(a, b RouterCandidate) bool { return !isVPC(a) && isVPC(b) })
		} else {
			allVPC = true
			step(Rejected, VPCConflict, func(a, b RouterCandidate) bool { return name(a) == best && name(b) != best })
		}
	}
	if allVPC {
		step(Rejected, VPCUnique, func(a, b RouterCandidate) bool {
			switch {
			case a.Local != b.Local:
				return a.Local
			case a.Region != b.Region:
				return a.Region < b.Region
			}
			return a.NextHop < b.NextHop
		})
		return out
	}

	if every(func(c RouterCandidate) bool { return c.Kind == attach.VBR }) {
		step(Standby, RouteType, func(a, b RouterCandidate) bool { return a.Type == BGP && b.Type != BGP })
	}
	if every(func(c RouterCandidate) bool { return c.Type == BGP }) {
		step(Standby, ASPathLength, func(a, b RouterCandidate) bool { return a.ASPathLength < b.ASPathLength })
	}
	step(Standby, LocalRegion, func(a, b RouterCandidate) bool { return a.Local && !b.Local })
	step(Standby, LowestPreference, func(a, b RouterCandidate) bool { return a.Preference < b.Preference })
	if every(func(c RouterCandidate) bool { return c.Kind == attach.ECR }) {
		step(Standby, LowestMED, func(a, b RouterCandidate) bool { return a.MED < b.MED })
	}
	place := map[attach.Kind]int{attach.ECR: 1, attach.VBR: 1, attach.VPN: 2, attach.CCN: 3, attach.None: 4}
	step(Standby, OriginKind, func(a, b RouterCandidate) bool { return place[a.Kind] < place[b.Kind] })
	if !ecmp {
		step(Standby, LowestRegion, func(a, b RouterCandidate) bool { return a.Region < b.Region })
	}
	slices.SortFunc(alive, func(i, j int) int { return in[i].NextHop - in[j].NextHop })
	for n, i := range alive {
		if n >= 16 {
			out[i] = Outcome{Standby, Width}
		}
	}
	return out
}

func TestNoAllocs(t *testing.T) {
	in := []RouterCandidate{candidate(attach.VBR), candidate(attach.VBR, path(2)), candidate(attach.VBR, static), candidate(attach.VPN, peer(2))}
	ecr := []ECRCandidate{{From: attach.VBR, ASPathLength: 1}, {From: attach.VBR}, {From: attach.VPC}, {From: attach.Peer}}
	circuit := []CircuitCandidate{{Own: true, Type: BGP}, {}}
	center := []DataCenterCandidate{{Own: true}, {}}
	out := make([]Outcome, 0, len(in))
	allocs := testing.AllocsPerRun(100, func() {
		out = Decide(in, false, out)
		out = DecideECR(ecr, 1, true, out)
		out = DecideCircuit(circuit, out)
		out = DecideDataCenter(center, out)
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func BenchmarkDecide(b *testing.B) {
	in := []RouterCandidate{candidate(attach.VBR), candidate(attach.VBR, path(2)), candidate(attach.VBR), candidate(attach.VBR, peer(2))}
	for i := range in {
		in[i].NextHop = i
	}
	out := make([]Outcome, 0, len(in))
	for _, n := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("candidates=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				out = Decide(in[:n], false, out)
			}
		})
	}
}

// numbers returns 0 to n-1.
func numbers(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// pick returns the elements at the given places.
func pick[E any](list []E, places []int) []E {
	picked := make([]E, len(places))
	for i, p := range places {
		picked[i] = list[p]
	}
	return picked
}

// permutations returns every order of n things.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, shorter := range permutations(n - 1) {
		for at := range n {
			all = append(all, slices.Insert(slices.Clone(shorter), at, n-1))
		}
	}
	return all
}
