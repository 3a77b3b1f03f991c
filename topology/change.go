package topology

import (
	"fmt"
	"strings"

	"github.com/cenroute/cenroute/route/rule"
)

// A ChangeError is a change that the cloud, or the network as it stands, refuses.
type ChangeError struct {
	Message    string
	Rule       rule.ID  // "" where the change makes no sense rather than breaking a rule
	Dependents []string // IDs of what is in the way, in order
}

// Error returns the message, then what is in the way and the rule.
func (e *ChangeError) Error() string {
	text := e.Message
	if len(e.Dependents) > 0 {
		text += ": " + strings.Join(e.Dependents, ", ")
	}
	if e.Rule != "" {
		text += " [" + string(e.Rule) + "]"
	}
	return text
}

func refuse(id rule.ID, format string, args ...any) *ChangeError {
	return &ChangeError{Message: fmt.Sprintf(format, args...), Rule: id}
}
