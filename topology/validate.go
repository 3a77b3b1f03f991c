package topology

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cenroute/cenroute/route/rule"
)

// Validate returns every violation of the network and every warning about it, each in document order. A network without
// violations can be built in the cloud as it is written; a warning is about a documented limit that is exceeded (D-11),
// a part without effect, or a part that the library does not model (D-12). Both are a function of the network alone.
// Any value is accepted, whatever it holds: a nil Network has no violations, and a value outside an enumeration is one.
// What only a stable state can show (an aggregate that equals a learned route, equal vSwitches of two VPCs) is a matter
// of the state, not of Validate.
//
// An owner that is empty is unknown: no grant is asked of it. ECRs without owner count as those of one account (E-1.4).
func (n *Network) Validate() (Violations, []Warning) {
	if n == nil {
		return nil, nil
	}
	return newIndex(n).validate()
}

// validate does it for the network that is indexed.
func (x *index) validate() (Violations, []Warning) {
	v := &validator{index: x}
	v.indexGrants()
	v.checkIDs()
	v.checkEdition()
	v.checkTransitRouters()
	v.checkVPCs()
	v.checkVBRs()
	v.checkVPNs()
	v.checkCCNs()
	v.checkDataCenters()
	v.checkECRs()
	v.checkAttachments()
	v.checkSynchronization()
	v.checkPeerings()
	v.checkVPCPeerings()
	v.checkGrants()
	v.checkDown()
	sortByPath(v.violations, func(f Violation) string { return f.Path })
	sortByPath(v.warnings, func(f Warning) string { return f.Path })
	return v.violations, v.warnings
}

// A validator collects what is wrong with one network.
type validator struct {
	*index
	violations Violations
	warnings   []Warning
	grants     grantIndex
	vswitches  map[vpcBlock]bool // made by hasVSwitch
	sessions   map[link]bool     // made by hasSession
}

// refuse adds a violation. The rule is empty for what no rule of the cloud has to forbid, such as a dangling reference.
func (v *validator) refuse(at place, id rule.ID, format string, args ...any) {
	v.violations = append(v.violations, Violation{Path: at.String(), Message: fmt.Sprintf(format, args...), Rule: id})
}

// warn adds a warning.
func (v *validator) warn(at place, id rule.ID, format string, args ...any) {
	v.warnings = append(v.warnings, Warning{Path: at.String(), Message: fmt.Sprintf(format, args...), Rule: id})
}

// require refuses a text that is empty.
func (v *validator) require(at place, name, value string) {
	if value == "" {
		v.refuse(at.in(name), "", "%s is missing", name)
	}
}

// forRepeated calls report for each of a number of things that equals one before, with the index of the first of these.
// It takes things in ascending order, as most long lists are, without storing anything.
func forRepeated(number int, compare func(i, j int) int, report func(i, first int)) {
	if ascending(number, compare) {
		return
	}
	order := make([]int, number)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(compare(i, j), cmp.Compare(i, j)) })
	for k, first := 1, 0; k < number; k++ {
		if compare(order[first], order[k]) == 0 {
			report(order[k], order[first])
		} else {
			first = k
		}
	}
}

// ascending reports whether each of a number of things is greater than the one before.
func ascending(number int, compare func(i, j int) int) bool {
	for i := 1; i < number; i++ {
		if compare(i-1, i) >= 0 {
			return false
		}
	}
	return true
}

// checkEdition refuses an edition of the rules that does not exist.
func (v *validator) checkEdition() {
	if v.net.Rules > rule.Edition2026 {
		v.refuse(place{}.in("rules"), "", "there is no edition %v of the rules", v.net.Rules)
	}
}

// since2026 refuses a feature that the older edition of the rules does not know, and names both editions.
func (v *validator) since2026(at place, id rule.ID, feature string) {
	if v.net.Rules == rule.Edition2024 {
		v.refuse(at, id, "%s exists only since edition %v of the rules, the network follows edition %v",
			feature, rule.Edition2026, rule.Edition2024)
	}
}

// A place is a path in the document, as a value that costs nothing until it is written: each step knows the one around
// it. The zero place is the whole document. A place must be written, not handed to refuse as an argument of the
// message, or the compiler puts it on the heap before anything is wrong.
type place struct {
	around *place // nil: the whole document
	name   string // of a field
	index  int    // of an element of it, -1: the field itself
}

// in returns the place of a field.
func (p place) in(name string) place { return place{&p, name, -1} }

// at returns the place of an element of a field.
func (p place) at(name string, i int) place { return place{&p, name, i} }

// String writes the place as it is quoted, for example "attachments[2].propagations[0]".
func (p place) String() string { return string(p.appendTo(nil)) }

func (p *place) appendTo(text []byte) []byte {
	if p.around == nil {
		return text
	}
	text = p.around.appendTo(text)
	if len(text) > 0 {
		text = append(text, '.')
	}
	text = append(text, p.name...)
	if p.index >= 0 {
		text = append(strconv.AppendInt(append(text, '['), int64(p.index), 10), ']')
	}
	return text
}

// sortByPath puts findings into document order. Findings at one place keep the order in which they were made.
func sortByPath[F any](findings []F, path func(F) string) {
	type keyed struct {
		order   []int
		finding F
	}
	list := make([]keyed, len(findings))
	for i, f := range findings {
		list[i] = keyed{documentOrder(path(f)), f}
	}
	slices.SortStableFunc(list, func(a, b keyed) int { return slices.Compare(a.order, b.order) })
	for i := range list {
		findings[i] = list[i].finding
	}
}

// documentOrder returns the position of a path: of each step the number of its field in its type, and the index.
func documentOrder(path string) []int {
	var order []int
	t := reflect.TypeFor[Network]()
	for s := range strings.SplitSeq(path, ".") {
		name, index, _ := strings.Cut(strings.TrimSuffix(s, "]"), "[")
		number, field := fieldNamed(t, name)
		i, _ := strconv.Atoi(index)
		order, t = append(order, number, i), field
	}
	return order
}

// fieldNamed returns the number of the field that JSON calls by a name and the type of the field or of its elements.
// A name that the type does not know comes after all others.
func fieldNamed(t reflect.Type, name string) (int, reflect.Type) {
	if t.Kind() != reflect.Struct {
		return 0, t
	}
	for i := range t.NumField() {
		tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if tag != name {
			continue
		}
		field := t.Field(i).Type
		for field.Kind() == reflect.Slice || field.Kind() == reflect.Map || field.Kind() == reflect.Pointer {
			field = field.Elem()
		}
		return i, field
	}
	return t.NumField(), t
}
