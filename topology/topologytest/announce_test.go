package topologytest_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// For each kind of announcement an invariant that holds whatever is announced, and one that does not.
func TestUnderAnnouncements(t *testing.T) {
	meantToFail(t)
	confined := invariant.PrefixConfined(blocks("10.10.0.0/16")[0], "idc", "vbr-1", "vbr-2", "tr", "vpc-app", "vpc-db")
	for _, c := range []struct {
		name   string
		a      topologytest.Announcements
		holds  invariant.Invariant
		broken invariant.Invariant
		want   []string // all in what is reported about broken
	}{
		{"more specifics",
			topologytest.Announcements{From: []string{"idc"},
				Kinds: []topologytest.Announcement{topologytest.MoreSpecific}},
			invariant.And(confined, invariant.Reachable("vpc-app", "idc"), invariant.Isolated("idc", "partner")),
			invariant.MaxRoutes("vpc-app/system", 5),
			[]string{"idc announces 10.10.0.0/17:\ndoes not hold: MaxRoutes(vpc-app/system, 5): vpc-app/system has 6 Active routes"}},
		{"more specifics of a circuit that stands for a data center",
			topologytest.Announcements{From: []string{"vbr-3"},
				Kinds: []topologytest.Announcement{topologytest.MoreSpecific}},
			invariant.Reachable("vpc-app", "vbr-3"),
			invariant.MaxRoutes("vtb", 6),
			[]string{"vbr-3 announces 10.20.0.0/17:\ndoes not hold: MaxRoutes(vtb, 6): vtb has 7 Active routes"}},
		{"the default route",
			topologytest.Announcements{From: []string{"idc"},
				Kinds: []topologytest.Announcement{topologytest.DefaultRoute}, Most: 1},
			invariant.And(confined, invariant.Reachable("vpc-app", "idc"), invariant.Reachable("vpc-app", "partner")),
			invariant.PrefixConfined(blocks("0.0.0.0/0")[0], "tr", "vpc-app", "vbr-1", "vbr-2", "vbr-3", "vpn-1", "idc",
				"partner", "vpc-db"),
			[]string{"idc announces 0.0.0.0/0:\n", "0.0.0.0/0 is in idc-announces\n", `"id": "idc-announces"`}},
		{"blocks of the cloud",
			topologytest.Announcements{From: []string{"partner"},
				Kinds: []topologytest.Announcement{topologytest.CloudBlock}},
			invariant.Isolated("idc", "partner"),
			invariant.Reachable("idc", "vpc-app"),
			[]string{"partner announces 192.168.1."}},
		{"blocks of others",
			topologytest.Announcements{From: []string{"partner"},
				Kinds: []topologytest.Announcement{topologytest.ForeignBlock}},
			invariant.Reachable("vpc-app", "partner"),
			invariant.Reachable("vpc-app", "idc"),
			[]string{"partner announces 10.10."}},
		{"longer paths",
			topologytest.Announcements{From: []string{"idc"},
				Kinds: []topologytest.Announcement{topologytest.LongerPath}},
			invariant.Reachable("vpc-app", "idc"),
			invariant.Symmetric("vpc-app", "idc"),
			[]string{"idc prepends [64900] towards vbr-"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := site()
			before := topologytest.Document(n)
			if text, failed := recorded(func(t testing.TB) { topologytest.UnderAnnouncements(t, n, c.a, c.holds) }); failed {
				t.Errorf("%v should hold:\n%s", c.holds, text)
			}
			text, failed := recorded(func(t testing.TB) { topologytest.UnderAnnouncements(t, n, c.a, c.broken) })
			for _, want := range c.want {
				if !failed || !strings.Contains(text, want) {
					t.Errorf("failed %v, want %q in\n%s", failed, want, text)
				}
			}
			if topologytest.Document(n) != before {
				t.Error("the network has changed")
			}
		})
	}
}

// Neither a kind nor a network on premises is left out where none is named, and what is foreign comes from stand-ins.
func TestUnderAnnouncementsOfAll(t *testing.T) {
	meantToFail(t)
	as := site()
	seen := map[string]bool{}
	note := func(who string, p netip.Prefix) { seen[who+" "+relation(as, who, p)] = true }
	look := invariant.New("look", func(s *topology.State) invariant.Verdict {
		n := s.Network()
		for _, d := range n.DataCenters {
			for _, p := range d.Prefixes {
				note(d.ID, p)
			}
			for _, b := range d.Sessions {
				seen["prepended "+d.ID+" "+b.To] = seen["prepended "+d.ID+" "+b.To] || len(b.Prepend) > 0
			}
		}
		for _, r := range n.VBRs[2].Routes {
			note("vbr-3", r.Prefix)
			seen["prepended vbr-3"] = seen["prepended vbr-3"] || len(r.ASPath) > 1
		}
		return invariant.Verdict{Holds: true}
	})
	for range 4 {
		topologytest.UnderAnnouncements(t, as, topologytest.Announcements{}, look)
	}
	want := []string{"prepended idc vbr-1", "prepended idc vbr-2", "prepended partner vpn-1", "prepended vbr-3"}
	for _, id := range []string{"idc", "partner", "vbr-3"} {
		want = append(want, id+" own", id+" part of own", id+"-announces default IPv4", id+"-announces default IPv6",
			id+"-announces cloud", id+"-announces part of cloud", id+"-announces around cloud",
			id+"-announces foreign", id+"-announces part of foreign", id+"-announces around foreign")
	}
	for _, w := range want {
		if !seen[w] {
			t.Errorf("%s is not drawn", w)
		}
		delete(seen, w)
	}
	for w, drawn := range seen {
		if drawn && !strings.HasPrefix(w, "prepended ") {
			t.Errorf("%s is drawn", w)
		}
	}
}

// relation tells what a prefix is to the addresses of a network, as somebody announces it.
func relation(n *topology.Network, who string, p netip.Prefix) string {
	switch p.String() {
	case "0.0.0.0/0":
		return "default IPv4"
	case "::/0":
		return "default IPv6"
	}
	for _, id := range []string{who, "vpc-app", "vpc-db", "idc", "partner", "vbr-3"} {
		name := map[bool]string{true: "cloud", false: "foreign"}[strings.HasPrefix(id, "vpc")]
		if id == who {
			name = "own"
		}
		for _, b := range n.OwnBlocks(id) {
			switch {
			case p == b:
				return name
			case b.Contains(p.Addr()) && p.Bits() > b.Bits():
				return "part of " + name
			case p.Overlaps(b):
				return "around " + name
			}
		}
	}
	return "nothing"
}

// A session that announces some prefixes only announces their parts, too.
func TestMoreSpecificOnRestrictedSession(t *testing.T) {
	meantToFail(t)
	n := site()
	n.DataCenters[0].Sessions[0].Prefixes = blocks("10.10.0.0/16")
	n.DataCenters[0].Sessions = n.DataCenters[0].Sessions[:1]
	a := topologytest.Announcements{From: []string{"idc"},
		Kinds: []topologytest.Announcement{topologytest.MoreSpecific}, Most: 1}
	text, failed := recorded(func(t testing.TB) { topologytest.UnderAnnouncements(t, n, a, invariant.MaxRoutes("vtb", 5)) })
	if !failed || !strings.Contains(text, "vtb has 6 Active routes; 192.168.2.0/24 is the first beyond 5") {
		t.Errorf("failed %v: %s", failed, text)
	}
}

func TestUnderAnnouncementsRefuses(t *testing.T) {
	silent := site()
	silent.DataCenters, silent.VBRs[2].Routes = nil, nil
	for _, c := range []struct {
		name string
		n    *topology.Network
		a    topologytest.Announcements
		want string
	}{
		{"an unknown name", site(), topologytest.Announcements{From: []string{"idc", "icd"}},
			`announcements: "icd" does not announce over BGP, or is not in the network`},
		{"a circuit without routes", site(), topologytest.Announcements{From: []string{"vbr-1"}},
			`announcements: "vbr-1" does not announce over BGP, or is not in the network`},
		{"nobody", silent, topologytest.Announcements{},
			"announcements: no data center, VBR or IPsec connection of the network announces over BGP"},
		{"no kind", site(), topologytest.Announcements{Kinds: []topologytest.Announcement{9}},
			`announcements: "Announcement(9)" is no kind of announcement`},
		{"the network as it is", site(), topologytest.Announcements{},
			"does not hold: Isolated(vpc-app, vpc-db): a packet from vpc-app arrives at vpc-db"},
	} {
		text, failed := recorded(func(t testing.TB) {
			topologytest.UnderAnnouncements(t, c.n, c.a, invariant.Isolated("vpc-app", "vpc-db"))
		})
		if !failed || !strings.HasPrefix(text, c.want+"\n") || strings.Contains(text, "[rapid]") {
			t.Errorf("%s: failed %v, reported %s", c.name, failed, text)
		}
	}
}

// A check before may have failed: the announcements are left out, and nothing panics.
func TestUnderAnnouncementsAfterAFailure(t *testing.T) {
	text, failed := recorded(func(t testing.TB) {
		t.Errorf("before")
		topologytest.UnderAnnouncements(t, site(), topologytest.Announcements{}, invariant.NoConflict())
	})
	if want := "before\nno announcements are drawn: the test has failed already\n"; !failed || text != want {
		t.Errorf("failed %v, reported %q, want %q", failed, text, want)
	}
}

// The network is stable while vbr-3, which is told to no circuit, has the shortest AS path. A longer one lets vbr-4
// win, and two circuits of a data center that passes on what it hears chase each other (D-35).
func TestUnderAnnouncementsFindsInstability(t *testing.T) {
	meantToFail(t)
	n := site()
	n.VPCs, n.Attachments = nil, n.Attachments[2:]
	n.VBRs[2].Routes[0].ASPath = nil
	far := n.VBRs[2]
	far.ID, far.Routes = "vbr-4", []topology.ExternalRoute{{Prefix: blocks("10.20.0.0/16")[0], Type: route.BGP, ASPath: route.ASPath{65009, 65008}}}
	n.VBRs = append(n.VBRs, far)
	n.Attachments = append(n.Attachments, topology.Attachment{ID: "att-vbr-4", Kind: attach.VBR, TransitRouter: "tr", Instance: "vbr-4",
		Association: "vtb", Propagations: []string{"vtb"}, RouteSync: true})
	n.TransitRouters[0].RouteTables[0].Policies = []policy.Policy{{Priority: 10, Direction: policy.Egress, Match: policy.Match{
		Source: policy.Endpoint{Instances: []string{"vbr-1", "vbr-2", "vbr-4"}}, Destination: policy.Endpoint{Instances: []string{"vbr-1", "vbr-2"}}}}}
	d := &n.DataCenters[0]
	d.Transit, d.Prefixes = true, nil
	for i := range d.Sessions {
		d.Sessions[i].DropsASPath = true
	}
	a := topologytest.Announcements{From: []string{"vbr-3"},
		Kinds: []topologytest.Announcement{topologytest.LongerPath}}
	text, failed := recorded(func(t testing.TB) { topologytest.UnderAnnouncements(t, n, a, invariant.MaxRoutes("vtb", 99)) })
	want := "vbr-3 prepends [64900], and the network has no state:\n10.20.0.0/16: several stable states: "
	if !failed || !strings.Contains(text, want) {
		t.Errorf("failed %v, want %q in\n%s", failed, want, text)
	}
}

func TestAnnouncementText(t *testing.T) {
	for a := topologytest.Announcement(0); a <= topologytest.LongerPath; a++ {
		text, _ := a.MarshalText()
		var back topologytest.Announcement
		if err := back.UnmarshalText(text); err != nil || back != a {
			t.Errorf("%d is %q, read back as %d, error %v", a, text, back, err)
		}
	}
	if new(topologytest.Announcement).UnmarshalText([]byte("anything")) == nil {
		t.Error(`"anything" is read`)
	}
}
