package policy

import "fmt"

// String returns the standing in one line: what the policy matches, or behind which others it is dead, for example
//
//	20 is dead behind [10]
func (s Standing) String() string {
	switch {
	case s.Alive == Yes:
		return fmt.Sprintf("%d matches %v", s.Priority, s.Witness)
	case s.Alive == Undecided:
		return fmt.Sprintf("%d is undecided", s.Priority)
	case len(s.Shadows) == 0:
		return fmt.Sprintf("%d is dead: it matches no route", s.Priority)
	}
	return fmt.Sprintf("%d is dead behind %v", s.Priority, s.Shadows)
}

// String returns the conflict in one line: which policies must keep their order, in what they differ, and for which
// route, for example
//
//	10 before 20, verdict: 10.1.0.0/16: Active, BGP, preference 50
func (c Conflict) String() string {
	return fmt.Sprintf("%d before %d, %v: %v", c.First, c.Second, c.Difference, c.Witness)
}

// String returns the redundancy in one line: "20 can be deleted", "20 is undecided", or what the policy is needed for.
func (r Redundancy) String() string {
	switch r.Redundant {
	case Yes:
		return fmt.Sprintf("%d can be deleted", r.Priority)
	case Undecided:
		return fmt.Sprintf("%d is undecided", r.Priority)
	}
	return fmt.Sprintf("%d is needed, %v: %v", r.Priority, r.Difference, r.Witness)
}

// String returns the answer and, where it is yes, its witness behind it.
func (f Found) String() string {
	if f.Answer == Yes {
		return "yes: " + f.Witness.String()
	}
	return f.Answer.String()
}
