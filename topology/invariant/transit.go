package invariant

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// NoTransit holds if no instance of the kinds learns, through transit routers, of another instance of the kinds, nor
// packets pass from one to the other. For example NoTransit(attach.VBR, attach.VPN) keeps the networks on premises
// apart, each behind its circuit or IPsec connection. It looks at two things:
//
//   - routes: no table of an instance of the kinds has an Active route whose origin is another one;
//   - packets: no packet from an own address of an instance of the kinds, or of a data center, to one of another is
//     delivered on a path that passes an instance of the kinds, then a transit router, then another of the kinds. A
//     static route has no origin: it is the packets that show what it leads to (P-5.11).
//
// An Express Connect Router and its circuits are one network, which the kinds ECR and VBR both name. Two circuits of
// one data center are two instances. Kinds are VPC, VBR, VPN, CCN and ECR; without any, or with another one, there is
// no answer.
//
// The counterexample is the first such route, in order of table and prefix, or else the first such packet.
func NoTransit(kinds ...attach.Kind) Invariant {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.String()
	}
	return made(call("NoTransit", names...), func(in task) Verdict {
		if err := checkKinds(kinds); err != nil {
			return noAnswer(err)
		}
		t := transit{worldOf(in), kinds}
		if v, found := t.routes(); found {
			return v
		}
		return t.packets()
	})
}

func checkKinds(kinds []attach.Kind) error {
	if len(kinds) == 0 {
		return fmt.Errorf("no kinds are named")
	}
	for _, k := range kinds {
		if k < attach.VPC || k > attach.ECR {
			return fmt.Errorf("%q is no kind of network instance", cmp.Or(k.String(), "none"))
		}
	}
	return nil
}

// A transit looks for what passes between instances of some kinds.
type transit struct {
	*world
	kinds []attach.Kind
}

// side returns the network that an instance stands for, if it is of the kinds: for a circuit on an ECR the ECR.
func (t transit) side(instance string) (string, bool) {
	kind := t.instances[instance]
	if ecr := t.ecrOf[instance]; ecr != "" {
		return ecr, t.has(attach.VBR) || t.has(attach.ECR)
	}
	if kind == attach.ECR {
		return instance, t.has(attach.VBR) || t.has(attach.ECR)
	}
	return instance, kind != attach.None && t.has(kind)
}

func (t transit) has(k attach.Kind) bool { return slices.Contains(t.kinds, k) }

// routes finds the first Active route in a table of one side whose origin is another one.
func (t transit) routes() (Verdict, bool) {
	for table := range t.tables() {
		here, ok := t.side(table.Owner())
		if !ok {
			continue
		}
		for r := range table.Routes() {
			origin, ok := t.side(r.Origin.Instance)
			if ok && origin != here && r.Status == route.Active && r.Learned {
				return t.explained(table.ID(), r.Prefix, "%s learns %s of %s", table.Owner(), r.Prefix, r.Origin.Instance), true
			}
		}
	}
	return Verdict{}, false
}

// packets finds the first packet that is delivered through two sides, with a transit router between them.
func (t transit) packets() Verdict {
	for from, to := range pairs(t.senders()) {
		var a, b string
		trace, found, err := t.first(from, to, func(trace topology.Trace, _ string) bool {
			for _, p := range trace.Forward.Paths {
				if a, b = t.crossed(p); a != "" {
					return true
				}
			}
			return false
		})
		if err != nil || found {
			return shown(trace, err, "a packet passes from %s to %s", a, b)
		}
	}
	return holds()
}

// senders returns the instances of the kinds and the data centers that have own addresses.
func (t transit) senders() []string {
	return slices.DeleteFunc(t.owners(), func(id string) bool {
		_, ok := t.side(id)
		return !ok && t.instances[id] != attach.None
	})
}

// crossed returns a side that a delivered path leaves for a transit router, and the first other side behind that;
// empty if there are none.
func (t transit) crossed(p topology.Path) (from, to string) {
	if !p.Delivered {
		return "", ""
	}
	var seen, left []string // sides on the path so far, and those before its last transit router
	for _, h := range p.Hops {
		if t.routers[h.At] {
			left = slices.Clone(seen)
			continue
		}
		side, ok := t.side(t.instanceAt(h))
		if !ok {
			continue
		}
		if i := slices.IndexFunc(left, func(other string) bool { return other != side }); i >= 0 {
			return left[i], side
		}
		seen = append(seen, side)
	}
	return "", ""
}
