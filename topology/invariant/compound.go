package invariant

import (
	"errors"
	"slices"
)

// And holds where each of the invariants does. Its verdict has those of all parts.
func And(parts ...Invariant) Invariant {
	return compound("And", parts, func(parts []Verdict, counts func(Verdict) bool) bool {
		return !slices.ContainsFunc(parts, func(v Verdict) bool { return !counts(v) })
	})
}

// Or holds where one of the invariants does. Its verdict has those of all parts.
func Or(parts ...Invariant) Invariant {
	return compound("Or", parts, slices.ContainsFunc)
}

// Not holds where the invariant does not. Where that has no answer, neither has Not: a name that is not in the network
// makes nothing hold.
func Not(part Invariant) Invariant {
	return compound("Not", []Invariant{part}, func(parts []Verdict, _ func(Verdict) bool) bool { return !parts[0].Holds })
}

// Implies holds where the conclusion does, and where the premise does not.
func Implies(premise, conclusion Invariant) Invariant {
	return compound("Implies", []Invariant{premise, conclusion}, func(parts []Verdict, counts func(Verdict) bool) bool {
		return !parts[0].Holds || counts(parts[1])
	})
}

var (
	errNoParts      = errors.New("no invariants to join")
	errNoPartAnswer = errors.New("a part has no answer")
)

const onVacuousPart = "it rests on a part that holds without a case"

// compound makes an invariant of others. Join decides by the verdicts of the parts and by which of them count as
// holding. Where a part has no answer, the whole has none. It is vacuous if it would not hold without parts that are.
func compound(name string, parts []Invariant, join func(parts []Verdict, counts func(Verdict) bool) bool) Invariant {
	return made(callOf(name, parts), func(in task) Verdict {
		if len(parts) == 0 {
			return noAnswer(errNoParts)
		}
		var v Verdict
		m := in.steps(len(parts))
		for i := range parts {
			v.Parts = append(v.Parts, parts[i].verdict(in.of(in.state)))
			if v.Parts[i].Err != nil {
				v.Err = errNoPartAnswer
			}
			if err := m.Step(); err != nil {
				return noAnswer(err)
			}
		}
		v.Holds = v.Err == nil && join(v.Parts, func(p Verdict) bool { return p.Holds })
		v.Vacuous = v.Holds && !join(v.Parts, func(p Verdict) bool { return p.Holds && !p.Vacuous })
		if v.Vacuous {
			v.Message = onVacuousPart
		}
		return v
	})
}
