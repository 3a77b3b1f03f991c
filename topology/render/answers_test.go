package render

import (
	"encoding"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/topology"
)

// labels returns the labels of the boxes of a kind, in order of column, then label.
func labels(g *Graph, kind NodeKind) []string {
	var list []string
	for column := range maxColumns {
		var here []string
		for _, n := range g.Nodes {
			if n.Column == column && n.Kind == kind {
				here = append(here, n.Label)
			}
		}
		slices.Sort(here)
		list = append(list, here...)
	}
	return list
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// 10.10.0.0/16 is told by idc-1 over vbr-1, learned by vtb-hz, told to the VPC. The table is on the right and marked.
func TestExplanationOfARouteThatIsThere(t *testing.T) {
	g := explained(t, twoCircuits(t), "vtb-vpc-1", "10.10.0.0/16")
	equal(t, "tables", labels(&g, Table), []string{"idc-1", "vbr-1", "vtb-hz", "vtb-vpc-1"})
	for i, id := range []string{"table:idc-1", "table:vbr-1", "table:vtb-hz", "table:vtb-vpc-1"} {
		if column := node(t, &g, id).Column; column != i {
			t.Errorf("%s is in column %d, want %d", id, column, i)
		}
	}
	if target := node(t, &g, "table:vtb-vpc-1"); target.Mark != Subject || !slices.Contains(target.Details, "Active, next hop att-vpc-1") {
		t.Errorf("the table that is explained: %+v", target)
	}
	line := edges(&g, "table:vtb-hz", "table:vtb-vpc-1")
	if len(line) != 1 || line[0].Kind != Told || line[0].Arrow != ToEnd || !strings.Contains(line[0].Label, "[TR-2.3.4]") {
		t.Errorf("line into the VPC: %+v", line)
	}
	if !slices.ContainsFunc(g.Notes, func(note string) bool { return strings.HasPrefix(note, "[D-38] inferred: ") }) {
		t.Errorf("the notes do not say that D-38 is inferred: %q", g.Notes)
	}
}

// A route that lost is faint, but where it runs together with the winner.
func TestExplanationOfALoser(t *testing.T) {
	s := stateOf(t, load(t, "../../examples/simulate/seed.json"))
	g := explained(t, s, "ecr-1@cn-hangzhou", "192.168.2.0/24")
	winner, loser := edges(&g, "table:vtb-db", "table:ecr-1@cn-hangzhou"), edges(&g, "table:vtb-hz", "table:ecr-1@cn-hangzhou")
	if len(winner) != 1 || winner[0].Mark != Unmarked || len(loser) != 1 || loser[0].Mark != Faint {
		t.Errorf("winner %+v, loser %+v", winner, loser)
	}
}

// vtb-hz-2 learns from att-vpc-1 and att-vbr-2 alone. 192.168.2.0/24 is behind the peering, from which it does not
// learn: a line with a cross, in every format.
func TestExplanationOfARouteThatIsMissing(t *testing.T) {
	g := explained(t, twoCircuits(t), "vtb-hz-2", "192.168.2.0/24")
	line := edges(&g, "table:vtb-sh", "table:vtb-hz-2")
	if len(line) != 1 || line[0].Kind != Stopped || !strings.Contains(line[0].Label, "[TR-2.2.1]") {
		t.Fatalf("line from vtb-sh: %+v", line)
	}
	if !slices.Contains(node(t, &g, "table:vtb-hz-2").Details, "no route") {
		t.Error("the table does not say that it has no route")
	}
	if !strings.Contains(g.SVG(), `class="cross"`) || !strings.Contains(g.Mermaid(), "-.-x") || !strings.Contains(g.DOT(), "arrowhead=tee") {
		t.Error("a format does not show that the route stops")
	}
}

func TestExplanationWithoutOrigin(t *testing.T) {
	g := explained(t, twoCircuits(t), "vtb-hz", "203.0.113.0/24")
	if len(g.Nodes) != 1 || len(g.Edges) != 0 || len(g.Nodes[0].Details) < 2 {
		t.Errorf("want one box that says why: %+v", g.Nodes)
	}
}

// Two circuits with equal paths: two branches there that meet in the data center, two branches back.
func TestTraceHasABranchForEachPath(t *testing.T) {
	g := traced(t, twoCircuits(t), "192.168.1.10@vpc-1", "10.10.0.10")
	equal(t, "frames", []string{g.Frames[0].Label, g.Frames[1].Label},
		[]string{"forward: delivered", "return: delivered"})
	equal(t, "arrivals", labels(&g, Arrival), []string{"delivered", "delivered"})
	for _, vbr := range []string{"vbr-1", "vbr-2"} {
		hop := "forward:hop:" + vbr + ":" + vbr
		into := edges(&g, "forward:hop:tr-hz:vtb-hz", hop)
		if len(into) != 1 || into[0].Label != "10.10.0.0/16\nto att-"+vbr || len(edges(&g, hop, "forward:hop:idc-1:")) != 1 {
			t.Errorf("branch over %s: %+v", vbr, into)
		}
	}
	if a, b := node(t, &g, "forward:hop:vbr-1:vbr-1").Column, node(t, &g, "forward:hop:vbr-2:vbr-2").Column; a != b {
		t.Errorf("the branches are in columns %d and %d", a, b)
	}
}

// The partner's packet is delivered, the data center has no way back.
func TestTraceOfALostAnswer(t *testing.T) {
	s := stateOf(t, load(t, "../../examples/simulate/seed.json"))
	g := traced(t, s, "172.30.0.10@partner", "10.10.0.10")
	equal(t, "arrivals", labels(&g, Arrival), []string{"delivered"})
	equal(t, "losses", labels(&g, Loss), []string{"no route"})
	lost := g.Nodes[slices.IndexFunc(g.Nodes, func(n Node) bool { return n.Kind == Loss })]
	equal(t, "what is lost", lost.Details, []string{"no route in idc", "[TR-4.1]"})
	if lost.Frame != "return" {
		t.Errorf("lost in %s", lost.Frame)
	}
}

// A loop is a path that comes back to a box.
func TestTraceOfALoop(t *testing.T) {
	hop := func(at string) topology.Hop { return topology.Hop{At: at, Table: at} }
	g := Trace(topology.Trace{Forward: topology.Way{Paths: []topology.Path{{
		Drop: topology.DropLoop, Reason: "loop", Hops: []topology.Hop{hop("a"), hop("b"), hop("a")}}}}})
	equal(t, "tables", labels(&g, Table), []string{"a", "b"})
	equal(t, "losses", labels(&g, Loss), []string{"loop"})
	checkLayout(t, &g)
}

func TestInflow(t *testing.T) {
	s := stateOf(t, load(t, "../../examples/simulate/seed.json"))
	g := inflowOf(t, s, "vpn-partner")
	table := node(t, &g, "table:vpn-partner")
	if table.Mark != Subject || table.Column != columnInflowTable {
		t.Errorf("the table: %+v", table)
	}
	// Over its attachment it is told the static route and three VPCs; policy 5000 denies what ecr-1 and vpn-office
	// tell.
	into := edges(&g, "port:att-partner", "table:vpn-partner")
	if len(into) != 1 || into[0].Label != "4 Active\n2 Prohibited" || into[0].Mark != Unmarked {
		t.Errorf("over the attachment: %+v", into)
	}
	denied := edges(&g, "instance:ecr-1", "port:att-partner")
	if len(denied) != 1 || denied[0].Label != "10.10.0.0/16 Prohibited" || denied[0].Mark != Faint {
		t.Errorf("from ecr-1: %+v", denied)
	}
	if _, err := Inflow(s, "vtb-x"); err == nil || !strings.Contains(err.Error(), `"vtb-x"`) {
		t.Errorf("a table that does not exist: %v", err)
	}
	configured := inflowOf(t, s, "vtb-hz")
	if here := edges(&configured, "here", "port:att-ecr"); len(here) != 1 || here[0].Label != "10.0.0.0/8" {
		t.Errorf("the static route: %+v", here)
	}
}

// partner reaches idc and hears nothing back; partner and office are apart.
func TestReach(t *testing.T) {
	m := stateOf(t, load(t, "../../examples/simulate/seed.json")).Reach()
	g := Reach(m)
	for _, tt := range []struct {
		a, b, label string
		arrow       Arrow
	}{{"idc", "partner", "one-way", ToStart}, {"idc", "office", "", BothEnds}} {
		line := edges(&g, "instance:"+tt.a, "instance:"+tt.b)
		if len(line) != 1 || line[0].Label != tt.label || line[0].Arrow != tt.arrow {
			t.Errorf("%s and %s: %+v", tt.a, tt.b, line)
		}
	}
	if line := edges(&g, "instance:partner", "instance:office"); len(line) != 0 {
		t.Errorf("partner and office: %+v", line)
	}
}

// Each entry of a matrix is in its picture in words, and has a sign that differs from those of other entries.
func TestMatrixSVG(t *testing.T) {
	m := stateOf(t, load(t, "../../examples/simulate/seed.json")).Reach()
	picture := MatrixSVG(m)
	titles := svgTexts(t, picture)["title"]
	for _, want := range []string{"partner to idc: one-way", "idc to partner: nothing", "idc to office: full"} {
		if !slices.Contains(titles, want) {
			t.Errorf("%q is not in the picture", want)
		}
	}
	signs := map[string]bool{}
	for _, entry := range entries {
		signs[entrySign(entry, 0, 0)] = true
	}
	if len(signs) != len(entries) {
		t.Errorf("%d signs for %d entries", len(signs), len(entries))
	}
	for _, s := range hostile {
		svgTexts(t, MatrixSVG(topology.Matrix{Instances: []string{s, s + "2"}}))
	}
	svgTexts(t, MatrixSVG(topology.Matrix{}))
}

type enumeration interface {
	String() string
	encoding.TextMarshaler
}

// Every value of an enumeration can be written and read back, and no other can.
func TestEnumerations(t *testing.T) {
	check := func(name string, most int, value func(int) enumeration, read func(string) (enumeration, error)) {
		seen := map[string]bool{}
		for i := range most + 1 {
			text, err := value(i).MarshalText()
			back, readErr := read(string(text))
			if err != nil || readErr != nil || back != value(i) || seen[string(text)] {
				t.Errorf("%s %d: %q, %v, %v", name, i, text, err, readErr)
			}
			seen[string(text)] = true
		}
		if back, err := read(value(most + 1).String()); err == nil {
			t.Errorf("%s %d can be read: %v", name, most+1, back)
		}
	}
	check("NodeKind", int(Loss), func(i int) enumeration { return NodeKind(i) }, func(s string) (enumeration, error) {
		var k NodeKind
		err := k.UnmarshalText([]byte(s))
		return k, err
	})
	check("FrameKind", int(Router), func(i int) enumeration { return FrameKind(i) }, func(s string) (enumeration, error) {
		var k FrameKind
		err := k.UnmarshalText([]byte(s))
		return k, err
	})
	check("EdgeKind", int(Stopped), func(i int) enumeration { return EdgeKind(i) }, func(s string) (enumeration, error) {
		var k EdgeKind
		err := k.UnmarshalText([]byte(s))
		return k, err
	})
	check("Arrow", int(BothEnds), func(i int) enumeration { return Arrow(i) }, func(s string) (enumeration, error) {
		var a Arrow
		err := a.UnmarshalText([]byte(s))
		return a, err
	})
	check("Mark", int(Changed), func(i int) enumeration { return Mark(i) }, func(s string) (enumeration, error) {
		var m Mark
		err := m.UnmarshalText([]byte(s))
		return m, err
	})
}
