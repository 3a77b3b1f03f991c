package policy

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/enum/enumtest"
	"github.com/cenroute/cenroute/route"
)

// FuzzTexts: whatever stands for a direction, an action, a family or a mode in a document.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{"", "ingress", "RegionOut", "permit", "Deny", "IPv4", "ipv6", "include", "contain", "additive", "Mode(9)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		enumtest.Check[Direction](t, text)
		enumtest.Check[Action](t, text)
		enumtest.Check[Family](t, text)
		enumtest.Check[Mode](t, text)
		enumtest.Check[SetMode](t, text)
	})
}

// A tape turns bytes into choices; after its end all choices are 0.
type tape []byte

func (t *tape) byte() byte {
	if len(*t) == 0 {
		return 0
	}
	b := (*t)[0]
	*t = (*t)[1:]
	return b
}

func (t *tape) upTo(n int) int { return int(t.byte()) % n }

func (t *tape) id() string { return []string{"", "a", "b", "c", "unknown"}[t.upTo(5)] }

func (t *tape) ids() (list []string) {
	for range t.upTo(4) {
		list = append(list, t.id())
	}
	return list
}

// prefix draws any prefix, also one with host bits, an IPv4 address mapped into IPv6, and an invalid one.
func (t *tape) prefix() netip.Prefix {
	switch a := [4]byte{10, t.byte(), t.byte(), t.byte()}; t.upTo(4) {
	case 0:
		return netip.PrefixFrom(netip.AddrFrom4(a), t.upTo(34))
	case 1:
		return netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, a[1], a[2], a[3]}), t.upTo(130))
	case 2:
		return netip.PrefixFrom(netip.AddrFrom16(netip.AddrFrom4(a).As16()), t.upTo(130))
	}
	return netip.Prefix{}
}

func (t *tape) prefixes() (list []netip.Prefix) {
	for range t.upTo(5) {
		list = append(list, t.prefix())
	}
	return list
}

func (t *tape) path() (p route.ASPath) {
	for range t.upTo(4) {
		p = append(p, uint32(t.upTo(3)))
	}
	return p
}

func (t *tape) communities() (list []route.Community) {
	for range t.upTo(4) {
		list = append(list, route.Community(t.upTo(4)))
	}
	return list
}

func (t *tape) endpoint() (e Endpoint) {
	flags := t.byte()
	if flags&1 != 0 {
		e.Instances, e.Except = t.ids(), flags&2 != 0
	}
	if flags&4 != 0 {
		e.Kinds = []attach.Kind{attach.Kind(t.byte()), attach.Kind(t.upTo(8))}
	}
	if flags&8 != 0 {
		e.Regions, e.RouteTables = t.ids(), t.ids()
	}
	return e
}

func (t *tape) policy() Policy {
	p := Policy{Priority: int(int8(t.byte())), Direction: Direction(t.upTo(3)), Action: Action(t.upTo(4) / 2), Next: int(int8(t.byte()))}
	p.Match = Match{Source: t.endpoint(), Destination: t.endpoint(), Family: Family(t.upTo(4))}
	if t.upTo(3) == 0 {
		p.Match.RouteTypes = []route.Type{route.Type(t.upTo(4))}
	}
	p.Match.Prefixes = PrefixMatch{t.prefixes(), Mode(t.upTo(4))}
	p.Match.ASPath = ASPathMatch{t.path(), Mode(t.upTo(4))}
	p.Match.Communities = CommunitiesMatch{t.communities(), Mode(t.upTo(5))}
	if t.upTo(2) == 0 {
		p.Set = Set{Preference: int(int8(t.byte())), PrependASPath: t.path(), Communities: CommunitiesSet{t.communities(), SetMode(t.upTo(3))}}
	}
	return p
}

func (t *tape) subject() Subject[string] {
	s := Subject[string]{Prefix: t.prefix(), Type: route.Type(t.upTo(9)), ASPath: t.path(), Preference: t.byte()}
	s.Communities = communitySet(t.communities())
	s.Origin = Origin[string]{t.id(), t.id(), t.id(), t.id(), attach.Kind(t.upTo(9))}
	return s
}

func (t *tape) target() Target[string] {
	return Target[string]{t.upTo(3) == 0, t.id(), t.ids(), attach.Kind(t.upTo(9)), t.id(), t.id()}
}

// FuzzEvaluate: no list and no route panics, here or in Problems; the compiled form agrees with the rules, gives the
// same answer twice, and leaves a route alone that no Set changes.
func FuzzEvaluate(f *testing.F) {
	f.Add([]byte{}, uint8(0), false)
	f.Add([]byte("one policy for a few routes, as good a start as any"), uint8(3), true)
	f.Add(slices.Repeat([]byte{10, 1, 0, 1, 5, 1, 7, 200, 33}, 200), uint8(140), true) // more than a block
	f.Fuzz(func(t *testing.T, data []byte, n uint8, system bool) {
		choices := tape(data)
		s, to, d := choices.subject(), choices.target(), Direction(choices.upTo(3))
		var list []Policy
		changes := false
		for range n {
			p := choices.policy()
			changes = changes || p.Set.Preference != 0 || len(p.Set.PrependASPath) > 0 || len(p.Set.Communities.List) > 0
			list = append(list, p)
		}
		p := Compile(list, system, func(id string) string { return id })
		v, matched := p.Evaluate(d, &s, &to, nil)
		if d <= Egress {
			want, wantMatched := slowEvaluate(list, system, d, s, to)
			if diff := cmp.Diff(want, v, cmpopts.EquateEmpty()) + cmp.Diff(wantMatched, matched, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%+v to %+v by %+v (-want +got):\n%s", s, to, list, diff)
			}
		}
		again, matchedAgain := p.Evaluate(d, &s, &to, nil)
		if diff := cmp.Diff(v, again) + cmp.Diff(matched, matchedAgain); diff != "" {
			t.Errorf("second time (-first +second):\n%s", diff)
		}
		if !changes && !cmp.Equal(v, Verdict{v.Permit, s.Preference, s.ASPath, s.Communities}) {
			t.Errorf("%+v became %+v", s, v)
		}
		Problems(list, Context{Region: "a"})
	})
}
