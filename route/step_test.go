package route

import (
	"strings"
	"testing"

	"github.com/cenroute/cenroute/route/rule"
)

func TestStepsAreAClosedSet(t *testing.T) {
	seen := make(map[string]Step)
	for s := NoStep; s <= DataCenterPreference; s++ {
		text, err := s.MarshalText()
		if err != nil || len(text) == 0 {
			t.Fatalf("%d: text %q, error %v", uint8(s), text, err)
		}
		if other, again := seen[string(text)]; again {
			t.Errorf("%d and %d are both %q", uint8(s), uint8(other), text)
		}
		seen[string(text)] = s
		var back Step
		if err := back.UnmarshalText(text); err != nil || back != s {
			t.Errorf("%q reads as %d, error %v, want %d", text, uint8(back), err, uint8(s))
		}
		if _, known := rule.Lookup(s.Rule()); known != (s != NoStep) {
			t.Errorf("%v: rule %q in the catalogue: %v", s, s.Rule(), known)
		}
		if (s.Status() != Active) != (s != NoStep) {
			t.Errorf("%v: status %v", s, s.Status())
		}
	}
}

func TestStepOutsideTheSet(t *testing.T) {
	s := DataCenterPreference + 1
	if s.String() != "Step(24)" || s.Rule() != "" || s.Status() != Active {
		t.Errorf("got %q, rule %q, status %v", s, s.Rule(), s.Status())
	}
	if int(s) != len(steps) {
		t.Errorf("%d is not the first value outside the set", s)
	}
	back := Width
	if err := back.UnmarshalText([]byte("bad luck")); err == nil || !strings.Contains(err.Error(), `"bad luck"`) || back != Width {
		t.Errorf("read as %v, error %v", back, err)
	}
}

// Conflicts are told from ranked losses (TR-3.2.2, TR-3.2.4, E-2.11).
func TestStepStatus(t *testing.T) {
	for s, want := range map[Step]Status{
		Configured: Rejected, VPCConflict: Rejected, VPCUnique: Rejected, EqualVPC: Conflicting,
		RouteType: Standby, LocalRegion: Standby, Width: Standby, VPCOverTransitRouter: Standby, OwnRoute: Standby,
	} {
		if got := s.Status(); got != want {
			t.Errorf("%v: %v, want %v", s, got, want)
		}
	}
}
