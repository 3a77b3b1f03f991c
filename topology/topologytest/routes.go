package topologytest

import (
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// Routes draws routes as a transit router table holds them: of every type with an origin that goes with it, of every
// status, with the prefixes, instances and regions that [Policies] names. A route that is configured there has no
// origin instance; only a BGP route has an AS path, only one of an ECR a MED.
func Routes() *rapid.Generator[route.Route] {
	return rapid.Custom(func(t *rapid.T) route.Route {
		m := &routeMaker{chooser: chooser{t}, vocabulary: canned()}
		return m.route()
	})
}

type routeMaker struct {
	chooser
	*vocabulary
}

func (m *routeMaker) route() route.Route {
	r := route.Route{
		Prefix: m.prefix(&m.chooser), Preference: route.DefaultPreference,
		Type: pick(&m.chooser, route.System, route.Custom, route.BGP, route.Static, route.Blackhole, route.Aggregate),
		Status: pick(&m.chooser, route.Active, route.Standby, route.Rejected, route.Prohibited, route.Suppressed,
			route.Candidate, route.Conflicting, route.Disabled),
	}
	r.Origin.Region = pick(&m.chooser, areas[0].region, areas[1].region)
	switch r.Type {
	case route.Static, route.Aggregate:
		r.NextHop, r.Learned = "peer-hz-sh", m.oneIn(2)
	case route.Blackhole:
		r.NextHop = "blackhole"
	default:
		m.origin(&r)
	}
	m.maybe(3, func() { r.Preference = uint8(pick(&m.chooser, 1, 49, 51, 99, 100)) })
	m.maybe(3, func() { r.Communities = route.MakeCommunities(some(&m.chooser, 3, communities)) })
	m.maybe(4, func() { r.Policies = []string{"vtb-hz-1/ingress/10"} })
	return r
}

// origin gives a learned route its origin: vSwitches and branches are of type System, published and static routes are
// Custom, circuits, connections and ECRs have BGP routes.
func (m *routeMaker) origin(r *route.Route) {
	var stems []string
	switch r.Type {
	case route.System:
		stems = []string{"vpc-1", "vpc-2", "ccn-1"}
	case route.Custom:
		stems = []string{"vpc-1", "vbr-1", "vco-1", "vpc-2"}
	default:
		stems = []string{"vbr-1", "vco-1", "ecr-1", "vbr-2"}
		r.ASPath = asPath(&m.chooser, 3)
	}
	o := &r.Origin
	o.Instance = pick(&m.chooser, stems...)
	o.Kind = kindOfID(o.Instance)
	switch o.Kind {
	case attach.VPC:
		o.Table = "vtb-" + o.Instance
	case attach.CCN:
		o.Member, o.Region = pick(&m.chooser, "", "sag-1"), branchAreas[0]
	case attach.ECR:
		r.MED = pick[uint32](&m.chooser, 1000, 2000, 3000)
	}
	r.NextHop, r.Learned = "att-"+o.Instance, true
}
