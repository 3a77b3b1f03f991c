package openapi

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// Observed are the live route tables of a folder, in order of ID.
type Observed []Table

// A Table is a live route table, as far as the folder lists it.
type Table struct {
	ID         string         `json:"id"`         // as a topology.State names it
	Listed     []route.Status `json:"listed"`     // statuses that the listing has: a route of another status may be there and is not shown
	Incomplete bool           `json:"incomplete"` // pages of the listing are not in the folder
	Entries    []Entry        `json:"entries"`    // in order of prefix, then next hop
}

// An Entry is one live route.
type Entry struct {
	Prefix     netip.Prefix `json:"prefix"`
	NextHop    string       `json:"nextHop"`        // as a topology.State names it; DataCenter in the table of a VBR or an IPsec connection
	Type       route.Type   `json:"type,omitempty"` // NoType: the operation does not tell
	Status     route.Status `json:"status"`
	Learned    bool         `json:"learned"`
	Preference int          `json:"preference,omitempty"` // 0: the operation does not tell
	Attributes *Attributes  `json:"attributes,omitempty"` // nil: the operation does not tell
	Aside      string       `json:"aside,omitempty"`      // why the entry is not compared; empty: it is
	File       string       `json:"file"`
	Path       string       `json:"path"`
}

// Attributes are what a route carries from its origin.
type Attributes struct {
	ASPath      route.ASPath      `json:"asPath"`
	Communities route.Communities `json:"communities"`
}

// DataCenter is the next hop of an entry in the table of a VBR or an IPsec connection that leads to the data center:
// the operations name the next hop there in ways that the network does not know.
const DataCenter = "data center"

// observations are the live tables while they are read, with what they tell about VBRs and IPsec connections.
type observations struct {
	byID     map[string]*Table
	evidence map[external]evidence
}

// An external is a prefix that a VBR or an IPsec connection holds.
type external struct {
	instance string
	prefix   netip.Prefix
}

// An evidence is what another table learned from a VBR or an IPsec connection.
type evidence struct {
	Entry
	table string
	rank  int // the smaller, the less can have changed it on its way
}

// Ranks of evidence.
const (
	fromECR = iota
	unchanged
	changeable // the table has an ingress policy that changes AS paths or communities
)

func newObservations() observations {
	return observations{map[string]*Table{}, map[external]evidence{}}
}

// tables returns the tables in order of ID.
func (o *observations) tables() Observed {
	var list Observed
	for _, id := range sortedKeys(o.byID) {
		t := o.byID[id]
		slices.Sort(t.Listed)
		slices.SortStableFunc(t.Entries, func(a, b Entry) int {
			if c := a.Prefix.Compare(b.Prefix); c != 0 {
				return c
			}
			return strings.Compare(a.NextHop, b.NextHop)
		})
		list = append(list, *t)
	}
	return list
}

// note keeps the best evidence for a prefix of an instance.
func (o *observations) note(instance string, e evidence) {
	key := external{instance, e.Prefix}
	if old, known := o.evidence[key]; !known || e.rank < old.rank {
		o.evidence[key] = e
	}
}

// put adds an entry to its table. A status that is listed without being asked for tells that the listing has all.
func (t *Table) put(e Entry, all bool) {
	t.Entries = append(t.Entries, e)
	switch {
	case e.Aside != "" || slices.Contains(t.Listed, e.Status):
	case all:
		t.list(statuses...)
	default:
		t.list(e.Status)
	}
}

// list adds statuses that the listing has.
func (t *Table) list(more ...route.Status) {
	for _, s := range more {
		if !slices.Contains(t.Listed, s) {
			t.Listed = append(t.Listed, s)
		}
	}
}

// statuses are all statuses of a route.
var statuses = []route.Status{route.Active, route.Standby, route.Candidate, route.Conflicting, route.Rejected,
	route.Suppressed, route.Prohibited, route.Disabled}

// observeEmpty makes a table for each file of route entries: a listing without entries is one, too.
func (x *reader) observeEmpty() {
	for _, name := range []string{"ListTransitRouterRouteEntries", "DescribeExpressConnectRouterRouteEntries", "DescribeRouteEntryList", "DescribeVcoRouteEntries"} {
		for _, r := range x.files[name] {
			if op := operationOf(name); len(r.scope) >= op.scope && r.value(op.list) != nil {
				t := x.observe(x.tableID(name, r))
				t.Incomplete = t.Incomplete || x.incomplete[strings.Join(append([]string{name}, r.scope[:op.scope]...), ".")]
				t.list(askedFor(r)...)
			}
		}
	}
}

// tableID returns the ID that a state gives to the table of a file of route entries.
func (x *reader) tableID(operation string, r *record) string {
	id := r.part(0)
	switch {
	case operation == "DescribeExpressConnectRouterRouteEntries":
		return topology.ECRTableID(id, r.part(1))
	case operation == "DescribeRouteEntryList" && x.vbrTables[id] != "":
		return x.vbrTables[id]
	}
	return id
}

// askedFor returns the statuses for which a call of ListTransitRouterRouteEntries asked, as its file name tells.
// Without one, the call lists Active routes (TR-3.1.1).
func askedFor(r *record) []route.Status {
	for _, part := range r.scope[1:] {
		var s route.Status
		if part == "All" {
			return statuses
		}
		if s.UnmarshalText([]byte(part)) == nil {
			return []route.Status{s}
		}
	}
	return []route.Status{route.Active}
}

// observe returns the live table with an ID.
func (x *reader) observe(id string) *Table {
	t := x.observed.byID[id]
	if t == nil {
		t = &Table{ID: id}
		x.observed.byID[id] = t
	}
	return t
}
