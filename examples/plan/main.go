// Command plan tells what a change of a network would do, before it is made.
//
//	go run ./examples/plan                        an embedded story: a data center moves from a VBR to an ECR, step by step
//	go run ./examples/plan [flags] BEFORE AFTER   two network documents: what differs, and what breaks
//
//	-keep INVARIANT   what must hold afterwards, any number of times, for example -keep "Reachable(vpc-app, idc-1)";
//	                  Reachable, Isolated, OneWay, PathThrough, PathAvoids, NoTransit, NoBlackhole, NoLoop, NoConflict
//	-events           what happens to each route on the way, too
//	-json             the answer as JSON
//
// The exit status is 0, or 1 where an invariant does not hold afterwards or a network is refused, or 2 for wrong usage.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/whatif"
)

// The exit status of the command.
const (
	exitHolds = 0
	exitBreak = 1
	exitUsage = 2
)

const usage = `usage: plan [-keep INVARIANT]... [-events] [-json] BEFORE AFTER

BEFORE and AFTER are network documents. Without them, the command tells an embedded story.
`

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// options are what the command line asks for.
type options struct {
	keep         []invariant.Invariant
	events, json bool
}

// run is the command without its process: it returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("plan", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Func("keep", "what must hold afterwards, an `INVARIANT`", o.addInvariant)
	flags.BoolVar(&o.events, "events", false, "what happens to each route, too")
	flags.BoolVar(&o.json, "json", false, "answer as JSON")
	err := flags.Parse(args)
	if err == nil && flags.NArg() != 0 && flags.NArg() != 2 {
		err = fmt.Errorf("two documents or none, got %q", flags.Args())
	}
	if err == nil && flags.NArg() == 0 && len(args) > 0 {
		err = errors.New("flags need the two documents that they are about")
	}
	if err != nil {
		fmt.Fprint(stderr, usage)
		flags.SetOutput(stderr)
		flags.PrintDefaults()
		if errors.Is(err, flag.ErrHelp) {
			return exitHolds
		}
		return fail(stderr, err, exitUsage)
	}
	out := bufio.NewWriter(stdout)
	status := exitHolds
	if flags.NArg() == 0 {
		err = writeStory(out)
	} else {
		status, err = o.compare(flags.Arg(0), flags.Arg(1), out)
	}
	if err := errors.Join(err, out.Flush()); err != nil {
		return fail(stderr, err, exitBreak)
	}
	return status
}

func fail(stderr io.Writer, err error, status int) int {
	fmt.Fprintf(stderr, "plan: %v\n", err)
	return status
}

// compare tells what the step from one document to another does.
func (o *options) compare(before, after string, out io.Writer) (int, error) {
	old, err := readNetwork(before)
	if err != nil {
		return exitBreak, err
	}
	next, err := readNetwork(after)
	if err != nil {
		return exitBreak, err
	}
	state, err := topology.Propagate(old)
	if err != nil {
		return exitBreak, fmt.Errorf("%s: %w", before, err)
	}
	trial, err := whatif.Compare(state, o.keep, next)
	if err != nil {
		return exitBreak, fmt.Errorf("%s: %w", after, err)
	}
	status := exitHolds
	if len(trial.Broken)+len(trial.Failing) > 0 {
		status = exitBreak
	}
	if o.json {
		return status, o.writeJSON(out, trial)
	}
	return status, o.write(out, trial)
}

func readNetwork(file string) (*topology.Network, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	n, err := topology.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &n, nil
}

// write tells the answer to a person: what breaks first, then the difference, then the events.
func (o *options) write(out io.Writer, t whatif.Trial) error {
	for _, v := range t.Broken {
		fmt.Fprintf(out, "breaks: %v", v)
	}
	for _, v := range t.Failing {
		fmt.Fprintf(out, "does not hold, before and after: %v", v)
	}
	for _, name := range t.Restored {
		fmt.Fprintf(out, "holds again: %s\n", name)
	}
	if len(t.Broken)+len(t.Failing)+len(t.Restored) > 0 {
		fmt.Fprintln(out)
	}
	_, err := fmt.Fprint(out, t.Difference)
	if o.events && len(t.Events) > 0 {
		fmt.Fprint(out, "\nevents\n")
		for _, e := range t.Events {
			fmt.Fprintf(out, "  %v\n", e)
		}
	}
	return err
}

func (o *options) writeJSON(out io.Writer, t whatif.Trial) error {
	answer := struct {
		Broken     []invariant.Verdict `json:"broken"`
		Failing    []invariant.Verdict `json:"failing"`
		Restored   []string            `json:"restored"`
		Difference topology.Difference `json:"difference"`
		Events     []topology.Event    `json:"events,omitempty"`
	}{append([]invariant.Verdict{}, t.Broken...), append([]invariant.Verdict{}, t.Failing...), append([]string{}, t.Restored...), t.Difference, nil}
	if o.events {
		answer.Events = t.Events
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(answer)
}
