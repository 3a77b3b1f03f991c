package attach

// A Kind is the kind of network instance that an attachment connects to a transit router.
// The zero Kind is no kind: the origin of a static or aggregate route.
type Kind uint8

// The closed set of kinds.
const (
	None Kind = iota
	VPC       // virtual private cloud
	VBR       // virtual border router: the cloud side of an Express Connect circuit
	VPN       // IPsec connection bound to the transit router
	CCN       // Cloud Connect Network: branches behind Smart Access Gateways
	ECR       // Express Connect Router
	Peer      // a transit router of another region, over a peering (inter-region connection)
)

// An Edition is the edition of a transit router. The zero Edition is Enterprise.
type Edition uint8

// The closed set of editions.
const (
	Enterprise Edition = iota
	Basic
)
