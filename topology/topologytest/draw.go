package topologytest

import (
	"slices"

	"pgregory.net/rapid"
)

// A chooser draws the choices of which a value is made. Every choice shrinks to the first of its possibilities, and
// what is drawn in a group can be removed as a whole.
type chooser struct{ t *rapid.T }

// below draws a number from 0 to n-1; 0 if n is less than 2, without a draw.
func (c *chooser) below(n int) int {
	if n < 2 {
		return 0
	}
	return rapid.IntRange(0, n-1).Draw(c.t, "choice")
}

// oneIn draws true about once in n times.
func (c *chooser) oneIn(n int) bool { return c.below(n) == n-1 }

// group calls make with its draws in a group of their own.
func (c *chooser) group(make func() bool) bool {
	return rapid.Custom(func(t *rapid.T) bool {
		outer := c.t
		c.t = t
		defer func() { c.t = outer }()
		return make()
	}).Draw(c.t, "part")
}

// maybe calls make about once in n times.
func (c *chooser) maybe(n int, make func()) {
	c.group(func() bool {
		if c.oneIn(n) {
			make()
		}
		return true
	})
}

// mostly calls make but for about once in n times.
func (c *chooser) mostly(n int, make func()) {
	c.group(func() bool {
		if c.below(n) > 0 {
			make()
		}
		return true
	})
}

// several calls make up to most times, about half as often on the average.
func (c *chooser) several(most int, make func()) {
	for range most {
		more := c.group(func() bool {
			if c.below(most+2) == 0 {
				return false
			}
			make()
			return true
		})
		if !more {
			return
		}
	}
}

// pick draws one of the values, and the zero value if there are none.
func pick[T any](c *chooser, values ...T) (value T) {
	if len(values) == 0 {
		return value
	}
	return values[c.below(len(values))]
}

// some draws one to most different ones of the values, in the order in which they are drawn; none if there are none.
func some[T comparable](c *chooser, most int, values []T) []T {
	if len(values) == 0 {
		return nil
	}
	list := []T{pick(c, values...)}
	c.several(most-1, func() { list = add(list, pick(c, values...)) })
	return list
}

// add appends a value that is not in the list.
func add[T comparable](list []T, value T) []T {
	if slices.Contains(list, value) {
		return list
	}
	return append(list, value)
}
