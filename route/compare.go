package route

import (
	"cmp"
	"slices"
	"strings"
)

// Compare returns the order of two routes in the output of a table: by prefix (see [Table.All]), then Active first and
// by status, then by next hop. Routes that agree in all of these follow each other by type, preference, AS path,
// communities, MED, learned after configured, origin and policies, so that the order is total: Compare returns 0 only
// for routes that are equal in every field, where a nil list equals an empty one.
func Compare(a, b Route) int {
	return cmp.Or(
		a.Prefix.Compare(b.Prefix),
		cmp.Compare(a.Status, b.Status),
		strings.Compare(a.NextHop, b.NextHop),
		cmp.Compare(a.Type, b.Type),
		cmp.Compare(a.Preference, b.Preference),
		slices.Compare(a.ASPath, b.ASPath),
		slices.Compare(a.Communities, b.Communities),
		cmp.Compare(a.MED, b.MED),
		compareBool(a.Learned, b.Learned),
		compareOrigin(a.Origin, b.Origin),
		slices.Compare(a.Policies, b.Policies),
	)
}

func compareOrigin(a, b Origin) int {
	return cmp.Or(
		strings.Compare(a.Instance, b.Instance),
		cmp.Compare(a.Kind, b.Kind),
		strings.Compare(a.Region, b.Region),
		strings.Compare(a.Table, b.Table),
		strings.Compare(a.Member, b.Member),
	)
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
