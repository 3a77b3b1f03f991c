package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

const usage = `usage: simulate [-json | -svg | -mermaid | -dot] [-trace ADDR@INSTANCE,ADDR | -explain TABLE,PREFIX | -reach] [FILE]

FILE is a network document, - is standard input, without FILE it is the embedded network.
`

// Options are what the command line asks for.
type options struct {
	json    bool
	svg     bool
	mermaid bool
	dot     bool
	trace   string
	explain string
	reach   bool
	file    string // empty: the embedded network

	from   topology.Endpoint // of trace
	to     netip.Addr        // of trace
	table  string            // of explain
	prefix netip.Prefix      // of explain
}

// parseOptions reads the command line. The usage is written where the flags are wrong or ask for it.
func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := &options{}
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&o.json, "json", false, "answer as JSON")
	flags.StringVar(&o.trace, "trace", "", "follow a packet and its answer, `ADDR@INSTANCE,ADDR`")
	flags.StringVar(&o.explain, "explain", "", "tell why the route `TABLE,PREFIX` is there, or why not")
	flags.BoolVar(&o.reach, "reach", false, "print the matrix of who reaches whom")
	flags.BoolVar(&o.svg, "svg", false, "draw the answer or, without a question, the network as SVG")
	flags.BoolVar(&o.mermaid, "mermaid", false, "the same as a Mermaid flowchart")
	flags.BoolVar(&o.dot, "dot", false, "the same in the language of Graphviz")
	err := flags.Parse(args)
	if err == nil {
		err = o.complete(flags)
	}
	if err != nil {
		fmt.Fprint(stderr, usage)
		flags.SetOutput(stderr)
		flags.PrintDefaults()
	}
	return o, err
}

// complete checks that the flags ask one question, and reads it.
func (o *options) complete(flags *flag.FlagSet) error {
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	switch {
	case flags.NArg() > 1:
		return fmt.Errorf("one FILE at most, after the flags, got %q", flags.Args())
	case flags.NArg() == 1 && flags.Arg(0) == "":
		return errors.New("the name of FILE is empty")
	case given["trace"] && given["explain"] || given["trace"] && o.reach || given["explain"] && o.reach:
		return errors.New("-trace, -explain and -reach exclude each other")
	case atLeastTwo(o.json, o.svg, o.mermaid, o.dot):
		return errors.New("-json, -svg, -mermaid and -dot exclude each other")
	}
	o.file = flags.Arg(0)
	if given["trace"] {
		return o.parseTrace()
	}
	if given["explain"] {
		return o.parseExplain()
	}
	return nil
}

func atLeastTwo(flags ...bool) bool {
	n := 0
	for _, given := range flags {
		if given {
			n++
		}
	}
	return n > 1
}

// parseTrace reads "ADDR@INSTANCE,ADDR". An ID may contain "@" and ",".
func (o *options) parseTrace() error {
	start, to, found := cutLast(o.trace, ",")
	if !found {
		return fmt.Errorf("-trace %q: want ADDR@INSTANCE,ADDR", o.trace)
	}
	var err error
	if o.from, err = topology.ParseEndpoint(start); err != nil {
		return fmt.Errorf("-trace: %w", err)
	}
	if o.to, err = netip.ParseAddr(to); err != nil {
		return fmt.Errorf("-trace %q: %q is no IP address, want ADDR@INSTANCE,ADDR", o.trace, to)
	}
	return nil
}

// parseExplain reads "TABLE,PREFIX". An ID may contain "/", "@" and ",".
func (o *options) parseExplain() error {
	table, prefix, found := cutLast(o.explain, ",")
	if !found || table == "" {
		return fmt.Errorf("-explain %q: want TABLE,PREFIX", o.explain)
	}
	var err error
	if o.prefix, err = netip.ParsePrefix(prefix); err != nil {
		return fmt.Errorf("-explain %q: bad prefix %q, want an address and a length such as 10.0.0.0/8", o.explain,
			prefix)
	}
	o.table = table
	return nil
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

// maxDocument is the size in bytes of the largest document that is read.
const maxDocument = 64 << 20

// network returns the network that the options name.
func (o *options) network(stdin io.Reader) (topology.Network, error) {
	switch o.file {
	case "":
		return topology.Parse(seed)
	case "-":
		return readNetwork(stdin, maxDocument)
	}
	file, err := os.Open(o.file)
	if err != nil {
		return topology.Network{}, err
	}
	defer file.Close()
	return readNetwork(file, maxDocument)
}

// readNetwork reads a document up to a limit. A longer one is refused before it is looked at.
func readNetwork(r io.Reader, limit int64) (topology.Network, error) {
	var data bytes.Buffer
	size, err := io.Copy(&data, io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return topology.Network{}, err
	case size > limit:
		return topology.Network{}, topology.Violations{{
			Path: "document", Message: fmt.Sprintf("larger than %d bytes, the limit of this command", limit)}}
	}
	return topology.Parse(data.Bytes())
}

// unstableAt is an instability as a violation at its prefix.
func unstableAt(i *topology.Instability) topology.Violation {
	path := i.Prefix.String()
	message := strings.TrimPrefix(i.String(), path+": ")
	return topology.Violation{Path: path, Message: strings.TrimSuffix(message, " ["+string(i.Rule)+"]"), Rule: i.Rule}
}
