package topology

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/netip"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

var prefixType = reflect.TypeFor[netip.Prefix]()

// exactPrefixes lets go-cmp compare prefixes. Nil and empty lists stay different.
var exactPrefixes = cmpopts.EquateComparable(netip.Prefix{})

// everyField is a network in which no field is zero. It is no network that makes sense.
func everyField() Network {
	yes := true
	prefix := netip.MustParsePrefix("10.0.0.0/8")
	prefixes := []netip.Prefix{prefix, netip.MustParsePrefix("2001:db8::/32")}
	endpoint := policy.Endpoint{Instances: []string{"vbr-1"}, Except: true, Kinds: []attach.Kind{attach.CCN, attach.Peer},
		Regions: []string{"cn-hangzhou"}, RouteTables: []string{"vtb-vpc-1"}}
	external := []ExternalRoute{{Prefix: prefix, Type: route.BGP, ASPath: route.ASPath{65001, 1<<32 - 1},
		Communities: []route.Community{65001<<16 | 7}, NextHop: "att-vbr-1"}}
	end := PeeringEnd{TransitRouter: "tr-hz", Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true}
	return Network{
		Rules: rule.Edition2026,
		TransitRouters: []TransitRouter{{ID: "tr-hz", CEN: "cen-1", Region: "cn-hangzhou", Edition: attach.Basic, Owner: "1001",
			CIDRs: prefixes,
			RouteTables: []RouteTable{{ID: "vtb-hz", System: true, MultiRegionECMP: true,
				Routes:      []StaticRoute{{Prefix: prefix, NextHop: "att-ecr", Blackhole: true}},
				PrefixLists: []PrefixList{{ID: "pl-1", Prefixes: prefixes, NextHop: "att-ecr", Blackhole: true}},
				Aggregates:  []AggregateRoute{{Prefix: prefix, Scope: []attach.Kind{attach.VPC, attach.VPN}}},
				Policies: []policy.Policy{{Priority: 10, Direction: policy.Egress, Action: policy.Deny,
					Match: policy.Match{Source: endpoint, Destination: endpoint,
						RouteTypes:  []route.Type{route.System, route.Custom},
						Family:      policy.IPv6,
						Prefixes:    policy.PrefixMatch{List: prefixes, Mode: policy.Complete},
						ASPath:      policy.ASPathMatch{List: route.ASPath{65001}, Mode: policy.Complete},
						Communities: policy.CommunitiesMatch{List: []route.Community{65001<<16 | 7}, Mode: policy.Contain}},
					Set: policy.Set{Preference: 10, PrependASPath: route.ASPath{65001},
						Communities: policy.CommunitiesSet{List: []route.Community{9 << 16, 9}, Mode: policy.Replace}},
					Next: 30}},
				NoSystemPolicy: true}}}},
		VPCs: []VPC{{ID: "vpc-1", Region: "cn-hangzhou", Owner: "1001",
			VSwitches: []VSwitch{{CIDR: prefix, RouteTable: "vtb-vpc-1"}},
			RouteTables: []VPCRouteTable{{ID: "vtb-vpc-1", System: true, ReceiveRoutes: &yes,
				Routes: []VPCRoute{{Prefix: prefix, NextHop: "ngw-1", NextHopType: ToNatGateway,
					Publish: []Publication{PublishTR, PublishECR}}}}},
			Appliances: []Appliance{{ID: "ecs-fw", VSwitch: prefix}},
			Services:   prefixes}},
		VBRs: []VBR{{ID: "vbr-1", Region: "cn-hangzhou", Owner: "1001", ASN: 45104, Routes: external}},
		VPNs: []VPN{{ID: "vco-1", Region: "cn-hangzhou", Owner: "1001", BGP: true, Routes: external}},
		CCNs: []CCN{{ID: "ccn-1", Region: "ccn-cn-shanghai", Owner: "1001", SAGs: []SAG{{ID: "sag-1", Prefixes: prefixes}}}},
		DataCenters: []DataCenter{{ID: "idc-1", ASN: 65001, Prefixes: prefixes, Transit: true,
			Routes: []OnPremRoute{{Prefix: prefix, NextHop: "vbr-1", Preference: 10}},
			Sessions: []Session{{To: "vbr-1", Peer: "a", Static: true, Silent: true, Preference: 10, Prepend: route.ASPath{65001},
				Prefixes: prefixes, DropsASPath: true, Down: true}}}},
		ECRs: []ECR{{ID: "ecr-1", ASN: 45104, Owner: "1001", VBRs: []string{"vbr-2"},
			Modes: map[string]TransitMode{"cn-hangzhou": NearBy, "cn-beijing": NearBy},
			Associations: []Association{{VPC: "vpc-2", TransitRouter: "tr-hz", Prefixes: prefixes, PrefixMode: IncrementalMode,
				Default: true}},
			DisabledRoutes: []DisabledRoute{{Prefix: prefix, NextHop: "vbr-2"}}}},
		Attachments: []Attachment{{ID: "att-vpc-1", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-1",
			Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true, IPv6: true, AutoCreateRoutes: true,
			VSwitches: prefixes}},
		Peerings:    []Peering{{ID: "peer-1", Ends: []PeeringEnd{end, end}}},
		VPCPeerings: []VPCPeering{{ID: "pcc-1", VPCs: []string{"vpc-1", "vpc-2"}}},
		Grants:      []Grant{{Instance: "ecr-1", To: "1002"}},
		Down:        []string{"vbr-9"},
	}
}

// zeroField returns the path of a field, element or pointed-to value that is zero, or "".
func zeroField(v reflect.Value, path string) string {
	if v.IsZero() {
		return path
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := 0; i < v.NumField() && v.Type() != prefixType; i++ {
			if p := zeroField(v.Field(i), path+"."+v.Type().Field(i).Name); p != "" {
				return p
			}
		}
	case reflect.Slice:
		if v.Len() == 0 {
			return path
		}
		for i := range v.Len() {
			if p := zeroField(v.Index(i), path); p != "" {
				return p
			}
		}
	case reflect.Pointer:
		return zeroField(v.Elem(), path)
	}
	return ""
}

func TestEveryFieldIsWrittenAndRead(t *testing.T) {
	want := everyField()
	if path := zeroField(reflect.ValueOf(want), "Network"); path != "" {
		t.Fatalf("%s is zero in the literal, so this test would not miss it", path)
	}
	checkRoundTrip(t, want)
}

func TestEmptyListsStayEmptyAndNilListsNil(t *testing.T) {
	checkRoundTrip(t, Network{})
	checkRoundTrip(t, Network{
		TransitRouters: []TransitRouter{{RouteTables: []RouteTable{}}, {RouteTables: nil}, {CIDRs: []netip.Prefix{}}},
		Peerings:       []Peering{{}, {Ends: []PeeringEnd{}}},
		VPCPeerings:    []VPCPeering{{}},
		ECRs:           []ECR{{Modes: map[string]TransitMode{}}, {}},
		Down:           []string{},
	})
}

// checkRoundTrip checks that every way to write a network is read, in every way, as the network that it was.
func checkRoundTrip(t interface {
	Helper()
	Fatalf(string, ...any)
}, want Network) {
	t.Helper()
	plain, err := json.Marshal(want)
	if err != nil {
		t.Fatalf("json.Marshal: %v", err)
	}
	for _, data := range [][]byte{plain, Format(want)} {
		got, err := Parse(data)
		if err != nil {
			t.Fatalf("Parse: %v\n%s", err, data)
		}
		if diff := cmp.Diff(want, got, exactPrefixes); diff != "" {
			t.Fatalf("Parse reads something else (-want +got):\n%s\n%s", diff, data)
		}
		var std struct{ N Network }
		if err := json.Unmarshal([]byte(`{"N":`+string(data)+`}`), &std); err != nil || !cmp.Equal(want, std.N, exactPrefixes) {
			t.Fatalf("json.Unmarshal reads something else or fails: %v\n%s", err, data)
		}
	}
}

func TestAnyNetworkRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var n Network
		drawValue(t, reflect.ValueOf(&n).Elem(), member{})
		checkRoundTrip(t, n)
	})
}

// drawValue fills a value with anything that has a text in the document.
func drawValue(t *rapid.T, v reflect.Value, m member) {
	if v.Type() == prefixType {
		v.Set(reflect.ValueOf(drawPrefix(t)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			drawValue(t, v.Field(i), memberOf(v.Type().Field(i)))
		}
	case reflect.Slice:
		for n := rapid.IntRange(-1, 2).Draw(t, "length"); n >= 0 && v.Len() < n || v.IsNil() && n == 0; {
			if v.IsNil() {
				v.Set(reflect.MakeSlice(v.Type(), 0, n))
				continue
			}
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			drawValue(t, v.Index(v.Len()-1), member{required: true})
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]TransitMode{rapid.String().Draw(t, "region"): NearBy}))
	case reflect.Pointer:
		v.Set(reflect.ValueOf(rapid.Ptr(rapid.Bool(), true).Draw(t, "pointer")))
	case reflect.String:
		v.SetString(rapid.String().Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int:
		v.SetInt(int64(rapid.Int().Filter(func(n int) bool { return n >= 0 || !m.fromOne }).Draw(t, "int")))
	case reflect.Uint32:
		v.SetUint(uint64(rapid.Uint32().Draw(t, "uint32")))
	case reflect.Uint8:
		drawEnum(t, v, m)
	}
}

// drawEnum sets an enumeration to a value of its set, where m requires it to one that has a text.
func drawEnum(t *rapid.T, v reflect.Value, m member) {
	texts := []string{"enterprise", "basic", "2024-03", "2026-02", "VPC", "VBR", "VPN", "CCN", "ECR", "Peer", "System", "Custom",
		"BGP", "Static", "ingress", "egress", "permit", "deny", "IPv4", "IPv6", "include", "complete", "contain", "additive",
		"replace", "Attachment", "Ecr", "TR", "ECMP", "NearBy", "match", "incremental"}
	enum := v.Addr().Interface().(interface{ UnmarshalText([]byte) error })
	fits := texts[:0:0]
	for _, text := range texts {
		if enum.UnmarshalText([]byte(text)) == nil {
			fits = append(fits, text)
		}
	}
	if !m.required && hasNoText(reflect.Zero(v.Type())) {
		fits = append(fits, "")
	}
	if err := enum.UnmarshalText([]byte(rapid.SampledFrom(fits).Draw(t, "enum"))); err != nil {
		t.Fatal(err)
	}
}

// drawPrefix returns a canonical prefix.
func drawPrefix(t *rapid.T) netip.Prefix {
	size := rapid.SampledFrom([]int{4, 16}).Draw(t, "size")
	addr, _ := netip.AddrFromSlice(rapid.SliceOfN(rapid.Byte(), size, size).Draw(t, "address"))
	if addr.Is4In6() {
		addr = addr.Unmap()
	}
	prefix, err := addr.Prefix(rapid.IntRange(0, addr.BitLen()).Draw(t, "bits"))
	if err != nil {
		t.Fatal(err)
	}
	return prefix
}

func TestExampleDocument(t *testing.T) {
	data, err := os.ReadFile("testdata/document.json")
	if err != nil {
		t.Fatal(err)
	}
	n, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	checkRoundTrip(t, n)
	if violations, _ := n.Validate(); len(violations) > 0 {
		t.Errorf("the document is refused:\n%v", violations)
	}
	east := n.TransitRouters[0].RouteTables[0]
	got := []any{n.Rules, east.Routes[1], east.Policies[0].Match.Communities, *n.VPCs[0].RouteTables[1].ReceiveRoutes,
		n.VPCs[0].RouteTables[0].Routes[0], n.VBRs[1].Routes[0].ASPath, n.ECRs[0].Modes, n.Attachments[6].Kind, n.Down}
	want := []any{rule.Edition2026, StaticRoute{Prefix: netip.MustParsePrefix("198.51.100.0/24"), Blackhole: true},
		policy.CommunitiesMatch{List: []route.Community{65020<<16 | 100, 65020<<16 | 200}, Mode: policy.Contain}, false,
		VPCRoute{Prefix: netip.MustParsePrefix("0.0.0.0/0"), NextHop: "ngw-web", NextHopType: ToNatGateway,
			Publish: []Publication{PublishTR}},
		route.ASPath{65030}, map[string]TransitMode{"cn-hangzhou": NearBy}, attach.ECR,
		[]string{"vco-branch", "att-shops"}}
	if diff := cmp.Diff(want, got, exactPrefixes); diff != "" {
		t.Errorf("the document reads as something else (-want +got):\n%s", diff)
	}
}

func TestEmptyDocumentIsTheZeroNetwork(t *testing.T) {
	for _, data := range []string{`{}`, " {\n}\r\n\t", `{"rules": "2024-03"}`} {
		if n, err := Parse([]byte(data)); err != nil || !reflect.ValueOf(n).IsZero() {
			t.Errorf("%q: %v, %+v, want the zero Network", data, err, n)
		}
	}
}

func TestFormatIsIndentedByOneSpace(t *testing.T) {
	n := Network{Grants: []Grant{{Instance: "a<b", To: "1"}}}
	const want = `{
 "rules": "2024-03",
 "grants": [
  {
   "instance": "a<b",
   "to": "1"
  }
 ]
}
`
	if got := string(Format(n)); got != want {
		t.Errorf("Format = %s, want %s", got, want)
	}
}

func TestValuesOutsideTheModelAreWrittenSoThatParseRefuses(t *testing.T) {
	for path, n := range map[string]Network{
		"rules":               {Rules: 9},
		"attachments[0].kind": {Attachments: []Attachment{{Kind: 99}}},
		"vpcs[0].services[0]": {VPCs: []VPC{{Services: []netip.Prefix{{}}}}},
		"vpcs[0].services[1]": {VPCs: []VPC{{Services: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"),
			netip.MustParsePrefix("10.0.0.1/8")}}}},
		"ecrs[0].modes.cn-beijing": {ECRs: []ECR{{Modes: map[string]TransitMode{"cn-beijing": 7}}}},
	} {
		if _, err := Parse(Format(n)); !violatesExactly(err, path) {
			t.Errorf("error %v, want one at %s", err, path)
		}
	}
}

// violatesExactly tells whether an error is violations at exactly the given paths.
func violatesExactly(err error, paths ...string) bool {
	var violations Violations
	errors.As(err, &violations)
	var got []string
	for _, v := range violations {
		got = append(got, v.Path)
	}
	return cmp.Equal(got, paths)
}

func TestUnmarshalLeavesTheNetworkAloneOnAnError(t *testing.T) {
	n := Network{Down: []string{"vbr-1"}}
	err := json.Unmarshal([]byte(`{"down": ["a"], "Down": []}`), &n)
	if !violatesExactly(err, "Down") || !cmp.Equal(n.Down, []string{"vbr-1"}) {
		t.Errorf("error %v, down now %q", err, n.Down)
	}
	if err := json.Unmarshal([]byte(`{"down": ["a"]}`), &n); err != nil || !cmp.Equal(n, Network{Down: []string{"a"}}) {
		t.Errorf("error %v, network now %+v", err, n)
	}
}

func TestUnmarshalIsStrictThroughADecoder(t *testing.T) {
	var n Network
	d := json.NewDecoder(strings.NewReader(`{"grants": [{"instance": "x", "instance": "y", "to": null}]}`))
	if err := d.Decode(&n); !violatesExactly(err, "grants[0].instance", "grants[0].to") {
		t.Errorf("error %v", err)
	}
}

func BenchmarkParse(b *testing.B) {
	data := append([]byte(`{"dataCenters": [{"id": "idc", "asn": 65001, "prefixes": [`),
		bytes.Repeat([]byte(`"10.0.0.0/16", `), 100_000)...)
	data = append(data, `"10.0.0.0/16"]}]}`...)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}
