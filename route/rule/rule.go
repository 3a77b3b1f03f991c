// Package rule is the catalogue of the documented rules of Alibaba Cloud CEN that this library models.
//
// Every decision that the other packages take cites a rule of this catalogue by its [ID]. An ID names the reference
// that the rule comes from and its place there:
//
//	TR-4.3   the Enterprise Edition transit router: tables, learning, selection, advertisement
//	P-5.11   routing policies
//	E-3.2    the Express Connect Router
//	D-16     a decision where the references meet, disagree or leave room
//
// A rule is documented, inferred from documented examples, or a choice of the model where the documentation is silent
// (see [Confidence]); answers that rest on the latter two say so. A rule that the library does not model is in the
// catalogue all the same, marked [Described].
package rule

// An ID names a rule of the catalogue, for example "TR-2.3.5". The zero ID names no rule.
type ID string

// A Rule is one documented behaviour of the cloud.
type Rule struct {
	ID         ID         `json:"id"`
	Statement  string     `json:"statement"`        // what the cloud does, in one or two sentences
	Source     string     `json:"source,omitempty"` // https address of the public page; empty only for a choice of the model that no page touches
	Confidence Confidence `json:"confidence"`       // how well the source supports the statement
	Treatment  Treatment  `json:"treatment"`        // what the library does with it
}

// Confidence tells how well the documentation supports a rule. Where a statement joins several claims, the weakest counts.
// The zero Confidence is Documented; a greater one is weaker.
type Confidence uint8

// The closed set of confidences.
const (
	Documented Confidence = iota // a public page states it
	Inferred                     // it follows from documented examples or neighbouring rules
	Chosen                       // the documentation is silent, the model had to choose
)

// Treatment tells what the library does with a rule. The zero Treatment is Modelled.
type Treatment uint8

// The closed set of treatments.
const (
	Modelled  Treatment = iota // code decides by it
	Validated                  // Network.Validate refuses or warns by it
	Described                  // outside the model; a network has no place where it could matter, or a warning names it
)

// An Edition is the date of the documentation that a network follows. The zero Edition is March 2024.
type Edition uint8

// The closed set of editions.
const (
	Edition2024 Edition = iota // "2024-03": a VBR and an ECR exclude each other on one transit router
	Edition2026                // "2026-02": the exclusion is gone, incremental ECR prefixes, aggregates towards an ECR, community mode contain
)
