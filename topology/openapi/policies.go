package openapi

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// addPolicy adds a routing policy to the table that it names; without one, to the system table of the transit router in
// its region (P-1.5).
func (x *reader) addPolicy(r *record) {
	t := x.policyTable(r)
	if t == nil || !r.present("Status") {
		return
	}
	p, ok := policyOf(r)
	if p.Priority == policy.SystemPriority {
		t.systemPolicy = true
		x.checkSystemPolicy(r, p, ok)
		return
	}
	if !ok {
		r.warn("", "the policy is left out, a part of it is not known: without the part it would do something else")
		return
	}
	t.Policies = append(t.Policies, p)
	slices.SortStableFunc(t.Policies, func(a, b policy.Policy) int {
		return cmp.Or(cmp.Compare(a.Direction, b.Direction), cmp.Compare(a.Priority, b.Priority))
	})
}

// policyOf reads a policy, and reports whether all of it could be read.
func policyOf(r *record) (p policy.Policy, ok bool) {
	p.Priority, p.Next = int(r.number("Priority")), int(r.number("NextPriority"))
	ok = choose(r, "TransmitDirection", &p.Direction,
		map[string]policy.Direction{"RegionIn": policy.Ingress, "RegionOut": policy.Egress})
	ok = choose(r, "MapResult", &p.Action, map[string]policy.Action{"Permit": policy.Permit, "Deny": policy.Deny}) && ok
	ok = setConditions(r, &p.Match) && ok
	ok = setActions(r, &p.Set) && ok
	return p, noOtherLists(r) && ok
}

// policyLists are the lists of a policy that are read.
var policyLists = []string{
	"SourceInstanceIds", "SourceRegionIds", "SourceRouteTableIds", "SourceChildInstanceTypes",
	"DestinationInstanceIds", "DestinationRegionIds", "DestinationRouteTableIds", "DestinationChildInstanceTypes",
	"RouteTypes", "DestinationCidrBlocks", "MatchAsns", "MatchCommunitySet", "PrependAsPath", "OperateCommunitySet",
}

// noOtherLists reports whether a policy has no list but those that are read: another one is a condition or an action.
func noOtherLists(r *record) bool {
	ok := true
	for _, name := range sortedKeys(r.values) {
		if !slices.Contains(policyLists, name) && hasElements(r.values[name]) {
			r.warn(name, "the condition or action is not known")
			ok = false
		}
	}
	return ok
}

// hasElements tells whether a value is a list that is not empty, or an object with one.
func hasElements(value any) bool {
	switch v := value.(type) {
	case []any:
		return len(v) > 0
	case map[string]any:
		for _, member := range v {
			if hasElements(member) {
				return true
			}
		}
	}
	return false
}

// policyTable returns the table of a policy.
func (x *reader) policyTable(r *record) *routerTable {
	if r.text("TransitRouterRouteTableId") != "" {
		return x.table(r, "TransitRouterRouteTableId")
	}
	for _, id := range sortedKeys(x.routers) {
		if tr := x.routers[id]; tr.CEN == r.text("CenId") && tr.Region == r.text("CenRegionId") {
			return x.tables[x.systems[id]]
		}
	}
	r.warn("CenRegionId", "no transit router of the CEN instance in that region is listed, the policy is left out")
	return nil
}

// choose sets what stands for a text, and reports whether there is something.
func choose[T any](r *record, path string, to *T, meanings map[string]T) bool {
	meaning, known := meanings[r.text(path)]
	if !known {
		r.warn(path, fmt.Sprintf("%.40q is not known", r.text(path)))
		return false
	}
	*to = meaning
	return true
}

// modes are the ways of comparing; the documented default is Include.
var modes = map[string]policy.Mode{"": policy.Include, "Include": policy.Include, "Complete": policy.Complete, "Contain": policy.Contain}

func setConditions(r *record, m *policy.Match) bool {
	ok := setEndpoint(r, "Source", &m.Source)
	ok = setEndpoint(r, "Destination", &m.Destination) && ok
	ok = each(r, "RouteTypes.RouteType", func(text string) error {
		var t route.Type
		err := t.UnmarshalText([]byte(text))
		m.RouteTypes = append(m.RouteTypes, t)
		return err
	}) && ok
	list, good := r.prefixes("DestinationCidrBlocks.DestinationCidrBlock")
	m.Prefixes.List, ok = list, ok && good
	if text := r.text("MatchAddressType"); text != "" {
		ok = readable(r, "MatchAddressType", m.Family.UnmarshalText([]byte(text))) && ok
	}
	ok = readPath(r, "MatchAsns.MatchAsn", &m.ASPath.List) && ok
	ok = readCommunities(r, "MatchCommunitySet.MatchCommunity", &m.Communities.List) && ok
	ok = choose(r, "CidrMatchMode", &m.Prefixes.Mode, modes) && ok
	ok = choose(r, "AsPathMatchMode", &m.ASPath.Mode, modes) && ok
	return choose(r, "CommunityMatchMode", &m.Communities.Mode, modes) && ok
}

// setEndpoint reads the conditions on one end, Source or Destination.
func setEndpoint(r *record, end string, e *policy.Endpoint) bool {
	var ok [3]bool
	e.Instances, ok[0] = r.texts(end + "InstanceIds." + end + "InstanceId")
	e.Regions, ok[1] = r.texts(end + "RegionIds." + end + "RegionId")
	e.RouteTables, ok[2] = r.texts(end + "RouteTableIds." + end + "RouteTableId")
	e.Except = len(e.Instances) > 0 && r.isTrue(end+"InstanceIdsReverseMatch")
	return each(r, end+"ChildInstanceTypes."+end+"ChildInstanceType", func(text string) error {
		var k attach.Kind
		err := k.UnmarshalText([]byte(text))
		e.Kinds = append(e.Kinds, k)
		return err
	}) && ok == [3]bool{true, true, true}
}

// setActions reads what a policy changes.
func setActions(r *record, set *policy.Set) bool {
	set.Preference = int(r.number("Preference"))
	ok := readPath(r, "PrependAsPath.AsPath", &set.PrependASPath)
	ok = readCommunities(r, "OperateCommunitySet.OperateCommunity", &set.Communities.List) && ok
	return choose(r, "CommunityOperateMode", &set.Communities.Mode,
		map[string]policy.SetMode{"": policy.NoSetMode, "Additive": policy.Additive, "Replace": policy.Replace}) && ok
}

// each reads the texts of a list, and reports whether all could be read.
func each(r *record, path string, read func(string) error) bool {
	texts, ok := r.texts(path)
	for _, text := range texts {
		ok = readable(r, path, read(text)) && ok
	}
	return ok
}

func readable(r *record, path string, err error) bool {
	if err != nil {
		r.warn(path, err.Error())
	}
	return err == nil
}

func readPath(r *record, path string, to *route.ASPath) bool {
	return each(r, path, func(text string) error {
		n, err := strconv.ParseUint(text, 10, 32)
		*to = append(*to, uint32(n))
		return err
	})
}

func readCommunities(r *record, path string, to *[]route.Community) bool {
	return each(r, path, func(text string) error {
		c, err := route.ParseCommunity(text)
		*to = append(*to, c)
		return err
	})
}
