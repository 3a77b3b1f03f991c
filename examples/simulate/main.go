// Command simulate answers questions about a network: which routes are in which table, why, and who reaches whom.
//
//	go run ./examples/simulate                  an embedded network: its tables, why, what holds in it
//	go run ./examples/simulate [flags] FILE     a network document, - for standard input
//
//	-json                       the answer as JSON
//	-trace ADDR@INSTANCE,ADDR   the way of a packet and of its answer
//	-explain TABLE,PREFIX       why a route is in a table, or why not
//	-reach                      the matrix of who reaches whom
//	-svg, -mermaid, -dot        a picture of the answer or, without a question, of the network
//
// With flags and without FILE, the question is about the embedded network, the file seed.json. vpc-db is there on both
// the Express Connect Router and the transit router:
//
//	idc      10.10.0.0/16 --- vbr-1 --- ecr-1 ---+-----------+--- vpc-db   192.168.2.0/24
//	                                             |           |
//	office   172.20.0.0/16 --- vpn-office -------+--- tr-hz -+--- vpc-app  192.168.1.0/24
//	                                             |      |
//	partner  172.30.0.0/16 --- vpn-partner ------+    tr-sh ----- vpc-web  192.168.3.0/24
//
// The exit status is 0, or 1 where the network is refused, with every violation a line on standard error, or 2 for
// wrong usage.
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
)

// The exit status of the command.
const (
	exitAnswered = 0
	exitRefused  = 1
	exitUsage    = 2
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the command without its process: it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	opts, err := parseOptions(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitAnswered
	case err != nil:
		return fail(stderr, err, exitUsage)
	}
	out := bufio.NewWriter(stdout)
	status := opts.run(stdin, out, stderr)
	if err := out.Flush(); err != nil {
		return fail(stderr, err, exitRefused)
	}
	return status
}

// run reads the network, computes its state and answers the question.
func (o *options) run(stdin io.Reader, out, stderr io.Writer) int {
	network, err := o.network(stdin)
	if err != nil {
		return o.refuse(err, out, stderr)
	}
	state, err := topology.Propagate(&network)
	if err != nil {
		return o.refuse(err, out, stderr)
	}
	if err := o.answer(state, out); err != nil {
		return o.refuse(err, out, stderr)
	}
	return exitAnswered
}

// answer writes the answer to the question of the options.
func (o *options) answer(state *topology.State, out io.Writer) error {
	answer, err := o.question(state)
	switch {
	case err != nil:
		return err
	case o.json:
		return writeJSON(out, answer)
	case o.draws():
		_, err := io.WriteString(out, o.picture(answer))
		return err
	}
	switch answer := answer.(type) {
	case *topology.State:
		if o.file == "" {
			return writeStory(out, answer)
		}
		return writeState(out, answer)
	case topology.Explanation:
		_, err = io.WriteString(out, wrap(answer.String()))
	default:
		_, err = fmt.Fprint(out, answer)
	}
	return err
}

// question asks the state what the options want to know.
func (o *options) question(state *topology.State) (any, error) {
	switch {
	case o.trace != "":
		return state.Trace(o.from, o.to)
	case o.explain != "":
		return state.Explain(o.table, o.prefix)
	case o.reach:
		return state.Reach(), nil
	}
	return state, nil
}

// refuse reports why there is no answer and returns the exit status: a network that is refused has a line for each
// place, and with -json a list of them on standard output.
func (o *options) refuse(err error, out, stderr io.Writer) int {
	violations, refused := violationsOf(err)
	if !refused {
		return fail(stderr, err, exitUsage)
	}
	for _, v := range violations {
		fmt.Fprintln(stderr, v)
	}
	if o.json {
		if err := writeJSON(out, map[string]topology.Violations{"violations": violations}); err != nil {
			return fail(stderr, err, exitRefused)
		}
	}
	return exitRefused
}

// violationsOf returns what is wrong with a network. That it has no single stable state is a violation, too, at the
// prefix that does not settle.
func violationsOf(err error) (topology.Violations, bool) {
	var violations topology.Violations
	var unstable topology.Instabilities
	switch {
	case errors.As(err, &violations):
		return violations, true
	case errors.As(err, &unstable):
		for i := range unstable {
			violations = append(violations, unstableAt(&unstable[i]))
		}
		return violations, true
	case errors.Is(err, topology.ErrTooManyPaths):
		return topology.Violations{{Path: "trace", Message: err.Error()}}, true
	}
	return nil, false
}

func fail(stderr io.Writer, err error, status int) int {
	fmt.Fprintf(stderr, "simulate: %v\n", err)
	return status
}

func writeJSON(out io.Writer, value any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(value)
}
