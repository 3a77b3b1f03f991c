package topology

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// anyText draws an ID, region or account: of validNetwork, so that references meet something, or of nothing.
var anyText = rapid.SampledFrom([]string{"", "x", "y", "local", "blackhole", "1001", "1002", "cen-1", "cen-2", "cn-hangzhou", "cn-shanghai",
	"tr-hz", "tr-sh", "tr-bj", "vtb-hz", "vtb-hz-2", "vtb-sh", "vtb-bj", "pl-1", "vpc-1", "vpc-2", "vpc-3", "vpc-3/system", "vtb-vpc-1",
	"vtb-vpc-1b", "ecs-fw", "vbr-1", "vbr-2", "vco-1", "ccn-1", "sag-1", "idc-1", "idc-2", "ecr-1", "ecr-1@cn-shanghai", "att-vpc-1", "att-vbr-1",
	"att-vpn-1", "att-ecr-1", "att-ccn-1", "peer-hz-sh", "peer-hz-bj", "pcc-1", "ngw-1", "a.b[3].c]", "\xff%s\n"})

// anyPrefix draws prefixes that overlap often, and ones that are none.
var anyPrefix = rapid.Custom(func(t *rapid.T) netip.Prefix {
	switch rapid.IntRange(0, 9).Draw(t, "form") {
	case 0:
		return netip.Prefix{}
	case 1:
		return netip.PrefixFrom(netip.MustParseAddr("fe80::1%eth0"), rapid.IntRange(-5, 200).Draw(t, "bits"))
	case 2:
		return netip.PrefixFrom(netip.MustParseAddr("::ffff:10.0.0.0"), rapid.IntRange(0, 128).Draw(t, "bits"))
	case 3:
		return netip.PrefixFrom(netip.MustParseAddr("2001:db8::"), rapid.IntRange(0, 128).Draw(t, "bits")).Masked()
	}
	base := rapid.SampledFrom([]string{"10.0.0.0", "10.99.0.0", "100.64.0.0", "192.168.1.0", "192.168.4.0", "224.0.0.0", "0.0.0.0"}).Draw(t, "base")
	p := netip.PrefixFrom(netip.MustParseAddr(base), rapid.IntRange(-1, 33).Draw(t, "bits"))
	if rapid.Bool().Draw(t, "masked") {
		p = p.Masked()
	}
	return p
})

// damage makes up to n random changes to what a value holds, at any depth.
func damage(t *rapid.T, v reflect.Value, n int) {
	for range rapid.IntRange(1, n).Draw(t, "changes") {
		damageOnce(t, v)
	}
}

func damageOnce(t *rapid.T, v reflect.Value) {
	if v.Type() == reflect.TypeFor[netip.Prefix]() {
		v.Set(reflect.ValueOf(anyPrefix.Draw(t, "prefix")))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		damageOnce(t, v.Field(rapid.IntRange(0, v.NumField()-1).Draw(t, "field")))
	case reflect.Slice:
		damageSlice(t, v)
	case reflect.String:
		v.SetString(anyText.Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(-2, 1<<40).Draw(t, "int")))
	case reflect.Uint8, reflect.Uint32:
		v.SetUint(uint64(rapid.Uint8().Draw(t, "uint")))
	case reflect.Pointer:
		v.SetZero()
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]TransitMode{anyText.Draw(t,
			"region"): TransitMode(rapid.Uint8().Draw(t, "mode"))}))
	}
}

func damageSlice(t *rapid.T, v reflect.Value) {
	if v.Len() == 0 {
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	}
	i := rapid.IntRange(0, v.Len()-1).Draw(t, "element")
	switch rapid.IntRange(0, 6).Draw(t, "change") {
	case 0:
		v.Set(reflect.AppendSlice(v.Slice3(0, i, i), v.Slice(i+1, v.Len()))) // removed

	case 1:
		v.Set(reflect.Append(v.Slice3(0, v.Len(), v.Len()), v.Index(i))) // doubled
	case 2:
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	default:
		damageOnce(t, v.Index(i))
	}
}

// checkFindings holds what is true of the findings of every network: they are in document order, their paths lead to
// something in the document, their rules are in the catalogue, and they are the same every time.
func checkFindings(t *rapid.T, n *Network) {
	violations, warnings := n.Validate()
	again, warningsAgain := n.Validate()
	if diff := cmp.Diff(violations, again) + cmp.Diff(warnings, warningsAgain); diff != "" {
		t.Fatalf("a second run found something else: %s", diff)
	}
	var all []Warning
	for _, v := range violations {
		all = append(all, Warning(v))
	}
	for i, w := range append(all, warnings...) {
		if _, known := rule.Lookup(w.Rule); w.Rule != "" && !known {
			t.Fatalf("rule %q of %+v is not in the catalogue", w.Rule, w)
		}
		if w.Message == "" || strings.Contains(w.Message, "%!") {
			t.Fatalf("message of %+v", w)
		}
		if err := resolvePath(reflect.ValueOf(*n), w.Path); err != nil {
			t.Fatalf("path of %+v: %v", w, err)
		}
		if i > 0 && i != len(all) && i < len(all) && slices.Compare(documentOrder(all[i-1].Path), documentOrder(w.Path)) > 0 {
			t.Fatalf("%s comes before %s", all[i-1].Path, w.Path)
		}
	}
}

// resolvePath follows a path into a value.
func resolvePath(v reflect.Value, path string) error {
	for path != "" {
		if v.Kind() == reflect.Map {
			if !v.MapIndex(reflect.ValueOf(path)).IsValid() {
				return fmt.Errorf("no key %q", path)
			}
			return nil
		}
		var name string
		name, path, _ = strings.Cut(path, ".")
		name, index, indexed := strings.Cut(strings.TrimSuffix(name, "]"), "[")
		number, _ := fieldNamed(v.Type(), name)
		if v.Kind() != reflect.Struct || number == v.NumField() {
			return fmt.Errorf("%v has no field %q", v.Type(), name)
		}
		if v = v.Field(number); !indexed {
			continue
		}
		i, err := strconv.Atoi(index)
		if err != nil || i >= v.Len() {
			return fmt.Errorf("no element %q of %q", index, name)
		}
		v = v.Index(i)
	}
	return nil
}

func TestAnyNetworkIsValidated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := new(Network)
		damage(t, reflect.ValueOf(n).Elem(), 200)
		checkFindings(t, n)
	})
}

func TestDamagedNetworkIsValidated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := validNetwork()
		damage(t, reflect.ValueOf(n).Elem(), 8)
		checkFindings(t, n)
	})
}

const many = 100_000

// address returns the i-th host of a range, not in order.
func address(first byte, i int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{first, byte(i), byte(i >> 8), byte(i >> 16)}), 32)
}

// A network with 100,000 of everything and nothing wrong is validated: nothing compares each with each.
func TestLargeNetwork(t *testing.T) {
	n := validNetwork()
	table := hangzhou(n)
	list := PrefixList{ID: "pl-x", NextHop: "att-vbr-1"}
	crowd := VPC{ID: "vpc-crowd", Region: "cn-hangzhou"}
	dc := &n.DataCenters[0]
	for i := range many {
		id := fmt.Sprint("vpc-x", i)
		table.Routes = append(table.Routes, StaticRoute{Prefix: address(20, i), NextHop: "att-vpc-1"})
		list.Prefixes = append(list.Prefixes, address(21, i))
		crowd.VSwitches = append(crowd.VSwitches, VSwitch{CIDR: address(23, i)})
		n.VPCs[vpc1].RouteTables[0].Routes = append(n.VPCs[vpc1].RouteTables[0].Routes, VPCRoute{Prefix: address(24, i), NextHop: "att-vpc-1"})
		dc.Prefixes = append(dc.Prefixes, address(25, i))
		dc.Sessions[2].Prefixes = append(dc.Sessions[2].Prefixes, address(25, i))
		n.VBRs[vbr1].Routes = append(n.VBRs[vbr1].Routes, ExternalRoute{Prefix: address(26, i), Type: route.BGP, ASPath: route.ASPath{65001}})
		n.VPCs = append(n.VPCs, VPC{ID: id, Region: "cn-shanghai", Owner: "1003",
			VSwitches: []VSwitch{{CIDR: address(27, i)}}})
		attachTo(n, Attachment{ID: "att-" + id, Kind: attach.VPC, TransitRouter: "tr-sh", Instance: id,
			Association: "vtb-sh", Propagations: []string{"vtb-sh"}})
		n.ECRs[0].Associations = append(n.ECRs[0].Associations, Association{VPC: id})
		n.Grants = append(n.Grants, Grant{Instance: id, To: "1001"}, Grant{Instance: id, To: "1002"})
		n.Down = append(n.Down, id)
	}
	table.PrefixLists = append(table.PrefixLists, list)
	n.VPCs = append(n.VPCs, crowd)
	violations, warnings := n.Validate()
	if len(violations) != 0 || len(warnings) != 1 || warnings[0].Rule != "TR-1.11" {
		t.Errorf("%d violations, warnings %v, want the limit of custom routes alone", len(violations), warnings)
	}
}

// The same where all of it is wrong: 100,000 prefixes inside others, routes that conflict, sessions of one name.
func TestLargeBrokenNetwork(t *testing.T) {
	n := validNetwork()
	n.VPCs[vpc3].VSwitches = []VSwitch{{CIDR: cidr("28.0.0.0/8")}}
	dc := &n.DataCenters[1]
	table := hangzhou(n)
	for i := range many {
		n.VPCs[vpc3].VSwitches = append(n.VPCs[vpc3].VSwitches, VSwitch{CIDR: address(28, i)})
		table.Routes = append(table.Routes, StaticRoute{Prefix: cidr("192.0.2.0/24"), NextHop: "att-vbr-1"})
		dc.Sessions = append(dc.Sessions, Session{To: "vbr-1"})
		n.Attachments[attCCN1].Propagations = append(n.Attachments[attCCN1].Propagations, "vtb-bj")
	}
	violations, _ := n.Validate()
	if want := 4*many - 2; len(violations) != want {
		t.Errorf("%d violations, want %d", len(violations), want)
	}
}

func BenchmarkValidate(b *testing.B) {
	n := validNetwork()
	b.ReportAllocs()
	for b.Loop() {
		n.Validate()
	}
}

func BenchmarkValidateMillionPrefixes(b *testing.B) {
	dc := DataCenter{ID: "idc-1", ASN: 65001}
	for i := range 1_000_000 {
		dc.Prefixes = append(dc.Prefixes,
			netip.PrefixFrom(netip.AddrFrom4([4]byte{20, byte(i >> 16), byte(i >> 8), byte(i)}), 32))
	}
	n := &Network{DataCenters: []DataCenter{dc}}
	for b.Loop() {
		n.Validate()
	}
}

// A prefix has host bits if it is another one without them. One bit is set, anywhere, beside every length.
func TestHostBits(t *testing.T) {
	for _, size := range []int{32, 128} {
		for bit := range size {
			bytes := make([]byte, size/8)
			bytes[bit/8] = 128 >> (bit % 8)
			addr, _ := netip.AddrFromSlice(bytes)
			for length := range size + 1 {
				p := netip.PrefixFrom(addr, length)
				if want := p != p.Masked(); hasHostBits(p) != want {
					t.Fatalf("%v has host bits: %v, want %v", p, !want, want)
				}
			}
		}
	}
}
