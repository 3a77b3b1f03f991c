package openapi

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
)

// checkSystemPolicy warns about a policy 5000 that is another one than that of the model. Its conditions are not
// documented (P-5.4): a listing may leave out kinds that nothing of is attached, or all of them.
func (x *reader) checkSystemPolicy(r *record, p policy.Policy, ok bool) {
	want := policy.System()
	alike := ok && p.Direction == want.Direction && p.Action == want.Action &&
		x.sameKinds(p.Match.Source.Kinds, want.Match.Source.Kinds) && x.sameKinds(p.Match.Destination.Kinds, want.Match.Destination.Kinds)
	p.Match.Source.Kinds, p.Match.Destination.Kinds = nil, nil
	if !alike || !reflect.DeepEqual(p.Match, policy.Match{}) {
		r.warn("", "policy 5000 is another one than that of the model, which is in the network: it denies what is learned from VBR, CCN, VPN and ECR to these (P-5.4)")
	}
}

// sameKinds tells whether a list of kinds, if there is one, names those of the model: no other, and each that is
// attached.
func (x *reader) sameKinds(listed, want []attach.Kind) bool {
	if len(listed) == 0 {
		return true
	}
	for _, k := range want {
		if !slices.Contains(listed, k) && x.isAttached(k) {
			return false
		}
	}
	return !slices.ContainsFunc(listed, func(k attach.Kind) bool { return !slices.Contains(want, k) })
}

func (x *reader) isAttached(k attach.Kind) bool {
	for _, a := range x.links {
		if a.Kind == k {
			return true
		}
	}
	return false
}

// judgeSystemPolicies finds the tables whose policy 5000 the listing of policies does not have. It can be deleted on
// Basic Edition alone (TR-2.3.8): there it is taken for deleted if the listing is complete and has another egress
// policy of the table, so that it is not one of ingress policies alone.
func (x *reader) judgeSystemPolicies() {
	const name = "DescribeCenRouteMaps"
	if len(x.files[name]) == 0 {
		return
	}
	file := x.files[name][0].file
	var lacking []string
	for _, id := range sortedKeys(x.tables) {
		t := x.tables[id]
		isEgress := func(p policy.Policy) bool { return p.Direction == policy.Egress }
		switch basic := x.routers[t.router].Edition == attach.Basic; {
		case t.systemPolicy:
		case !basic:
			lacking = append(lacking, id)
		case !x.incomplete[name] && slices.ContainsFunc(t.Policies, isEgress):
			t.NoSystemPolicy = true
			x.warn(file, fmt.Sprintf("policy 5000 of %s is not listed, other egress policies are: it is taken for deleted (Basic Edition); a supplement can tell otherwise (noSystemPolicy)", id))
		default:
			x.warn(file, fmt.Sprintf("policy 5000 of %s is not listed, nor is any egress policy: it is taken for there; a supplement can tell otherwise (noSystemPolicy)", id))
		}
	}
	if len(lacking) > 0 {
		x.warn(file, fmt.Sprintf("policy 5000 of %s is not listed: it is in the network all the same, for it cannot be deleted (TR-2.3.8)", strings.Join(lacking, ", ")))
	}
}
