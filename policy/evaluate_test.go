package policy

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

func permit(priority int, m Match) Policy {
	return Policy{Priority: priority, Direction: Egress, Match: m}
}

func deny(priority int, m Match) Policy {
	return Policy{Priority: priority, Direction: Egress, Action: Deny, Match: m}
}

// then returns p with a next.
func then(p Policy, next int) Policy {
	p.Next = next
	return p
}

// setting returns p with a preference.
func setting(p Policy, preference int) Policy {
	p.Set.Preference = preference
	return p
}

// prepending returns p with AS numbers to prepend.
func prepending(p Policy, as ...uint32) Policy {
	p.Set.PrependASPath = as
	return p
}

// tagging returns p with communities to set.
func tagging(p Policy, mode SetMode, c ...route.Community) Policy {
	p.Set.Communities = CommunitiesSet{c, mode}
	return p
}

// Which policies are asked, and who decides (P-4.1, P-4.2, P-4.8 to P-4.10, P-5).
func TestTheWalk(t *testing.T) {
	none := from(instances("nobody"))
	for _, c := range []struct {
		rule    string
		list    []Policy
		subject Subject[string]
		target  Target[string]
		permit  bool
		matched []int
	}{
		{"P-4.1 an empty list permits", nil, cloud(), toVPC, true, nil},
		{"P-4.1 no match permits", []Policy{deny(10, none)}, cloud(), toVPC, true, nil},
		{"P-4.1 the first match decides: deny", []Policy{deny(10, Match{}), permit(20, Match{})}, cloud(), toVPC, false, []int{10}},
		{"P-4.1 the first match decides: permit", []Policy{permit(10, Match{}), deny(20, Match{})}, cloud(), toVPC, true, []int{10}},
		{"P-4.1 what does not match is passed over", []Policy{permit(10, none), deny(20, Match{})}, cloud(), toVPC, false, []int{20}},
		{"P-1.3 the smaller number comes first, not the earlier declaration", []Policy{deny(20, Match{}), permit(3, Match{})}, cloud(), toVPC, true, []int{3}},
		{"P-2.3 the other direction plays no part", []Policy{{Priority: 1, Direction: Ingress, Action: Deny}}, cloud(), toVPC, true, nil},
		{"P-4.2 the system policy comes last", []Policy{permit(100, Match{})}, circuit(), toVPN, true, []int{100}},
		{"P-5.2 the system policy decides where nothing matched", []Policy{permit(100, none)}, circuit(), toVPN, false, []int{5000}},
		{"P-5.3 ECR is fenced too", nil, circuit(), toECR, false, []int{5000}},
		{"P-5.4 same kind", nil, circuit(), toVBR, false, []int{5000}},
		{"P-5.4 a VPC hears a circuit", nil, circuit(), toVPC, true, nil},
		{"P-5.4 a circuit hears a VPC", nil, cloud(), toVBR, true, nil},
		{"P-5.7 the system policy stops nothing towards a peer", nil, circuit(), toPeer, true, nil},
		{"P-5.11 a static route has no origin kind", nil, static(), toVPN, true, nil},
		{"P-5.11 an aggregate has no origin kind", nil, typed(static(), route.Aggregate), toVBR, true, nil},

		{"P-4.8 permit without next ends", []Policy{permit(10, Match{}), deny(11, Match{})}, cloud(), toVPC, true, []int{10}},
		{"P-4.8 next 1 is the policy that follows", []Policy{then(permit(10, Match{}), 1), deny(40, Match{}), permit(50, Match{})}, cloud(), toVPC, false, []int{10, 40}},
		{"P-4.8 next 1 of priority 1", []Policy{then(permit(1, Match{}), 1), deny(2, Match{})}, cloud(), toVPC, false, []int{1, 2}},
		{"P-4.8 next goes over what is between", []Policy{then(permit(10, Match{}), 30), deny(20, Match{}), permit(30, Match{})}, cloud(), toVPC, true, []int{10, 30}},
		{"P-4.9 a later deny rejects", []Policy{then(permit(10, Match{}), 30), deny(30, Match{})}, cloud(), toVPC, false, []int{10, 30}},
		{"P-4.9 a chain", []Policy{then(permit(10, Match{}), 20), then(permit(20, Match{}), 40), deny(30, Match{}), permit(40, Match{})}, cloud(), toVPC, true, []int{10, 20, 40}},
		{"P-4.10 a target that does not match: the walk goes on", []Policy{then(permit(10, Match{}), 30), deny(20, Match{}), permit(30, none), deny(40, Match{})}, cloud(), toVPC, false, []int{10, 40}},
		{"D-43 a missing target: the first at or after it", []Policy{then(permit(10, Match{}), 30), deny(29, Match{}), permit(31, Match{}), deny(40, Match{})}, cloud(), toVPC, true, []int{10, 31}},
		{"P-4.10 nothing after the target: permitted", []Policy{then(permit(10, Match{}), 30), deny(20, Match{})}, cloud(), toVPC, true, []int{10}},
		{"P-4.10 the system policy is part of the walk", []Policy{then(permit(10, Match{}), 30)}, circuit(), toVPN, false, []int{10, 5000}},
		{"P-4.10 next 1 of the last policy leads to the system policy", []Policy{then(permit(10, Match{}), 1)}, circuit(), toVPN, false, []int{10, 5000}},
		{"P-4.11 a deny goes nowhere", []Policy{then(deny(10, Match{}), 20), permit(20, Match{})}, cloud(), toVPC, false, []int{10}},
		{"P-4.8 a next that leads back goes on with what follows", []Policy{permit(5, Match{}), then(permit(10, Match{}), 5), deny(20, Match{})}, with(cloud(), "1.0.0.0/8"), toVPC, true, []int{5}},
		{"P-4.8 a next to itself goes on with what follows", []Policy{then(permit(10, Match{}), 10), deny(20, Match{})}, cloud(), toVPC, false, []int{10, 20}},
	} {
		v, matched := evaluate(c.list, true, Egress, c.subject, c.target)
		if v.Permit != c.permit || !slices.Equal(matched, c.matched) {
			t.Errorf("%s: permit %v by %v, want %v by %v", c.rule, v.Permit, matched, c.permit, c.matched)
		}
	}
}

// P-4.8: a next may lead into the middle of another block; validation refuses that many policies, evaluation does not.
func TestNextLeadsIntoAnotherBlock(t *testing.T) {
	list := []Policy{then(permit(1, Match{}), blockSize+50)}
	for i := 2; i < 2*blockSize; i++ {
		list = append(list, deny(i, Match{}))
	}
	list[blockSize+49] = permit(blockSize+50, Match{})
	v, matched := evaluate(list, false, Egress, cloud(), toVPC)
	if want := []int{1, blockSize + 50}; !v.Permit || !slices.Equal(matched, want) {
		t.Errorf("permit %v by %v, want true by %v", v.Permit, matched, want)
	}
}

// The same for a next in a block that is not the first.
func TestNextInAnotherBlock(t *testing.T) {
	list := []Policy{then(permit(1, Match{}), blockSize+10)}
	for i := 2; i < 3*blockSize; i++ {
		list = append(list, deny(i, Match{}))
	}
	list[blockSize+9] = then(permit(blockSize+10, Match{}), blockSize+20)
	list[blockSize+19] = then(permit(blockSize+20, Match{}), 2*blockSize+30)
	list[2*blockSize+29] = permit(2*blockSize+30, Match{})
	v, matched := evaluate(list, false, Egress, cloud(), toVPC)
	if want := []int{1, blockSize + 10, blockSize + 20, 2*blockSize + 30}; !v.Permit || !slices.Equal(matched, want) {
		t.Errorf("permit %v by %v, want true by %v", v.Permit, matched, want)
	}
}

// P-5.2: the system policy is one of the way out, and there only if it is asked for (P-5.6).
func TestTheSystemPolicyIsEgressOnly(t *testing.T) {
	if v, matched := evaluate(nil, true, Ingress, circuit(), toVPN); !v.Permit || matched != nil {
		t.Errorf("ingress: permit %v by %v", v.Permit, matched)
	}
	if v, matched := evaluate([]Policy{permit(1, from(instances("nobody")))}, false, Egress, circuit(), toVPN); !v.Permit || matched != nil {
		t.Errorf("deleted: permit %v by %v", v.Permit, matched)
	}
}

// System says as a Policy what Compile adds.
func TestSystemIsWhatCompileAdds(t *testing.T) {
	for _, s := range []Subject[string]{circuit(), static(), branch(), cloud()} {
		for _, to := range []Target[string]{toVPC, toVBR, toVPN, toCCN, toECR, toPeer} {
			list := []Policy{permit(10, from(instances("vpc-1")))}
			want, wantMatched := evaluate(list, true, Egress, s, to)
			got, matched := evaluate([]Policy{System(), list[0]}, false, Egress, s, to)
			if got.Permit != want.Permit || !slices.Equal(matched, wantMatched) {
				t.Errorf("%+v to %+v: permit %v by %v, want %v by %v", s.Origin, to, got.Permit, matched, want.Permit, wantMatched)
			}
		}
	}
}

// What a permit changes (P-4.3, P-4.6, P-4.7, P-4.9).
func TestChanges(t *testing.T) {
	received := circuit() // preference 50, path 65501 65001, communities c1 c2
	for _, c := range []struct {
		rule string
		list []Policy
		want Verdict
	}{
		{"P-4.1 no match changes nothing", []Policy{setting(permit(1, from(instances("nobody"))), 9)},
			Verdict{true, 50, received.ASPath, received.Communities}},
		{"P-4.3 preference", []Policy{setting(permit(1, Match{}), 10)}, Verdict{true, 10, received.ASPath, received.Communities}},
		{"P-4.3 the largest preference", []Policy{setting(permit(1, Match{}), 100)}, Verdict{true, 100, received.ASPath, received.Communities}},
		{"P-4.3 preference 0 is unchanged", []Policy{setting(permit(1, Match{}), 0)}, Verdict{true, 50, received.ASPath, received.Communities}},
		{"P-4.3 preference out of range changes nothing", []Policy{setting(permit(1, Match{}), 300)}, Verdict{true, 50, received.ASPath, received.Communities}},
		{"P-4.6 additive is a union", []Policy{tagging(permit(1, Match{}), Additive, c3, c2)},
			Verdict{true, 50, received.ASPath, route.Communities{c1, c2, c3}}},
		{"P-4.6 replace is exactly the list", []Policy{tagging(permit(1, Match{}), Replace, c3, c2, c3)},
			Verdict{true, 50, received.ASPath, route.Communities{c2, c3}}},
		{"P-4.6 replace by nothing is no action", []Policy{tagging(permit(1, Match{}), Replace)},
			Verdict{true, 50, received.ASPath, received.Communities}},
		{"P-4.6 without a mode there is no action", []Policy{tagging(permit(1, Match{}), NoSetMode, c3)},
			Verdict{true, 50, received.ASPath, received.Communities}},
		{"P-4.7 prepended in the order of the list, repeats count", []Policy{prepending(permit(1, Match{}), 65010, 65009, 65009)},
			Verdict{true, 50, route.ASPath{65010, 65009, 65009, 65501, 65001}, received.Communities}},
		{"P-4.9 later values overwrite or accumulate", []Policy{
			then(tagging(prepending(setting(permit(1, Match{}), 10), 65010), Additive, c3), 1),
			tagging(prepending(setting(permit(2, Match{}), 20), 65020), Additive, c1)},
			Verdict{true, 20, route.ASPath{65020, 65010, 65501, 65001}, route.Communities{c1, c2, c3}}},
		{"P-4.9 a later replace overwrites", []Policy{
			then(tagging(permit(1, Match{}), Additive, c3), 1), tagging(permit(2, Match{}), Replace, c2)},
			Verdict{true, 50, received.ASPath, route.Communities{c2}}},
		{"P-4.9 a later policy sees the new communities", []Policy{
			then(tagging(permit(1, Match{}), Replace, c3), 1), setting(permit(2, tagged(Complete, c3)), 7)},
			Verdict{true, 7, received.ASPath, route.Communities{c3}}},
		{"P-4.9 a later policy does not see the old communities", []Policy{
			then(tagging(permit(1, Match{}), Replace, c3), 1), setting(permit(2, tagged(Include, c1)), 7)},
			Verdict{true, 50, received.ASPath, route.Communities{c3}}},
		{"P-4.9 a later policy sees the new AS path", []Policy{
			then(prepending(permit(1, Match{}), 65010), 1), setting(permit(2, path(Complete, 65010, 65501, 65001)), 7)},
			Verdict{true, 7, route.ASPath{65010, 65501, 65001}, received.Communities}},
		{"P-4.10 at the end of the list the values stay", []Policy{then(setting(permit(1, Match{}), 10), 50)},
			Verdict{true, 10, received.ASPath, received.Communities}},
		{"P-4.11 a deny changes nothing", []Policy{setting(deny(1, Match{}), 10)},
			Verdict{false, 50, received.ASPath, received.Communities}},
		{"D-45 denied after a change: as received", []Policy{
			then(tagging(prepending(setting(permit(1, Match{}), 10), 65010), Replace, c3), 1), deny(2, Match{})},
			Verdict{false, 50, received.ASPath, received.Communities}},
	} {
		got, _ := evaluate(c.list, false, Egress, received, toVPC)
		if diff := cmp.Diff(c.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.rule, diff)
		}
	}
}

// P-4.7: a route without AS path gets the list as its path, P-4.6: one without communities the set.
func TestChangesOnEmptyAttributes(t *testing.T) {
	p := tagging(prepending(permit(1, Match{}), 65010, 65009), Additive, c2, c1)
	got, _ := evaluate([]Policy{p}, false, Egress, cloud(), toVPC)
	want := Verdict{true, 50, route.ASPath{65010, 65009}, route.Communities{c1, c2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The documented use case: VBR to VBR needs a permit where the destination is, and nothing towards the peer (P-5.7).
func TestPermitOverTheSystemPolicy(t *testing.T) {
	list := []Policy{permit(20, Match{Source: instances("vbr-1"), Destination: instances("vbr-2")})}
	for _, c := range []struct {
		to     Target[string]
		permit bool
	}{{toVBR, true}, {toVPN, false}, {toPeer, true}, {toVPC, true}} {
		if v, _ := evaluate(list, true, Egress, circuit(), c.to); v.Permit != c.permit {
			t.Errorf("to %+v: permit %v, want %v", c.to, v.Permit, c.permit)
		}
	}
}

// The documented use case: one SAG of a CCN and one prefix may pass to the circuit (P-3.6).
func TestPermitOneBranch(t *testing.T) {
	list := []Policy{permit(20, Match{Source: instances("sag-1"), Destination: instances("vbr-2"), Prefixes: PrefixMatch{List: prefixes("172.16.0.0/24")}})}
	other := with(branch(), "172.16.1.0/24")
	other.Origin.Member = "sag-2"
	if v, _ := evaluate(list, true, Egress, branch(), toVBR); !v.Permit {
		t.Error("the branch is denied")
	}
	if v, _ := evaluate(list, true, Egress, other, toVBR); v.Permit {
		t.Error("the other branch passes")
	}
}

// Evaluate does on plain data what a Program does, and marks what is denied.
func TestEvaluatePlainRoutes(t *testing.T) {
	r := route.Route{
		Prefix: netip.MustParsePrefix("172.16.0.0/24"), NextHop: "att-ccn", Type: route.System, Preference: 50, Learned: true,
		Origin: route.Origin{Instance: "ccn-1", Member: "sag-1", Kind: attach.CCN, Region: "ccn-cn-shanghai", Table: "vtb-x"},
	}
	every := Match{Source: Endpoint{Instances: []string{"sag-1"}, Kinds: []attach.Kind{attach.CCN}, Regions: []string{"ccn-cn-shanghai"}, RouteTables: []string{"vtb-x"}},
		RouteTypes: []route.Type{route.System}, Prefixes: PrefixMatch{List: prefixes("172.16.0.0/12")}}
	changed := r
	changed.Preference, changed.ASPath, changed.Communities = 10, route.ASPath{65010}, route.Communities{c1}
	denied := r
	denied.Status = route.Prohibited
	change := then(tagging(prepending(setting(permit(10, every), 10), 65010), Additive, c1), 1)
	for _, c := range []struct {
		name string
		list []Policy
		to   Target[string]
		want Result
	}{
		{"permit", []Policy{change}, toVBR, Result{true, changed, []int{10}}},
		{"deny", []Policy{System(), change}, toVBR, Result{false, denied, []int{10, 5000}}},
		{"no match", []Policy{System()}, toVPC, Result{true, r, nil}},
		{"no list", nil, toVPC, Result{true, r, nil}},
	} {
		if diff := cmp.Diff(c.want, Evaluate(c.list, Egress, r, c.to), cmpopts.EquateComparable(netip.Prefix{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if got := Evaluate([]Policy{deny(1, Match{})}, Ingress, r, Target[string]{}); !got.Permit {
		t.Error("an egress policy decides on the way in")
	}
}

// What Evaluate appends goes behind what is there.
func TestEvaluateAppends(t *testing.T) {
	p := Compile([]Policy{deny(7, Match{})}, false, func(id string) string { return id })
	s, to := cloud(), toVPC
	if _, decided := p.Evaluate(Egress, &s, &to, []int{1, 2}); !slices.Equal(decided, []int{1, 2, 7}) {
		t.Errorf("decided %v, want [1 2 7]", decided)
	}
}

// A Program is a snapshot: changing the list afterwards does not change it.
func TestProgramDoesNotShareTheList(t *testing.T) {
	list := []Policy{prepending(permit(1, path(Complete, 65501, 65001)), 65010)}
	p := Compile(list, false, func(id string) string { return id })
	list[0].Set.PrependASPath[0], list[0].Match.ASPath.List[0] = 9, 9
	s, to := circuit(), toVPC
	v, _ := p.Evaluate(Egress, &s, &to, nil)
	if want := (route.ASPath{65010, 65501, 65001}); !slices.Equal(v.ASPath, want) {
		t.Errorf("AS path %v, want %v", v.ASPath, want)
	}
}

// The zero Program and the nil Program permit everything; so does a direction that does not exist.
func TestNilProgramPermitsEverything(t *testing.T) {
	s, to := circuit(), toVBR
	strict := Compile([]Policy{deny(1, Match{})}, true, func(id string) string { return id })
	for name, v := range map[string]Verdict{
		"nil":          first((*Program[string])(nil).Evaluate(Egress, &s, &to, nil)),
		"zero":         first(new(Program[string]).Evaluate(Egress, &s, &to, nil)),
		"direction 7":  first(strict.Evaluate(Direction(7), &s, &to, nil)),
		"no target":    first(Compile(nil, true, func(id string) string { return id }).Evaluate(Egress, &s, nil, nil)),
		"empty target": first(Compile(nil, true, func(id string) string { return id }).Evaluate(Egress, &s, &Target[string]{}, nil)),
	} {
		if !v.Permit {
			t.Errorf("%s: denied", name)
		}
	}
}

func first(v Verdict, _ []int) Verdict { return v }

func TestNoAllocs(t *testing.T) {
	p, s, to := hundred()
	decided := make([]int, 0, 8)
	if n := testing.AllocsPerRun(100, func() { p.Evaluate(Egress, &s, &to, decided) }); n != 0 {
		t.Errorf("a walk over 100 policies allocates %v times", n)
	}
	shared := tagging(setting(permit(1, Match{}), 10), Replace, c1)
	q := Compile([]Policy{then(shared, 2), tagging(permit(2, Match{}), Additive, c1)}, true, func(id string) uint32 { return uint32(len(id)) })
	if n := testing.AllocsPerRun(100, func() { q.Evaluate(Egress, &s, &to, decided) }); n != 0 {
		t.Errorf("a preference, a replacement and an addition of what is there allocate %v times", n)
	}
}

// P-1.12: the system policy is evaluated as any other policy is; what it does follows from its priority and conditions.
func TestTheSystemPolicyIsAPolicyLikeOthers(t *testing.T) {
	written := System()
	written.Priority = 7
	for _, c := range []struct {
		name string
		list []Policy
		want bool
	}{
		{"P-1.12 in the list of another number", []Policy{written}, false},
		{"P-1.12 a smaller number comes before it", []Policy{permit(6, Match{}), written}, true},
		{"P-1.12 a greater number comes after it", []Policy{System(), permit(SystemPriority+1, Match{})}, false},
		{"P-1.12 a next leads to it", []Policy{then(permit(6, Match{}), 7), written}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			program := Compile(c.list, false, func(id string) string { return id })
			for _, from := range []struct {
				route Subject[string]
				want  bool
			}{{circuit(), c.want}, {cloud(), true}} {
				target := toVPN
				if got, _ := program.Evaluate(Egress, &from.route, &target, nil); got.Permit != from.want {
					t.Errorf("a route of %s to an IPsec connection: permit is %t, want %t", from.route.Origin.Instance, got.Permit, from.want)
				}
			}
		})
	}
}
