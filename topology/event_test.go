package topology

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// An event in one line: what happened to the route, what became of its status, why, by which change and rule.
func TestEventText(t *testing.T) {
	via := func(s route.Status) *route.Route { return &route.Route{NextHop: "att-1", Status: s} }
	for _, c := range []struct {
		event Event
		want  string
	}{
		{Event{Kind: Withdrawn, Old: via(route.Active)}, "via att-1: withdrawn"},
		{Event{Kind: Withdrawn, Old: via(route.Standby)}, "via att-1: withdrawn"},
		{Event{Kind: Announced, New: via(route.Active)}, "via att-1: announced"},
		{Event{Kind: Announced, New: via(route.Standby)}, "via att-1: announced as Standby"},
		{Event{Kind: Replaced, Old: via(route.Active), New: via(route.Active)}, "via att-1: replaced"},
		{Event{Kind: Replaced, Old: via(route.Standby), New: via(route.Standby)}, "via att-1: replaced as Standby"},
		{Event{Kind: Replaced, Old: via(route.Active), New: via(route.Rejected)},
			"via att-1: replaced, Active is Rejected now"},
		{Event{Kind: Replaced, Old: via(route.Standby), New: via(route.Active), Why: "the winner left"},
			"via att-1: replaced, Standby is Active now (the winner left)"},
		{Event{}, "via : "},
	} {
		e := c.event
		e.Table, e.Prefix, e.Change, e.Rule = "vtb-1", cidr("10.0.0.0/8"), "detach att-1", "TR-9.3"
		if got, want := e.String(), "vtb-1 10.0.0.0/8 "+c.want+" by detach att-1 [TR-9.3]"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// rowsOf makes rows of a table: a letter is the next hop, a second one the status. An R is learned.
func rowsOf(texts ...string) (rows []tableRow) {
	status := map[byte]route.Status{'a': route.Active, 's': route.Standby, 'r': route.Rejected, 'u': route.Suppressed}
	for _, text := range texts {
		r := &route.Route{NextHop: text[:1], Status: status[text[1]], Learned: true,
			Origin: route.Origin{Instance: text[2:]}}
		row := tableRow{Route: r}
		if r.Status != route.Active {
			row.why, row.rule = "lost", "TR-4.4"
		}
		rows = append(rows, row)
	}
	return rows
}

func textsOf(rows []tableRow) (texts []string) {
	for _, r := range rows {
		texts = append(texts, r.NextHop+r.Status.String()[:1]+r.Origin.Instance)
	}
	return texts
}

// What one list has and another one has not, each route as often as it is there more often.
func TestUnequal(t *testing.T) {
	for _, c := range []struct{ rows, others, want []tableRow }{
		{nil, nil, nil},
		{rowsOf("1a"), nil, rowsOf("1a")},
		{nil, rowsOf("1a"), nil},
		{rowsOf("1a"), rowsOf("1a"), nil},
		{rowsOf("1a"), rowsOf("1s"), rowsOf("1a")},
		{rowsOf("1a", "2a", "3a"), rowsOf("3a", "1a"), rowsOf("2a")},
		{rowsOf("1a", "1a", "2a"), rowsOf("1a"), rowsOf("1a", "2a")},
		{rowsOf("1a", "1a"), rowsOf("1a", "1a", "1a"), nil},
		{rowsOf("2a", "1a", "3a"), rowsOf("1s", "4a"), rowsOf("2a", "1a", "3a")},
	} {
		if diff := cmp.Diff(textsOf(c.want), textsOf(unequal(c.rows, c.others))); diff != "" {
			t.Errorf("%v without %v: %s", textsOf(c.rows), textsOf(c.others), diff)
		}
	}
}

// A route replaces one that led to the same next hop and came in the same way, at best one from the same origin.
func TestPredecessor(t *testing.T) {
	configured := rowsOf("1avpc-1")
	configured[0].Learned = false
	for _, c := range []struct {
		name string
		old  []tableRow
		now  string
		want int
	}{
		{"nothing was there", nil, "1avpc-1", -1},
		{"another next hop", rowsOf("2avpc-1"), "1avpc-1", -1},
		{"configured, now learned", configured, "1avpc-1", -1},
		{"the same", rowsOf("1avpc-1"), "1svpc-1", 0},
		{"another origin", rowsOf("2avpc-1", "1avpc-2"), "1avpc-1", 1},
		{"the same origin before another one", rowsOf("1avpc-2", "1avpc-3", "1avpc-1"), "1avpc-1", 2},
		{"the first of several other origins", rowsOf("2avpc-1", "1avpc-3", "1avpc-4"), "1avpc-1", 1},
	} {
		if got := predecessor(c.old, rowsOf(c.now)[0].Route); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// What happened to the routes of one prefix in one table. A loser that becomes Active where the winner left says so, by
// TR-9.8; any other route says what it says in the table.
func TestPrefixEvents(t *testing.T) {
	for _, c := range []struct {
		name     string
		old, now []tableRow
		want     []string // KIND NEXTHOP: WHY RULE
	}{
		{"nothing", nil, nil, nil},
		{"the same", rowsOf("1a", "2s"), rowsOf("1a", "2s"), nil},
		{"the same in another order", rowsOf("1a", "2s"), rowsOf("2s", "1a"), nil},
		{"a new one", nil, rowsOf("1a"), []string{"announced 1:  "}},
		{"a new loser", rowsOf("1a"), rowsOf("1a", "2s"), []string{"announced 2: lost TR-4.4"}},
		{"gone", rowsOf("1a"), nil, []string{"withdrawn 1:  "}},
		{"another origin", rowsOf("1avpc-1"), rowsOf("1avpc-2"), []string{"replaced 1:  "}},
		{"a winner loses", rowsOf("1a"), rowsOf("1s", "2a"), []string{"replaced 1: lost TR-4.4", "announced 2:  "}},
		{"TR-9.8 the winner left", rowsOf("1a", "2s"), rowsOf("2a"),
			[]string{"replaced 2: the winner left TR-9.8", "withdrawn 1:  "}},
		{"TR-9.8 the winner left a rejected route", rowsOf("1a", "2r"), rowsOf("2a"),
			[]string{"replaced 2: the winner left TR-9.8", "withdrawn 1:  "}},
		{"TR-9.8 the winner lost", rowsOf("1a", "2s"), rowsOf("1s", "2a"),
			[]string{"replaced 1: lost TR-4.4", "replaced 2: the winner left TR-9.8"}},
		{"a suppressed route had not lost to the winner", rowsOf("1a", "2u"), rowsOf("2a"),
			[]string{"replaced 2:  ", "withdrawn 1:  "}},
		{"a loser shares beside the winner", rowsOf("1a", "2s"), rowsOf("1a", "2a"), []string{"replaced 2:  "}},
		{"the winner is there twice", rowsOf("1a", "1a"), rowsOf("1a"), []string{"withdrawn 1:  "}},
		{"two of one next hop each have a predecessor", rowsOf("1avpc-1", "1svpc-2"), rowsOf("1svpc-1", "1avpc-2"),
			[]string{"replaced 1: lost TR-4.4", "replaced 1: the winner left TR-9.8"}},
		{"one predecessor for two", rowsOf("1avpc-1"), rowsOf("1svpc-1", "1avpc-2"),
			[]string{"replaced 1: lost TR-4.4", "announced 1:  "}},
		{"a loser stays a loser, with other attributes", rowsOf("1a", "2svpc-1"), rowsOf("2svpc-2"),
			[]string{"replaced 2: lost TR-4.4", "withdrawn 1:  "}},
	} {
		before := slices.Clone(c.old)
		var got []string
		for _, e := range prefixEvents([]Event{{}}, "vtb-1", cidr("10.0.0.0/8"), c.old, c.now)[1:] {
			hop := ""
			for _, r := range []*route.Route{e.Old, e.New} {
				if r != nil {
					hop = r.NextHop
				}
			}
			if e.Table != "vtb-1" || e.Prefix != cidr("10.0.0.0/8") || (e.Old == nil) != (e.Kind == Announced) || (e.New == nil) != (e.Kind == Withdrawn) {
				t.Errorf("%s: %+v", c.name, e)
			}
			got = append(got, e.Kind.String()+" "+hop+": "+e.Why+" "+string(e.Rule))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
		if !slices.Equal(before, c.old) {
			t.Errorf("%s: the old rows are others now", c.name)
		}
	}
}

// Why a row is not Active: the step at which it lost before any reason, and who denied it.
func TestNotActive(t *testing.T) {
	c := compile(newIndex(&Network{}))
	last := func(priorities ...int) engine.List[engine.PolicyRef] { return decidersOf(c, priorities) }
	system, users := last(10, policy.SystemPriority), last(policy.SystemPriority, 10)
	for _, is := range []struct {
		row  engine.Row
		why  string
		rule rule.ID
	}{
		{engine.Row{Status: route.Active, Reason: route.Learned, Step: route.NoStep}, "", ""},
		{engine.Row{Status: route.Standby, Step: route.ASPathLength, Reason: route.LostDecision},
			"lost: longer AS path", "TR-4.3"},
		{engine.Row{Status: route.Rejected, Step: route.VPCUnique}, "lost: another VPC has the prefix", "TR-4.2.5"},
		{engine.Row{Status: route.Suppressed, Reason: route.SuppressedByAggregate},
			"suppressed: an aggregate of the peer stands for it", "TR-3.2.5"},
		{engine.Row{Status: route.Prohibited, Reason: route.DeniedByPolicy, Deciders: system},
			"denied by a routing policy", "P-5.4"},
		{engine.Row{Status: route.Prohibited, Reason: route.DeniedByPolicy, Deciders: users},
			"denied by a routing policy", "P-4.1"},
		{engine.Row{Status: route.Prohibited, Reason: route.DeniedByPolicy}, "denied by a routing policy", "P-4.1"},
	} {
		if why, id := c.notActive(&is.row); why != is.why || id != is.rule {
			t.Errorf("%+v: %q %s, want %q %s", is.row, why, id, is.why, is.rule)
		}
	}
}

// decidersOf returns policies by their priorities, in the order in which they were asked.
func decidersOf(c *compiler, priorities []int) engine.List[engine.PolicyRef] {
	var refs []engine.PolicyRef
	for _, p := range slices.Backward(priorities) {
		refs = append(refs, engine.PolicyRef{Priority: p})
	}
	return c.out.Deciders.Of(refs...)
}

// The blocker of the system policy says which it is (P-5.4); that of a user's policy is named elsewhere (P-4.1).
func TestPolicyDetail(t *testing.T) {
	const users, system = 10, policy.SystemPriority
	const detail = "system policy 5000: no advertisement among VBRs, CCNs, IPsec connections and ECRs"
	for _, c := range []struct {
		last   []int
		detail string
		rule   rule.ID
	}{
		{nil, "", "P-4.1"},
		{[]int{users}, "", "P-4.1"},
		{[]int{system}, detail, "P-5.4"},
		{[]int{users, system}, detail, "P-5.4"},
		{[]int{system, users}, "", "P-4.1"},
	} {
		n := compile(newIndex(&Network{}))
		if got, id := n.policyDetail(decidersOf(n, c.last)); got != c.detail || id != c.rule {
			t.Errorf("%v: %q %s, want %q %s", c.last, got, id, c.detail, c.rule)
		}
	}
}

// isolated are VPCs without anything between them, so that each has a table with its vSwitches alone.
func isolated(vpcs map[string][]string) *State {
	n := &Network{}
	for id, list := range vpcs {
		v := VPC{ID: id, Region: "cn-hangzhou"}
		for _, p := range list {
			v.VSwitches = append(v.VSwitches, VSwitch{CIDR: cidr(p)})
		}
		n.VPCs = append(n.VPCs, v)
	}
	s, err := Propagate(n)
	if err != nil {
		panic(err)
	}
	return s
}

// Every table of either state is compared, in order of table and prefix; the events of a stage are in order of kind.
func TestTableEvents(t *testing.T) {
	before := isolated(map[string][]string{
		"vpc-a": {"10.1.0.0/24", "10.1.1.0/24"}, "vpc-b": {"10.2.0.0/24"}, "vpc-d": {"10.4.1.0/24", "10.4.0.0/24"},
	})
	after := isolated(map[string][]string{
		"vpc-a": {"10.1.0.0/24", "10.1.3.0/24", "10.1.2.0/24"}, "vpc-c": {"10.3.1.0/24", "10.3.0.0/24"}, "vpc-d": {"10.4.1.0/24", "10.4.0.0/24"},
	})
	want := []string{
		"vpc-a/system 10.1.1.0/24 withdrawn", "vpc-a/system 10.1.2.0/24 announced", "vpc-a/system 10.1.3.0/24 announced",
		"vpc-b/system 10.2.0.0/24 withdrawn",
		"vpc-c/system 10.3.0.0/24 announced", "vpc-c/system 10.3.1.0/24 announced",
	}
	texts := func(list []Event) (texts []string) {
		for _, e := range list {
			texts = append(texts, e.Table+" "+e.Prefix.String()+" "+e.Kind.String())
		}
		return texts
	}
	if diff := cmp.Diff(want, texts(tableEvents(before, after, nil))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	byKind := []string{want[0], want[3], want[1], want[2], want[4], want[5]}
	if diff := cmp.Diff(byKind, texts(events(before, after, nil))); diff != "" {
		t.Errorf("by kind: -want +got\n%s", diff)
	}
	var ids []string
	for _, table := range inBoth(before, after) {
		ids = append(ids, table.id)
		if (table.old == Table{}) != (table.id == "vpc-c/system") || (table.now == Table{}) != (table.id == "vpc-b/system") {
			t.Errorf("%s: %v before, %v after", table.id, table.old, table.now)
		}
	}
	if diff := cmp.Diff([]string{"vpc-a/system", "vpc-b/system", "vpc-c/system", "vpc-d/system"}, ids); diff != "" {
		t.Errorf("tables: -want +got\n%s", diff)
	}
	if got := tableEvents(before, before, nil); len(got) > 0 {
		t.Errorf("against itself: %v", texts(got))
	}
	if got := tableEvents(new(State), after, nil); len(got) != 7 {
		t.Errorf("from nothing: %v", texts(got))
	}
	if got := tableEvents(after, new(State), nil); len(got) != 7 {
		t.Errorf("to nothing: %v", texts(got))
	}
}

// Each prefix of either state comes once, with its class before and after, for as long as somebody asks.
func TestEachPrefix(t *testing.T) {
	before, after := isolated(map[string][]string{"vpc-a": {"10.1.0.0/24", "10.2.0.0/24"}}), isolated(map[string][]string{"vpc-a": {"10.2.0.0/24", "10.3.0.0/24", "10.4.0.0/24"}})
	want := cidrs("10.1.0.0/24", "10.2.0.0/24", "10.3.0.0/24", "10.4.0.0/24")
	for most := 1; most <= len(want); most++ {
		var got []netip.Prefix
		for p, classes := range eachPrefix(before, after) {
			got = append(got, p)
			if (classes[0] == nil) != (p.Addr().Compare(cidr("10.3.0.0/24").Addr()) >= 0) || (classes[1] == nil) != (p == want[0]) {
				t.Errorf("%v: classes %v", p, classes)
			}
			if len(got) == most {
				break
			}
		}
		if diff := cmp.Diff(want[:most], got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
			t.Errorf("the first %d: -want +got\n%s", most, diff)
		}
	}
}

// Routes are the same whichever edge they came over; one that is configured is another than one that came.
func TestSameRoutes(t *testing.T) {
	base := engine.Row{NextHop: 3, Via: 1, Origin: policy.Origin[engine.ID]{Kind: attach.VPC}}
	for name, c := range map[string]struct {
		change func(*engine.Row)
		want   bool
	}{
		"the same":         {func(*engine.Row) {}, true},
		"another edge":     {func(r *engine.Row) { r.Via = 2 }, true},
		"the first edge":   {func(r *engine.Row) { r.Via = 0 }, true},
		"configured":       {func(r *engine.Row) { r.Via = -1 }, false},
		"another next hop": {func(r *engine.Row) { r.NextHop = 4 }, false},
		"another MED":      {func(r *engine.Row) { r.MED = 4 }, false},
	} {
		for place := range 2 {
			a, b := []engine.Row{base, base}, []engine.Row{base, base}
			c.change(&b[place])
			if sameRoutes(a, b) != c.want || sameRoutes(b, a) != c.want || a[place].Via != 1 {
				t.Errorf("%s, route %d: want %v", name, place, c.want)
			}
		}
	}
	if one := []engine.Row{base}; sameRoutes(one, nil) || sameRoutes(nil, one) || sameRoutes(one, append(one, base)) || !sameRoutes(nil, nil) {
		t.Error("lists of different lengths are the same, or two empty ones are not")
	}
}

// The rows of a table become routes, with the reason why they are not Active.
func TestTableRows(t *testing.T) {
	c := compile(newIndex(validNetwork()))
	rows := []engine.Row{{NextHop: 1, Via: 1}, {NextHop: 2, Via: -1, Status: route.Standby, Step: route.LocalRegion}}
	list := c.tableRows(nil, cidr("10.0.0.0/8"), rows)
	for i, r := range list {
		if r.Learned != (i < 1) || r.NextHop != c.name(rows[i].NextHop) || r.Prefix != cidr("10.0.0.0/8") {
			t.Errorf("route %d is %+v", i, r.Route)
		}
	}
	if len(list) != 2 || list[0].why != "" || list[1].why != "lost: "+route.LocalRegion.String() || list[1].rule != route.LocalRegion.Rule() {
		t.Errorf("%+v", list)
	}
}
