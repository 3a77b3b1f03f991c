package terraform

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

// A side is the network before a plan or after it, while it is made from the resources on that side.
type side struct {
	file    *file
	options *Options
	inventory
	resolver
	objects

	warnings []Warning
	ignored  []string
}

// An inventory finds resources, and what the configuration says about modules.
type inventory struct {
	resources    map[string][]*resource // by type, in order
	byAddress    map[string]*resource
	byBase       map[string][]*resource // instances of one definition in one module instance, by address without own index
	byIdentifier map[string]*resource   // managed ones by their id, once it is needed
	modules      map[string][]string    // instances of a module, by address without own index, in order
	calls        map[string]*moduleCall // of modules, by address without indexes
}

// A resolver is what is known so far of where references lead.
type resolver struct {
	resolved  map[question]answer
	narrowed  map[whole]answer
	localUses map[string]class // of local values, by address without indexes
	ids       map[object]string
	steps     int // bounded by maxSteps
	depth     int // of the references that lead to each other, bounded by maxDepth
}

// objects are the parts of the network by their IDs in the document, and what is needed to connect them.
type objects struct {
	cens       map[string]bool
	cenOwners  map[string]string
	routers    map[string]*topology.TransitRouter
	tables     map[string]*routerTable
	systems    map[string]string // transit router: its system table
	prefixes   map[string]*prefixList
	vpcs       map[string]*topology.VPC
	vpcTables  map[string]*vpcTable
	vpcSystems map[string]string // VPC: its system table
	vpcPeers   map[string]*topology.VPCPeering
	blocks     map[string][]netip.Prefix // of VPCs, once they are needed
	vswitches  map[string]*vswitch
	zones      map[zone][]string    // vSwitches, in order
	hops       map[string]*resource // next hops of VPC routes inside their VPC
	hopVPCs    map[hopVPC]bool
	vbrs       map[string]*topology.VBR
	vbrTables  map[string]string // route table: its VBR
	onECR      map[string]string // VBR: its ECR
	vpns       map[string]*topology.VPN
	ecrs       map[string]*topology.ECR
	links      map[string]*topology.Attachment
	peerings   map[string]*topology.Peering
	grants     map[topology.Grant]bool
	sources    map[string]string // address of the resource that an object was made from
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

func newObjects() objects {
	return objects{
		cens: map[string]bool{}, cenOwners: map[string]string{}, routers: map[string]*topology.TransitRouter{}, tables: map[string]*routerTable{},
		systems: map[string]string{}, prefixes: map[string]*prefixList{}, vpcs: map[string]*topology.VPC{}, vpcTables: map[string]*vpcTable{},
		vpcSystems: map[string]string{}, vpcPeers: map[string]*topology.VPCPeering{}, vswitches: map[string]*vswitch{}, zones: map[zone][]string{},
		hops: map[string]*resource{}, hopVPCs: map[hopVPC]bool{}, vbrs: map[string]*topology.VBR{}, vbrTables: map[string]string{},
		onECR: map[string]string{}, vpns: map[string]*topology.VPN{}, ecrs: map[string]*topology.ECR{}, links: map[string]*topology.Attachment{},
		peerings: map[string]*topology.Peering{}, grants: map[topology.Grant]bool{}, sources: map[string]string{},
	}
}

// newSide indexes the resources of one side.
func newSide(f *file, resources []*resource, o *Options) *side {
	s := &side{file: f, options: o, objects: newObjects()}
	s.inventory = inventory{resources: map[string][]*resource{}, byAddress: map[string]*resource{}, byBase: map[string][]*resource{},
		modules: map[string][]string{}, calls: map[string]*moduleCall{}}
	s.resolver = resolver{resolved: map[question]answer{}, ids: map[object]string{}}
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
			s.calls[inside] = &call
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
func (s *side) moduleConfig(module string) *moduleCall { return s.calls[withoutIndexes(module)] }

// warn adds a warning about one resource.
func (s *side) warn(r *resource, reason Reason, message string) {
	s.warnings = append(s.warnings, Warning{r.address, reason, message})
}
