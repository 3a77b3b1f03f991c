package topology_test

import (
	"encoding/json"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/internal/enum/enumtest"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// Whatever a document says, Propagate gives a state that marshals and that Verify confirms, violations, instabilities
// or ErrTooLarge, and the questions that take untrusted input answer without a panic.
func FuzzPropagate(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(seedLike))
	f.Add([]byte(ecrNet()))
	f.Add([]byte(threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}`, "cn-b")))
	f.Add([]byte(besideCircuit("2026-02")))
	f.Add([]byte(equalStatics(`"down": ["vbr-2"], `)))
	f.Add([]byte(two(`, "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["Peer", "VPC"]}], "policies": [`+open+`]`, "", attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", ""),
		`"vpcs": [`+vpc1+`, `+vpcB+`]`, `"vbrs": [`+vbr1+`]`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := topology.Parse(data)
		if err != nil {
			return
		}
		state, err := topology.Propagate(&n)
		var violations topology.Violations
		var unstable topology.Instabilities
		switch {
		case errors.As(err, &violations), errors.As(err, &unstable), errors.Is(err, topology.ErrTooLarge):
			return
		case err != nil:
			t.Fatalf("unknown error %v", err)
		}
		if _, err := json.Marshal(state); err != nil {
			t.Fatal(err)
		}
		if err := topology.Verify(&n, state); err != nil {
			t.Fatal(err)
		}
		for table := range state.Tables() {
			for r := range table.Routes() {
				if _, err := state.Explain(table.ID(), r.Prefix); err != nil {
					t.Fatal(err)
				}
				askTrace(t, &n, state, r)
				break
			}
		}
	})
}

// askTrace follows a packet from the first VPC and the first data center to a route.
func askTrace(t *testing.T, n *topology.Network, state *topology.State, r route.Route) {
	t.Helper()
	var from []string
	if len(n.VPCs) > 0 {
		from = append(from, n.VPCs[0].ID)
	}
	if len(n.DataCenters) > 0 {
		from = append(from, n.DataCenters[0].ID)
	}
	for _, id := range from {
		_, err := state.Trace(topology.Endpoint{Addr: r.Prefix.Addr(), Instance: id}, r.Prefix.Addr())
		if err != nil && !errors.Is(err, topology.ErrTooManyPaths) {
			t.Fatal(err)
		}
	}
}

// Whatever is asked of a state, the answer is one or an error of the documented kind, and it can be written.
func FuzzQuestions(f *testing.F) {
	var states []*topology.State
	for _, document := range []string{seedLike, ecrNet(), threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}`, "cn-b")} {
		n, err := topology.Parse([]byte(document))
		if err != nil {
			f.Fatal(err)
		}
		state, err := topology.Propagate(&n)
		if err != nil {
			f.Fatal(err)
		}
		states = append(states, state)
	}
	states = append(states, new(topology.State))
	f.Add(uint8(0), "vtb-hz", "10.10.0.0/16", "192.168.1.1@vpc-1", "10.10.0.1")
	f.Add(uint8(1), "ecr-1@cn-hangzhou", "192.168.1.0/24", "10.10.0.1@idc-1", "192.168.1.1")
	f.Add(uint8(1), "vpc-1/system", "0.0.0.0/0", "192.168.1.1@vbr-1", "2001:db8::1")
	f.Add(uint8(2), "vtb-c", "::ffff:10.0.0.0/104", "::ffff:10.10.0.1@idc-1", "fe80::1%eth0")
	f.Add(uint8(3), "", "10.0.0.1/8", "@", "")
	f.Add(uint8(1), "vtb-hz", "10.10.0.1/32", "10.0.0.1@tr-hz", "10.0.0.1")
	f.Fuzz(func(t *testing.T, which uint8, table, prefix, from, to string) {
		state := states[int(which)%len(states)]
		p, _ := netip.ParsePrefix(prefix)
		explanation, err := state.Explain(table, p)
		if _, ok := state.Table(table); (err == nil) != (ok && p.IsValid() && p == p.Masked() && !p.Addr().Is4In6()) {
			t.Errorf("Explain(%q, %v): error %v", table, p, err)
		}
		if _, errJSON := json.Marshal(explanation); errJSON != nil || err == nil && explanation.String() == "" {
			t.Errorf("the explanation of %v in %q cannot be written: %v", p, table, errJSON)
		}
		endpoint, err := topology.ParseEndpoint(from)
		if err != nil {
			var bad *topology.EndpointError
			if !errors.As(err, &bad) || bad.Input != from || strings.Contains(err.Error(), "\n") {
				t.Errorf("ParseEndpoint(%q): %#v", from, err)
			}
			return
		}
		if again, err := topology.ParseEndpoint(endpoint.String()); err != nil || again != endpoint {
			t.Errorf("%q is read as %v, which is read as %v, %v", from, endpoint, again, err)
		}
		addr, _ := netip.ParseAddr(to)
		trace, err := state.Trace(endpoint, addr)
		var bad *topology.EndpointError
		if err != nil && !errors.As(err, &bad) {
			t.Errorf("Trace(%v, %v): %v", endpoint, addr, err)
		}
		if err == nil && (trace.Reachable != (trace.Forward.Delivered && trace.Return.Delivered) || !trace.Same.Contains(addr)) {
			t.Errorf("Trace(%v, %v) contradicts itself: %v", endpoint, addr, trace)
		}
		if _, err := json.Marshal(trace); err != nil {
			t.Errorf("the trace from %v to %v cannot be written: %v", endpoint, addr, err)
		}
	})
}

// FuzzTexts: whatever stands for one of the enumerations in a document or an answer.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{"", "NatGateway", "natGateway", "TR", "ECR", "match", "incremental", "ECMP", "NearBy", "yes", "NextHopType(99)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		enumtest.Check[topology.NextHopType](t, text)
		enumtest.Check[topology.Publication](t, text)
		enumtest.Check[topology.PrefixMode](t, text)
		enumtest.Check[topology.TransitMode](t, text)
		enumtest.Check[topology.Reachability](t, text)
		enumtest.Check[topology.DropReason](t, text)
	})
}
