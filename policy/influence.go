package policy

import "slices"

// An influence is what the change of a step makes of a condition on the AS path or the communities.
type influence uint8

const (
	leaves   influence = iota // the condition holds behind the change where it holds in front of it
	fulfils                   // it holds behind it
	prevents                  // it does not
	mixes                     // that depends on more than whether it holds in front
)

// influences are those of a step on the conditions of each match.
type influences struct{ asPath, communities []influence }

// influencesOf returns the influences of a step, nil if there are none.
func (c *logic) influencesOf(s *step) *influences {
	if s.deny || len(s.prepend) == 0 && len(s.set) == 0 {
		return nil
	}
	if known := c.influences[s]; known != nil {
		return known
	}
	r := &influences{make([]influence, len(c.space.matches)), make([]influence, len(c.space.matches))}
	prepend, set := c.space.asNumber.atoms(s.prepend), c.space.community.atoms(s.set)
	for i, m := range c.space.matches {
		r.asPath[i] = s.onASPath(&m.ASPath, prepend, c.named[i].asPath)
		r.communities[i] = s.onCommunities(m.Communities.Mode, set, c.named[i].communities)
	}
	c.influences[s] = r
	return r
}

// onASPath returns the influence of a step, which prepends some numbers, on a condition that lists some.
func (s *step) onASPath(m *ASPathMatch, prepend, list atomSet) influence {
	switch {
	case len(s.prepend) == 0 || m.Mode == Include && !prepend.meets(list):
		return leaves
	case m.Mode == Include:
		return fulfils
	case len(s.prepend) <= len(m.List) && slices.Equal(m.List[:len(s.prepend)], s.prepend):
		return mixes
	}
	return prevents
}

// onCommunities returns the influence of a step, which sets some communities, on a condition that lists some.
func (s *step) onCommunities(m Mode, set, list atomSet) influence {
	if len(s.set) == 0 {
		return leaves
	}
	some, all, only := set.meets(list), list.within(set), set.within(list)
	switch {
	case m == Include && some || m == Contain && all || m == Complete && all && only && s.replace:
		return fulfils
	case s.replace || m == Complete && !only:
		return prevents
	case some:
		return mixes
	}
	return leaves
}
