package topology

import (
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// twoCenters are data centers with sessions between each other, of the first and of the second.
func twoCenters(first, second []Session) *Network {
	return &Network{DataCenters: []DataCenter{{ID: "idc-1", ASN: 65001, Sessions: first},
		{ID: "idc-2", ASN: 65002, Sessions: second}}}
}

// betweens returns the edges of the sessions, those that are off as well, by the name of their sender, and how many
// there are.
func betweens(n *Network) (edges map[string]engine.Edge, number int) {
	c := compile(newIndex(n))
	edges = map[string]engine.Edge{}
	c.sessionEdges(func(e engine.Edge) {
		edges[c.name(c.out.Nodes[e.From].Table)] = e
		number++
	})
	return edges, number
}

// A session between two data centers announces what the sender's side sets, and has the preference that the receiver's
// side sets; it is static, drops AS paths or is down if either side says so (D-14, D-38).
func TestSessionBetweenDataCenters(t *testing.T) {
	list := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	type way struct {
		static, drops bool
		prepend       route.ASPath
		only          int
		weight        int32
		off           []route.Reason
	}
	plain := way{weight: defaultSitePreference}
	with := func(change func(*way)) way { w := plain; change(&w); return w }
	static, drops := with(func(w *way) { w.static = true }), with(func(w *way) { w.drops = true })
	off := with(func(w *way) { w.off = []route.Reason{route.IsDown} })
	for _, c := range []struct {
		name        string
		mine        Session // of idc-1
		there, back way     // from idc-1, to idc-1
	}{
		{"plain", Session{}, plain, plain},
		{"static", Session{Static: true}, static, static},
		{"AS paths dropped", Session{DropsASPath: true}, drops, drops},
		{"down", Session{Down: true}, off, off},
		{"silent", Session{Silent: true}, with(func(w *way) { w.off = []route.Reason{route.SilentSession} }), plain},
		{"prepended", Session{Prepend: route.ASPath{65001}}, with(func(w *way) { w.prepend = route.ASPath{65001} }), plain},
		{"prefixes", Session{Prefixes: list}, with(func(w *way) { w.only = 1 }), plain},
		{"preference", Session{Preference: 7}, plain, with(func(w *way) { w.weight = 7 })},
	} {
		c.mine.To = "idc-2"
		mirrored := c.mine
		mirrored.To = "idc-1"
		toFirst, toSecond := []Session{{To: "idc-1"}}, []Session{{To: "idc-2"}}
		for from, n := range map[string]*Network{
			"idc-1": twoCenters([]Session{c.mine}, nil), "idc-1 ": twoCenters([]Session{c.mine}, toFirst),
			"idc-2": twoCenters(nil, []Session{mirrored}), "idc-2 ": twoCenters(toSecond, []Session{mirrored}),
		} {
			edges, number := betweens(n)
			if number != 2 {
				t.Fatalf("%s, %s: %d edges, want 2: one session", c.name, from, number)
			}
			there, back := c.there, c.back
			if from[:5] == "idc-2" {
				there, back = back, there
			}
			for sender, want := range map[string]way{"idc-1": there, "idc-2": back} {
				e := edges[sender]
				got := way{e.Session.Static, e.Session.Drops, e.Session.Prepend, len(e.Session.Only), e.Session.Weight,
					e.Off}
				if diff := cmp.Diff(want, got, cmp.AllowUnexported(way{})); diff != "" {
					t.Errorf("%s, set by %s, from %s: %s", c.name, from, sender, diff)
				}
			}
			if edges["idc-1"].Session.ID != edges["idc-2"].Session.ID {
				t.Errorf("%s, set by %s: two directions of different sessions", c.name, from)
			}
		}
	}
}

// A data center that is down has no session, whichever side it is on (D-14).
func TestSessionOfADataCenterThatIsDown(t *testing.T) {
	for _, id := range []string{"idc-1", "idc-2"} {
		n := twoCenters([]Session{{To: "idc-2"}}, nil)
		n.Down = []string{id}
		edges, _ := betweens(n)
		for sender, e := range edges {
			if !slices.Equal(e.Off, []route.Reason{route.IsDown}) {
				t.Errorf("%s is down, from %s: off because of %v", id, sender, e.Off)
			}
		}
	}
}

// The entries of two data centers for each other are paired in order; one that has no counterpart is a session all the
// same.
func TestSessionsArePairedInOrder(t *testing.T) {
	first := []Session{{To: "idc-2", Preference: 1}, {To: "idc-2", Preference: 2}}
	for entries, second := range [][]Session{nil, {{To: "idc-1", Down: true}}, {{To: "idc-1"}, {To: "idc-1", Down: true}}} {
		c := compile(newIndex(twoCenters(first, second)))
		down := map[int32]bool{}
		c.sessionEdges(func(e engine.Edge) {
			if c.name(c.out.Nodes[e.To].Table) == "idc-1" {
				down[e.Session.Weight] = len(e.Off) > 0
			}
		})
		want := map[int32]bool{1: entries == 1, 2: entries == 2}
		if diff := cmp.Diff(want, down); diff != "" {
			t.Errorf("%d entries of the other side: %s", entries, diff)
		}
	}
}

// A trace knows sessions from both ends, by the name of the peer on the side of the cloud; among several, one that is
// up is enough.
func TestTraceKnowsSessionsFromBothEnds(t *testing.T) {
	for _, c := range []struct {
		name          string
		first, second []Session
		want          bool
	}{
		{"up", []Session{{To: "idc-2"}}, nil, true},
		{"down here", []Session{{To: "idc-2", Down: true}}, nil, false},
		{"down there", []Session{{To: "idc-2"}}, []Session{{To: "idc-1", Down: true}}, false},
		{"another one is up", []Session{{To: "idc-2", Down: true}, {To: "idc-2"}}, nil, true},
		{"the entries are paired by name, not as they are declared", []Session{{To: "idc-2", Peer: "b", Down: true}, {To: "idc-2", Peer: "a"}},
			[]Session{{To: "idc-1", Peer: "a", Down: true}, {To: "idc-1", Peer: "b"}}, false},
		{"the last one is down", []Session{{To: "idc-2"}, {To: "idc-2", Down: true}}, nil, true},
	} {
		x := newTraceIndex(newIndex(twoCenters(c.first, c.second)))
		for link, far := range map[sessionLink]string{{"idc-1", "idc-2"}: "idc-2", {"idc-2", "idc-1"}: "idc-1"} {
			if got, known := x.centerLinks[link]; !known || got != (farEnd{far, c.want}) {
				t.Errorf("%s: %v leads to %+v", c.name, link, got)
			}
		}
	}
	n := twoCenters([]Session{{To: "vbr-1"}, {To: "vbr-2", Peer: "a", Down: true}}, nil)
	n.VBRs = []VBR{{ID: "vbr-1"}, {ID: "vbr-2"}}
	x := newTraceIndex(newIndex(n))
	wantCenter := map[sessionLink]farEnd{{"idc-1", "vbr-1"}: {"vbr-1", true}, {"idc-1", "vbr-2"}: {"vbr-2", false}}
	wantCloud := map[sessionLink]farEnd{{"vbr-1", "idc-1"}: {"idc-1", true}, {"vbr-2", "a"}: {"idc-1", false}}
	if !maps.Equal(x.centerLinks, wantCenter) || !maps.Equal(x.cloudLinks, wantCloud) {
		t.Errorf("from the data center %v, from the cloud %v", x.centerLinks, x.cloudLinks)
	}
}

// A trace starts where packets can start.
func TestWhereATraceStarts(t *testing.T) {
	n := twoCenters(nil, nil)
	n.VPCs, n.VBRs, n.VPNs, n.CCNs = []VPC{{ID: "vpc-1"}}, []VBR{{ID: "vbr-1"}}, []VPN{{ID: "vpn-1"}}, []CCN{{ID: "ccn-1"}}
	n.TransitRouters, n.ECRs = []TransitRouter{{ID: "tr-1"}}, []ECR{{ID: "ecr-1"}}
	x := newTraceIndex(newIndex(n))
	for id, want := range map[string]string{
		"vpc-1": "", "vbr-1": "", "vpn-1": "", "ccn-1": "", "idc-1": "",
		"tr-1": "in a transit router", "ecr-1": "in an Express Connect Router", "vpc-2": "unknown instance",
	} {
		err := x.checkInstance(Endpoint{Instance: id})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", id, err, want)
		}
	}
}

// A list that ascends has no prefix twice; in one that does not, each repetition is found, with the first of its kind.
func TestRepeatedPrefixes(t *testing.T) {
	a, b, c := netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/16"), netip.MustParsePrefix("11.0.0.0/8")
	for _, test := range []struct {
		list      []netip.Prefix
		ascending bool
		want      [][2]int
	}{
		{nil, true, nil},
		{[]netip.Prefix{a}, true, nil},
		{[]netip.Prefix{a, b, c}, true, nil},
		{[]netip.Prefix{a, c, b}, false, nil},
		{[]netip.Prefix{b, a}, false, nil},
		{[]netip.Prefix{a, a}, false, [][2]int{{1, 0}}},
		{[]netip.Prefix{a, b, b}, false, [][2]int{{2, 1}}},
		{[]netip.Prefix{c, a, c, c}, false, [][2]int{{2, 0}, {3, 0}}},
	} {
		var got [][2]int
		forRepeatedPrefix(test.list, func(i, first int) { got = append(got, [2]int{i, first}) })
		ascends := ascending(len(test.list), func(i, j int) int { return prefixOrder(test.list[i], test.list[j]) })
		if ascends != test.ascending || !slices.Equal(got, test.want) {
			t.Errorf("%v ascends: %v, repetitions %v; want %v, %v", test.list, ascends, got, test.ascending, test.want)
		}
	}
}

// The kinds that would do, in words.
func TestAnyOf(t *testing.T) {
	for want, kinds := range map[string][]objectKind{
		"VPC": {aVPC}, "VPC or VBR": {aVPC, aVBR}, "VPC, VBR or VPN": {aVPC, aVBR, aVPN}, "VPC, VBR, VPN or CCN": {aVPC, aVBR, aVPN, aCCN},
	} {
		if got := anyOf(kinds); got != want {
			t.Errorf("%v: %q, want %q", kinds, got, want)
		}
	}
}

// The association of an ECR goes only if neither an attachment nor a route of the VPC needs it (E-1.15, E-1.18).
func TestAssociationInUse(t *testing.T) {
	n := &Network{
		ECRs: []ECR{{ID: "ecr-1", Associations: []Association{{TransitRouter: "tr-1"}, {TransitRouter: "tr-2"}, {VPC: "vpc-1"}, {VPC: "vpc-2"}}}},
		Attachments: []Attachment{
			{ID: "att-1", Kind: attach.ECR, Instance: "ecr-1", TransitRouter: "tr-1"},
			{ID: "att-2", Kind: attach.ECR, Instance: "ecr-2", TransitRouter: "tr-2"},
		},
		VPCs: []VPC{
			{ID: "vpc-1", RouteTables: []VPCRouteTable{{ID: "vtb-1",
				Routes: []VPCRoute{{Prefix: netip.MustParsePrefix("10.0.0.0/8"), NextHop: "ecr-1"}}}}},
			{ID: "vpc-2", RouteTables: []VPCRouteTable{{ID: "vtb-2",
				Routes: []VPCRoute{{Prefix: netip.MustParsePrefix("10.0.0.0/8"), NextHop: "ecr-2"}}}}},
		},
	}
	for with, want := range map[string]ruleID{"tr-1": "E-1.15", "tr-2": "", "vpc-1": "E-1.18", "vpc-2": ""} {
		err := DissociateECR{ECR: "ecr-1", With: with}.check(n)
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v, want that it may go", with, err)
		case want != "" && (err == nil || err.Rule != want || len(err.Dependents) != 1):
			t.Errorf("%s: %v, want one dependent by %s", with, err, want)
		}
	}
}
