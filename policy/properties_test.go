package policy

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// evaluate asks a list on plain strings.
func evaluate(policies []Policy, system bool, d Direction, s Subject[string], t Target[string]) (Verdict, []int) {
	return Compile(policies, system, func(id string) string { return id }).Evaluate(d, &s, &t, nil)
}

// holds reports whether a policy with the match m matches.
func holds(m Match, d Direction, s Subject[string], t Target[string]) bool {
	_, matched := evaluate([]Policy{{Priority: 1, Direction: d, Match: m}}, false, d, s, t)
	return len(matched) > 0
}

func requireSame(t *rapid.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

// The compiled form agrees with the rules as they are read one by one, for valid lists.
func TestEvaluateAgreesWithTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		requireAgreement(t, list)
	})
}

// The same for lists that validation refuses, and for more policies than a block holds.
func TestEvaluateAgreesWithTheRulesOnAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(8).Draw(t, "policies")
		for i := range list {
			p := &list[i]
			p.Priority = rapid.IntRange(-1, 6).Draw(t, "priority")
			p.Next = rapid.IntRange(-1, 9).Draw(t, "next")
			p.Set.Preference = rapid.IntRange(-300, 300).Draw(t, "preference")
			p.Match.Source.Kinds = append(p.Match.Source.Kinds, attach.Kind(rapid.IntRange(0, 9).Draw(t, "kind")))
			p.Match.Destination.Kinds = append(p.Match.Destination.Kinds, attach.Kind(rapid.IntRange(0, 9).Draw(t, "kind")))
			p.Match.Prefixes.Mode = Mode(rapid.IntRange(0, 3).Draw(t, "mode"))
			p.Match.ASPath.Mode = Mode(rapid.IntRange(0, 3).Draw(t, "mode"))
			p.Match.Communities.Mode = Mode(rapid.IntRange(0, 4).Draw(t, "mode"))
		}
		filler := rapid.IntRange(0, 300).Draw(t, "filler")
		for i := range filler {
			list = append(list, Policy{Priority: i%7 - 1, Direction: Egress, Action: Deny, Match: Match{Source: Endpoint{Instances: []string{"nobody"}}}})
		}
		requireAgreement(t, list)
	})
}

func requireAgreement(t *rapid.T, list []Policy) {
	d := directions().Draw(t, "direction")
	s, to := subjects().Draw(t, "subject"), targets().Draw(t, "target")
	system := rapid.Bool().Draw(t, "system")
	wantVerdict, wantMatched := slowEvaluate(list, system, d, s, to)
	verdict, matched := evaluate(list, system, d, s, to)
	requireSame(t, "verdict", wantVerdict, verdict)
	requireSame(t, "matched", wantMatched, matched)
}

// Indexes of many IDs and prefixes answer like those of few.
func TestLargeIndexesAgreeWithTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Policy
		for i := range 9 {
			p := Policy{Priority: 10 + i, Direction: Egress, Next: 1}
			p.Match.Source = Endpoint{Instances: rapid.SliceOfN(rapid.SampledFrom(someIDs), 1, 6).Draw(t, "instances"), Except: rapid.Bool().Draw(t, "except")}
			p.Match.Prefixes = PrefixMatch{rapid.SliceOfN(rapid.SampledFrom(somePrefixes), 1, 6).Draw(t, "prefixes"), Mode(rapid.IntRange(0, 1).Draw(t, "mode"))}
			list = append(list, p)
		}
		requireAgreement(t, list)
	})
}

// P-1.3: only the order of the priorities counts, not their values.
func TestOrderPreservingPrioritiesDoNotChangeVerdicts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		d, s, to := directions().Draw(t, "direction"), subjects().Draw(t, "subject"), targets().Draw(t, "target")
		numbers := rapid.SliceOfNDistinct(rapid.IntRange(1, 100), 20, 20, rapid.ID).Draw(t, "numbers")
		slices.Sort(numbers)
		numbers = slices.Insert(numbers, 0, 0)

		want, wantMatched := evaluate(list, true, d, s, to)
		renamed := slices.Clone(list)
		for i := range renamed {
			p := &renamed[i]
			p.Priority = numbers[p.Priority]
			if p.Next > 1 {
				p.Next = numbers[p.Next]
			}
		}
		for i, n := range wantMatched {
			if n != SystemPriority {
				wantMatched[i] = numbers[n]
			}
		}
		got, matched := evaluate(renamed, true, d, s, to)
		requireSame(t, "verdict", want, got)
		requireSame(t, "matched", wantMatched, matched)
	})
}

// P-1.3: the order of declaration does not count.
func TestDeclarationOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		d, s, to := directions().Draw(t, "direction"), subjects().Draw(t, "subject"), targets().Draw(t, "target")
		want, wantMatched := evaluate(list, true, d, s, to)
		got, matched := evaluate(rapid.Permutation(list).Draw(t, "shuffled"), true, d, s, to)
		requireSame(t, "verdict", want, got)
		requireSame(t, "matched", wantMatched, matched)
	})
}

// P-3.7: a reversed list is the complement, for every route with or without an origin instance (D-42).
func TestExceptIsTheComplementAtTheSource(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(rapid.SampledFrom(someIDs), 1, 12).Draw(t, "instances")
		s, to := subjects().Draw(t, "subject"), targets().Draw(t, "target")
		in := holds(Match{Source: Endpoint{Instances: ids}}, Egress, s, to)
		out := holds(Match{Source: Endpoint{Instances: ids, Except: true}}, Egress, s, to)
		if in == out {
			t.Fatalf("origin %+v: in the list %v, not in the list %v", s.Origin, in, out)
		}
	})
}

// P-3.14: a reversed list is the complement towards local instances; towards a peer neither holds (P-3.12).
func TestExceptIsTheComplementAtALocalDestination(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(rapid.SampledFrom(someIDs), 1, 12).Draw(t, "instances")
		s, to := subjects().Draw(t, "subject"), targets().Draw(t, "target")
		in := holds(Match{Destination: Endpoint{Instances: ids}}, Egress, s, to)
		out := holds(Match{Destination: Endpoint{Instances: ids, Except: true}}, Egress, s, to)
		local := !to.Peer && to.Instance != ""
		if local && in == out || !local && (in || out) {
			t.Fatalf("target %+v: in the list %v, not in the list %v", to, in, out)
		}
	})
}

// P-3.17, P-3.20, P-3.21: what equals a list also overlaps it; communities that equal a list contain it.
func TestCompleteImpliesInclude(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, s, to := matches().Draw(t, "match"), subjects().Draw(t, "subject"), targets().Draw(t, "target")
		if rapid.Bool().Draw(t, "equal") { // else completeness is rare
			m.Prefixes.List = append(m.Prefixes.List, s.Prefix)
			m.ASPath.List, m.Communities.List = s.ASPath, s.Communities
		}
		with := func(mode Mode) Match {
			n := m
			n.Prefixes.Mode, n.ASPath.Mode, n.Communities.Mode = min(mode, Complete), min(mode, Complete), mode
			return n
		}
		if !holds(with(Complete), Egress, s, to) {
			return
		}
		if !holds(with(Include), Egress, s, to) {
			t.Fatal("complete holds, include does not")
		}
		if !holds(with(Contain), Egress, s, to) {
			t.Fatal("complete holds, contain does not")
		}
	})
}

// P-3.17: a wider prefix matches at least the same routes.
func TestWideningAPrefixOnlyWidens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.SampledFrom(somePrefixes), 1, 12).Draw(t, "prefixes")
		s, to := subjects().Draw(t, "subject"), targets().Draw(t, "target")
		before := holds(Match{Prefixes: PrefixMatch{List: list}}, Egress, s, to)
		i := rapid.IntRange(0, len(list)-1).Draw(t, "which")
		wide, _ := list[i].Addr().Prefix(rapid.IntRange(0, list[i].Bits()).Draw(t, "bits"))
		widened := slices.Clone(list)
		widened[i] = wide
		if before && !holds(Match{Prefixes: PrefixMatch{List: widened}}, Egress, s, to) {
			t.Fatalf("%v matches %v, but not %v", list, s.Prefix, widened)
		}
	})
}

// P-3.1: one more condition only narrows.
func TestAConditionOnlyNarrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, s, to := matches().Draw(t, "match"), subjects().Draw(t, "subject"), targets().Draw(t, "target")
		less := m
		switch rapid.IntRange(0, 6).Draw(t, "condition") {
		case 0:
			less.Source = Endpoint{}
		case 1:
			less.Destination = Endpoint{}
		case 2:
			less.RouteTypes = nil
		case 3:
			less.Family = AnyFamily
		case 4:
			less.Prefixes = PrefixMatch{}
		case 5:
			less.ASPath = ASPathMatch{}
		case 6:
			less.Communities = CommunitiesMatch{}
		}
		if holds(m, Egress, s, to) && !holds(less, Egress, s, to) {
			t.Fatalf("matches %+v, but not %+v", m, less)
		}
	})
}

// P-4.9: the walk goes strictly upwards, so it ends.
func TestTheWalkGoesStrictlyUpwards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		for i := range list { // also where a Next leads back
			list[i].Next = rapid.IntRange(-5, math.MaxInt16).Draw(t, "next")
		}
		_, matched := evaluate(list, true, Egress, subjects().Draw(t, "subject"), targets().Draw(t, "target"))
		for i := 1; i < len(matched); i++ {
			if matched[i-1] >= matched[i] {
				t.Fatalf("the walk %v does not go upwards", matched)
			}
		}
	})
}

// P-4.9: each policy but the last that matched is a permit with a next, and leads to the one after it or before it.
func TestEveryStepOfTheWalkHasANext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		_, matched := evaluate(list, true, Egress, subjects().Draw(t, "subject"), targets().Draw(t, "target"))
		for i := 1; i < len(matched); i++ {
			at := slices.IndexFunc(list, func(p Policy) bool { return p.Direction == Egress && p.Priority == matched[i-1] })
			if p := list[at]; p.Action == Deny || p.Next == 0 || p.Next > matched[i] {
				t.Fatalf("the walk %v goes on after %+v", matched, p)
			}
		}
	})
}

// P-4.1: a deny of everything at the end of the list lets nothing through that did not pass before.
func TestDenyAllAtTheEndOnlyDenies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		d, s, to := directions().Draw(t, "direction"), subjects().Draw(t, "subject"), targets().Draw(t, "target")
		system := rapid.Bool().Draw(t, "system")
		before, matched := evaluate(list, system, d, s, to)
		after, _ := evaluate(append(slices.Clone(list), Policy{Priority: 100, Direction: d, Action: Deny}), system, d, s, to)
		if after.Permit && !before.Permit {
			t.Fatal("a deny permits")
		}
		if len(matched) == 0 && after.Permit {
			t.Fatal("nothing matched, and yet the deny of everything did not")
		}
		if after.Permit {
			requireSame(t, "verdict", before, after)
		}
	})
}

// P-4.1: without a deny, whatever passed before passes as before: a deny that matched would have ended the walk, one that
// did not is as if it were not there, also as the target of a next (D-43).
func TestRemovalOfADenyOnlyPermits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		d, s, to := directions().Draw(t, "direction"), subjects().Draw(t, "subject"), targets().Draw(t, "target")
		denies := func(p Policy) bool { return p.Action == Deny }
		first := slices.IndexFunc(list, denies)
		if first < 0 {
			t.Skip("no deny")
		}
		before, matched := evaluate(list, true, d, s, to)
		after, matchedLater := evaluate(slices.Delete(slices.Clone(list), first, first+1), true, d, s, to)
		if before.Permit {
			requireSame(t, "verdict", before, after)
			requireSame(t, "matched", matched, matchedLater)
		}
	})
}

// P-3.1, P-4.1: two policies next to each other whose conditions exclude each other may change places. The conditions
// must be on what no policy changes, here the family or the kind of the origin: one on the AS path or communities may hold
// after the first of them changed these (P-4.9). And no next may lead in between them (P-4.10).
func TestAdjacentPoliciesWithDisjointMatchesCommute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		d, s, to := directions().Draw(t, "direction"), subjects().Draw(t, "subject"), targets().Draw(t, "target")
		p, q := adjacent(t, list, d)
		if rapid.Bool().Draw(t, "families") {
			p.Match.Family, q.Match.Family = IPv4, IPv6
		} else {
			p.Match.Source.Kinds, q.Match.Source.Kinds = []attach.Kind{attach.VPC, attach.ECR}, []attach.Kind{attach.VBR, attach.VPN}
		}
		if slices.ContainsFunc(list, func(r Policy) bool { return r.Direction == d && p.Priority < r.Next && r.Next <= q.Priority }) {
			t.Skip("a next leads in between")
		}
		want, matched := evaluate(list, true, d, s, to)
		for i, n := range matched {
			switch n {
			case p.Priority:
				matched[i] = q.Priority
			case q.Priority:
				matched[i] = p.Priority
			}
		}
		p.Priority, q.Priority = q.Priority, p.Priority
		got, matchedLater := evaluate(list, true, d, s, to)
		requireSame(t, "verdict", want, got)
		requireSame(t, "matched", matched, matchedLater)
	})
}

// adjacent draws two policies of a direction that follow each other.
func adjacent(t *rapid.T, list []Policy, d Direction) (p, q *Policy) {
	var places []int
	for i := range list {
		if list[i].Direction == d {
			places = append(places, i)
		}
	}
	if len(places) < 2 {
		t.Skip("no two policies")
	}
	slices.SortFunc(places, func(a, b int) int { return list[a].Priority - list[b].Priority })
	i := rapid.IntRange(0, len(places)-2).Draw(t, "first")
	return &list[places[i]], &list[places[i+1]]
}

// P-4.3, P-4.6, P-4.7: without a Set nothing changes; D-45: a denied route is as received.
func TestAttributesChangeOnlyBySet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		keep := rapid.Bool().Draw(t, "keep")
		for i := range list {
			if !keep {
				list[i].Set = Set{}
			}
		}
		s, to := subjects().Draw(t, "subject"), targets().Draw(t, "target")
		v, _ := evaluate(list, true, Egress, s, to)
		if !keep || !v.Permit {
			requireSame(t, "verdict", Verdict{v.Permit, s.Preference, s.ASPath, s.Communities}, v)
		}
	})
}

// The slices of the route and of the policies are not modified.
func TestEvaluateModifiesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		s, to := subjects().Draw(t, "subject"), targets().Draw(t, "target")
		path, communities := slices.Clone(s.ASPath), slices.Clone(s.Communities)
		p := Compile(list, true, func(id string) string { return id })
		first, _ := p.Evaluate(Egress, &s, &to, nil)
		_ = append(first.ASPath, 1)
		_ = append(first.Communities, 1)
		again, _ := p.Evaluate(Egress, &s, &to, nil)
		requireSame(t, "second verdict", first, again)
		requireSame(t, "AS path", path, s.ASPath)
		requireSame(t, "communities", communities, s.Communities)
		if !slices.IsSorted(again.Communities) || len(slices.Compact(slices.Clone(again.Communities))) != len(again.Communities) {
			t.Fatalf("%v is no set in ascending order", again.Communities)
		}
	})
}

// Two kinds of identifiers give the same verdicts: an engine may intern the names.
func TestIdentifiersMayBeInterned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		s, to := subjects().Draw(t, "subject"), targets().Draw(t, "target")
		want, wantMatched := evaluate(list, true, Egress, s, to)
		names := slices.Concat(someIDs, someRegions, someTables)
		id := func(name string) uint32 { return uint32(slices.Index(names, name) + 1) }
		interned := Subject[uint32]{s.Prefix, s.Type, s.ASPath, s.Communities, s.Preference, Origin[uint32]{
			id(s.Origin.Instance), id(s.Origin.Member), id(s.Origin.Region), id(s.Origin.Table), s.Origin.Kind}}
		target := Target[uint32]{to.Peer, id(to.Instance), nil, to.Kind, id(to.Region), id(to.Table)}
		for _, m := range to.Members {
			target.Members = append(target.Members, id(m))
		}
		got, matched := Compile(list, true, id).Evaluate(Egress, &interned, &target, nil)
		requireSame(t, "verdict", want, got)
		requireSame(t, "matched", wantMatched, matched)
	})
}

// P-5.4: the system policy denies exactly the sixteen ordered pairs of {VBR, CCN, VPN, ECR}.
func TestSystemPolicyDeniesSixteenPairs(t *testing.T) {
	fenced := map[attach.Kind]bool{attach.VBR: true, attach.CCN: true, attach.VPN: true, attach.ECR: true}
	denied := 0
	for from := attach.None; from <= attach.Peer; from++ {
		for to := attach.None; to <= attach.Peer; to++ {
			s := Subject[string]{Prefix: somePrefixes[1], Type: route.BGP, Origin: Origin[string]{Instance: "a", Kind: from}}
			v, matched := evaluate(nil, true, Egress, s, Target[string]{Instance: "b", Kind: to})
			want := !(fenced[from] && fenced[to])
			if v.Permit != want {
				t.Errorf("from %v to %v: permit %v, want %v", from, to, v.Permit, want)
			}
			if !v.Permit {
				denied++
				if !slices.Equal(matched, []int{5000}) {
					t.Errorf("from %v to %v: decided by %v, want 5000", from, to, matched)
				}
			}
		}
	}
	if denied != 16 {
		t.Errorf("%d pairs denied, want 16", denied)
	}
}
