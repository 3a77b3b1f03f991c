package terraform

import (
	"context"
	"slices"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/internal/supplement"
	"github.com/cenroute/cenroute/topology"
)

// Options are what a user can add to a file. The zero Options add nothing.
type Options struct {
	// Supplement is a JSON document of what the file cannot tell, in the format of topology.Parse. It may hold objects
	// in part: an object is merged with the one of the same ID, or of the resource whose address stands as ID. Empty:
	// none.
	Supplement []byte

	// References tell what a plan does not show: the value of a local, or of one attribute of one resource. A key is
	// the address of the local value (local.table, local.attachments["dc"], local.list[0], module.vpc.local.id) or an
	// address with an attribute (alicloud_route_entry.a["x"].nexthop_id). A value is the address of a resource or data
	// source, with an attribute or without, or an identifier.
	References map[string]string
}

// A Result is what a file says about the network.
type Result struct {
	// Before is the network as it is and After as it will be once the plan is applied. For a state they are the same.
	// Before a plan that creates everything the network is empty but for what a supplement brings.
	Before, After topology.Network

	// Warnings are all places at which the network is not, or not surely, what it will be in the cloud: in order of
	// address, each once for both sides.
	Warnings []Warning

	// Ignored are the addresses of resources that have no part in the routing of a CEN, in order: instances, buckets,
	// security groups and so on, and whatever is of another provider.
	Ignored []string
}

// Read reads the output of `terraform show -json`, of a state or of a plan.
//
// An error is that the data is no such output, or that the supplement is no document; it wraps topology.Violations
// where the supplement breaks the document format. Everything else that is not as it should be is a warning: resources
// that refer to what is not there, values that are known after apply, parts that the network has no place for.
// Read does not judge the networks: see topology.Network.Validate.
//
// The same data and options give the same result.
func Read(data []byte, o Options) (Result, error) {
	return ReadContext(context.Background(), data, o, nil)
}

// ReadContext is [Read] with a context and progress by types of resources, as [topology.PropagateContext] explains.
func ReadContext(ctx context.Context, data []byte, o Options, progress func(done, total int)) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	f, err := decodeFile(data)
	if err != nil {
		return Result{}, err
	}
	extra, err := parseSupplement(o.Supplement)
	if err != nil {
		return Result{}, err
	}
	before, after := f.sides(&o)
	m := meter.Of(ctx, 2*len(builders), progress)
	for _, s := range []*side{before, after} {
		if err := s.build(m); err != nil {
			return Result{}, err
		}
	}
	return result(f, before, after, extra)
}

// sides returns the network before and after, without their objects. A state is both.
func (f *file) sides(o *Options) (before, after *side) {
	if !f.isPlan() {
		return newSide(f, f.Values.resources(), o), newSide(f, f.Values.resources(), o)
	}
	var prior []*resource
	if f.PriorState != nil {
		prior = f.PriorState.Values.resources()
	}
	before = newSide(f, prior, o)
	after = newSide(f, f.planned(prior), o)
	after.configure()
	return before, after
}

func (v *values) resources() []*resource {
	if v == nil {
		return nil
	}
	return collect(nil, &v.RootModule)
}

// planned returns the resources after a plan: those with planned values, and the data sources that were read before it,
// which planned values leave out.
func (f *file) planned(prior []*resource) []*resource {
	list := f.PlannedValues.resources()
	known := map[string]*resource{}
	for _, r := range list {
		known[r.address] = r
	}
	for _, r := range prior {
		if !r.managed() && known[r.address] == nil {
			list = append(list, r.clone())
		}
	}
	for i := range f.ResourceChanges {
		change := &f.ResourceChanges[i]
		unknown, _ := change.Change.AfterUnknown.(map[string]any)
		if r := known[change.Address]; r != nil && change.Deposed == "" {
			r.unknown = unknown
		}
	}
	return list
}

func (r *resource) clone() *resource {
	c := *r
	return &c
}

// result joins the two sides with the supplement.
func result(f *file, before, after *side, extra supplement.Document) (r Result, err error) {
	if r.Before, err = before.networkWith(extra, after); err != nil {
		return Result{}, err
	}
	if r.After, err = after.networkWith(extra, before); err != nil {
		return Result{}, err
	}
	before.review(&r.Before)
	after.review(&r.After)
	r.Warnings = sortedWarnings(slices.Concat(f.warnings(), before.warnings, after.warnings))
	r.Ignored = slices.Compact(sorted(slices.Concat(before.ignored, after.ignored)))
	return r, nil
}
