package main

import (
	"fmt"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology/invariant"
)

// addInvariant reads an invariant as verdicts write it, for example "Reachable(vpc-app, idc-1)".
func (o *options) addInvariant(text string) error {
	name, rest, open := strings.Cut(text, "(")
	inside, after, closed := strings.Cut(rest, ")")
	if !open || !closed || after != "" {
		return fmt.Errorf("want NAME(ARGUMENTS), such as Reachable(vpc-app, idc-1)")
	}
	var args []string
	for arg := range strings.SplitSeq(inside, ",") {
		if arg = strings.TrimSpace(arg); arg != "" {
			args = append(args, arg)
		}
	}
	property, err := named(strings.TrimSpace(name), args)
	if err == nil {
		o.keep = append(o.keep, property)
	}
	return err
}

// pairs are the invariants about two instances, triples those about two and a place between them.
var (
	pairs = map[string]func(a, b string) invariant.Invariant{
		"Reachable": invariant.Reachable, "Isolated": invariant.Isolated, "OneWay": invariant.OneWay,
	}
	triples = map[string]func(a, b, place string) invariant.Invariant{
		"PathThrough": invariant.PathThrough, "PathAvoids": invariant.PathAvoids,
	}
)

// named returns the invariant with a name and arguments.
func named(name string, args []string) (invariant.Invariant, error) {
	pair, triple := pairs[name], triples[name]
	switch {
	case pair != nil && len(args) == 2:
		return pair(args[0], args[1]), nil
	case triple != nil && len(args) == 3:
		return triple(args[0], args[1], args[2]), nil
	case pair != nil || triple != nil:
		return invariant.Invariant{}, fmt.Errorf("%s has another number of arguments than %d", name, len(args))
	}
	switch name {
	case "NoTransit":
		return noTransit(args)
	case "NoBlackhole":
		return invariant.NoBlackhole(args...), nil
	case "NoLoop":
		return invariant.NoLoop(args...), nil
	case "NoConflict":
		return invariant.NoConflict(), nil
	}
	return invariant.Invariant{}, fmt.Errorf("there is no invariant %.40q here", name)
}

func noTransit(args []string) (invariant.Invariant, error) {
	kinds := make([]attach.Kind, len(args))
	for i, arg := range args {
		if err := kinds[i].UnmarshalText([]byte(arg)); err != nil {
			return invariant.Invariant{}, err
		}
	}
	return invariant.NoTransit(kinds...), nil
}
