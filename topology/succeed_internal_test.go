package topology

import (
	"net/netip"
	"slices"
	"testing"
)

// A name that is new changes the numbers of others, not what they stand for: only the prefixes of the new object are
// touched.
func TestNewNamesTouchNothing(t *testing.T) {
	before := isolated(map[string][]string{"vpc-b": {"10.1.0.0/24", "10.2.0.0/24"}, "vpc-c": {"10.3.0.0/24"}})
	n := before.Network().Clone()
	n.VPCs = append(n.VPCs, VPC{ID: "vpc-a", Region: "cn-beijing", VSwitches: []VSwitch{{CIDR: cidr("10.4.0.0/24")}}})
	_, succession := before.compileAfter(newIndex(n))
	if got := succession.Touched(); !slices.Equal(got, []netip.Prefix{cidr("10.4.0.0/24")}) {
		t.Errorf("%v are touched by a new VPC", got)
	}
	n.VPCs = slices.DeleteFunc(n.VPCs, func(v VPC) bool { return v.ID == "vpc-b" })
	_, succession = before.compileAfter(newIndex(n))
	if got := succession.Touched(); !slices.Equal(got, []netip.Prefix{cidr("10.1.0.0/24"), cidr("10.2.0.0/24"), cidr("10.4.0.0/24")}) {
		t.Errorf("%v are touched by a new VPC in place of another one", got)
	}
}
