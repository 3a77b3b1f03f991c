package topology_test

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// Verify accepts what Propagate computes.
func TestVerifyAcceptsEveryState(t *testing.T) {
	for _, size := range []topologytest.Size{topologytest.Tiny(), topologytest.Small(), topologytest.Medium()} {
		rapid.Check(t, func(t *rapid.T) {
			n := topologytest.Draw(t, topologytest.Networks(size))
			state, err := topology.Propagate(n)
			if err != nil {
				t.Skip(err)
			}
			if err := topology.Verify(n, state); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// Verify rejects every state that one edit took away from the rules, at the place of the edit or beside it.
func TestVerifyRejectsEveryEditedState(t *testing.T) {
	tried := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
		state, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		table, prefix := somewhere(t, state)
		for what, edit := range edits {
			changed := false
			err := topology.VerifyEdited(n, state, table, prefix, func(a *engine.Attributes, rows []engine.Row) []engine.Row {
				was := slices.Clone(rows)
				rows = edit(a, rows)
				changed = !slices.Equal(was, rows)
				return rows
			})
			if !changed {
				continue
			}
			tried[what]++
			if err == nil {
				t.Fatalf("%s of %s in %s: accepted", what, prefix, table)
			}
		}
	})
	for what := range edits {
		if tried[what] == 0 && !testing.Short() {
			t.Errorf("%s: never tried", what)
		}
	}
	t.Logf("rejected, of as many tried: %v", tried)
}

// somewhere draws a table and a prefix that some table holds; the table need not hold it.
func somewhere(t *rapid.T, s *topology.State) (string, netip.Prefix) {
	var tables []string
	var prefixes []netip.Prefix
	for table := range s.Tables() {
		tables = append(tables, table.ID())
		for r := range table.Routes() {
			prefixes = append(prefixes, r.Prefix)
		}
	}
	if len(prefixes) == 0 {
		t.Skip("no route anywhere")
	}
	return rapid.SampledFrom(tables).Draw(t, "table"), rapid.SampledFrom(prefixes).Draw(t, "prefix")
}

// edits change the rows of one prefix in one table, each in one way. What they leave as it was does not count.
var edits = map[string]func(*engine.Attributes, []engine.Row) []engine.Row{
	"a route added": func(_ *engine.Attributes, rows []engine.Row) []engine.Row {
		return append(rows, engine.Row{NextHop: 1, Via: -1, Status: route.Active})
	},
	"a route removed":  func(_ *engine.Attributes, rows []engine.Row) []engine.Row { return rows[:max(0, len(rows)-1)] },
	"two swapped":      func(_ *engine.Attributes, rows []engine.Row) []engine.Row { slices.Reverse(rows); return rows },
	"next hop":         editFirst(func(r *engine.Row) { r.NextHop++ }),
	"type":             editFirst(func(r *engine.Row) { r.Type++ }),
	"status":           editFirst(func(r *engine.Row) { r.Status++ }),
	"step":             editFirst(func(r *engine.Row) { r.Step++ }),
	"reason":           editFirst(func(r *engine.Row) { r.Reason++ }),
	"preference":       editFirst(func(r *engine.Row) { r.Preference++ }),
	"peer":             editFirst(func(r *engine.Row) { r.Peer = !r.Peer }),
	"MED":              editFirst(func(r *engine.Row) { r.MED++ }),
	"origin instance":  editFirst(func(r *engine.Row) { r.Origin.Instance++ }),
	"origin region":    editFirst(func(r *engine.Row) { r.Origin.Region++ }),
	"way it came over": editFirst(func(r *engine.Row) { r.Via = -1 }),
	"AS path": func(a *engine.Attributes, rows []engine.Row) []engine.Row {
		return first(rows, func(r *engine.Row) { r.ASPath = a.ASPaths.Prepend(r.ASPath, 64512) })
	},
	"communities": func(a *engine.Attributes, rows []engine.Row) []engine.Row {
		return first(rows, func(r *engine.Row) { r.Communities = a.Communities.Prepend(r.Communities, 1) })
	},
	"policies": func(a *engine.Attributes, rows []engine.Row) []engine.Row {
		return first(rows, func(r *engine.Row) { r.Deciders = a.Deciders.Prepend(r.Deciders, engine.PolicyRef{Priority: 7}) })
	},
	"last one's status": editLast(func(r *engine.Row) { r.Status = route.Active }),
}

func first(rows []engine.Row, edit func(*engine.Row)) []engine.Row {
	if len(rows) > 0 {
		edit(&rows[0])
	}
	return rows
}

func editFirst(edit func(*engine.Row)) func(*engine.Attributes, []engine.Row) []engine.Row {
	return func(_ *engine.Attributes, rows []engine.Row) []engine.Row { return first(rows, edit) }
}

func editLast(edit func(*engine.Row)) func(*engine.Attributes, []engine.Row) []engine.Row {
	return func(_ *engine.Attributes, rows []engine.Row) []engine.Row {
		if len(rows) > 0 {
			edit(&rows[len(rows)-1])
		}
		return rows
	}
}

// The state of one network is no state of another.
func TestVerifyRejectsTheStateOfAnotherNetwork(t *testing.T) {
	parse := func(document string) *topology.Network {
		n, err := topology.Parse([]byte(document))
		if err != nil {
			t.Fatal(err)
		}
		return &n
	}
	attachments := `"attachments": [` + attOf("VPC", "vpc-1", "") + `, ` + attOf("VPC", "vpc-2", "") + `]`
	n := parse(one("", `"vpcs": [`+vpc1+`, `+vpc2+`]`, attachments))
	state, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ other, want string }{
		{one("", `"vpcs": [`+vpc1+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`]`),
			"vpc-2/system: the state has this table, the network has not"},
		{one("", `"vpcs": [`+vpc1+`, `+vpc2+`]`), "other attachments, peerings or sessions"},
		{one(`, "policies": [{"priority": 1, "direction": "ingress", "action": "deny"}]`, `"vpcs": [`+vpc1+`, `+vpc2+`]`, attachments),
			"vtb-a 192.168.1.0/24: the state holds 1 route, the rules derive as many, with other attributes"},
	} {
		err := topology.Verify(parse(c.other), state)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
	if err := topology.Verify(n, &topology.State{}); err == nil {
		t.Error("the zero State is accepted")
	}
	n.VPCs[0].Region = ""
	if violations := (topology.Violations)(nil); !errors.As(topology.Verify(n, state), &violations) {
		t.Error("a network that is not valid has no state")
	}
}
