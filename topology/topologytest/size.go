package topologytest

// A Size bounds the networks that [Networks] draws. Each number is the most that is drawn; smaller networks are drawn
// too, and failing ones shrink to the smallest. The zero Size gives one transit router with an empty route table.
// A negative number counts as 0, and one too large as the most that there is.
type Size struct {
	Regions   int // regions with transit routers, at most 6
	CENs      int // CEN instances, which share the regions but are isolated from each other; at most 3
	Tables    int // route tables of a transit router, at most 9
	Instances int // VPCs, VBRs, IPsec connections, CCNs, ECRs and data centers together, at most 1000
	Prefixes  int // different prefixes in the whole network, at most 20: fewer overlap and equal each other more often
	Policies  int // routing policies of a route table, at most 40
	Extras    int // of each list of details: static routes, prefix lists, aggregates, published routes, sessions, ...

	// Transit lets data centers announce on one session what they heard on another, and lets sessions drop AS paths.
	// Such networks may have no stable state or several; then Propagate returns Instabilities.
	Transit bool
}

// Tiny returns the Size of networks that are read at a glance: one region, up to three instances.
func Tiny() Size {
	return Size{Regions: 1, CENs: 1, Tables: 2, Instances: 3, Prefixes: 4, Policies: 2, Extras: 1}
}

// Small returns the Size for most properties: two regions, up to eight instances.
func Small() Size {
	return Size{Regions: 2, CENs: 1, Tables: 2, Instances: 8, Prefixes: 8, Policies: 3, Extras: 2}
}

// Medium returns a Size in which everything that the document format knows meets everything else: three regions, two
// CEN instances, up to sixteen instances.
func Medium() Size {
	return Size{Regions: 3, CENs: 2, Tables: 3, Instances: 16, Prefixes: 12, Policies: 5, Extras: 3}
}

// Large returns the Size of networks of six regions with four route tables each and up to forty instances.
func Large() Size {
	return Size{Regions: 6, CENs: 2, Tables: 4, Instances: 40, Prefixes: 16, Policies: 8, Extras: 4}
}

// within returns the Size with each number in its range.
func (s Size) within() Size {
	for _, bound := range []struct {
		number      *int
		least, most int
	}{
		{&s.Regions, 1, len(areas)}, {&s.CENs, 1, 3}, {&s.Tables, 1, 9}, {&s.Instances, 0, 1000},
		{&s.Prefixes, 1, len(universe)}, {&s.Policies, 0, 40}, {&s.Extras, 0, 40},
	} {
		*bound.number = min(max(*bound.number, bound.least), bound.most)
	}
	return s
}
