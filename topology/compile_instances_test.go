package topology

import "testing"

// The cloud-side ASN of a circuit is its own, else that of the ECR it is on, else 45104 (TR-6.2, E-1.3, E-1.5).
func TestCloudSideASN(t *testing.T) {
	x := newIndex(&Network{
		VBRs: []VBR{{ID: "on-ecr"}, {ID: "own"}, {ID: "plain"}, {ID: "alone"}},
		ECRs: []ECR{{ID: "ecr-1", ASN: 64600, VBRs: []string{"on-ecr", "own"}}, {ID: "ecr-2", VBRs: []string{"plain"}}},
	})
	c := &compiler{index: x}
	for id, want := range map[string]uint32{"on-ecr": 64600, "plain": 45104, "alone": 45104} {
		if got := c.circuitASN(&VBR{ID: id}); got != want {
			t.Errorf("%s: got %d, want %d", id, got, want)
		}
	}
	if got := c.circuitASN(&VBR{ID: "own", ASN: 64700}); got != 64700 {
		t.Errorf("own: got %d, want 64700", got)
	}
}
