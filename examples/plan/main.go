// Command plan tells what a change of a network would do, before it is made.
//
//	go run ./examples/plan                        an embedded story: a data center moves from a VBR to an ECR, step by step
//	go run ./examples/plan [flags] BEFORE AFTER   two network documents: what differs, and what breaks
//	go run ./examples/plan [flags] -terraform PLAN
//
// The last one is the check of a Terraform plan in a pipeline, before anybody applies it:
//
//	plan.tf --- terraform plan --- terraform show -json ---+--- before ---+
//	                                                       |              +--- what differs, what breaks: exit status
//	what data centers announce: -supplement ---------------+--- after  ---+
//
//	terraform show -json plan.bin | go run ./examples/plan -keep "Reachable(vpc-app, vbr-1)" -terraform -
//
// PLAN is what `terraform show -json` prints, - for standard input. What it cannot tell, the announcements of data
// centers above all, is in the file of -supplement, see package terraform; what it leaves open is a warning on standard
// error.
//
//	-keep INVARIANT   what must hold afterwards, any number of times, for example -keep "Reachable(vpc-app, idc-1)";
//	                  Reachable, Isolated, OneWay, PathThrough, PathAvoids, NoTransit, NoBlackhole, NoLoop, NoConflict
//	-terraform PLAN   the networks before and after a Terraform plan, in place of the two documents
//	-supplement FILE  what the plan cannot tell, a network document in part
//	-strict           what the plan leaves open is a failure: the answer is about another network than will be there
//	-events           what happens to each route on the way, too
//	-json             the answer as JSON
//
// The exit status is 0, or 1 where an invariant does not hold afterwards or a network is refused, or 2 for wrong usage,
// or 3 with -strict where all holds, but the plan leaves something open.
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
	"github.com/cenroute/cenroute/topology/terraform"
	"github.com/cenroute/cenroute/topology/whatif"
)

// The exit status of the command.
const (
	exitHolds = 0
	exitBreak = 1
	exitUsage = 2
	exitOpen  = 3 // with -strict: all holds, but there are warnings
)

const usage = `usage: plan [-keep INVARIANT]... [-events] [-json] BEFORE AFTER
       plan [-keep INVARIANT]... [-events] [-json] [-strict] [-supplement FILE] -terraform PLAN

BEFORE and AFTER are network documents, PLAN is the output of terraform show -json, - for standard input. Without them,
the command tells an embedded story.
`

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// options are what the command line asks for.
type options struct {
	keep                  []invariant.Invariant
	events, json, strict  bool
	terraform, supplement string // files
}

// misused returns an error if flags and documents do not go together.
func (o *options) misused(documents []string, flags bool) error {
	switch {
	case o.terraform != "" && len(documents) > 0:
		return fmt.Errorf("-terraform stands in place of the two documents, got %q", documents)
	case o.terraform != "":
		return nil
	case o.strict:
		return errors.New("-strict is about what a Terraform plan leaves open, but there is no -terraform")
	case o.supplement != "":
		return errors.New("-supplement adds to a Terraform plan, but there is no -terraform")
	case len(documents) != 0 && len(documents) != 2:
		return fmt.Errorf("two documents or none, got %q", documents)
	case len(documents) == 0 && flags:
		return errors.New("flags need the two documents that they are about")
	}
	return nil
}

// run is the command without its process: it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("plan", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Func("keep", "what must hold afterwards, an `INVARIANT`", o.addInvariant)
	flags.StringVar(&o.terraform, "terraform", "", "the output of terraform show -json of a `PLAN`")
	flags.StringVar(&o.supplement, "supplement", "", "what the plan cannot tell, a `FILE`")
	flags.BoolVar(&o.strict, "strict", false, "what the plan leaves open is a failure")
	flags.BoolVar(&o.events, "events", false, "what happens to each route, too")
	flags.BoolVar(&o.json, "json", false, "answer as JSON")
	err := flags.Parse(args)
	if err == nil {
		err = o.misused(flags.Args(), len(args) > 0)
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
	if len(args) == 0 {
		err = writeStory(out)
	} else {
		status, err = o.check(flags.Args(), stdin, out, stderr)
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

// check tells what the step from one network to another does.
func (o *options) check(documents []string, stdin io.Reader, out, stderr io.Writer) (int, error) {
	var planned step
	var err error
	if o.terraform != "" {
		planned, err = o.readPlan(stdin, stderr)
	} else {
		planned, err = readStep(documents[0], documents[1])
	}
	if err != nil {
		return exitBreak, err
	}
	state, err := topology.Propagate(planned.before.network)
	if err != nil {
		return exitBreak, fmt.Errorf("%s: %w", planned.before.name, err)
	}
	trial, err := whatif.Compare(state, o.keep, planned.after.network)
	if err != nil {
		return exitBreak, fmt.Errorf("%s: %w", planned.after.name, err)
	}
	status := o.status(trial, planned.warnings)
	if o.json {
		return status, o.writeJSON(out, trial, planned.warnings)
	}
	return status, o.write(out, trial)
}

// status tells by the exit status what was found.
func (o *options) status(t whatif.Trial, warnings []terraform.Warning) int {
	switch {
	case len(t.Broken)+len(t.Failing) > 0:
		return exitBreak
	case o.strict && len(warnings) > 0:
		return exitOpen
	}
	return exitHolds
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

func (o *options) writeJSON(out io.Writer, t whatif.Trial, warnings []terraform.Warning) error {
	answer := struct {
		Warnings   []terraform.Warning `json:"warnings,omitempty"`
		Broken     []invariant.Verdict `json:"broken"`
		Failing    []invariant.Verdict `json:"failing"`
		Restored   []string            `json:"restored"`
		Difference topology.Difference `json:"difference"`
		Events     []topology.Event    `json:"events,omitempty"`
	}{
		warnings, append([]invariant.Verdict{}, t.Broken...), append([]invariant.Verdict{}, t.Failing...),
		append([]string{}, t.Restored...), t.Difference, nil,
	}
	if o.events {
		answer.Events = t.Events
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(answer)
}
