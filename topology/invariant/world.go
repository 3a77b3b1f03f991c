package invariant

import (
	"context"
	"fmt"
	"iter"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// A world is a state, and what its network consists of.
type world struct {
	ctx       context.Context // of the task
	state     *topology.State
	network   *topology.Network
	instances map[string]attach.Kind // VPCs, VBRs, VPNs, CCNs, ECRs; data centers are of no kind
	routers   map[string]bool
	home      map[string]string // of an appliance its VPC, of a SAG its CCN
	links     map[string]bool   // attachments, peerings, VPC peerings
	ecrOf     map[string]string // of a circuit the ECR that it is on
}

func worldOf(t task) *world {
	n := t.state.Network()
	w := &world{
		ctx: t.ctx, state: t.state, network: n, instances: map[string]attach.Kind{}, routers: map[string]bool{}, home: map[string]string{},
		links: map[string]bool{}, ecrOf: map[string]string{},
	}
	for i := range n.TransitRouters {
		w.routers[n.TransitRouters[i].ID] = true
	}
	w.addInstances(n)
	for i := range n.Attachments {
		w.links[n.Attachments[i].ID] = true
	}
	for i := range n.Peerings {
		w.links[n.Peerings[i].ID] = true
	}
	for i := range n.VPCPeerings {
		w.links[n.VPCPeerings[i].ID] = true
	}
	return w
}

func (w *world) addInstances(n *topology.Network) {
	for i := range n.VPCs {
		w.instances[n.VPCs[i].ID] = attach.VPC
		for _, a := range n.VPCs[i].Appliances {
			w.home[a.ID] = n.VPCs[i].ID
		}
	}
	for i := range n.VBRs {
		w.instances[n.VBRs[i].ID] = attach.VBR
	}
	for i := range n.VPNs {
		w.instances[n.VPNs[i].ID] = attach.VPN
	}
	for i := range n.CCNs {
		w.instances[n.CCNs[i].ID] = attach.CCN
		for _, s := range n.CCNs[i].SAGs {
			w.home[s.ID] = n.CCNs[i].ID
		}
	}
	for i := range n.DataCenters {
		w.instances[n.DataCenters[i].ID] = attach.None
	}
	for i := range n.ECRs {
		w.instances[n.ECRs[i].ID] = attach.ECR
		for _, id := range n.ECRs[i].VBRs {
			w.ecrOf[id] = n.ECRs[i].ID
		}
	}
}

// owners returns the instances that have addresses of their own, in order of ID.
func (w *world) owners() []string {
	var ids []string
	for id := range w.instances {
		if len(w.network.OwnBlocks(id)) > 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// mustOwn returns an error unless each ID is that of an instance with addresses of its own.
func (w *world) mustOwn(ids ...string) error {
	for _, id := range ids {
		switch kind, known := w.instances[id]; {
		case !known:
			return fmt.Errorf("the network has no instance or data center %q", id)
		case kind == attach.ECR:
			return fmt.Errorf("%q is an Express Connect Router: it has no addresses of its own, name a data center or circuit behind it", id)
		case len(w.network.OwnBlocks(id)) == 0:
			return fmt.Errorf("%q has no addresses of its own", id)
		}
	}
	return nil
}

// mustDiffer is mustOwn for two instances, which must not be the same.
func (w *world) mustDiffer(a, b string) error {
	if a == b {
		return fmt.Errorf("%q is named twice", a)
	}
	return w.mustOwn(a, b)
}

// mustPass returns an error unless a path can pass what an ID names.
func (w *world) mustPass(id string) error {
	_, isInstance := w.instances[id]
	if isInstance || w.routers[id] || w.home[id] != "" || w.links[id] {
		return nil
	}
	return fmt.Errorf("the network has no instance, data center, transit router, appliance, attachment or peering %q",
		id)
}

// owns reports whether an address is one of an instance's own.
func (w *world) owns(id string, a netip.Addr) bool {
	return slices.ContainsFunc(w.network.OwnBlocks(id), func(p netip.Prefix) bool { return p.Contains(a) })
}

// blocks returns the own blocks of an instance in order, no address twice. Those of a VPC are its vSwitches, which do
// not overlap; each may use another table.
func (w *world) blocks(id string) []netip.Prefix {
	blocks := w.network.OwnBlocks(id)
	if w.instances[id] != attach.VPC {
		return setOf(blocks).Prefixes()
	}
	slices.SortFunc(blocks, netip.Prefix.Compare)
	return blocks
}

// setOf returns the addresses of prefixes, without those of a set, which may be nil.
func setOf(prefixes []netip.Prefix, without ...*netipx.IPSet) *netipx.IPSet {
	var b netipx.IPSetBuilder
	for _, p := range prefixes {
		b.AddPrefix(p)
	}
	for _, set := range without {
		b.RemoveSet(set)
	}
	set, err := b.IPSet()
	if err != nil {
		return new(netipx.IPSet) // a prefix that is not valid; no valid network has one
	}
	return set
}

// pairs yields each two of the instances in both directions.
func pairs(instances []string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, from := range instances {
			for _, to := range instances {
				if from != to && !yield(from, to) {
					return
				}
			}
		}
	}
}

// tables yields the tables of the state as long as the task goes on.
func (w *world) tables() iter.Seq[topology.Table] {
	return func(yield func(topology.Table) bool) {
		for t := range w.state.Tables() {
			if w.ctx.Err() != nil || !yield(t) {
				return
			}
		}
	}
}

// isBranch reports whether a place is a SAG.
func (w *world) isBranch(at string) bool { return w.instances[w.home[at]] == attach.CCN }
