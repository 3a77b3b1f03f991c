package policy

import "slices"

// Equal reports whether two policies are written alike. A list with its values in another order is another one, though it
// matches the same; an empty list is a nil one.
func (p *Policy) Equal(o *Policy) bool {
	return p.Priority == o.Priority && p.Direction == o.Direction && p.Action == o.Action && p.Next == o.Next &&
		p.Match.equal(&o.Match) && p.Set.equal(&o.Set)
}

func (s *Set) equal(o *Set) bool {
	return s.Preference == o.Preference && slices.Equal(s.PrependASPath, o.PrependASPath) &&
		s.Communities.Mode == o.Communities.Mode && slices.Equal(s.Communities.List, o.Communities.List)
}
