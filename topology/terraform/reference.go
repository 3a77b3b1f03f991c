package terraform

import (
	"strconv"
	"strings"
)

// A step is one part of a reference: a name and the index behind it, if there is one.
type step struct {
	name  string
	index any // nil, int or string
}

// splitReference cuts a reference or address into its steps, at the dots that are outside of brackets and quotes.
// For example `module.a["x.y"].local.list[0]` has the steps module, a["x.y"], local and list[0].
func splitReference(reference string) []step {
	var steps []step
	start, depth, quoted := 0, 0, false
	for i := 0; i < len(reference); i++ {
		switch c := reference[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == '.' && depth == 0:
			steps = append(steps, makeStep(reference[start:i]))
			start = i + 1
		}
	}
	if start < len(reference) {
		steps = append(steps, makeStep(reference[start:]))
	}
	return steps
}

// makeStep reads "name", "name[0]" or `name["key"]`. Of several indexes the first counts.
func makeStep(text string) step {
	name, rest, indexed := strings.Cut(text, "[")
	if !indexed {
		return step{name: name}
	}
	if key, err := strconv.QuotedPrefix(rest); err == nil {
		key, _ = strconv.Unquote(key)
		return step{name, key}
	}
	number, _, _ := strings.Cut(rest, "]")
	if i, err := strconv.Atoi(number); err == nil {
		return step{name, i}
	}
	return step{name: name}
}

func (s step) String() string {
	switch index := s.index.(type) {
	case int:
		return s.name + "[" + strconv.Itoa(index) + "]"
	case string:
		return s.name + "[" + strconv.Quote(index) + "]"
	}
	return s.name
}

// joinSteps is the inverse of splitReference.
func joinSteps(steps []step) string {
	texts := make([]string, len(steps))
	for i, s := range steps {
		texts[i] = s.String()
	}
	return strings.Join(texts, ".")
}

// withoutIndexes returns an address without any index.
func withoutIndexes(address string) string {
	if !strings.Contains(address, "[") {
		return address
	}
	steps := splitReference(address)
	for i := range steps {
		steps[i].index = nil
	}
	return joinSteps(steps)
}

// parentModule returns the address of the module instance around one, and the step of the call: the name of the call
// and the index of the instance. It is false for the root module.
func parentModule(address string) (string, step, bool) {
	steps := splitReference(address)
	if len(steps) < 2 {
		return "", step{}, false
	}
	return joinSteps(steps[:len(steps)-2]), steps[len(steps)-1], true
}

// references returns the references of an expression of a configuration, in order, each as long as it is written.
// Terraform lists behind each reference the shorter ones that it begins with: those are left out.
func references(expression any) []string {
	object, _ := expression.(map[string]any)
	list, _ := object["references"].([]any)
	var full []string
	last := ""
	for _, element := range list {
		reference := textOf(element)
		if reference != "" && !extends(last, reference) {
			full = append(full, reference)
		}
		last = reference
	}
	return full
}

// extends tells whether a reference continues a shorter one.
func extends(long, short string) bool {
	rest, ok := strings.CutPrefix(long, short)
	return ok && rest != "" && (rest[0] == '.' || rest[0] == '[')
}

// nestedReferences returns the references of every expression inside blocks, for one attribute of these.
func nestedReferences(expression any, attribute string) []string {
	var all []string
	for _, block := range objectsOf(expression) {
		all = append(all, references(block[attribute])...)
	}
	return all
}
