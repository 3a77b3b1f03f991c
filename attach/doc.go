// Package attach says what can be attached to a transit router and what each kind of attachment may do.
package attach
