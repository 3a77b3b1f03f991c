package policy

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

var (
	older = Context{Region: "cn-hangzhou", Edition: rule.Edition2024}
	newer = Context{Region: "cn-hangzhou", Edition: rule.Edition2026}
)

// ids returns n different IDs.
func ids(n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprint("vpc-", i))
	}
	return list
}

// manyPrefixes returns n different prefixes.
func manyPrefixes(n int) (list []netip.Prefix) {
	for i := range n {
		list = append(list, netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), 0, 0}), 16))
	}
	return list
}

// numbers returns 1 to n.
func numbers(n int) (list []uint32) {
	for i := range n {
		list = append(list, uint32(i+1))
	}
	return list
}

// manyCommunities returns n different communities.
func manyCommunities(n int) (list []route.Community) {
	for i := range n {
		list = append(list, route.Community(1<<16|(i+1)))
	}
	return list
}

// ingress returns p as an ingress policy.
func ingress(p Policy) Policy {
	p.Direction = Ingress
	return p
}

func matching(m Match) []Policy { return []Policy{permit(10, m)} }

// Each rule is broken at one place: the problem is the only one, it says where and what, and whether the cloud takes it:
// P-1.3, P-1.4a, P-1.10, P-2.1, P-3.2, P-3.6, P-3.7, P-3.8, P-3.11, P-3.13, P-3.14, P-3.16, P-3.17, P-3.19, P-3.20, P-3.21,
// P-3.22, P-4.1, P-4.3, P-4.6, P-4.7, P-4.8, P-4.10, P-4.11.
func TestProblems(t *testing.T) {
	atSource := Endpoint{Instances: []string{"vbr-1"}, Regions: []string{"cn-hangzhou"}}
	for _, c := range []struct {
		list    []Policy
		context Context
		want    Problem  // but for the message
		words   []string // of the message
	}{
		{[]Policy{permit(0, Match{})}, older, Problem{0, "priority", "0", "", "P-1.3", false}, []string{"priority 0", "1 to 100"}},
		{[]Policy{permit(-1, Match{})}, older, Problem{0, "priority", "-1", "", "P-1.3", false}, []string{"priority -1"}},
		{[]Policy{permit(101, Match{})}, older, Problem{0, "priority", "101", "", "P-1.3", false}, []string{"priority 101"}},
		{[]Policy{System()}, older, Problem{0, "priority", "5000", "", "P-1.3", false}, []string{"priority 5000", "system policy"}},
		{[]Policy{permit(7, Match{}), permit(8, Match{}), deny(7, Match{})}, older, Problem{2, "priority", "7", "", "P-1.4a", false}, []string{"priority 7", "policies[0]", "unique", "egress"}},
		{[]Policy{{Priority: 1, Direction: 2}}, older, Problem{0, "direction", "Direction(2)", "", "P-2.1", false}, []string{"direction"}},
		{[]Policy{{Priority: 1, Action: 2}}, older, Problem{0, "action", "Action(2)", "", "P-4.1", false}, []string{"action"}},

		{[]Policy{then(permit(10, Match{}), 10)}, older, Problem{0, "next", "10", "", "P-4.8", false}, []string{"next 10", "priority 10", "greater"}},
		{[]Policy{permit(5, Match{}), then(permit(10, Match{}), 5)}, older, Problem{1, "next", "5", "", "P-4.8", false}, []string{"next 5", "priority 10"}},
		{[]Policy{then(permit(10, Match{}), 101)}, older, Problem{0, "next", "101", "", "P-4.8", false}, []string{"next 101", "1 to 100"}},
		{[]Policy{then(permit(10, Match{}), -3)}, older, Problem{0, "next", "-3", "", "P-4.8", false}, []string{"next -3"}},
		{[]Policy{then(deny(10, Match{}), 20), permit(20, Match{})}, older, Problem{0, "next", "20", "", "P-4.11", false}, []string{"next 20", "deny"}},
		{[]Policy{then(permit(10, Match{}), 20), ingress(permit(20, Match{})), permit(21, Match{})}, older, Problem{0, "next", "20", "", "P-4.10", true}, []string{"next 20", "first one after it"}},

		{[]Policy{setting(deny(10, Match{}), 20)}, older, Problem{0, "set", "", "", "P-4.11", false}, []string{"set", "deny"}},
		{[]Policy{tagging(deny(10, Match{}), Additive, c1)}, older, Problem{0, "set", "", "", "P-4.11", false}, []string{"set", "deny"}},
		{[]Policy{prepending(deny(10, to(instances("vpc-1"))), 65001)}, older, Problem{0, "set", "", "", "P-4.11", false}, []string{"set", "deny"}},
		{[]Policy{setting(permit(10, Match{}), 101)}, older, Problem{0, "set.preference", "101", "", "P-4.3", false}, []string{"preference 101", "1 to 100"}},
		{[]Policy{setting(permit(10, Match{}), -1)}, older, Problem{0, "set.preference", "-1", "", "P-4.3", false}, []string{"preference -1"}},

		{[]Policy{prepending(permit(10, Match{}), 65001)}, older, Problem{0, "set.prependAsPath", "[65001]", "", "P-4.7", false}, []string{"65001", "destination.instances"}},
		{[]Policy{prepending(permit(10, from(atSource)), 65001)}, older, Problem{0, "set.prependAsPath", "[65001]", "", "P-4.7", false}, []string{"destination.instances"}},
		{[]Policy{ingress(prepending(permit(10, from(Endpoint{Regions: []string{"cn-hangzhou"}})), 65001))}, older, Problem{0, "set.prependAsPath", "[65001]", "", "P-4.7", false}, []string{"source.instances"}},
		{[]Policy{ingress(prepending(permit(10, from(instances("vbr-1"))), 65001))}, older, Problem{0, "set.prependAsPath", "[65001]", "", "P-4.7", false}, []string{"source.regions", "cn-hangzhou"}},
		{[]Policy{ingress(prepending(permit(10, from(Endpoint{Instances: []string{"vbr-1"}, Regions: []string{"cn-hangzhou", "cn-beijing"}})), 65001))}, older, Problem{0, "set.prependAsPath", "[65001]", "", "P-4.7", false}, []string{"source.regions", "cn-beijing"}},
		{[]Policy{prepending(permit(10, to(instances("vbr-1"))), 65001, 0)}, older, Problem{0, "set.prependAsPath[1]", "0", "", "P-3.20", false}, []string{"AS number 0"}},
		{[]Policy{prepending(permit(10, to(instances("vbr-1"))), numbers(33)...)}, newer, Problem{0, "set.prependAsPath", "33", "", "P-1.10", true}, []string{"33 entries", "32"}},

		{[]Policy{tagging(permit(10, Match{}), Additive, c1, 7)}, older, Problem{0, "set.communities.list[1]", "0:7", "", "P-3.21", false}, []string{"community 0:7", "1 to 65535"}},
		{[]Policy{tagging(permit(10, Match{}), Replace, 7<<16)}, older, Problem{0, "set.communities.list[0]", "7:0", "", "P-3.21", false}, []string{"community 7:0"}},
		{[]Policy{tagging(permit(10, Match{}), Replace, manyCommunities(33)...)}, newer, Problem{0, "set.communities.list", "33", "", "P-1.10", true}, []string{"33 entries", "32"}},
		{[]Policy{tagging(permit(10, Match{}), NoSetMode, 1<<16|1)}, older, Problem{0, "set.communities.list", "[1:1]", "", "P-4.6", true}, []string{"1:1", "without a mode", "additive or replace"}},
		{[]Policy{tagging(permit(10, Match{}), Replace)}, older, Problem{0, "set.communities.mode", "replace", "", "P-4.6", true}, []string{"mode replace", "empty"}},
		{[]Policy{tagging(permit(10, Match{}), 3, c1)}, older, Problem{0, "set.communities.mode", "SetMode(3)", "", "P-4.6", false}, []string{"mode"}},

		{matching(from(instances(ids(33)...))), older, Problem{0, "match.source.instances", "33", "", "P-1.10", true}, []string{"33 entries", "2024-03", "32"}},
		{matching(from(instances(ids(65)...))), newer, Problem{0, "match.source.instances", "65", "", "P-1.10", true}, []string{"65 entries", "2026-02", "64"}},
		{matching(from(Endpoint{Regions: ids(33)})), older, Problem{0, "match.source.regions", "33", "", "P-1.10", true}, []string{"33 entries"}},
		{matching(to(Endpoint{RouteTables: ids(33)})), older, Problem{0, "match.destination.routeTables", "33", "", "P-1.10", true}, []string{"33 entries"}},
		{matching(Match{Prefixes: PrefixMatch{List: manyPrefixes(33)}}), older, Problem{0, "match.prefixes.list", "33", "", "P-1.10", true}, []string{"33 entries"}},
		{matching(path(Include, numbers(33)...)), older, Problem{0, "match.asPath.list", "33", "", "P-1.10", true}, []string{"33 entries"}},
		{matching(tagged(Include, manyCommunities(33)...)), older, Problem{0, "match.communities.list", "33", "", "P-1.10", true}, []string{"33 entries"}},

		{matching(from(except())), older, Problem{0, "match.source.except", "true", "", "P-3.7", true}, []string{"except", "no condition"}},
		{matching(to(except())), older, Problem{0, "match.destination.except", "true", "", "P-3.14", true}, []string{"except"}},
		{matching(from(instances("vpc-1", ""))), older, Problem{0, "match.source.instances[1]", "", "", "P-3.6", true}, []string{`""`}},
		{matching(from(instances("vpc-1", "vpc-2", "vpc-1"))), older, Problem{0, "match.source.instances[2]", "vpc-1", "", "P-3.2", true}, []string{"vpc-1", "twice"}},
		{matching(from(kinds(attach.VPC, attach.Peer))), older, Problem{0, "match.source.kinds[1]", "Peer", "", "P-3.8", false}, []string{"kind Peer", "regions"}},
		{matching(to(kinds(attach.None))), older, Problem{0, "match.destination.kinds[0]", attach.None.String(), "", "P-3.11", false}, []string{"VPC, VBR, CCN, VPN or ECR"}},
		{matching(to(kinds(9))), older, Problem{0, "match.destination.kinds[0]", "Kind(9)", "", "P-3.11", false}, []string{"Kind(9)"}},
		{matching(to(kinds(attach.VBR, attach.VBR))), older, Problem{0, "match.destination.kinds[1]", "VBR", "", "P-3.2", true}, []string{"VBR", "twice"}},

		{[]Policy{ingress(permit(10, to(instances("vpc-1"))))}, older, Problem{0, "match.destination", "", "", "P-3.13", true}, []string{"priority 10", "never matches"}},
		{[]Policy{ingress(permit(10, to(Endpoint{Regions: []string{"cn-shanghai"}})))}, older, Problem{0, "match.destination", "", "", "P-3.13", true}, []string{"never matches"}},

		{matching(Match{RouteTypes: []route.Type{route.BGP, route.Static}}), older, Problem{0, "match.routeTypes[1]", "Static", "", "P-3.16", false}, []string{"route type Static", "match Custom"}},
		{matching(Match{RouteTypes: []route.Type{route.NoType}}), older, Problem{0, "match.routeTypes[0]", route.NoType.String(), "", "P-3.16", false}, []string{"System, Custom or BGP"}},
		{matching(Match{RouteTypes: []route.Type{route.BGP, route.BGP}}), older, Problem{0, "match.routeTypes[1]", "BGP", "", "P-3.2", true}, []string{"BGP", "twice"}},
		{matching(Match{Family: 3}), older, Problem{0, "match.family", "Family(3)", "", "P-3.19", false}, []string{"family"}},

		{matching(Match{Prefixes: PrefixMatch{List: []netip.Prefix{somePrefixes[0], somePrefixes[1], somePrefixes[2], netip.MustParsePrefix("10.1.2.3/8")}}}), older,
			Problem{0, "match.prefixes.list[3]", "10.1.2.3/8", "", "P-3.17", false}, []string{"10.1.2.3/8", "host bits", "10.0.0.0/8"}},
		{matching(Match{Prefixes: PrefixMatch{List: make([]netip.Prefix, 1)}}), older, Problem{0, "match.prefixes.list[0]", "invalid Prefix", "", "P-3.17", false}, []string{"no prefix"}},
		{matching(inside(Include, "10.0.0.0/8", "10.0.0.0/8")), older, Problem{0, "match.prefixes.list[1]", "10.0.0.0/8", "", "P-3.2", true}, []string{"10.0.0.0/8", "twice"}},
		{matching(inside(Contain, "10.0.0.0/8")), newer, Problem{0, "match.prefixes.mode", "contain", "", "P-3.17", false}, []string{"mode contain", "include or complete"}},
		{matching(inside(Contain)), newer, Problem{0, "match.prefixes.mode", "contain", "", "P-3.17", false}, []string{"include or complete"}},
		{matching(inside(Complete)), older, Problem{0, "match.prefixes.mode", "complete", "", "P-3.22", true}, []string{"mode complete", "empty"}},

		{matching(path(Include, 65001, 0)), older, Problem{0, "match.asPath.list[1]", "0", "", "P-3.20", false}, []string{"AS number 0"}},
		{matching(path(Contain, 65001)), newer, Problem{0, "match.asPath.mode", "contain", "", "P-3.20", false}, []string{"mode contain"}},
		{matching(path(Complete)), older, Problem{0, "match.asPath.mode", "complete", "", "P-3.22", true}, []string{"mode complete"}},
		{matching(path(Include, 65001, 65001)), older, Problem{0, "match.asPath.list[1]", "65001", "", "P-3.2", true}, []string{"65001", "twice"}},

		{matching(tagged(Contain, c1)), older, Problem{0, "match.communities.mode", "contain", "", "P-3.21", false}, []string{"contain", "2024-03", "2026-02"}},
		{matching(tagged(Contain)), newer, Problem{0, "match.communities.mode", "contain", "", "P-3.22", true}, []string{"mode contain", "empty"}},
		{matching(tagged(4, c1)), newer, Problem{0, "match.communities.mode", "Mode(4)", "", "P-3.21", false}, []string{"include, complete or contain"}},
		{matching(tagged(Include, 5)), older, Problem{0, "match.communities.list[0]", "0:5", "", "P-3.21", false}, []string{"community 0:5"}},
		{matching(tagged(Include, c1, c1)), older, Problem{0, "match.communities.list[1]", "65001:1000", "", "P-3.2", true}, []string{"65001:1000", "twice"}},
	} {
		got := Problems(c.list, c.context)
		if len(got) != 1 {
			t.Errorf("%s %q: got %d problems, want one: %+v", c.want.Field, c.want.Value, len(got), got)
			continue
		}
		message := got[0].Message
		if got[0].Message = ""; got[0] != c.want {
			t.Errorf("got %+v, want %+v", got[0], c.want)
		}
		for _, word := range c.words {
			if !strings.Contains(message, word) {
				t.Errorf("%s: %q does not say %q", c.want.Field, message, word)
			}
		}
	}
}

// What the cloud takes is no problem.
func TestNoProblems(t *testing.T) {
	local := Endpoint{Instances: []string{"vbr-1"}, Regions: []string{"cn-hangzhou"}}
	for name, c := range map[string]struct {
		list    []Policy
		context Context
	}{
		"no list":                           {nil, older},
		"P-1.3 the range":                   {[]Policy{permit(1, Match{}), permit(100, Match{})}, older},
		"P-1.4a one priority per direction": {[]Policy{permit(10, Match{}), ingress(permit(10, Match{}))}, older},
		"P-4.8 next 1 with priority 1":      {[]Policy{then(permit(1, Match{}), 1), permit(2, Match{})}, older},
		"P-4.8 next 1 of the last policy":   {[]Policy{then(permit(90, Match{}), 1)}, older},
		"P-4.8 next to a later policy":      {[]Policy{permit(30, Match{}), then(permit(10, Match{}), 30)}, older},
		"P-4.3 the range":                   {[]Policy{setting(permit(1, Match{}), 1), setting(permit(2, Match{}), 100)}, older},
		"P-4.7 ingress":                     {[]Policy{ingress(prepending(permit(1, from(local)), 65001, 65001))}, older},
		"P-4.7 egress":                      {[]Policy{prepending(permit(1, to(instances("vbr-1"))), 65001, 65001)}, older},
		"P-1.10 32":                         {matching(Match{Source: instances(ids(32)...), Prefixes: PrefixMatch{List: manyPrefixes(32)}}), older},
		"P-1.10 64":                         {matching(Match{Source: instances(ids(64)...), Prefixes: PrefixMatch{List: manyPrefixes(64)}}), newer},
		"P-1.10 set 32":                     {[]Policy{tagging(permit(1, Match{}), Replace, manyCommunities(32)...)}, older},
		"P-3.8 every kind":                  {matching(Match{Source: kinds(someKinds...), Destination: kinds(someKinds...)}), older},
		"P-3.16 every type":                 {matching(Match{RouteTypes: []route.Type{route.System, route.Custom, route.BGP}}), older},
		"P-3.20 complete with repeats":      {matching(path(Complete, 65001, 65001, 4200000000)), older},
		"P-3.21 contain":                    {matching(tagged(Contain, c1, c3)), newer},
		"P-3.21 the range":                  {matching(tagged(Complete, 1<<16|1, 65535<<16|65535)), older},
		"P-3.13 egress":                     {matching(to(Endpoint{Instances: []string{"a"}, Except: true, Regions: []string{"b"}})), older},
	} {
		if got := Problems(c.list, c.context); got != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// All problems are reported at once, by policy and in the order of the document.
func TestProblemsAreInOrder(t *testing.T) {
	list := []Policy{
		then(setting(permit(0, Match{
			Source:      kinds(attach.Peer),
			Destination: except(),
			RouteTypes:  []route.Type{route.Static},
			Prefixes:    PrefixMatch{List: make([]netip.Prefix, 1), Mode: Contain},
			ASPath:      ASPathMatch{List: route.ASPath{0}},
			Communities: CommunitiesMatch{List: []route.Community{0}},
		}), 500), 200),
		permit(0, Match{}),
	}
	want := []string{
		"0 priority", "0 match.source.kinds[0]", "0 match.destination.except", "0 match.routeTypes[0]", "0 match.prefixes.mode",
		"0 match.prefixes.list[0]", "0 match.asPath.list[0]", "0 match.communities.list[0]", "0 set.preference", "0 next",
		"1 priority", "1 priority",
	}
	var got []string
	for _, p := range Problems(list, older) {
		got = append(got, fmt.Sprint(p.Index, " ", p.Field))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// A valid list has at most warnings, on any edition but for the mode contain; what a problem is about does not depend on
// the other policies but for priority and next.
func TestProblemsOfValidLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(12).Draw(t, "policies")
		for i := range list {
			list[i].Set.PrependASPath = nil // has a test of its own
		}
		for _, p := range Problems(list, newer) {
			if !p.Warning {
				t.Fatalf("%+v", p)
			}
		}
		shuffled := rapid.Permutation(list).Draw(t, "shuffled")
		texts := func(list []Policy) (lines []string) {
			for _, p := range Problems(list, newer) {
				lines = append(lines, fmt.Sprint(list[p.Index].Direction, list[p.Index].Priority, p.Field, p.Message))
			}
			slices.SortFunc(lines, cmp.Compare[string])
			return lines
		}
		requireSame(t, "problems", texts(list), texts(shuffled))
	})
}
