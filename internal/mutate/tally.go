package main

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
)

//go:embed equivalent.txt
var equivalentText string

// equivalents returns the mutants that are argued to change nothing: a line "FILE FUNCTION: MUTATION" as survivors are
// printed, without the number of the line, with the reason below it, indented.
func equivalents() map[string]bool {
	known := map[string]bool{}
	for _, line := range strings.Split(equivalentText, "\n") {
		if line != "" && line[0] != ' ' && line[0] != '#' {
			known[line] = true
		}
	}
	return known
}

// A tally counts what became of the mutants.
type tally struct {
	total, uncovered, passedOver, broken int
	counts                               map[string]*counts // by package
	survivors                            []*mutant
	equivalent                           map[string]bool
	seen                                 int
}

type counts struct{ killed, timedOut, survived, equivalent int }

func (t *tally) add(v verdict) {
	if v.result == notTried {
		t.passedOver++
		return
	}
	if t.counts == nil {
		t.counts = map[string]*counts{}
	}
	c := t.counts[v.pkg()]
	if c == nil {
		c = &counts{}
		t.counts[v.pkg()] = c
	}
	t.seen++
	switch key := short(v.source.path) + " " + v.name + ": " + v.what; {
	case v.result == failed:
		c.killed++
	case v.result == timedOut:
		c.timedOut++
	case t.equivalent[key]:
		c.equivalent++
	default:
		c.survived++
		t.survivors = append(t.survivors, v.mutant)
		fmt.Println("survived:", v.mutant)
	}
	if t.seen%50 == 0 {
		fmt.Printf("... %d tried\n", t.seen)
	}
}

// report prints the share of killed mutants by package, and the survivors. Mutants that run on for ever are killed,
// too; those that are equivalent do not count.
func (t *tally) report() error {
	fmt.Printf("\n%d mutants; %d are in lines that no test reaches, %d do not compile, %d were passed over\n", t.total,
		t.uncovered, t.broken, t.passedOver)
	fmt.Printf("%-24s %7s %9s %9s %11s %6s\n", "package", "killed", "timed out", "survived", "equivalent", "share")
	all := counts{}
	for _, pkg := range slices.Sorted(maps.Keys(t.counts)) {
		c := *t.counts[pkg]
		c.print(pkg)
		all.killed, all.timedOut, all.survived, all.equivalent = all.killed+c.killed, all.timedOut+c.timedOut, all.survived+c.survived, all.equivalent+c.equivalent
	}
	all.print("all")
	return nil
}

func (c counts) print(name string) {
	share := 100 * float64(c.killed+c.timedOut) / float64(max(1, c.killed+c.timedOut+c.survived))
	fmt.Printf("%-24s %7d %9d %9d %11d %5.1f%%\n", name, c.killed, c.timedOut, c.survived, c.equivalent, share)
}
