package invariant

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/cenroute/cenroute/topology"
)

// Survives holds if an invariant holds after a failure: with all that is named down at once, beyond what is down
// anyway. It says nothing of the network as it is. What fails are instances, data centers, attachments and peerings, by
// their IDs, and sessions as "DATACENTER/OTHER" with the ID of the VBR, VPN or data center at the other end: all
// sessions between the two.
//
// A network that has no single stable state after the failure gives no answer; the error is of type
// [topology.Instabilities] and names the circle.
func Survives(part Invariant, failure ...string) Invariant {
	return made(callOf("Survives", []Invariant{part}, failure...), func(in task) Verdict {
		if len(failure) == 0 {
			return noAnswer(errors.New("no failure is named"))
		}
		return after(in, part, failure)
	})
}

// after checks an invariant with parts of the network down.
func after(t task, part Invariant, failure []string) Verdict {
	n, err := broken(t.state.Network(), failure)
	if err != nil {
		return noAnswer(err)
	}
	v := Verdict{Down: failure}
	if len(failure) > 0 {
		v.Network = n
	}
	down, err := topology.PropagateContext(t.ctx, n, nil)
	if err != nil {
		v.Err = err
		return v
	}
	v.Parts = []Verdict{part.verdict(t.of(down))}
	v.Holds, v.Vacuous = v.Parts[0].Holds, v.Parts[0].Vacuous
	if v.Parts[0].Err != nil {
		v.Err = errNoPartAnswer
	}
	return v
}

// broken returns a network with parts down.
func broken(n *topology.Network, failure []string) (*topology.Network, error) {
	n = n.Clone()
	for _, id := range failure {
		if !canFail(n, id) && !downSessions(n, id) {
			return nil, fmt.Errorf("the network has no instance, data center, attachment, peering or session %q that could fail", id)
		}
		if canFail(n, id) && !slices.Contains(n.Down, id) {
			n.Down = append(n.Down, id)
		}
	}
	return n, nil
}

// canFail reports whether an ID may stand in the down list of a network.
func canFail(n *topology.Network, id string) bool {
	return slices.Contains(slices.Concat(
		idsOf(n.VPCs, func(v *topology.VPC) string { return v.ID }),
		idsOf(n.CCNs, func(c *topology.CCN) string { return c.ID }),
		idsOf(n.ECRs, func(e *topology.ECR) string { return e.ID }),
		idsOf(n.DataCenters, func(d *topology.DataCenter) string { return d.ID }),
		idsOf(n.VBRs, func(v *topology.VBR) string { return v.ID }),
		idsOf(n.VPNs, func(v *topology.VPN) string { return v.ID }),
		idsOf(n.Attachments, func(a *topology.Attachment) string { return a.ID }),
		idsOf(n.Peerings, func(p *topology.Peering) string { return p.ID }),
	), id)
}

// downSessions puts the sessions with a name down. It returns false if there are none.
func downSessions(n *topology.Network, name string) bool {
	found := false
	for i := range n.DataCenters {
		d := &n.DataCenters[i]
		for j := range d.Sessions {
			if to := d.Sessions[j].To; d.ID+"/"+to == name || to+"/"+d.ID == name {
				d.Sessions[j].Down, found = true, true
			}
		}
	}
	return found
}

// maxFailures is the number of failures that UnderFailures looks at.
const maxFailures = 1 << 16

// UnderFailures holds if an invariant holds in the network as it is, and in every failure of up to k of its parts at
// once. The parts are circuits and IPsec connections, unless others are named: UnderFailures(1, i, Attachments,
// Peerings). What is down in the network stays down. More than 65536 failures are too many to tell. Where the network
// has no such parts, or where the invariant holds without a case already in the network as it is, so does this one (see
// [Verdict]).
//
// The counterexample is a smallest failure after which the invariant does not hold, the first in order of the IDs, with
// the verdict about it.
func UnderFailures(k int, part Invariant, of ...Part) Invariant {
	args := []string{strconv.Itoa(k), part.name}
	for _, p := range of {
		args = append(args, p.String())
	}
	return made(call("UnderFailures", args...), func(in task) Verdict {
		if err := checkParts(k, of); err != nil {
			return noAnswer(err)
		}
		ids := candidates(in.state.Network(), of)
		switch {
		case tooMany(len(ids), k):
			return noAnswer(fmt.Errorf("too many cases to tell: %d of %d parts fail in more than %d ways", k, len(ids),
				maxFailures))
		case len(ids) == 0:
			v := after(in, part, nil)
			v.Vacuous, v.Message = v.Holds, "the network has nothing that could fail"
			return v
		}
		vacuousAsItIs := false
		m := in.steps(subsetCount(len(ids), k))
		for failure := range subsets(ids, k) {
			v := after(in, part, failure)
			if err := m.Step(); err != nil || !v.Holds {
				return v
			}
			vacuousAsItIs = vacuousAsItIs || len(failure) == 0 && v.Vacuous
		}
		if vacuousAsItIs {
			return vacuous(onVacuousPart)
		}
		return holds()
	})
}

func checkParts(k int, of []Part) error {
	if k < 1 {
		return fmt.Errorf("%d parts cannot fail", k)
	}
	for _, p := range of {
		if p < Circuits || p > Peerings {
			return fmt.Errorf("%q is no part of a network", cmp.Or(p.String(), "none"))
		}
	}
	return nil
}

// candidates returns the IDs of what may fail, in order.
func candidates(n *topology.Network, of []Part) []string {
	if len(of) == 0 {
		of = []Part{Circuits, Connections}
	}
	var ids []string
	for _, p := range of {
		ids = append(ids, p.of(n)...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// tooMany reports whether there are more than maxFailures subsets of up to k of n.
func tooMany(n, k int) bool { return subsetCount(n, k) > maxFailures }

// subsetCount returns the number of subsets of up to k of n, or one of those above maxFailures.
func subsetCount(n, k int) int {
	total, ways := 1, 1
	for i := range min(n, k) {
		ways = ways * (n - i) / (i + 1)
		if total += ways; total > maxFailures {
			break
		}
	}
	return total
}

// subsets yields the subsets of up to k of the IDs: the empty one first, smaller ones before larger ones, and of one
// size in order of the IDs.
func subsets(ids []string, k int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for size := range min(k, len(ids)) + 1 {
			if !subsetsOf(ids, size, nil, yield) {
				return
			}
		}
	}
}

func subsetsOf(ids []string, size int, chosen []string, yield func([]string) bool) bool {
	if size == 0 {
		return yield(slices.Clone(chosen))
	}
	for i := range len(ids) - size + 1 {
		if !subsetsOf(ids[i+1:], size-1, append(chosen, ids[i]), yield) {
			return false
		}
	}
	return true
}
