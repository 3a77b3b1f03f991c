package terraform

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/topology"
)

// public is a folder of plans and states of public configurations beside the repository, each with a description in
// words. They are not part of it: without the folder the tests are skipped.
const public = "../../../shared/terraform"

// A publicCase tells what a public configuration is, in lines: the facts of its description, in names that are the same
// in its state and in its plan. Every configuration is read from both.
type publicCase struct {
	folder     string
	supplement string
	references map[string]string // for the plan
	network    []string
	refused    []string // "PATH-LIKE TEXT RULE" of each violation that the description explains
	reach      []string // "FROM TO how", how as the matrix has it; every pair that is not named: "-"

	changed      []string // lines that the change plan removes (with - in front) and adds (with +)
	changedReach []string
	changeOnly   []string // more violations after the change
}

func TestPublicConfigurations(t *testing.T) {
	if _, err := os.Stat(public); err != nil {
		t.Skip("the folder of public configurations is not there")
	}
	for _, c := range publicCases {
		for _, kind := range []string{"state", "plan", "change-plan"} {
			data, err := os.ReadFile(filepath.Join(public, c.folder, kind+".json"))
			if os.IsNotExist(err) && kind == "change-plan" {
				continue
			}
			t.Run(c.folder+"/"+kind, func(t *testing.T) {
				if err != nil {
					t.Fatal(err)
				}
				c.check(t, kind, data)
			})
		}
	}
}

// check reads one file of the configuration.
func (c publicCase) check(t *testing.T, kind string, data []byte) {
	o := Options{Supplement: []byte(c.supplement)}
	if kind == "plan" {
		o.References = c.references
	}
	r := mustRead(t, data, o)
	f, err := decodeFile(data)
	if err != nil {
		t.Fatal(err)
	}
	before, after := f.sides(&o)
	mustBuild(t, before)
	mustBuild(t, after)
	if kind == "change-plan" {
		c.compare(t, "before", before, &r.Before, c.network, c.refused, c.reach)
		changed := c.network
		for _, line := range c.changed {
			if text, removed := strings.CutPrefix(line, "- "); removed {
				changed = slices.DeleteFunc(slices.Clone(changed), func(l string) bool { return l == text })
			} else {
				changed = append(slices.Clone(changed), strings.TrimPrefix(line, "+ "))
			}
		}
		c.compare(t, "after", after, &r.After, changed, slices.Concat(c.refused, c.changeOnly), c.changedReach)
		return
	}
	c.compare(t, kind, after, &r.After, c.network, c.refused, c.reach)
	for _, w := range r.Warnings {
		if kind == "plan" && w.Reason == Unknown && !strings.Contains(w.Message, "IPv6 block") {
			t.Errorf("not resolved: %v", w)
		}
	}
}

// compare checks one network against its lines, its violations and its matrix.
func (c publicCase) compare(t *testing.T, when string, s *side, n *topology.Network, lines, refused, reach []string) {
	t.Helper()
	names := namesOf(s)
	want := sorted(slices.Clone(lines))
	if diff := cmp.Diff(want, sorted(names.describe(n)), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: the network (-want +got):\n%s", when, diff)
	}
	violations, _ := n.Validate()
	var got []string
	for _, v := range violations {
		got = append(got, string(v.Rule))
	}
	if diff := cmp.Diff(sorted(slices.Clone(refused)), sorted(got), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: rules that are violated (-want +got):\n%s%v", when, diff, violations)
	}
	if len(violations) > 0 {
		return
	}
	state, err := topology.Propagate(n)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	if diff := cmp.Diff(sorted(slices.Clone(reach)), sorted(names.matrix(state)), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: who reaches whom (-want +got):\n%s", when, diff)
	}
}

// names are the short names of objects by ID: the sort of object, the modules, the name and index of its resource.
type names map[string]string

func namesOf(s *side) names {
	n := names{}
	give := func(sort string, ids []string) {
		for _, id := range ids {
			n[id] = sort + ":" + shortAddress(s.sources[id], id)
		}
	}
	give("tr", sortedKeys(s.routers))
	give("vpc", sortedKeys(s.vpcs))
	give("vbr", sortedKeys(s.vbrs))
	give("vpn", sortedKeys(s.vpns))
	give("ecr", sortedKeys(s.ecrs))
	give("att", sortedKeys(s.links))
	give("peer", sortedKeys(s.peerings))
	give("pcc", sortedKeys(s.vpcPeers))
	give("list", sortedKeys(s.prefixes))
	for id, t := range s.tables {
		n[id] = n[t.router] + "/" + shortAddress(s.sources[id], id)
		if t.System {
			n[id] = n[t.router] + "/system"
		}
	}
	for id, t := range s.vpcTables {
		n[id] = n[t.vpc] + "/" + shortAddress(s.sources[id], id)
		if t.System {
			n[id] = n[t.vpc] + "/system"
		}
	}
	for id, r := range s.hops {
		n[id] = "ecs:" + shortAddress(r.address, id)
	}
	return n
}

// shortAddress leaves out the words "module" and the type, and the index 0 of what may have no index.
func shortAddress(address, id string) string {
	if address == "" || strings.Contains(address, "data.") {
		return id
	}
	steps := splitReference(address)
	var texts []string
	for i := 1; i < len(steps); i += 2 {
		texts = append(texts, steps[i].String())
	}
	return strings.Join(texts, ".")
}

func (n names) of(id string) string {
	if name, ok := n[id]; ok {
		return name
	}
	return id
}

func (n names) each(ids []string) []string {
	var list []string
	for _, id := range ids {
		list = append(list, n.of(id))
	}
	return sorted(list)
}

func (n names) all(ids []string) string { return strings.Join(n.each(ids), " ") }

// describe tells a network in lines.
func (n names) describe(net *topology.Network) []string {
	var lines []string
	add := func(format string, args ...any) {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf(format, args...)))
	}
	for _, tr := range net.TransitRouters {
		add("%s %s %v", n.of(tr.ID), tr.Region, joined(tr.CIDRs))
		for _, t := range tr.RouteTables {
			add("%s", n.of(t.ID))
			for _, r := range t.Routes {
				add("%s %v -> %s", n.of(t.ID), r.Prefix, hop(n.of(r.NextHop), r.Blackhole))
			}
			for _, l := range t.PrefixLists {
				add("%s %s %s -> %s", n.of(t.ID), n.of(l.ID), joined(l.Prefixes), hop(n.of(l.NextHop), l.Blackhole))
			}
			for _, a := range t.Aggregates {
				add("%s aggregate %v %s", n.of(t.ID), a.Prefix, joined(a.Scope))
			}
			for _, p := range t.Policies {
				for _, e := range []*policy.Endpoint{&p.Match.Source, &p.Match.Destination} {
					e.Instances, e.RouteTables = n.each(e.Instances), n.each(e.RouteTables)
				}
				match, _ := json.Marshal(p.Match)
				set, _ := json.Marshal(p.Set)
				add("%s %v %d %v next %d match %s set %s", n.of(t.ID), p.Direction, p.Priority, p.Action, p.Next,
					match, set)
			}
		}
	}
	for _, vpc := range net.VPCs {
		four := 0
		for _, v := range vpc.VSwitches {
			if v.CIDR.Addr().Is4() {
				four++
			}
		}
		add("%s %s %d", n.of(vpc.ID), vpc.Region, four)
		for _, a := range vpc.Appliances {
			add("%s in %s", n.of(a.ID), n.of(vpc.ID))
		}
		for _, t := range vpc.RouteTables {
			for _, r := range t.Routes {
				add("%s %v -> %s %s", n.of(t.ID), r.Prefix, n.of(r.NextHop), joined(r.Publish))
			}
		}
	}
	for _, v := range net.VBRs {
		asn := v.ASN
		if asn == 45104 {
			asn = 0 // the default
		}
		add("%s %s %d", n.of(v.ID), v.Region, asn)
	}
	for _, v := range net.VPNs {
		add("%s %s bgp %v", n.of(v.ID), v.Region, v.BGP)
	}
	for _, e := range net.ECRs {
		add("%s %d %v vbrs %s", n.of(e.ID), e.ASN, e.Modes, n.all(e.VBRs))
		for _, a := range e.Associations {
			add("%s with %s%s %s", n.of(e.ID), n.of(a.TransitRouter), n.of(a.VPC), joined(a.Prefixes))
		}
	}
	for _, a := range net.Attachments {
		add("%s %s %s: %s; %s; %s", n.of(a.ID), n.of(a.Instance), n.of(a.TransitRouter), n.of(a.Association),
			n.all(a.Propagations), options(a.RouteSync, a.IPv6))
	}
	for _, p := range net.Peerings {
		for _, e := range p.Ends {
			add("%s %s: %s; %s; %s", n.of(p.ID), n.of(e.TransitRouter), n.of(e.Association), n.all(e.Propagations),
				options(e.RouteSync, false))
		}
	}
	for _, p := range net.VPCPeerings {
		add("%s %s", n.of(p.ID), n.all(p.VPCs))
	}
	for _, g := range net.Grants {
		add("grant %s to %s", n.of(g.Instance), g.To)
	}
	return lines
}

func joined[T any](list []T) string {
	var texts []string
	for _, x := range list {
		texts = append(texts, fmt.Sprint(x))
	}
	return strings.Join(texts, " ")
}

func hop(id string, blackhole bool) string {
	if blackhole {
		return "blackhole"
	}
	return id
}

func options(sync, ipv6 bool) string {
	text := "no sync"
	if sync {
		text = "sync"
	}
	if ipv6 {
		text += " ipv6"
	}
	return text
}

// matrix tells the pairs of different instances between which anything arrives.
func (n names) matrix(state *topology.State) []string {
	var lines []string
	m := state.Reach()
	for _, from := range m.Instances {
		for _, to := range m.Instances {
			cell, _ := m.Cell(from, to)
			if from != to && cell.Verdict != topology.ReachNone {
				lines = append(lines, fmt.Sprintf("%s %s %v/%v", n.of(from), n.of(to), cell.Verdict, cell.BothWays))
			}
		}
	}
	return lines
}
