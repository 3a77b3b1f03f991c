package render

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// node returns the box with an ID.
func node(t *testing.T, g *Graph, id string) *Node {
	t.Helper()
	i := slices.IndexFunc(g.Nodes, func(n Node) bool { return n.ID == id })
	if i < 0 {
		t.Fatalf("no box %q", id)
	}
	return &g.Nodes[i]
}

// edges returns the lines between two boxes, in either direction, as seen from the first.
func edges(g *Graph, a, b string) (found []Edge) {
	for _, e := range g.Edges {
		switch {
		case e.From == a && e.To == b:
			found = append(found, e)
		case e.From == b && e.To == a:
			e.From, e.To, e.Arrow = a, b, arrowOf(e.Arrow.atEnd(), e.Arrow.atStart())
			found = append(found, e)
		}
	}
	return found
}

// The three switches of an attachment are three lines, each there if its switch is on.
func TestSwitchesOfAnAttachment(t *testing.T) {
	for i := range 8 {
		association, propagation, sync := i&1 != 0, i&2 != 0, i&4 != 0
		n := topology.Network{
			TransitRouters: []topology.TransitRouter{{ID: "tr", Region: "cn-hangzhou", RouteTables: []topology.RouteTable{{ID: "vtb"}}}},
			VPCs:           []topology.VPC{{ID: "vpc", Region: "cn-hangzhou"}},
			Attachments:    []topology.Attachment{{ID: "att", Kind: attach.VPC, TransitRouter: "tr", Instance: "vpc", RouteSync: sync}},
		}
		if association {
			n.Attachments[0].Association = "vtb"
		}
		if propagation {
			n.Attachments[0].Propagations = []string{"vtb"}
		}
		g := Network(&n)
		var kinds []EdgeKind
		for _, e := range edges(&g, "port:att", "table:vtb") {
			kinds = append(kinds, e.Kind)
		}
		if got := slices.Contains(kinds, Association); got != association {
			t.Errorf("association %v is drawn: %v", association, got)
		}
		if got := slices.Contains(kinds, Propagation); got != propagation {
			t.Errorf("propagation %v is drawn: %v", propagation, got)
		}
		link := edges(&g, "port:att", "instance:vpc")
		if len(link) != 1 || link[0].Kind != Link {
			t.Fatalf("lines between port and instance: %v", link)
		}
		if got := link[0].Arrow == ToEnd; got != (sync && association) { // without an association nothing is told
			t.Errorf("synchronization %v with association %v is drawn: %v", sync, association, got)
		}
	}
}

// Which instances are told routes without the switch, or not in spite of it.
func TestSynchronizationByKind(t *testing.T) {
	n := topology.Network{
		TransitRouters: []topology.TransitRouter{
			{ID: "tr", Region: "cn-hangzhou", RouteTables: []topology.RouteTable{{ID: "vtb"}}},
			{ID: "tr-basic", Region: "cn-shanghai", Edition: attach.Basic, RouteTables: []topology.RouteTable{{ID: "vtb-basic"}}}},
		VPCs: []topology.VPC{{ID: "vpc", Region: "cn-shanghai"}},
		VPNs: []topology.VPN{{ID: "vpn", Region: "cn-hangzhou"}, {ID: "vpn-bgp", Region: "cn-hangzhou", BGP: true}},
		ECRs: []topology.ECR{{ID: "ecr"}},
		Attachments: []topology.Attachment{
			{ID: "att-ecr", Kind: attach.ECR, TransitRouter: "tr", Instance: "ecr", Association: "vtb"},
			{ID: "att-vpn", Kind: attach.VPN, TransitRouter: "tr", Instance: "vpn", Association: "vtb",
				RouteSync: true},
			{ID: "att-bgp", Kind: attach.VPN, TransitRouter: "tr", Instance: "vpn-bgp", Association: "vtb",
				RouteSync: true},
			{ID: "att-vpc", Kind: attach.VPC, TransitRouter: "tr-basic", Instance: "vpc"},
		},
	}
	g := Network(&n)
	for _, tt := range []struct {
		port, instance string
		told           bool
		why            string
	}{
		{"port:att-ecr", "instance:ecr", true, "always on for an ECR"},
		{"port:att-vpn", "instance:vpn", false, "nothing is told without BGP"},
		{"port:att-bgp", "instance:vpn-bgp", true, "switched on"},
		{"port:att-vpc", "instance:vpc", true, "implied by Basic Edition"},
	} {
		link := edges(&g, tt.port, tt.instance)
		if len(link) != 1 || link[0].Arrow.atEnd() != tt.told || link[0].Arrow.atStart() {
			t.Errorf("%s, %s: %v", tt.port, tt.why, link)
		}
	}
	if lines := edges(&g, "port:att-vpc", "table:vtb-basic"); len(lines) != 2 {
		t.Errorf("association and propagation are implied by Basic Edition, drawn: %v", lines)
	}
}

// Each end of a peering tells the other its table, or does not.
func TestPeeringArrows(t *testing.T) {
	for _, tt := range []struct {
		hz, sh bool
		want   Arrow // from tr-hz to tr-sh
	}{{false, false, NoArrow}, {true, false, ToEnd}, {false, true, ToStart}, {true, true, BothEnds}} {
		hz := topology.PeeringEnd{TransitRouter: "tr-hz", Association: "vtb-hz", RouteSync: tt.hz}
		sh := topology.PeeringEnd{TransitRouter: "tr-sh", Association: "vtb-sh", RouteSync: tt.sh}
		for _, ends := range [][]topology.PeeringEnd{{hz, sh}, {sh, hz}} {
			g := Network(&topology.Network{
				TransitRouters: []topology.TransitRouter{{ID: "tr-hz", Region: "cn-hangzhou"}, {ID: "tr-sh", Region: "cn-shanghai"}},
				Peerings:       []topology.Peering{{ID: "peer", Ends: ends}}})
			line := edges(&g, "peering:0:peer", "peering:1:peer")
			if node(t, &g, "peering:0:peer").Frame != "router:tr-hz" || len(line) != 1 || line[0].Arrow != tt.want {
				t.Errorf("%v tells %v: %v, want %v", tt.hz, tt.sh, line, tt.want)
			}
		}
	}
}

// What has failed is marked: an instance, an attachment with its lines, a peering, a session.
func TestDownIsMarked(t *testing.T) {
	n := load(t, "testdata/two-circuits.json")
	n.Down = []string{"vpc-1", "att-vbr-1", "peer-hz-sh"}
	n.DataCenters[0].Sessions[1].Down = true
	g := Network(n)
	for _, id := range []string{"instance:vpc-1", "port:att-vbr-1", "peering:0:peer-hz-sh", "peering:1:peer-hz-sh"} {
		if node(t, &g, id).Mark != Down {
			t.Errorf("%s is not marked", id)
		}
	}
	for _, line := range [][2]string{
		{"port:att-vbr-1", "instance:vbr-1"}, {"port:att-vbr-1", "table:vtb-hz"}, {"peering:0:peer-hz-sh", "peering:1:peer-hz-sh"},
		{"instance:idc-1", "instance:vbr-2"},
	} {
		for _, e := range edges(&g, line[0], line[1]) {
			if e.Mark != Down {
				t.Errorf("line %v is not marked", e)
			}
		}
	}
	if m := node(t, &g, "instance:vbr-1").Mark; m != Unmarked {
		t.Errorf("vbr-1 is marked %v", m)
	}
	if !strings.Contains(g.Mermaid(), `"VPC<br/>vpc-1<br/>192.168.1.0/24<br/>(down)"`) || !strings.Contains(g.DOT(), `vpc-1\n192.168.1.0/24\n(down)`) {
		t.Error("Mermaid or DOT does not say in words that vpc-1 is down")
	}
}

// Everything that has an ID of its own is in the picture: instances, routers, tables, attachments, peerings.
func TestNothingIsLeftOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Networks(topologytest.Small()).Draw(t, "network")
		g := Network(n)
		labels := map[string]bool{}
		for _, n := range g.Nodes {
			labels[n.Label] = true
		}
		for _, f := range g.Frames {
			router, _, _ := strings.Cut(f.Label, " · ")
			labels[router] = true
		}
		for _, id := range idsOf(n) {
			if !labels[id] {
				t.Fatalf("%s is not drawn", id)
			}
		}
		if whole := g.whole(); len(whole.Nodes) != len(g.Nodes) || len(whole.Frames) != len(g.Frames) {
			t.Fatalf("%d boxes and %d frames are named without being there, or there twice",
				len(whole.Nodes)-len(g.Nodes), len(whole.Frames)-len(g.Frames))
		}
	})
}

func idsOf(n *topology.Network) (ids []string) {
	for _, tr := range n.TransitRouters {
		ids = append(ids, tr.ID)
		for _, table := range tr.RouteTables {
			ids = append(ids, table.ID)
		}
	}
	for _, v := range n.VPCs {
		ids = append(ids, v.ID)
	}
	for _, v := range n.VBRs {
		ids = append(ids, v.ID)
	}
	for _, v := range n.VPNs {
		ids = append(ids, v.ID)
	}
	for _, c := range n.CCNs {
		ids = append(ids, c.ID)
	}
	for _, d := range n.DataCenters {
		ids = append(ids, d.ID)
	}
	for _, e := range n.ECRs {
		ids = append(ids, e.ID)
	}
	for _, a := range n.Attachments {
		ids = append(ids, a.ID)
	}
	for _, p := range n.Peerings {
		ids = append(ids, p.ID)
	}
	for _, p := range n.VPCPeerings {
		ids = append(ids, p.ID)
	}
	return ids
}

// The picture of a network does not depend on the order in which its parts are declared.
func TestOrderOfDeclarationsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Networks(topologytest.Small()).Draw(t, "network")
		g, h := Network(n), Network(topologytest.Reordered(n).Draw(t, "reordered"))
		if g.SVG() != h.SVG() {
			t.Fatalf("the pictures differ:\n%s\n%s", g.Mermaid(), h.Mermaid())
		}
	})
}

// A network that breaks every rule is drawn, too, with a box for what is not there.
func TestBrokenNetworksAreDrawn(t *testing.T) {
	n := topology.Network{
		TransitRouters: []topology.TransitRouter{{ID: "tr"}, {ID: "tr"}},
		Attachments:    []topology.Attachment{{ID: "att", Kind: attach.VPC, TransitRouter: "gone", Instance: "nowhere", Association: "none"}},
		Peerings:       []topology.Peering{{ID: "p"}, {ID: "q", Ends: []topology.PeeringEnd{{TransitRouter: "tr"}}}},
		DataCenters:    []topology.DataCenter{{ID: "idc", Sessions: []topology.Session{{To: "idc"}, {To: ""}}}},
		ECRs:           []topology.ECR{{ID: "ecr", VBRs: []string{"vbr-x"}, Associations: []topology.Association{{}, {TransitRouter: "tr"}}}},
	}
	g := Network(&n)
	checkSVG(t, &g)
	checkLayout(t, &g)
	for _, want := range []string{"instance:nowhere", "table:none", "router:gone", "instance:vbr-x"} {
		if !strings.Contains(g.SVG(), want) {
			t.Errorf("%s is not drawn", want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		g := Network(topologytest.NearlyValid(topologytest.Small()).Draw(t, "network"))
		checkSVG(t, &g)
		checkLayout(t, &g)
	})
}
