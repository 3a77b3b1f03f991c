package topologytest_test

import (
	"encoding"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// closedSets are the enumerations of the document with the texts that a valid network can have there, "" for an absent
// one. A field that is not listed has a text for every value of its type.
var closedSets = map[string]string{
	"rules":                  "2024-03 2026-02",
	"transitRouters.edition": "enterprise basic",
	"transitRouters.routeTables.aggregates.scope":                 "VPC VBR VPN ECR Peer",
	"transitRouters.routeTables.policies.direction":               "ingress egress",
	"transitRouters.routeTables.policies.action":                  "permit deny",
	"transitRouters.routeTables.policies.match.source.kinds":      "VPC VBR VPN CCN ECR",
	"transitRouters.routeTables.policies.match.destination.kinds": "VPC VBR VPN CCN ECR",
	"transitRouters.routeTables.policies.match.routeTypes":        "System Custom BGP",
	"transitRouters.routeTables.policies.match.family":            "- IPv4 IPv6",
	"transitRouters.routeTables.policies.match.prefixes.mode":     "include complete",
	"transitRouters.routeTables.policies.match.asPath.mode":       "include complete",
	"transitRouters.routeTables.policies.match.communities.mode":  "include complete contain",
	"transitRouters.routeTables.policies.set.communities.mode":    "additive replace",
	"vpcs.routeTables.routes.publish":                             "TR ECR",
	"vpcs.routeTables.routes.nextHopType":                         "- Attachment Instance NetworkInterface HaVip NatGateway VpnGateway Ipv4Gateway IPv6Gateway VpcPeer RouterInterface Ecr GatewayLoadBalancerEndpoint",
	"vbrs.routes.type":                                            "- Custom BGP Static",
	"vpns.routes.type":                                            "- Custom BGP Static",
	"ecrs.modes":                                                  "ECMP NearBy",
	"ecrs.associations.prefixMode":                                "match incremental",
	"attachments.kind":                                            "VPC VBR VPN CCN ECR",
}

// neverWritten are the fields that no valid network has: a next hop on a route of an IPsec connection (TR-6.5).
var neverWritten = []string{"vpns.routes.nextHop"}

// A census counts what the fields of networks hold, by path without indexes.
type census struct {
	fields []string                   // every path
	values map[string]map[string]bool // texts of enumerations and switches; of everything else whether it was there
}

// count enters a value and what is inside it.
func (c *census) count(path string, v reflect.Value) {
	if c.values[path] == nil {
		c.values[path] = map[string]bool{}
	}
	switch text, isEnum := v.Interface().(encoding.TextMarshaler); {
	case isEnum && v.Kind() == reflect.Uint8:
		value, _ := text.MarshalText()
		c.note(path, string(value))
		return
	case v.Type() == reflect.TypeFor[netip.Prefix]():
		c.noteFamily(path, v.Interface().(netip.Prefix))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		c.countFields(path, v)
	case reflect.Slice:
		for i := range v.Len() {
			c.count(path, v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			c.count(path, v.MapIndex(key))
		}
	case reflect.Pointer:
		if v.IsNil() {
			c.note(path, "nil")
		} else {
			c.count(path, v.Elem())
		}
	case reflect.Bool:
		c.note(path, map[bool]string{true: "true", false: "false"}[v.Bool()])
	default:
		if !v.IsZero() {
			c.note(path, "something")
		}
	}
}

func (c *census) countFields(path string, v reflect.Value) {
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if path != "" {
			name = path + "." + name
		}
		c.fields = append(c.fields, name)
		c.count(name, v.Field(i))
	}
}

func (c *census) noteFamily(path string, p netip.Prefix) {
	if p.Addr().Is6() {
		c.note(path, "IPv6")
	} else {
		c.note(path, "IPv4")
	}
}

func (c *census) note(path, value string) {
	if value == "" {
		value = "-"
	}
	c.values[path][value] = true
}

// want returns what must have been seen at a path: the texts of an enumeration, both values of a switch, both families.
func want(path string, t reflect.Type) []string {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	switch {
	case closedSets[path] != "":
		return strings.Fields(closedSets[path])
	case path == "transitRouters.cidrs":
		return []string{"IPv4"} // TR-1.10
	case t == reflect.TypeFor[netip.Prefix]():
		return []string{"IPv4", "IPv6"}
	case t.Kind() == reflect.Bool:
		return []string{"false", "true"}
	case t.Kind() == reflect.Pointer:
		return []string{"nil", "false", "true"}
	case t.Kind() == reflect.Struct:
		return nil // its fields are counted
	case slices.Contains(neverWritten, path):
		return nil
	}
	return []string{"something"}
}

// requireAll compares what was seen with what must be, for every field of the document format.
func (c *census) requireAll(t *testing.T, path string, typ reflect.Type) {
	t.Helper()
	for typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if path != "" {
		for _, value := range want(path, typ) {
			if !c.values[path][value] {
				t.Errorf("%s is never %s", path, value)
			}
		}
	}
	if typ.Kind() != reflect.Struct || typ == reflect.TypeFor[netip.Prefix]() {
		return
	}
	for i := range typ.NumField() {
		name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
		c.requireAll(t, strings.TrimPrefix(path+"."+name, "."), typ.Field(i).Type)
	}
}

func censusOf(size topologytest.Size, draws int) *census {
	c := &census{values: map[string]map[string]bool{}}
	g := topologytest.Networks(size)
	for seed := range draws {
		c.count("", reflect.ValueOf(*g.Example(seed)))
	}
	return c
}

// Every field of the document format is written by some network, every switch is on in one and off in another, every
// enumeration has every value that it can have, every prefix is of both families.
func TestNetworksCoverTheDocumentFormat(t *testing.T) {
	censusOf(transit(topologytest.Medium()), 2000).requireAll(t, "", reflect.TypeFor[topology.Network]())
}

// Without Transit, no data center passes routes on, and no session drops AS paths.
func TestWithoutTransit(t *testing.T) {
	c := censusOf(topologytest.Medium(), 1000)
	for _, path := range []string{"dataCenters.transit", "dataCenters.sessions.dropsAsPath"} {
		if c.values[path]["true"] || !c.values[path]["false"] {
			t.Errorf("%s is %v, want false only", path, c.values[path])
		}
	}
}

// What networks have in common with the words of their document: equal prefixes of several origins, overlaps, both
// editions on one CEN instance, instances of two CEN instances, accounts. Each share is of all networks.
func TestNetworksMeetThemselves(t *testing.T) {
	const draws = 1000
	g := topologytest.Networks(topologytest.Medium())
	shares := map[string]int{}
	for seed := range draws {
		for name, holds := range traits(g.Example(seed)) {
			if holds {
				shares[name]++
			}
		}
	}
	for name, least := range map[string]int{
		"equal vSwitches of two VPCs": 200, "nested vSwitches of two VPCs": 100, "equal prefixes of two circuits": 100,
		"two transit routers": 500, "two CEN instances": 300, "Basic and Enterprise peered": 50, "an ECR on a router": 200,
		"a VPC on a router and an ECR": 50, "a VPC on two routers": 50, "two sessions to one circuit": 50, "policies": 500,
		"a policy on priority 1 or 100": 300, "next": 100, "accounts": 100, "something is down": 50,
	} {
		if shares[name] < least {
			t.Errorf("%s: in %d of %d networks, want at least %d", name, shares[name], draws, least)
		}
	}
	t.Log(shares)
}
