package invariant

import (
	"encoding/json"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

// A Verdict is the answer to one [Invariant.Check]. The zero Verdict is that the invariant does not hold.
type Verdict struct {
	Invariant string // the text of the invariant
	Holds     bool
	Vacuous   bool   // it holds, but only because there is nothing in the state that it speaks about
	Message   string // what is wrong or, where it is Vacuous, what there is nothing of

	// The counterexample: at most one of these, the first in order of instance, table, prefix and address.
	Trace       *topology.Trace       // a packet that goes where it should not, or does not arrive
	Explanation *topology.Explanation // a route that should not be there, and how it came there

	// Err is why there is no answer, and Holds is false then: a name that is not in the network, too many cases to
	// tell, or a network that has no state after a failure, which is of type [topology.Instabilities].
	Err error

	Down    []string          // what had failed, beyond what is down in the network that was asked about
	Network *topology.Network // the network with these failures; nil if there are none
	Parts   []Verdict         // of an invariant that is made of others: theirs
}

func noAnswer(err error) Verdict { return Verdict{Err: err} }

func holds() Verdict { return Verdict{Holds: true} }

func vacuous(message string) Verdict { return Verdict{Holds: true, Vacuous: true, Message: message} }

// String returns the verdict as text for a terminal: a line that says what it is, then the counterexample and the
// verdicts of the parts, indented. Each line ends with a newline.
func (v Verdict) String() string {
	var b strings.Builder
	b.WriteString(v.headline() + "\n")
	if v.Trace != nil {
		writeIndented(&b, v.Trace.String())
	}
	if v.Explanation != nil {
		writeIndented(&b, v.Explanation.String())
	}
	for i := range v.Parts {
		writeIndented(&b, v.Parts[i].String())
	}
	return b.String()
}

// headline says in one line whether the invariant holds and why not.
func (v *Verdict) headline() string {
	text := v.outcome() + ": " + v.Invariant
	if len(v.Down) > 0 {
		text += ", with " + strings.Join(v.Down, ", ") + " down"
	}
	switch {
	case v.Err != nil:
		return text + ": " + v.Err.Error()
	case v.Message != "":
		return text + ": " + v.Message
	}
	return text
}

func (v *Verdict) outcome() string {
	switch {
	case v.Err != nil:
		return "no answer"
	case v.Vacuous:
		return "holds without a case"
	case v.Holds:
		return "holds"
	}
	return "does not hold"
}

func writeIndented(b *strings.Builder, text string) {
	for line := range strings.Lines(text) {
		b.WriteString("  " + line)
	}
}

// MarshalJSON writes the verdict as an object with the keys invariant, holds and, where there is something to say,
// vacuous, message, trace, explanation, error, down and parts. It fails only if a part cannot be written.
func (v Verdict) MarshalJSON() ([]byte, error) {
	doc := struct {
		Invariant   string                `json:"invariant"`
		Holds       bool                  `json:"holds"`
		Vacuous     bool                  `json:"vacuous,omitzero"`
		Message     string                `json:"message,omitzero"`
		Trace       *topology.Trace       `json:"trace,omitzero"`
		Explanation *topology.Explanation `json:"explanation,omitzero"`
		Error       string                `json:"error,omitzero"`
		Down        []string              `json:"down,omitzero"`
		Parts       []Verdict             `json:"parts,omitzero"`
	}{v.Invariant, v.Holds, v.Vacuous, v.Message, v.Trace, v.Explanation, "", v.Down, v.Parts}
	if v.Err != nil {
		doc.Error = v.Err.Error()
	}
	return json.Marshal(doc)
}
