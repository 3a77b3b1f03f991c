package terraform

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

// A side is the network before a plan or after it, while it is made from the resources on that side.
type side struct {
	file      *file
	resources map[string][]*resource // by type, in order
	byAddress map[string]*resource
	byBase    map[string][]*resource // instances of one definition in one module instance, by address without own index
	modules   map[string][]string    // instances of a module, by address without own index, in order
	modConfig map[string]*moduleCall // by address without indexes
	options   *Options
	resolved  map[question]answer
	narrowed  map[whole]answer
	localUses map[string]class // of local values, by address without indexes
	steps     int              // of resolving references, bounded by maxSteps
	depth     int              // of the references that lead to each other, bounded by maxDepth

	ids          map[object]string // IDs in the document
	cens         map[string]bool
	routers      map[string]*topology.TransitRouter
	tables       map[string]*routerTable
	systems      map[string]string // transit router: its system table
	vpcs         map[string]*topology.VPC
	vpcTables    map[string]*vpcTable
	vswitches    map[string]*vswitch
	vbrs         map[string]*topology.VBR
	vbrTables    map[string]string // route table: its VBR
	vpns         map[string]*topology.VPN
	ecrs         map[string]*topology.ECR
	prefixes     map[string]*prefixList
	bgpGroups    map[string]string // BGP group: its VBR
	links        map[string]*topology.Attachment
	peerings     map[string]*topology.Peering
	vpcPeers     map[string]*topology.VPCPeering
	grants       map[topology.Grant]bool
	sources      map[string]string // ID in the document: address of the resource that it was made from
	cenOwners    map[string]string
	blocks       map[string][]netip.Prefix // of VPCs, once they are needed
	byIdentifier map[string]*resource      // once it is needed
	hops         map[string]*resource      // next hops of VPC routes inside the VPC, by ID

	warnings []Warning
	ignored  []string
}

// An object is what a resource names: a resource may name several objects of different classes.
type object struct {
	resource *resource
	class    class
}

type routerTable struct {
	router string
	topology.RouteTable
}

type vpcTable struct {
	vpc string
	topology.VPCRouteTable
}

type prefixList struct {
	resource *resource
	topology.PrefixList
}

// newSide indexes the resources of one side.
func newSide(f *file, resources []*resource, o *Options) *side {
	s := &side{
		file: f, options: o, resources: map[string][]*resource{}, byAddress: map[string]*resource{},
		byBase: map[string][]*resource{}, modules: map[string][]string{}, modConfig: map[string]*moduleCall{},
		resolved: map[question]answer{}, ids: map[object]string{}, cens: map[string]bool{},
		routers: map[string]*topology.TransitRouter{}, tables: map[string]*routerTable{}, systems: map[string]string{},
		vpcs: map[string]*topology.VPC{}, vpcTables: map[string]*vpcTable{}, vswitches: map[string]*vswitch{},
		vbrs: map[string]*topology.VBR{}, vbrTables: map[string]string{}, vpns: map[string]*topology.VPN{},
		ecrs: map[string]*topology.ECR{}, prefixes: map[string]*prefixList{}, bgpGroups: map[string]string{},
		links: map[string]*topology.Attachment{}, peerings: map[string]*topology.Peering{},
		vpcPeers: map[string]*topology.VPCPeering{}, grants: map[topology.Grant]bool{}, sources: map[string]string{},
		cenOwners: map[string]string{}, hops: map[string]*resource{},
	}
	slices.SortFunc(resources, compareResources)
	for _, r := range resources {
		s.index(r)
	}
	for base, list := range s.modules {
		slices.SortFunc(list, compareAddresses)
		s.modules[base] = slices.Compact(list)
	}
	return s
}

func (s *side) index(r *resource) {
	if s.byAddress[r.address] != nil {
		s.warn(r, Malformed, "the address is there twice, this one is left out")
		return
	}
	s.byAddress[r.address] = r
	s.resources[r.kind] = append(s.resources[r.kind], r)
	r.rank = len(s.byBase[r.siblings()])
	s.byBase[r.siblings()] = append(s.byBase[r.siblings()], r)
	for module := r.module; module != ""; {
		parent, call, ok := parentModule(module)
		if !ok {
			break
		}
		base := joinAddress(parent, "module."+call.name)
		if list := s.modules[base]; len(list) > 0 && list[len(list)-1] == module {
			break
		}
		s.modules[base] = append(s.modules[base], module)
		module = parent
	}
}

// configure gives the resources of the side what the configuration says about them.
func (s *side) configure() {
	byDefinition := map[string]*resourceConfig{}
	var walk func(at string, m *moduleConfig)
	walk = func(at string, m *moduleConfig) {
		for i := range m.Resources {
			byDefinition[joinAddress(at, m.Resources[i].Address)] = &m.Resources[i]
			s.noteLocals(at, &m.Resources[i])
		}
		for name, call := range m.ModuleCalls {
			inside := joinAddress(at, "module."+name)
			s.modConfig[inside] = &call
			walk(inside, &call.Module)
		}
	}
	walk("", &s.file.Configuration.RootModule)
	for _, r := range s.byAddress {
		r.config = byDefinition[r.definition]
	}
}

// noteLocals notes the local values that are the whole of an attribute whose class is known.
func (s *side) noteLocals(module string, c *resourceConfig) {
	for attribute, expression := range c.Expressions {
		want, known := attributeClasses[attribute]
		refs := references(expression)
		if !known || len(refs) != 1 || !strings.HasPrefix(refs[0], "local.") || strings.ContainsAny(refs[0][len("local."):], ".[") {
			continue
		}
		name := joinAddress(module, refs[0])
		if use, used := s.localUses[name]; used && use != want {
			want = anything // it is used for several
		}
		putTo(&s.localUses, name, want)
	}
}

// moduleConfig returns what the configuration says about a module instance, nil for the root module and where there is
// no configuration.
func (s *side) moduleConfig(module string) *moduleCall { return s.modConfig[withoutIndexes(module)] }

// warn adds a warning about one resource.
func (s *side) warn(r *resource, reason Reason, message string) {
	s.warnings = append(s.warnings, Warning{r.address, reason, message})
}
