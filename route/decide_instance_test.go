package route

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
)

func TestDecideECR(t *testing.T) {
	const hangzhou, shanghai, shenzhen, beijing = 2, 3, 4, 1
	circuit := func(region, path int) ECRCandidate {
		return ECRCandidate{From: attach.VBR, Region: region, ASPathLength: path, OriginRegion: -1}
	}
	vpc := func(region int) ECRCandidate {
		return ECRCandidate{From: attach.VPC, Region: region, OriginRegion: region}
	}
	router := func(region, origin int) ECRCandidate {
		return ECRCandidate{From: attach.Peer, Region: region, OriginRegion: origin}
	}
	standard := func(c ECRCandidate) ECRCandidate { c.Default = true; return c }
	standby := func(s Step) Outcome { return Outcome{Standby, s} }
	tests := []struct {
		name   string
		view   int
		nearBy bool
		in     []ECRCandidate
		want   []Outcome
	}{
		{"no candidate", hangzhou, true, nil, nil},
		{"the shorter AS path wins among circuits, over the near one too (E-5.1.1)", hangzhou, true,
			[]ECRCandidate{circuit(hangzhou, 2), circuit(shanghai, 1)},
			[]Outcome{standby(CircuitASPath), won}},
		{"equal circuits of all regions share the load (E-5.1.2)", hangzhou, false,
			[]ECRCandidate{circuit(hangzhou, 1), circuit(shanghai, 1)},
			[]Outcome{won, won}},
		{"in the mode NearBy the circuits of the region are preferred (E-5.1.4)", hangzhou, true,
			[]ECRCandidate{circuit(hangzhou, 1), circuit(shanghai, 1), circuit(hangzhou, 1)},
			[]Outcome{won, standby(NearCircuit), won}},
		{"NearBy lapses where no circuit of the region is left (E-5.1.4)", shenzhen, true,
			[]ECRCandidate{circuit(hangzhou, 1), circuit(shanghai, 1)},
			[]Outcome{won, won}},
		{"a circuit of the region with a longer AS path does not count as near (E-5.1.1)", hangzhou, true,
			[]ECRCandidate{circuit(hangzhou, 2), circuit(shanghai, 1), circuit(shenzhen, 1)},
			[]Outcome{standby(CircuitASPath), won, won}},

		{"circuits and cloud are decided apart from each other (E-3.1)", hangzhou, true,
			[]ECRCandidate{circuit(shanghai, 5), vpc(hangzhou), router(hangzhou, hangzhou)},
			[]Outcome{won, won, standby(VPCOverTransitRouter)}},
		{"a VPC beats a transit router (E-M-7)", hangzhou, false,
			[]ECRCandidate{standard(router(hangzhou, hangzhou)), vpc(shanghai)},
			[]Outcome{standby(VPCOverTransitRouter), won}},
		{"of several VPCs one is Active and the others Conflicting (E-M-6)", shanghai, false,
			[]ECRCandidate{vpc(hangzhou), vpc(shanghai), router(shanghai, shanghai)},
			[]Outcome{won, {Conflicting, EqualVPC}, standby(VPCOverTransitRouter)}},

		{"the transit router of the origin region wins over that of the ingress region and the default (D-32)", hangzhou, false,
			[]ECRCandidate{standard(router(hangzhou, shenzhen)), router(shenzhen, shenzhen)},
			[]Outcome{standby(OriginRegionRouter), won}},
		{"without one in the origin region, that of the ingress region wins over the default (D-32)", shenzhen, false,
			[]ECRCandidate{standard(router(hangzhou, shanghai)), router(shenzhen, shanghai)},
			[]Outcome{standby(IngressRegionRouter), won}},
		{"without one in the ingress region, the default wins over a smaller region ID (D-32)", shenzhen, false,
			[]ECRCandidate{router(beijing, shanghai), standard(router(hangzhou, shanghai))},
			[]Outcome{standby(DefaultRouter), won}},
		{"without a default, the smallest region ID wins (D-32)", shenzhen, false,
			[]ECRCandidate{router(hangzhou, shanghai), router(beijing, shanghai)},
			[]Outcome{standby(LowestRegionRouter), won}},
		{"two routers that are both in the origin region of their route go on to the ingress region (D-32)", shenzhen, false,
			[]ECRCandidate{router(hangzhou, hangzhou), router(shenzhen, shenzhen), router(beijing, shanghai)},
			[]Outcome{standby(IngressRegionRouter), won, standby(OriginRegionRouter)}},
		{"each step sees survivors only: the default outside the origin region does not come back (D-32)", beijing, false,
			[]ECRCandidate{router(hangzhou, hangzhou), router(shenzhen, shenzhen), standard(router(shanghai, hangzhou))},
			[]Outcome{won, standby(LowestRegionRouter), standby(OriginRegionRouter)}},
		{"for configured prefixes the origin region is void (D-32)", hangzhou, false,
			[]ECRCandidate{router(shenzhen, -1), router(hangzhou, -1)},
			[]Outcome{standby(IngressRegionRouter), won}},
		{"a configured prefix gives way to a route from its origin region (D-32)", hangzhou, false,
			[]ECRCandidate{router(hangzhou, -1), router(shenzhen, shenzhen)},
			[]Outcome{standby(OriginRegionRouter), won}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for i := range test.in {
				test.in[i].NextHop = i
			}
			for _, order := range permutations(len(test.in)) {
				got := DecideECR(pick(test.in, order), test.view, test.nearBy, nil)
				if diff := cmp.Diff(pick(test.want, order), got, cmpNilSlices); diff != "" {
					t.Fatalf("order %v (-want +got):\n%s", order, diff)
				}
			}
		})
	}
}

// VPCs are told apart by their next hop alone (E-M-6): where two have the same, they win together, as routers would
// not.
func TestDecideECRKnowsVPCsByTheirNextHop(t *testing.T) {
	in := []ECRCandidate{{From: attach.VPC, NextHop: 1, Region: 2, OriginRegion: 2}, {From: attach.VPC, NextHop: 1, Region: 1, OriginRegion: 1}}
	if got := DecideECR(in, 1, false, nil); !slices.Equal(got, []Outcome{won, won}) {
		t.Errorf("got %v, want both Active", got)
	}
}

// randomECR draws candidates of an ECR: next hops differ, and no two transit routers are in one region (E-1.9).
func randomECR(t *rapid.T) []ECRCandidate {
	region := rapid.IntRange(0, 4)
	in := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) ECRCandidate {
		return ECRCandidate{
			From:         rapid.SampledFrom([]attach.Kind{attach.VBR, attach.VBR, attach.VPC, attach.Peer, attach.Peer, attach.Peer}).Draw(t, "from"),
			Region:       region.Draw(t, "region"),
			OriginRegion: rapid.IntRange(-1, 4).Draw(t, "origin"),
			ASPathLength: rapid.IntRange(0, 1).Draw(t, "path"),
			Default:      rapid.IntRange(0, 3).Draw(t, "default") == 0,
		}
	}), 0, 8).Draw(t, "in")
	routers := make(map[int]bool)
	in = slices.DeleteFunc(in, func(c ECRCandidate) bool {
		if c.From != attach.Peer {
			return false
		}
		again := routers[c.Region]
		routers[c.Region] = true
		return again
	})
	hops := rapid.Permutation(numbers(len(in))).Draw(t, "next hops")
	for i := range in {
		in[i].NextHop = hops[i]
	}
	return in
}

func TestDecideECRHasOneWinnerInTheCloud(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, view, nearBy := randomECR(t), rapid.IntRange(0, 4).Draw(t, "view"), rapid.Bool().Draw(t, "near by")
		got := DecideECR(in, view, nearBy, nil)
		var circuits, clouds, wonCircuits, wonClouds int
		for i, o := range got {
			if o.Status != o.Step.Status() {
				t.Errorf("candidate %d: status %v with step %v", i, o.Status, o.Step)
			}
			lostAsCircuit := o.Step == CircuitASPath || o.Step == NearCircuit
			if o.Step != NoStep && lostAsCircuit != (in[i].From == attach.VBR) {
				t.Errorf("%+v lost at a step of the other side, %v", in[i], o.Step)
			}
			isCircuit, isWinner := in[i].From == attach.VBR, o.Status == Active
			switch {
			case isCircuit && isWinner:
				circuits, wonCircuits = circuits+1, wonCircuits+1
			case isCircuit:
				circuits++
			case isWinner:
				clouds, wonClouds = clouds+1, wonClouds+1
			default:
				clouds++
			}
		}
		if (wonCircuits > 0) != (circuits > 0) {
			t.Errorf("%d of %d circuits Active", wonCircuits, circuits)
		}
		if clouds > 0 && wonClouds != 1 {
			t.Errorf("%d of %d cloud routes Active, want one", wonClouds, clouds)
		}
	})
}

func TestDecideECRDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, view, nearBy := randomECR(t), rapid.IntRange(0, 4).Draw(t, "view"), rapid.Bool().Draw(t, "near by")
		order := rapid.Permutation(numbers(len(in))).Draw(t, "order")
		want := pick(DecideECR(in, view, nearBy, nil), order)
		if got := DecideECR(pick(in, order), view, nearBy, nil); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// The documented order for one origin region (E-5.4.1): its own router, that of the ingress region, the default one,
// the smallest region ID.
func TestDecideECRAgreesWithTheDocumentedOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		regions := rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 1, 5, rapid.ID[int]).Draw(t, "regions")
		origin, view := rapid.IntRange(-1, 6).Draw(t, "origin"), rapid.IntRange(0, 6).Draw(t, "view")
		standard := rapid.IntRange(-1, 6).Draw(t, "default")
		in := make([]ECRCandidate, len(regions))
		for i, r := range regions {
			in[i] = ECRCandidate{From: attach.Peer, NextHop: i, Region: r, OriginRegion: origin, Default: r == standard}
		}

		want := slices.Min(regions)
		for _, r := range []int{standard, view, origin} { // the best last
			if slices.Contains(regions, r) {
				want = r
			}
		}
		for i, o := range DecideECR(in, view, false, nil) {
			if (o.Status == Active) != (in[i].Region == want) {
				t.Errorf("router of region %d: %v, want region %d Active", in[i].Region, o, want)
			}
		}
	})
}

func TestDecideCircuit(t *testing.T) {
	bgp := func(path int) CircuitCandidate { return CircuitCandidate{Own: true, Type: BGP, ASPathLength: path} }
	static := CircuitCandidate{Own: true, Type: Custom}
	told := func(typ Type, path int) CircuitCandidate { return CircuitCandidate{Type: typ, ASPathLength: path} }
	standby := func(s Step) Outcome { return Outcome{Standby, s} }
	tests := []struct {
		name string
		in   []CircuitCandidate
		want []Outcome
	}{
		{"no candidate", nil, nil},
		{"its own route beats one that it was told, static over BGP too (D-37)",
			[]CircuitCandidate{told(BGP, 0), static}, []Outcome{standby(OwnRoute), won}},
		{"BGP before static (D-22)", []CircuitCandidate{static, bgp(5)}, []Outcome{standby(SessionType), won}},
		{"the shorter AS path (D-22)", []CircuitCandidate{bgp(2), bgp(1)}, []Outcome{standby(SessionASPath), won}},
		{"equal sessions share the load (D-22)", []CircuitCandidate{bgp(1), bgp(1), static},
			[]Outcome{won, won, standby(SessionType)}},
		{"equal static routes share the load", []CircuitCandidate{static, static}, []Outcome{won, won}},
		{"static routes have no AS path to compare (D-22)",
			[]CircuitCandidate{static, {Own: true, Type: Custom, ASPathLength: 3}}, []Outcome{won, won}},
		{"a CCN's own route has type System (D-21)",
			[]CircuitCandidate{{Own: true, Type: System}, told(BGP, 1)}, []Outcome{won, standby(OwnRoute)}},
		{"what it was told is not compared (D-37)",
			[]CircuitCandidate{told(BGP, 4), told(System, 0), told(BGP, 1)}, []Outcome{won, won, won}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, order := range permutations(len(test.in)) {
				got := DecideCircuit(pick(test.in, order), nil)
				if diff := cmp.Diff(pick(test.want, order), got, cmpNilSlices); diff != "" {
					t.Fatalf("order %v (-want +got):\n%s", order, diff)
				}
			}
		})
	}
}

func TestDecideDataCenter(t *testing.T) {
	heard := func(preference int) DataCenterCandidate { return DataCenterCandidate{Preference: preference} }
	standby := func(s Step) Outcome { return Outcome{Standby, s} }
	tests := []struct {
		name string
		in   []DataCenterCandidate
		want []Outcome
	}{
		{"no candidate", nil, nil},
		{"its own prefix beats every preference", []DataCenterCandidate{heard(1), {Own: true}},
			[]Outcome{standby(OwnRoute), won}},
		{"the smaller preference (D-38)", []DataCenterCandidate{heard(20), heard(10)},
			[]Outcome{standby(DataCenterPreference), won}},
		{"equal preferences share the load (D-38)", []DataCenterCandidate{heard(10), heard(10)}, []Outcome{won, won}},
		{"no preference is 100 (D-38)", []DataCenterCandidate{heard(0), heard(100), heard(101)},
			[]Outcome{won, won, standby(DataCenterPreference)}},
		{"99 beats no preference (D-38)", []DataCenterCandidate{heard(0), heard(99)},
			[]Outcome{standby(DataCenterPreference), won}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, order := range permutations(len(test.in)) {
				got := DecideDataCenter(pick(test.in, order), nil)
				if diff := cmp.Diff(pick(test.want, order), got, cmpNilSlices); diff != "" {
					t.Fatalf("order %v (-want +got):\n%s", order, diff)
				}
			}
		})
	}
}

func TestDecisionsOfInstancesHaveAWinner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		circuits := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) CircuitCandidate {
			return CircuitCandidate{rapid.Bool().Draw(t, "own"), rapid.SampledFrom([]Type{BGP, Custom}).Draw(t, "type"),
				rapid.IntRange(0, 2).Draw(t, "path")}
		}), 1, 6).Draw(t, "circuits")
		centers := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) DataCenterCandidate {
			return DataCenterCandidate{rapid.Bool().Draw(t, "own"), rapid.IntRange(0, 2).Draw(t, "preference")}
		}), 1, 6).Draw(t, "centers")
		for _, got := range [][]Outcome{DecideCircuit(circuits, nil), DecideDataCenter(centers, nil)} {
			if !slices.Contains(got, won) {
				t.Errorf("nobody won: %v", got)
			}
			for i, o := range got {
				if o.Status != o.Step.Status() || o.Status != Active && o.Step < OwnRoute {
					t.Errorf("candidate %d: %v", i, o)
				}
			}
		}
	})
}
