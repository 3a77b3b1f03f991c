package attach_test

import (
	"encoding/json"
	"testing"

	"github.com/cenroute/cenroute/attach"
)

func TestKindText(t *testing.T) {
	kinds := []attach.Kind{attach.None, attach.VPC, attach.VBR, attach.VPN, attach.CCN, attach.ECR, attach.Peer}
	const want = `["","VPC","VBR","VPN","CCN","ECR","Peer"]`
	if got, err := json.Marshal(kinds); err != nil || string(got) != want {
		t.Errorf("kinds marshal to %s, %v, want %s", got, err, want)
	}
	var back []attach.Kind
	if err := json.Unmarshal([]byte(want), &back); err != nil {
		t.Fatal(err)
	}
	for i, kind := range kinds {
		if back[i] != kind {
			t.Errorf("%q reads as %d, want %d", kind, back[i], kind)
		}
	}
}

func TestEditionText(t *testing.T) {
	for edition, want := range map[attach.Edition]string{attach.Enterprise: "enterprise", attach.Basic: "basic"} {
		var back attach.Edition
		if err := back.UnmarshalText([]byte(want)); err != nil || back != edition || edition.String() != want {
			t.Errorf("%q reads as %d, %v and is written %q", want, back, err, edition)
		}
	}
}

func TestUnknownTextIsAnError(t *testing.T) {
	kind, edition := attach.CCN, attach.Basic
	for _, text := range []string{"vpc", "peer", "TR", "Kind(1)"} {
		if err := kind.UnmarshalText([]byte(text)); err == nil || kind != attach.CCN {
			t.Errorf("Kind %q: %v, value now %v", text, err, kind)
		}
	}
	for _, text := range []string{"", "Enterprise", "standard"} {
		if err := edition.UnmarshalText([]byte(text)); err == nil || edition != attach.Basic {
			t.Errorf("Edition %q: %v, value now %v", text, err, edition)
		}
	}
}
