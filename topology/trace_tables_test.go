package topology

import (
	"iter"
	"net/netip"
	"strings"

	"github.com/cenroute/cenroute/route"
)

// madeTables are tables written by hand: the Active routes of each as "PREFIX NEXTHOP", in any order. They let a test
// put any forwarding state under a walk, also one that no propagation would produce.
type madeTables map[string][]string

func (m madeTables) lookup(table string, addr netip.Addr) (best netip.Prefix, routes []route.Route, found bool) {
	for _, line := range m[table] {
		prefix, nextHop := parseRouteLine(line)
		if !prefix.Contains(addr) || found && prefix.Bits() < best.Bits() {
			continue
		}
		if !found || prefix.Bits() > best.Bits() {
			best, routes, found = prefix, nil, true
		}
		routes = append(routes, route.Route{Prefix: prefix, NextHop: nextHop})
	}
	return best, routes, found
}

func (m madeTables) activeInside(table string, outer netip.Prefix) iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for _, line := range m[table] {
			p, _ := parseRouteLine(line)
			if p.Bits() > outer.Bits() && outer.Contains(p.Addr()) && !yield(p) {
				return
			}
		}
	}
}

func parseRouteLine(line string) (netip.Prefix, string) {
	prefix, nextHop, _ := strings.Cut(line, " ")
	return netip.MustParsePrefix(prefix), nextHop
}

// pathLines writes each path as one line, "AT TABLE ROUTE NEXTHOP; ...: what became of it".
func pathLines(w Way) []string {
	var lines []string
	for _, p := range w.Paths {
		var hops []string
		for _, h := range p.Hops {
			words := h.At + " " + h.Table
			if h.Route.IsValid() {
				words += " " + h.Route.String()
			}
			words += " " + h.NextHop
			hops = append(hops, strings.Join(strings.Fields(words), " "))
		}
		what := "delivered"
		if !p.Delivered {
			what = "dropped"
		}
		if p.Reason != "" {
			what += ", " + p.Reason
		}
		lines = append(lines, strings.Join(hops, "; ")+": "+what)
	}
	return lines
}

func cidrList(texts ...string) []netip.Prefix {
	var list []netip.Prefix
	for _, t := range texts {
		list = append(list, netip.MustParsePrefix(t))
	}
	return list
}

func vswitchList(texts ...string) []VSwitch {
	var list []VSwitch
	for _, p := range cidrList(texts...) {
		list = append(list, VSwitch{CIDR: p})
	}
	return list
}

func endpointOf(text string) Endpoint {
	e, err := ParseEndpoint(text)
	if err != nil {
		panic(err)
	}
	return e
}
