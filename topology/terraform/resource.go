package terraform

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// A resource is one instance of a resource or data source of the file.
type resource struct {
	address    string
	module     string // address of the instance of the module that it is in, "" for the root module
	base       string // as expressions of the module name it: "alicloud_vpc.main", "data.alicloud_account.current"
	kind       string // its type, with "data." in front for a data source
	index      any    // nil, int or string
	definition string // its address without any index: that of what is written in the configuration
	key        string // the last key of for_each in its address
	rank       int    // its place among its siblings: the instances of one definition in one module instance
	values     map[string]any
	unknown    map[string]any // attributes that are known after apply: true, or the same for the parts of the value
	config     *resourceConfig
}

// managed tells whether the resource is no data source.
func (r *resource) managed() bool { return !strings.HasPrefix(r.kind, "data.") }

// siblings is the address without the index of the resource itself.
func (r *resource) siblings() string { return joinAddress(r.module, r.base) }

func joinAddress(module, base string) string {
	if module == "" {
		return base
	}
	return module + "." + base
}

// isUnknown tells whether an attribute as a whole is known after apply.
func (r *resource) isUnknown(attribute string) bool {
	unknown, _ := r.unknown[attribute].(bool)
	return unknown
}

// text returns an attribute as text, a number as it is written; "" if it is null, not known or of another form.
func (r *resource) text(attribute string) string { return textOf(r.values[attribute]) }

func textOf(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// isTrue tells whether an attribute is known and true.
func (r *resource) isTrue(attribute string) bool {
	v, _ := r.values[attribute].(bool)
	return v
}

// number returns an attribute as a whole number, 0 if it is null, not known or of another form.
func (r *resource) number(attribute string) int { return numberOf(r.values[attribute]) }

func numberOf(value any) int {
	n, err := strconv.ParseInt(textOf(value), 10, 64)
	if err != nil || int64(int(n)) != n {
		return 0
	}
	return int(n)
}

// list returns an attribute that is a list or set.
func (r *resource) list(attribute string) []any {
	list, _ := r.values[attribute].([]any)
	return list
}

// texts returns those elements of a list or set that are known texts, in order.
func (r *resource) texts(attribute string) []string {
	var texts []string
	for _, v := range r.list(attribute) {
		if text := textOf(v); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// blocks returns the blocks of an attribute: a list of objects, or one object.
func (r *resource) blocks(attribute string) []map[string]any { return objectsOf(r.values[attribute]) }

func objectsOf(value any) []map[string]any {
	switch v := value.(type) {
	case map[string]any:
		return []map[string]any{v}
	case []any:
		var blocks []map[string]any
		for _, element := range v {
			block, _ := element.(map[string]any)
			blocks = append(blocks, block)
		}
		return blocks
	}
	return nil
}

// collect appends the resources of a module and of the modules inside it.
func collect(list []*resource, m *moduleValues) []*resource {
	for i := range m.Resources {
		list = append(list, newResource(m.Address, &m.Resources[i]))
	}
	for i := range m.ChildModules {
		list = collect(list, &m.ChildModules[i])
	}
	return list
}

func newResource(module string, v *resourceValues) *resource {
	r := &resource{address: v.Address, module: module, kind: v.Type, values: v.Values}
	if v.Mode == "data" {
		r.kind = "data." + v.Type
	}
	r.base = r.kind + "." + v.Name
	switch index := v.Index.(type) {
	case string:
		r.index = index
	case json.Number:
		r.index = numberOf(index)
	}
	r.definition, r.key = withoutIndexes(r.address), lastKey(r.address)
	return r
}

// lastKey returns the last key of for_each in an address, "" if there is none.
func lastKey(address string) string {
	for _, s := range slices.Backward(splitReference(address)) {
		if key, ok := s.index.(string); ok {
			return key
		}
	}
	return ""
}

// compareResources orders resources by module, then by name, then by index, a number before a text.
func compareResources(a, b *resource) int {
	return cmp.Or(
		compareAddresses(a.module, b.module), cmp.Compare(a.base, b.base), compareIndexes(a.index, b.index), cmp.Compare(a.address, b.address))
}

// compareAddresses orders addresses of modules, module by module, so that [2] stands before [10].
func compareAddresses(a, b string) int {
	return slices.CompareFunc(splitReference(a), splitReference(b), func(x, y step) int {
		return cmp.Or(cmp.Compare(x.name, y.name), compareIndexes(x.index, y.index))
	})
}

// compareIndexes puts no index before numbers, and these before texts.
func compareIndexes(a, b any) int {
	i, _ := a.(int)
	j, _ := b.(int)
	x, _ := a.(string)
	y, _ := b.(string)
	return cmp.Or(cmp.Compare(indexSort(a), indexSort(b)), cmp.Compare(i, j), cmp.Compare(x, y))
}

func indexSort(index any) int {
	switch index.(type) {
	case int:
		return 1
	case string:
		return 2
	}
	return 0
}

// compareBools puts true before false.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
