package topology

import (
	"strings"

	"github.com/cenroute/cenroute/route/rule"
)

// A Violation is one place at which a network breaks a rule.
type Violation struct {
	Path    string  `json:"path"` // where in the document, for example "attachments[2].propagations[0]"
	Message string  `json:"message"`
	Rule    rule.ID `json:"rule,omitempty"`
}

// String returns the violation as one line: "PATH: what is wrong [RULE]", without the brackets where it breaks the
// document format and no rule of the cloud.
func (v Violation) String() string {
	line := v.Path + ": " + v.Message
	if v.Rule != "" {
		line += " [" + string(v.Rule) + "]"
	}
	return line
}

// Violations is every place at which a network breaks a rule, in document order. It is an error.
type Violations []Violation

// Error lists all violations, one a line: "PATH: what is wrong [RULE]".
func (v Violations) Error() string {
	lines := make([]string, len(v))
	for i, violation := range v {
		lines[i] = violation.String()
	}
	return strings.Join(lines, "\n")
}

// A Warning is something in a network or in its state that a reader should know: a documented limit that is exceeded,
// a tie that the documentation does not decide, a part that the library does not model.
type Warning struct {
	Path    string  `json:"path,omitempty"` // where in the document, or the table it is about
	Message string  `json:"message"`
	Rule    rule.ID `json:"rule,omitempty"`
}
