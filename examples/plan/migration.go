package main

import (
	_ "embed"

	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// migration is the embedded network, as it is before the data center moves.
//
//go:embed migration.json
var migration []byte

const introduction = `A data center moves from circuits on a transit router to an Express Connect Router
=================================================================================

           +-- vbr-1 --+                               +-- vbr-1 --+
  idc-1 ---+           +--- tr-hz --- vpc-app  ==> idc-1          ecr-1 --- tr-hz --- vpc-app
  10.10/16 +-- vbr-2 --+              192.168.1/24     +-- vbr-2 --+

A VBR is on a transit router or on an ECR, never on both (E-1.6). So each circuit has to leave the transit router before it
can come back through the ECR. At which step is traffic lost? Four plans, each tried step by step before anybody touches
the cloud. vbr-2 stands in for vbr-1: its announcements have a longer AS path.

`

// A plan is a list of changes, and the edition of the rules that it is tried under.
type plan struct {
	title string
	rules rule.Edition
	steps []topology.Change
	moral string
}

// The steps that the plans are made of.
var (
	associate   = topology.AssociateECR{ECR: "ecr-1", Association: topology.Association{TransitRouter: "tr-hz"}}
	attachECR   = topology.Attach{Attachment: ecrAttachment("vtb-hz")}
	attachAlone = topology.Attach{Attachment: ecrAttachment("")}
	join        = topology.Associate{Attachment: "att-ecr", Table: "vtb-hz"}
	learn       = topology.EnablePropagation{Attachment: "att-ecr", Table: "vtb-hz"}
)

func ecrAttachment(table string) topology.Attachment {
	a := topology.Attachment{ID: "att-ecr", Kind: attach.ECR, TransitRouter: "tr-hz", Instance: "ecr-1",
		Association: table}
	if table != "" {
		a.Propagations = []string{table}
	}
	return a
}

func leave(circuit string) topology.Change {
	return topology.Detach{ID: "att-" + circuit, Force: true}
}

func enter(circuit string) topology.Change {
	return topology.AddCircuit{ECR: "ecr-1", VBR: circuit}
}

var plans = []plan{
	{
		"Both circuits at once", rule.Edition2026,
		[]topology.Change{leave("vbr-1"), leave("vbr-2"), enter("vbr-1"), enter("vbr-2"), associate, attachECR},
		"Traffic is lost from the second step on, until the ECR is attached.",
	},
	{
		"One circuit after the other, the ECR first", rule.Edition2026,
		[]topology.Change{associate, attachECR, leave("vbr-1"), enter("vbr-1"), leave("vbr-2"), enter("vbr-2")},
		"No step loses traffic: one of the two circuits always carries it.",
	},
	{
		"The same, but association and route learning forgotten", rule.Edition2026,
		[]topology.Change{associate, attachAlone, leave("vbr-1"), enter("vbr-1"), leave("vbr-2"), enter("vbr-2"), join, learn},
		"An ECR attachment made through the API starts with nothing (E-6.2). The last circuit that leaves takes the traffic with it.",
	},
	{
		"One circuit after the other, under the rules of March 2024", rule.Edition2024,
		[]topology.Change{associate, attachECR, leave("vbr-1"), enter("vbr-1"), leave("vbr-2"), enter("vbr-2")},
		"In March 2024 a transit router could not have a VBR and an ECR. Then only the first plan is left, and a second way for the time of the change.",
	},
}

// writeStory tries every plan on the embedded network.
func writeStory(out io.Writer) error {
	fmt.Fprint(out, introduction)
	for i, p := range plans {
		if err := writePlan(out, i+1, p); err != nil {
			return err
		}
	}
	return nil
}

func writePlan(out io.Writer, number int, p plan) error {
	n, err := topology.Parse(migration)
	if err != nil {
		return err
	}
	n.Rules = p.rules
	state, err := topology.Propagate(&n)
	if err != nil {
		return err
	}
	title := fmt.Sprintf("%d. %s", number, p.title)
	fmt.Fprintf(out, "%s\n%s\n\n   %-48s %-18s %s\n", title, strings.Repeat("-", len(title)), "step",
		"vpc-app <-> idc-1", "what happens")
	fmt.Fprintf(out, "   %-48s %s\n", "as it is", reached(state))
	for _, step := range p.steps {
		next, events, err := state.Apply(step)
		if err != nil {
			fmt.Fprintf(out, "   %-48s refused\n\n%s\n", step, wrapped(refusal(err)))
			break
		}
		fmt.Fprintf(out, "   %-48s %-18s %s\n", step, reached(next), effects(topology.Diff(state, next), len(events)))
		state = next
	}
	fmt.Fprintf(out, "\n%s\n\n", wrapped(p.moral))
	return nil
}

// refusal tells why a step is refused.
func refusal(err error) string {
	var refused *topology.ChangeError
	if errors.As(err, &refused) {
		return fmt.Sprintf("%s [%s]", refused.Message, refused.Rule)
	}
	return err.Error()
}

// inDataCenter is an address of the data center.
var inDataCenter = netip.MustParseAddr("10.10.0.1")

// reached tells whether packets pass between the two ends of the story, over which circuit.
func reached(s *topology.State) string {
	cell, _ := s.Reach().Cell("vpc-app", "idc-1")
	if cell.BothWays != topology.ReachFull {
		return "LOST"
	}
	from, err := topology.ParseEndpoint("192.168.1.1@vpc-app")
	if err != nil {
		return err.Error()
	}
	trace, err := s.Trace(from, inDataCenter)
	if err != nil {
		return err.Error()
	}
	return "over " + strings.Join(circuits(trace.Forward), ", ")
}

// circuits returns the VBRs that a way passes.
func circuits(w topology.Way) (ids []string) {
	for _, p := range w.Paths {
		for _, h := range p.Hops {
			if strings.HasPrefix(h.At, "vbr-") {
				ids = append(ids, h.At)
			}
		}
	}
	return ids
}

// effects counts what a step does to packets and routes.
func effects(d topology.Difference, events int) string {
	count := map[topology.Effect]int{}
	for _, c := range d.Reach {
		count[c.Effect]++
	}
	var parts []string
	for e := topology.EffectLost; e <= topology.EffectTwoWay; e++ {
		if count[e] > 0 {
			parts = append(parts, fmt.Sprintf("%d %v", count[e], e))
		}
	}
	switch {
	case events == 1:
		parts = append(parts, "1 event")
	case events > 1:
		parts = append(parts, fmt.Sprintf("%d events", events))
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

// wrapped breaks a text into lines of up to 100 columns, indented.
func wrapped(text string) string {
	var b strings.Builder
	column := 0
	for word := range strings.FieldsSeq(text) {
		switch {
		case column == 0:
			b.WriteString("   ")
			column = 3
		case column+1+len(word) > 100:
			b.WriteString("\n   ")
			column = 3
		default:
			b.WriteString(" ")
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
