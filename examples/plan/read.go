package main

import (
	"fmt"
	"io"
	"os"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/terraform"
)

// A version is a network with the name of the file that it was read from; a step leads from one to another.
type version struct {
	name    string
	network *topology.Network
}

type step struct {
	before, after version
	warnings      []terraform.Warning
}

// readStep reads two network documents.
func readStep(before, after string) (step, error) {
	old, err := readNetwork(before)
	if err != nil {
		return step{}, err
	}
	next, err := readNetwork(after)
	return step{before: version{before, old}, after: version{after, next}}, err
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

// readPlan reads both networks from the output of `terraform show -json`. What the file leaves open is told on standard
// error, too: an answer is worth no more than the network it is about.
func (o *options) readPlan(stdin io.Reader, stderr io.Writer) (step, error) {
	plan, err := readInput(o.terraform, stdin)
	if err != nil {
		return step{}, err
	}
	var more terraform.Options
	if o.supplement != "" {
		if more.Supplement, err = os.ReadFile(o.supplement); err != nil {
			return step{}, err
		}
	}
	result, err := terraform.Read(plan, more)
	if err != nil {
		return step{}, fmt.Errorf("%s: %w", o.terraform, err)
	}
	for _, w := range result.Warnings {
		fmt.Fprintf(stderr, "warning: %v\n", w)
	}
	return step{
		before: version{o.terraform + ", before", &result.Before},
		after:  version{o.terraform + ", after", &result.After}, warnings: result.Warnings,
	}, nil
}

// readInput reads a file or, where it is named -, standard input.
func readInput(file string, stdin io.Reader) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(file)
}
