package policy_test

import (
	"encoding"
	"encoding/json"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

func TestTexts(t *testing.T) {
	got, err := json.Marshal([]any{
		policy.Ingress, policy.Egress, policy.Permit, policy.Deny, policy.AnyFamily, policy.IPv4, policy.IPv6,
		policy.Include, policy.Complete, policy.Contain, policy.NoSetMode, policy.Additive, policy.Replace,
		policy.No, policy.Yes, policy.Undecided, policy.DifferentVerdict, policy.DifferentASPath, policy.DifferentCommunities,
		policy.UndecidedRelation, policy.EquallyPermissive, policy.Incomparable, policy.AnyFate, policy.Changed,
	})
	const want = `["ingress","egress","permit","deny","","IPv4","IPv6",` +
		`"include","complete","contain","","additive","replace",` +
		`"no","yes","undecided","verdict","asPath","communities","undecided","equally permissive","incomparable","any","changed"]`
	if err != nil || string(got) != want {
		t.Errorf("texts %s, %v, want %s", got, err, want)
	}
}

func TestUnknownTextIsAnError(t *testing.T) {
	direction, action, family, mode, setMode := policy.Egress, policy.Deny, policy.IPv6, policy.Contain, policy.Replace
	tests := []struct {
		into encoding.TextUnmarshaler
		text string
	}{
		{&direction, "RegionIn"}, {&direction, ""}, {&action, "Permit"}, {&action, ""}, {&family, "ipv4"},
		{new(policy.Answer), "maybe"}, {new(policy.Difference), "path"}, {new(policy.Relation), "equal"}, {new(policy.Fate), ""},
		{&mode, "exact"}, {&mode, ""}, {&setMode, "add"}, {&setMode, "Replace"},
	}
	for _, test := range tests {
		if err := test.into.UnmarshalText([]byte(test.text)); err == nil {
			t.Errorf("%T %q accepted", test.into, test.text)
		}
	}
	if direction != policy.Egress || action != policy.Deny || family != policy.IPv6 || mode != policy.Contain || setMode != policy.Replace {
		t.Error("a refused text changed the value")
	}
}

func TestPolicyJSONRoundTrips(t *testing.T) {
	policies := []policy.Policy{
		{Priority: 1},
		{Priority: 10, Direction: policy.Egress, Action: policy.Deny, Match: policy.Match{
			Source:   policy.Endpoint{Instances: []string{"vbr-1"}, Except: true, Regions: []string{}},
			Family:   policy.IPv6,
			Prefixes: policy.PrefixMatch{List: []netip.Prefix{netip.MustParsePrefix("2001:db8::/32")}, Mode: policy.Complete},
			ASPath:   policy.ASPathMatch{List: route.ASPath{}},
		}},
		{Priority: 20, Next: 1, Set: policy.Set{Preference: 10, Communities: policy.CommunitiesSet{Mode: policy.Replace}}},
	}
	data, err := json.Marshal(policies)
	if err != nil {
		t.Fatal(err)
	}
	var back []policy.Policy
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(policies, back, cmpopts.EquateComparable(netip.Prefix{})); diff != "" {
		t.Errorf("%s reads as something else (-want +got):\n%s", data, diff)
	}
}

// A witness as text is the route and, on the way out, where it goes.
func TestWitnessText(t *testing.T) {
	r := route.Route{Prefix: netip.MustParsePrefix("10.1.0.0/16"), Type: route.BGP, Preference: 50}
	for _, c := range []struct {
		to   policy.Target[string]
		want string
	}{
		{policy.Target[string]{}, ""},
		{policy.Target[string]{Instance: "vpc-1", Kind: attach.VPC, Region: "cn-hangzhou", Table: "vtb-1"}, " to vpc-1 (VPC, cn-hangzhou, vtb-1)"},
		{policy.Target[string]{Peer: true, Region: "cn-shanghai"}, " to a peer in cn-shanghai"},
	} {
		if got, want := (policy.Witness{r, c.to}).String(), "10.1.0.0/16: Active, BGP, preference 50"+c.want; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What an analysis found is a line each: with the route that shows it, if there is one.
func TestAnswersText(t *testing.T) {
	w := policy.Witness{Route: route.Route{Prefix: netip.MustParsePrefix("10.1.0.0/16"), Type: route.BGP, Preference: 50}}
	for _, c := range []struct {
		value interface{ String() string }
		want  string
	}{
		{policy.Witness{}, "none"},
		{policy.Standing{Priority: 10, Alive: policy.Yes, Witness: w}, "10 matches 10.1.0.0/16: Active, BGP, preference 50"},
		{policy.Standing{Priority: 20, Shadows: []int{5, 10}}, "20 is dead behind [5 10]"},
		{policy.Standing{Priority: 20}, "20 is dead: it matches no route"},
		{policy.Standing{Priority: 20, Alive: policy.Undecided}, "20 is undecided"},
		{policy.Conflict{First: 10, Second: 20, Witness: w, Difference: policy.DifferentASPath}, "10 before 20, asPath: 10.1.0.0/16: Active, BGP, preference 50"},
		{policy.Redundancy{Priority: 20, Redundant: policy.Yes}, "20 can be deleted"},
		{policy.Redundancy{Priority: 20, Redundant: policy.Undecided}, "20 is undecided"},
		{policy.Redundancy{Priority: 20, Witness: w}, "20 is needed, verdict: 10.1.0.0/16: Active, BGP, preference 50"},
		{policy.Found{Answer: policy.Yes, Witness: w}, "yes: 10.1.0.0/16: Active, BGP, preference 50"},
		{policy.Found{}, "no"},
		{policy.Found{Answer: policy.Undecided}, "undecided"},
	} {
		if got := c.value.String(); got != c.want {
			t.Errorf("%#v is %q, want %q", c.value, got, c.want)
		}
	}
}
