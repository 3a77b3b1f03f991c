// Package route holds prefixes, routes and their attributes, the decision process of a transit router, and route tables.
package route
