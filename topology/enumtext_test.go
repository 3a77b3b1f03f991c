package topology

import (
	"encoding"
	"encoding/json"
	"testing"
)

// TestEnumTexts holds the spelling of the VPC API for next hop types, and of the document format for the others.
func TestEnumTexts(t *testing.T) {
	got, err := json.Marshal([]any{
		NoNextHopType, ToAttachment, ToInstance, ToNetworkInterface, ToHaVip, ToNatGateway, ToVpnGateway, ToIpv4Gateway,
		ToIPv6Gateway, ToVpcPeer, ToRouterInterface, ToEcr, ToGatewayLoadBalancerEndpoint,
		PublishTR, PublishECR, ECMP, NearBy, MatchMode, IncrementalMode,
	})
	const want = `["","Attachment","Instance","NetworkInterface","HaVip","NatGateway","VpnGateway","Ipv4Gateway",` +
		`"IPv6Gateway","VpcPeer","RouterInterface","Ecr","GatewayLoadBalancerEndpoint",` +
		`"TR","ECR","ECMP","NearBy","match","incremental"]`
	if err != nil || string(got) != want {
		t.Errorf("texts %s, %v, want %s", got, err, want)
	}
}

func TestUnknownEnumTextIsAnError(t *testing.T) {
	hop, publication, transit, prefixes := ToEcr, PublishECR, NearBy, IncrementalMode
	tests := []struct {
		into encoding.TextUnmarshaler
		text string
	}{
		{&hop, "ECR"}, {&hop, "IPv4Gateway"}, {&publication, "tr"}, {&transit, "Nearby"}, {&transit, ""},
		{&prefixes, "Match"}, {&prefixes, ""},
	}
	for _, test := range tests {
		if err := test.into.UnmarshalText([]byte(test.text)); err == nil {
			t.Errorf("%T %q accepted", test.into, test.text)
		}
	}
	if hop != ToEcr || publication != PublishECR || transit != NearBy || prefixes != IncrementalMode {
		t.Error("a refused text changed the value")
	}
}
