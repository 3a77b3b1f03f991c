package rule

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

var idForm = regexp.MustCompile(`^(TR-\d+(\.\d+){0,2}|P-\d+(\.\d+[a-z]?)?|E-\d+(\.\d+){0,2}|E-M-\d+|D-\d+)$`)

// place is an ID taken apart for comparison: "P-1.4a" is reference 1, numbers 1 and 4, letter "a".
type place struct {
	reference int
	numbers   []int
	letter    string
}

func placeOf(t *testing.T, id ID) place {
	t.Helper()
	for i, reference := range []string{"TR-", "P-", "E-M-", "E-", "D-"} {
		rest, ok := strings.CutPrefix(string(id), reference)
		if !ok {
			continue
		}
		digits := strings.TrimRightFunc(rest, unicode.IsLower)
		p := place{reference: []int{0, 1, 3, 2, 4}[i], letter: rest[len(digits):]}
		for number := range strings.SplitSeq(digits, ".") {
			n, err := strconv.Atoi(number)
			if err != nil {
				t.Fatalf("%s: %v", id, err)
			}
			p.numbers = append(p.numbers, n)
		}
		return p
	}
	t.Fatalf("%s belongs to no reference", id)
	return place{}
}

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.reference, b.reference), slices.Compare(a.numbers, b.numbers),
		cmp.Compare(a.letter, b.letter))
}

func TestIDsAreWellFormedAndUnique(t *testing.T) {
	seen := map[ID]bool{}
	for r := range All() {
		if !idForm.MatchString(string(r.ID)) {
			t.Errorf("%q is not the form of an ID", r.ID)
		}
		if seen[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		seen[r.ID] = true
	}
}

func TestAllIsInDocumentOrder(t *testing.T) {
	var before ID
	for r := range All() {
		if before != "" && comparePlaces(placeOf(t, before), placeOf(t, r.ID)) >= 0 {
			t.Errorf("%s stands before %s", before, r.ID)
		}
		before = r.ID
	}
}

// TestOrderOfIDs pins the order that TestAllIsInDocumentOrder relies on.
func TestOrderOfIDs(t *testing.T) {
	ordered := []ID{"TR-2", "TR-2.1", "TR-2.1.1", "TR-2.2", "TR-2.10", "TR-10", "P-1.4", "P-1.4a", "P-1.5", "E-9", "E-M-2", "E-M-10", "D-1"}
	for i, a := range ordered {
		for j, b := range ordered {
			if got := comparePlaces(placeOf(t, a), placeOf(t, b)); got != cmp.Compare(i, j) {
				t.Errorf("comparePlaces(%s, %s) = %d, want %d", a, b, got, cmp.Compare(i, j))
			}
		}
	}
}

// The references number their sections and rules from 1 without a gap, apart from chapter 8 of the routing policies,
// which holds worked examples. A rule that got lost would leave one.
func TestNumbersHaveNoGap(t *testing.T) {
	last := map[string]int{}
	for r := range All() {
		p := placeOf(t, r.ID)
		if p.letter != "" {
			continue
		}
		n := p.numbers[len(p.numbers)-1]
		section := fmt.Sprint(p.reference, p.numbers[:len(p.numbers)-1])
		if n != last[section]+1 && r.ID != "P-9" {
			t.Errorf("%s follows number %d of its section", r.ID, last[section])
		}
		last[section] = n
	}
}

func TestReferencesAreThereToTheirEnd(t *testing.T) {
	for _, id := range []ID{"TR-10.6", "P-9.6", "E-8.4", "E-9", "E-M-15", "D-45"} {
		if _, ok := Lookup(id); !ok {
			t.Errorf("%s is missing", id)
		}
	}
}

func TestEveryRuleStandsInASection(t *testing.T) {
	for r := range All() {
		section, _, nested := cutLast(string(r.ID), ".")
		if _, ok := Lookup(ID(section)); nested && !ok {
			t.Errorf("%s has no section %s", r.ID, section)
		}
	}
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func TestStatementsAreSentences(t *testing.T) {
	for r := range All() {
		s := r.Statement
		switch {
		case s == "":
			t.Errorf("%s has no statement", r.ID)
		case !strings.HasSuffix(s, "."):
			t.Errorf("%s does not end with a period: %s", r.ID, s)
		case !unicode.IsUpper(rune(s[0])) && !strings.HasPrefix(s, "vSwitch"):
			t.Errorf("%s starts in lower case: %s", r.ID, s)
		case strings.Join(strings.Fields(s), " ") != s:
			t.Errorf("%s has stray spaces: %q", r.ID, s)
		case strings.Count(s, ". ") > 1 || len(s) > 300:
			t.Errorf("%s is longer than two short sentences: %s", r.ID, s)
		}
	}
}

func TestStatementsDiffer(t *testing.T) {
	seen := map[string]ID{}
	for r := range All() {
		if other, ok := seen[r.Statement]; ok {
			t.Errorf("%s says the same as %s", r.ID, other)
		}
		seen[r.Statement] = r.ID
	}
}

func TestOnlyChoicesLackASource(t *testing.T) {
	for r := range All() {
		if r.Source == "" {
			if r.Confidence != Chosen {
				t.Errorf("%s is %v and has no source", r.ID, r.Confidence)
			}
			continue
		}
		u, err := url.Parse(r.Source)
		if err != nil || u.Scheme != "https" || u.Host == "" || len(u.Path) < 2 {
			t.Errorf("%s has the source %q, not an https address of a page", r.ID, r.Source)
		}
	}
}

func TestConfidenceFollowsTheReferences(t *testing.T) {
	tests := []struct {
		id   ID
		want Confidence
	}{
		{"TR-2.1.1", Documented}, // one association
		{"TR-4.3.1", Documented}, // preference after AS path
		{"TR-2.1.3", Inferred},   // no association, no forwarding
		{"TR-2.3.5", Chosen},     // only Active routes
		{"TR-3.4.5", Chosen},     // scope of blackholes
		{"P-4.1", Documented},    // first match
		{"P-3.12", Inferred},     // destination conditions towards peers
		{"P-4.10", Chosen},       // missing next policy
		{"E-3.1", Documented},    // VBRs with the cloud only
		{"E-5.2.1", Inferred},    // order of selection
		{"E-4.8", Chosen},        // prefix without specific
		{"D-2", Documented},      // no transit
		{"D-3", Chosen},          // no history
	}
	for _, tt := range tests {
		if r, ok := Lookup(tt.id); !ok || r.Confidence != tt.want {
			t.Errorf("Lookup(%s) = %v, %t, want %v", tt.id, r.Confidence, ok, tt.want)
		}
	}
}

func TestFinerDecisionsAndModelChoicesAreNotDocumented(t *testing.T) {
	for n := 16; n <= 45; n++ {
		if r, _ := Lookup(ID(fmt.Sprintf("D-%d", n))); r.Confidence != Inferred {
			t.Errorf("D-%d is %v, want inferred", n, r.Confidence)
		}
	}
	for n := 1; n <= 15; n++ {
		if r, _ := Lookup(ID(fmt.Sprintf("E-M-%d", n))); r.Confidence != Chosen {
			t.Errorf("E-M-%d is %v, want chosen", n, r.Confidence)
		}
	}
}

func TestLookupFindsEveryRule(t *testing.T) {
	for want := range All() {
		if got, ok := Lookup(want.ID); !ok || got != want {
			t.Errorf("Lookup(%s) = %v, %t", want.ID, got, ok)
		}
	}
}

func TestLookupComparesExactly(t *testing.T) {
	for _, id := range []ID{"", "TR", "tr-4.3", "TR-4.3 ", "TR-4.3.", "TR-04.3", "TR-11", "P-8", "E-M", "M-1", "D-0", "D-46"} {
		if r, ok := Lookup(id); ok || r != (Rule{}) {
			t.Errorf("Lookup(%q) = %v, %t, want nothing", id, r, ok)
		}
	}
}

func TestLookupAnswersForTheIDAsked(t *testing.T) {
	ids := slices.Collect(func(yield func(ID) bool) {
		for r := range All() {
			if !yield(r.ID) {
				return
			}
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		id := ID(rapid.OneOf(
			rapid.StringMatching(`(TR|P|E|E-M|D)-\d{1,2}(\.\d{1,2}){0,2}[a-c]?`),
			rapid.Custom(func(t *rapid.T) string { return string(rapid.SampledFrom(ids).Draw(t, "known")) }),
		).Draw(t, "id"))
		r, ok := Lookup(id)
		if ok != slices.Contains(ids, id) {
			t.Fatalf("Lookup(%s) is %t", id, ok)
		}
		if ok && r.ID != id {
			t.Fatalf("Lookup(%s) returned %s", id, r.ID)
		}
	})
}

func TestAllStopsWhenAsked(t *testing.T) {
	n := 0
	for range All() {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("All yielded %d rules, want 3", n)
	}
}
