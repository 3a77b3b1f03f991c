package topology

import "github.com/cenroute/cenroute/route/rule"

// A Violation is one place at which a network breaks a rule.
type Violation struct {
	Path    string  `json:"path"` // where in the document, for example "attachments[2].propagations[0]"
	Message string  `json:"message"`
	Rule    rule.ID `json:"rule,omitempty"`
}

// Violations is every place at which a network breaks a rule, in document order. It is an error.
type Violations []Violation

// Error lists the violations, one a line: "PATH: what is wrong [RULE]".
func (v Violations) Error() string { panic("todo") }

// A Warning is something in a network or in its state that a reader should know: a documented limit that is exceeded,
// a tie that the documentation does not decide, a part that the library does not model.
type Warning struct {
	Path    string  `json:"path,omitempty"` // where in the document, or the table it is about
	Message string  `json:"message"`
	Rule    rule.ID `json:"rule,omitempty"`
}
