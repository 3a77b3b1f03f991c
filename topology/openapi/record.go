package openapi

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// A record is one object of a response, such as an element of the list that an operation returns.
type record struct {
	file, path string
	scope      []string // the parts of the file name behind the operation
	values     map[string]any
	reader     *reader // hears of values that are of another form than the API gives them
}

// value returns what is at a path of names, nil if there is nothing.
func (r *record) value(path string) any {
	var value any = r.values
	for name := range strings.SplitSeq(path, ".") {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

// text returns a value as text, a number or truth value as it is written; "" if there is none.
func (r *record) text(path string) string {
	value := r.value(path)
	text, ok := textOf(value)
	if !ok && value != nil {
		r.warn(path, "is no text, left out")
	}
	return text
}

func textOf(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

// isTrue tells whether a value is true, or the text "true".
func (r *record) isTrue(path string) bool { return strings.EqualFold(r.text(path), "true") }

// number returns a value that is a whole number from 0, 0 if there is none.
func (r *record) number(path string) uint32 {
	text := r.text(path)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		r.warn(path, fmt.Sprintf("%.40q is no whole number from 0, left out", text))
	}
	return uint32(n)
}

// list returns a value that is a list.
func (r *record) list(path string) []any {
	value := r.value(path)
	list, ok := value.([]any)
	if !ok && value != nil {
		r.warn(path, "is no list, left out")
	}
	return list
}

// records returns the objects of a list.
func (r *record) records(path string) []*record {
	var records []*record
	for i, element := range r.list(path) {
		place := fmt.Sprintf("%s[%d]", path, i)
		if object, ok := element.(map[string]any); ok {
			records = append(records, &record{r.file, join(r.path, place), r.scope, object, r.reader})
		} else {
			r.warn(place, "is no object, left out")
		}
	}
	return records
}

// texts returns the texts of a list. It is false if an element is none.
func (r *record) texts(path string) (texts []string, ok bool) {
	ok = true
	for i, element := range r.list(path) {
		text, isText := textOf(element)
		if !isText {
			r.warn(fmt.Sprintf("%s[%d]", path, i), "is no text, left out")
			ok = false
			continue
		}
		texts = append(texts, text)
	}
	return texts, ok
}

// prefix returns a value that is a prefix. It warns if it is none.
func (r *record) prefix(path string) (netip.Prefix, bool) { return r.parsePrefix(path, r.text(path)) }

func (r *record) parsePrefix(path, text string) (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(text)
	switch {
	case err != nil || prefix.Addr().Is4In6():
		r.warn(path, fmt.Sprintf("%.60q is no prefix, left out", text))
		return netip.Prefix{}, false
	case prefix != prefix.Masked():
		r.warn(path, fmt.Sprintf("%s has host bits set, %s is taken", text, prefix.Masked()))
	}
	return prefix.Masked(), true
}

// prefixes returns the prefixes of a list. It is false if an element is none.
func (r *record) prefixes(path string) (prefixes []netip.Prefix, ok bool) {
	texts, ok := r.texts(path)
	for _, text := range texts {
		prefix, good := r.parsePrefix(path, text)
		if good {
			prefixes = append(prefixes, prefix)
		}
		ok = ok && good
	}
	return prefixes, ok
}

// part returns a part of the file name behind the operation, "" if the name is shorter.
func (r *record) part(i int) string {
	if i < len(r.scope) {
		return r.scope[i]
	}
	return ""
}

// warn adds a warning about a place in the record.
func (r *record) warn(path, message string) {
	r.reader.warnings = append(r.reader.warnings, Warning{r.file, join(r.path, path), message})
}

func join(path, name string) string {
	if path == "" || name == "" {
		return path + name
	}
	return path + "." + name
}

// settled are the statuses of what is in effect, in lower case. A connection of an ECR is inactive as long as the
// transit router has not attached it (E-1.13).
var settled = map[string]bool{"": true, "active": true, "attached": true, "available": true, "activated": true, "created": true,
	"allconfigured": true, "inactive": true, "normal": true}

// leaving are the statuses of what is about to go.
var leaving = map[string]bool{"deleting": true, "deleted": true, "detaching": true, "detached": true, "dissociating": true, "disabling": true}

// present tells whether what the record is about belongs to the network: everything but what is about to go. It warns
// about each status other than in effect.
func (r *record) present(path string) bool {
	status := r.text(path)
	switch key := strings.ToLower(status); {
	case settled[key]:
		return true
	case leaving[key]:
		r.warn(path, status+": it is about to go, left out")
		return false
	}
	r.warn(path, fmt.Sprintf("%.40s: it is not in effect as it should be, live tables may lag behind the network",
		status))
	return true
}
