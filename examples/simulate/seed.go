package main

import (
	_ "embed"

	"bytes"
	"fmt"
	"io"
	"net/netip"

	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// seed is the embedded network: what the page "Create an ECR connection" of March 2024 is about, in one document.
//
//go:embed seed.json
var seed []byte

const introduction = `An Express Connect Router between a data center and the cloud
=============================================================

The page "Create an ECR connection" of the CEN documentation (March 2024) tells how to attach an Express Connect
Router (ECR) to a transit router, and what the two exchange then. This network has every part that the page speaks of:

  idc ------ vbr-1 ------ ecr-1 -------------- vpc-db         the ECR is attached to a VPC
  10.10/16                  |                192.168.2/24     and to a transit router
                            |                    |
  office ---- vpn-office -- tr-hz ---------------+            vpc-db is on that router too, but without
  172.20/16                 | | |                             route synchronization
                            | | +------------ vpc-app
  partner --- vpn-partner --+ |              192.168.1/24
  172.30/16                   |
                            tr-sh ----------- vpc-web         a peer in another region
                                             192.168.3/24

  - In vtb-hz, the table of tr-hz, somebody has added a static route to the ECR: 10.0.0.0/8.
  - By default, system policy 5000 keeps ECR and IPsec connections apart. Egress policy 10 of vtb-hz overrides it for
    one pair: the ECR and the office. The partner stays apart.

`

// A question is a table and a prefix, and the rules of the page that decide about it.
type question struct {
	table, prefix string
	present       bool
	asks          string
	rules         []rule.ID
}

// questions are explained to the reader: two routes that are there, three that are not.
var questions = []question{
	{"vtb-web", "10.10.0.0/16", true, "The data center is known in the other region. How did its route get there?",
		[]rule.ID{"E-6.8"}},
	{"office", "10.10.0.0/16", true, "The office knows the data center, past the default policy. Why?",
		[]rule.ID{"E-3.4"}},
	{"vtb-sh", "10.0.0.0/8", false, "The static route to the ECR is missing in the other region. Why?",
		[]rule.ID{"E-6.7"}},
	{"vtb-db", "192.168.1.0/24", false, "vpc-db and tr-hz are on one ECR, yet vpc-db has no route to vpc-app. Why?",
		[]rule.ID{"E-6.10", "E-6.9"}},
	{"vpn-partner", "10.10.0.0/16", false, "The partner does not hear of the data center. Why?", []rule.ID{"E-6.6"}},
}

// writeStory prints the embedded network for a person: its tables, why they are so, and what holds in them.
func writeStory(w io.Writer, s *topology.State) error {
	var out bytes.Buffer
	out.WriteString(introduction)
	writeGlance(&out, s.Network())
	if err := writeTables(&out, s); err != nil {
		return err
	}
	if err := writeQuestions(&out, s); err != nil {
		return err
	}
	writeMatrix(&out, s)
	if err := writeInvariants(&out, s); err != nil {
		return err
	}
	writeWarnings(&out, s.Warnings())
	_, err := w.Write(out.Bytes())
	return err
}

func writeQuestions(out *bytes.Buffer, s *topology.State) error {
	heading(out, "Two routes that are there, and three that are not")
	for i, q := range questions {
		e, err := s.Explain(q.table, netip.MustParsePrefix(q.prefix))
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%d. %s\n", i+1, q.asks)
		for _, id := range q.rules {
			out.WriteString(pageRule(id))
		}
		out.WriteString("\n" + wrap(e.String()) + "\n")
	}
	return nil
}

// pageRule tells what the page says about a question.
func pageRule(id rule.ID) string {
	r, _ := rule.Lookup(id)
	return wrap(fmt.Sprintf("   [%s] The page: %s\n", id, r.Statement))
}

func writeMatrix(out *bytes.Buffer, s *topology.State) {
	heading(out, "Who reaches whom")
	out.WriteString(s.Reach().String())
	out.WriteString(`
The partner's packets to idc arrive along the static route 10.0.0.0/8: policies filter routes, never packets, and
a static route has no source that policy 5000 could match. But idc has no route back.

`)
}
