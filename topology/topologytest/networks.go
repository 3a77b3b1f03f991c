package topologytest

import (
	"net/netip"
	"strconv"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// Networks draws networks of a Size that are valid: Validate has no violations, and may have warnings. Every kind of
// instance and every switch of the document format is drawn, alone and together with others. Prefixes are few and
// overlap, so that equal ones from several origins are common; policies name what is in the network.
//
// Unless the Size has Transit, no data center passes on what it heard. A network may still have no single stable state,
// though seldom; a property that needs one should skip the others:
//
//	state, err := topology.Propagate(n)
//	if err != nil {
//		t.Skip(err)
//	}
func Networks(s Size) *rapid.Generator[*topology.Network] {
	s = s.within()
	return rapid.Custom(func(t *rapid.T) *topology.Network { return newMaker(t, s).network() })
}

// A maker makes one network. Where a draw would break a rule of the cloud, the part that breaks it is left out: that
// is faster than to throw away whole networks.
type maker struct {
	chooser
	vocabulary
	size  Size
	n     *topology.Network
	count map[string]int // of the IDs with a stem
	known knowledge
}

// knowledge is what the rules of validity ask for again and again, by ID.
type knowledge struct {
	ecrOf   map[string]string // VPC or VBR: the ECR that it is on
	onBasic map[string]bool   // VPC: it is on a Basic Edition router
	synced  map[string]bool   // VPC: an Enterprise Edition router synchronizes it
	hasECR  map[string]bool   // router: an ECR is attached to it
	owners  bool              // instances have owners
}

func newMaker(t *rapid.T, s Size) *maker {
	return &maker{
		chooser: chooser{t}, size: s, n: &topology.Network{}, count: map[string]int{},
		vocabulary: vocabulary{kinds: kindsOfInstances},
		known: knowledge{
			ecrOf: map[string]string{}, onBasic: map[string]bool{}, synced: map[string]bool{}, hasECR: map[string]bool{},
		},
	}
}

// network makes the parts in an order in which each finds what it connects with: routers, ECRs, other instances, data
// centers. A part is drawn in one group together with its connections, so that shrinking can remove it. What names
// everything comes last: the routes and policies of the routers' tables.
func (m *maker) network() *topology.Network {
	m.n.Rules = pick(&m.chooser, rule.Edition2024, rule.Edition2026)
	m.known.owners = m.oneIn(4)
	m.drawPrefixes(&m.chooser, m.size.Prefixes)
	m.routers()
	most := m.size.Instances
	ecrs, dataCenters := (most+9)/12, (most+2)/5
	m.maybe(2, func() { m.several(ecrs, m.ecr) })
	m.several(most-ecrs-dataCenters, m.instance)
	m.several(dataCenters, m.dataCenter)
	m.disabledRoutes()
	m.collectNames()
	m.grants()
	m.down()
	m.routerTables()
	return m.n
}

// id returns the next ID with a stem, for example "vpc-1".
func (m *maker) id(stem string) string {
	m.count[stem]++
	return stem + "-" + strconv.Itoa(m.count[stem])
}

// owner draws the account of an object, in most networks none.
func (m *maker) owner() string {
	if !m.known.owners {
		return ""
	}
	return pick(&m.chooser, "1001", "1002", "")
}

// region draws one of the regions, mostly one that has a transit router.
func (m *maker) region() string {
	if m.oneIn(16) {
		return areas[m.below(m.size.Regions)].region
	}
	return pick(&m.chooser, m.n.TransitRouters...).Region
}

// instance makes an instance of a kind that is drawn, with what is inside it and what connects it.
func (m *maker) instance() {
	switch m.below(10) {
	case 0, 1, 2, 3:
		m.vpc()
	case 4, 5, 6, 7:
		m.vbr()
	case 8:
		m.vpn()
	default:
		m.ccn()
	}
}

// extras calls make up to as many times as lists of details have entries.
func (m *maker) extras(make func()) { m.several(m.size.Extras, make) }

// prefixSet draws different prefixes.
func (m *maker) prefixSet() (list []netip.Prefix) {
	m.extras(func() { list = add(list, m.prefix(&m.chooser)) })
	return list
}

// collectNames fills the vocabulary of policies with what is in the network.
func (m *maker) collectNames() {
	for i := range m.n.TransitRouters {
		m.regions = add(m.regions, m.n.TransitRouters[i].Region)
	}
	for i := range m.n.VPCs {
		vpc := &m.n.VPCs[i]
		m.instances = append(m.instances, vpc.ID)
		m.tables = append(m.tables, tablesOf(vpc)...)
	}
	for i := range m.n.VBRs {
		m.instances = append(m.instances, m.n.VBRs[i].ID)
	}
	for i := range m.n.VPNs {
		m.instances = append(m.instances, m.n.VPNs[i].ID)
	}
	for i := range m.n.CCNs {
		m.instances = append(m.instances, m.n.CCNs[i].ID)
		m.regions = add(m.regions, m.n.CCNs[i].Region)
		for j := range m.n.CCNs[i].SAGs {
			m.instances = append(m.instances, m.n.CCNs[i].SAGs[j].ID)
		}
	}
	for i := range m.n.ECRs {
		m.instances = append(m.instances, m.n.ECRs[i].ID)
	}
}

func isBasic(tr *topology.TransitRouter) bool { return tr.Edition == attach.Basic }
