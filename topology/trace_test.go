package topology

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
)

func TestTracePaths(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*Network)
		tables  madeTables
		trace   string
		forward []string
		back    []string // nil: not looked at
	}{{
		name: "TR-4.1 TR-2.1.4: the longest match at each hop, the answer by itself",
		tables: madeTables{
			"vtb-1":   {"10.1.0.0/24 local", "10.0.0.0/8 att-1"},
			"vtb-hz":  {"10.0.0.0/8 blackhole", "10.2.0.0/24 att-2"},
			"vtb-2":   {"10.2.0.0/24 local", "10.0.0.0/8 att-2"},
			"vtb-hz2": {"10.1.0.0/24 att-1", "10.1.0.0/16 blackhole"}},
		trace: "10.1.0.9@vpc-1,10.2.0.9",
		forward: []string{"vpc-1 vtb-1 10.0.0.0/8 att-1; tr-hz vtb-hz 10.2.0.0/24 att-2; " +
			"vpc-2 vtb-2 10.2.0.0/24 local: delivered"},
		back: []string{"vpc-2 vtb-2 10.0.0.0/8 att-2; tr-hz vtb-hz2 10.1.0.0/24 att-1; vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
	}, {
		name:    "TR-5.8: the table of the vSwitch of the source looks a packet up",
		tables:  madeTables{"vtb-2": {"10.0.0.0/8 att-2"}, "vtb-2b": {"10.2.0.0/16 local"}},
		trace:   "10.2.1.9@vpc-2,10.2.0.9",
		forward: []string{"vpc-2 vtb-2b 10.2.0.0/16 local: delivered"},
		back:    []string{"vpc-2 vtb-2 10.0.0.0/8 att-2; tr-hz vtb-hz2: dropped, no route in vtb-hz2"},
	}, {
		name:    "TR-5.8: a source in no vSwitch is looked up in the system table",
		tables:  madeTables{"vtb-2": {"10.2.0.0/24 local"}, "vtb-2b": {"0.0.0.0/0 att-2"}},
		trace:   "192.0.2.1@vpc-2,10.2.0.9",
		forward: []string{"vpc-2 vtb-2 10.2.0.0/24 local: delivered"},
		back:    []string{"vpc-2 vtb-2: dropped, no route in vtb-2"},
	}, {
		name:    "TR-3.5.1: a blackhole drops",
		tables:  madeTables{"vtb-1": {"0.0.0.0/0 att-1"}, "vtb-hz": {"10.2.0.0/16 blackhole"}},
		trace:   "10.1.0.9@vpc-1,10.2.0.9",
		forward: []string{"vpc-1 vtb-1 0.0.0.0/0 att-1; tr-hz vtb-hz 10.2.0.0/16 blackhole: dropped, blackhole route in vtb-hz"},
		back:    []string{},
	}, {
		name:    "TR-2.1.3: an attachment without association forwards nothing",
		change:  func(n *Network) { n.Attachments[0].Association = "" },
		tables:  madeTables{"vtb-1": {"10.2.0.0/16 att-1"}},
		trace:   "10.1.0.9@vpc-1,10.2.0.9",
		forward: []string{"vpc-1 vtb-1 10.2.0.0/16 att-1: dropped, att-1 is not associated with a table of tr-hz"},
	}, {
		name: "D-39: on Basic Edition the association is implied",
		change: func(n *Network) {
			n.TransitRouters[0].Edition = attach.Basic
			n.Attachments[0].Association = ""
		},
		tables:  madeTables{"vtb-1": {"10.2.0.0/16 att-1"}},
		trace:   "10.1.0.9@vpc-1,10.2.0.9",
		forward: []string{"vpc-1 vtb-1 10.2.0.0/16 att-1; tr-hz vtb-hz: dropped, no route in vtb-hz"},
	}, {
		name: "TR-7.7: over a peering to the table that the other end is associated with",
		tables: madeTables{"vtb-1": {"10.3.0.0/16 att-1"}, "vtb-hz": {"10.3.0.0/16 peer"}, "vtb-sh": {"10.3.0.0/24 att-3"},
			"vpc-3/system": {"10.3.0.0/24 local"}},
		trace: "10.1.0.9@vpc-1,10.3.0.9",
		forward: []string{"vpc-1 vtb-1 10.3.0.0/16 att-1; tr-hz vtb-hz 10.3.0.0/16 peer; tr-sh vtb-sh 10.3.0.0/24 att-3; " +
			"vpc-3 vpc-3/system 10.3.0.0/24 local: delivered"},
	}, {
		name:    "TR-2.1.3: a peering whose other end has no association",
		change:  func(n *Network) { n.Peerings[0].Ends[1].Association = "" },
		tables:  madeTables{"vtb-1": {"10.3.0.0/16 att-1"}, "vtb-hz": {"10.3.0.0/16 peer"}},
		trace:   "10.1.0.9@vpc-1,10.3.0.9",
		forward: []string{"vpc-1 vtb-1 10.3.0.0/16 att-1; tr-hz vtb-hz 10.3.0.0/16 peer: dropped, peer is not associated with a table of tr-sh"},
	}, {
		name: "TR-7.5: a packet that two routers throw to and fro is a loop",
		tables: madeTables{"vtb-1": {"0.0.0.0/0 att-1"}, "vtb-hz": {"0.0.0.0/0 peer"}, "vtb-sh": {"0.0.0.0/0 peer"},
			"vtb-hz2": {"0.0.0.0/0 peer"}},
		trace: "10.1.0.9@vpc-1,10.99.0.9",
		forward: []string{"vpc-1 vtb-1 0.0.0.0/0 att-1; tr-hz vtb-hz 0.0.0.0/0 peer; tr-sh vtb-sh 0.0.0.0/0 peer; " +
			"tr-hz vtb-hz2 0.0.0.0/0 peer: dropped, loop: back at tr-sh in vtb-sh"},
	}, {
		name: "TR-3.2.1: a branch for each equal-cost route, in order of next hop; one that drops spoils delivery",
		tables: madeTables{"vtb-1": {"10.10.0.0/16 att-1"}, "vtb-hz": {"10.10.0.0/16 att-n", "10.10.0.0/16 att-b", "10.10.0.0/16 att-c"},
			"vbr-1": {"10.10.0.0/16 idc-1"}, "vco-1": {"10.10.0.0/16 idc-1"}, "idc-1": {"10.10.0.0/16 local"}},
		trace: "10.1.0.9@vpc-1,10.10.0.9",
		forward: []string{
			"vpc-1 vtb-1 10.10.0.0/16 att-1; tr-hz vtb-hz 10.10.0.0/16 att-b; vbr-1 vbr-1 10.10.0.0/16 idc-1; idc-1: delivered",
			"vpc-1 vtb-1 10.10.0.0/16 att-1; tr-hz vtb-hz 10.10.0.0/16 att-c; ccn-1 ccn-1: dropped, no route in ccn-1",
			"vpc-1 vtb-1 10.10.0.0/16 att-1; tr-hz vtb-hz 10.10.0.0/16 att-n; vco-1 vco-1 10.10.0.0/16 idc-1; idc-1: delivered"},
		back: []string{},
	}, {
		name: "TR-5.12: a TR hands over to the table of the attachment's vSwitch, by default the first one",
		tables: madeTables{"vtb-1": {"10.2.1.0/24 att-1"}, "vtb-hz": {"10.2.1.0/24 att-2"}, "vtb-2": {"10.2.1.0/24 local"},
			"vtb-2b": {}},
		trace:   "10.1.0.9@vpc-1,10.2.1.9",
		forward: []string{"vpc-1 vtb-1 10.2.1.0/24 att-1; tr-hz vtb-hz 10.2.1.0/24 att-2; vpc-2 vtb-2 10.2.1.0/24 local: delivered"},
	}, {
		name: "TR-5.12: interfaces in vSwitches of two tables are two branches, in order of table",
		change: func(n *Network) {
			n.Attachments[1].VSwitches = cidrList("10.2.1.0/24", "10.2.0.0/24")
			slices.Reverse(n.VPCs[1].VSwitches)
		},
		tables: madeTables{"vtb-1": {"10.2.1.0/24 att-1"}, "vtb-hz": {"10.2.1.0/24 att-2"}, "vtb-2": {"10.2.1.0/24 local"},
			"vtb-2b": {"10.2.0.0/16 local"}},
		trace: "10.1.0.9@vpc-1,10.2.1.9",
		forward: []string{
			"vpc-1 vtb-1 10.2.1.0/24 att-1; tr-hz vtb-hz 10.2.1.0/24 att-2; vpc-2 vtb-2 10.2.1.0/24 local: delivered",
			"vpc-1 vtb-1 10.2.1.0/24 att-1; tr-hz vtb-hz 10.2.1.0/24 att-2; vpc-2 vtb-2b 10.2.0.0/16 local: delivered"},
	}, {
		name: "TR-5.12: an appliance forwards what it receives by the table of its vSwitch",
		tables: madeTables{"vtb-1": {"10.3.0.0/16 att-1"}, "vtb-hz": {"0.0.0.0/0 att-2"}, "vtb-2": {"0.0.0.0/0 ecs-fw"},
			"vtb-2b": {"0.0.0.0/0 att-2"}, "vtb-hz2": {"10.3.0.0/16 peer"}, "vtb-sh": {"10.3.0.0/16 att-3"},
			"vpc-3/system": {"10.3.0.0/24 local"}},
		trace: "10.1.0.9@vpc-1,10.3.0.9",
		forward: []string{"vpc-1 vtb-1 10.3.0.0/16 att-1; tr-hz vtb-hz 0.0.0.0/0 att-2; vpc-2 vtb-2 0.0.0.0/0 ecs-fw; " +
			"ecs-fw vtb-2b 0.0.0.0/0 att-2; tr-hz vtb-hz2 10.3.0.0/16 peer; tr-sh vtb-sh 10.3.0.0/16 att-3; " +
			"vpc-3 vpc-3/system 10.3.0.0/24 local: delivered"},
	}, {
		name:    "an appliance that hands to itself is a loop",
		tables:  madeTables{"vtb-2": {"0.0.0.0/0 ecs-fw"}, "vtb-2b": {"0.0.0.0/0 ecs-fw"}},
		trace:   "10.2.0.9@vpc-2,10.3.0.9",
		forward: []string{"vpc-2 vtb-2 0.0.0.0/0 ecs-fw; ecs-fw vtb-2b 0.0.0.0/0 ecs-fw: dropped, loop: back at ecs-fw in vtb-2b"},
	}, {
		name:    "a VPC peering hands over to the other VPC's system table",
		tables:  madeTables{"vtb-1": {"10.5.0.0/16 pcc-1", "10.1.0.0/24 local"}, "vpc-5/system": {"10.5.0.0/24 local", "10.1.0.0/24 pcc-1"}},
		trace:   "10.1.0.9@vpc-1,10.5.0.9",
		forward: []string{"vpc-1 vtb-1 10.5.0.0/16 pcc-1; vpc-5 vpc-5/system 10.5.0.0/24 local: delivered"},
		back:    []string{"vpc-5 vpc-5/system 10.1.0.0/24 pcc-1; vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
	}, {
		name:    "a gateway delivers, its answer starts in the system table of its VPC",
		tables:  madeTables{"vtb-1": {"0.0.0.0/0 ngw-1", "10.1.0.0/24 local"}},
		trace:   "10.1.0.9@vpc-1,203.0.113.5",
		forward: []string{"vpc-1 vtb-1 0.0.0.0/0 ngw-1: delivered, left through ngw-1"},
		back:    []string{"vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
	}, {
		name:    "two gateways of one VPC answer alike, once",
		tables:  madeTables{"vtb-1": {"0.0.0.0/0 ngw-1", "0.0.0.0/0 ngw-2", "10.1.0.0/24 local"}},
		trace:   "10.1.0.9@vpc-1,203.0.113.5",
		forward: []string{"vpc-1 vtb-1 0.0.0.0/0 ngw-1: delivered, left through ngw-1", "vpc-1 vtb-1 0.0.0.0/0 ngw-2: delivered, left through ngw-2"},
		back:    []string{"vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
	}, {
		name:    "an answer that leaves through a gateway is lost",
		tables:  madeTables{"vtb-1": {"0.0.0.0/0 ngw-1"}},
		trace:   "10.1.0.9@vpc-1,203.0.113.5",
		forward: []string{"vpc-1 vtb-1 0.0.0.0/0 ngw-1: delivered, left through ngw-1"},
		back:    []string{"vpc-1 vtb-1 0.0.0.0/0 ngw-1: dropped, left through ngw-1, not delivered at vpc-1"},
	}, {
		name:    "D-12: a next hop of any other type is outside the model",
		tables:  madeTables{"vtb-1": {"198.18.0.0/16 ri-1"}},
		trace:   "10.1.0.9@vpc-1,198.18.0.1",
		forward: []string{"vpc-1 vtb-1 198.18.0.0/16 ri-1: dropped, next hop ri-1 of type RouterInterface is outside the model"},
	}, {
		name:    "a service of the VPC is as good as local",
		tables:  madeTables{"vtb-1": {"0.0.0.0/0 att-1", "10.1.0.0/24 local"}},
		trace:   "10.1.0.9@vpc-1,100.100.2.1",
		forward: []string{"vpc-1 vtb-1 100.100.0.0/16 local: delivered"},
		back:    []string{"vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
	}, {
		name:    "a service gives way to an equal and to a longer prefix of the table",
		tables:  madeTables{"vtb-1": {"10.77.0.0/16 att-1", "100.100.1.0/24 att-1"}},
		trace:   "10.1.0.9@vpc-1,10.77.0.1",
		forward: []string{"vpc-1 vtb-1 10.77.0.0/16 att-1; tr-hz vtb-hz: dropped, no route in vtb-hz"},
	}, {
		name:    "TR-8.1: a VPC attachment without IPv6 carries none",
		tables:  madeTables{"vtb-1": {"2001:db8:2::/48 att-1"}, "vtb-hz": {"2001:db8:2::/48 att-2"}},
		trace:   "2001:db8:1::9@vpc-1,2001:db8:2::9",
		forward: []string{"vpc-1 vtb-1 2001:db8:2::/48 att-1; tr-hz vtb-hz 2001:db8:2::/48 att-2: dropped, att-2 carries no IPv6"},
	}, {
		name:    "D-14: a route that was configured to a failed circuit leads nowhere",
		change:  func(n *Network) { n.Down = []string{"vbr-1"} },
		tables:  madeTables{"vtb-1": {"10.10.0.0/16 att-1"}, "vtb-hz": {"10.10.0.0/16 att-b"}, "vbr-1": {"10.10.0.0/16 idc-1"}},
		trace:   "10.1.0.9@vpc-1,10.10.0.9",
		forward: []string{"vpc-1 vtb-1 10.10.0.0/16 att-1; tr-hz vtb-hz 10.10.0.0/16 att-b: dropped, vbr-1 is down"},
	}, {
		name:    "D-14: a failed attachment",
		change:  func(n *Network) { n.Down = []string{"att-1"} },
		tables:  madeTables{"vtb-1": {"10.10.0.0/16 att-1"}},
		trace:   "10.1.0.9@vpc-1,10.10.0.9",
		forward: []string{"vpc-1 vtb-1 10.10.0.0/16 att-1: dropped, att-1 is down"},
	}, {
		name:    "D-14: a failed transit router",
		change:  func(n *Network) { n.Down = []string{"tr-hz"} },
		tables:  madeTables{"vtb-1": {"10.10.0.0/16 att-1"}},
		trace:   "10.1.0.9@vpc-1,10.10.0.9",
		forward: []string{"vpc-1 vtb-1 10.10.0.0/16 att-1: dropped, tr-hz is down"},
	}, {
		name:    "D-14: a failed peering",
		change:  func(n *Network) { n.Down = []string{"peer"} },
		tables:  madeTables{"vtb-1": {"10.3.0.0/16 att-1"}, "vtb-hz": {"10.3.0.0/16 peer"}},
		trace:   "10.1.0.9@vpc-1,10.3.0.9",
		forward: []string{"vpc-1 vtb-1 10.3.0.0/16 att-1; tr-hz vtb-hz 10.3.0.0/16 peer: dropped, peer is down"},
	}, {
		name:    "D-14: nothing starts in an instance that is down",
		change:  func(n *Network) { n.Down = []string{"vpc-1"} },
		tables:  madeTables{"vtb-1": {"10.1.0.0/24 local"}},
		trace:   "10.1.0.9@vpc-1,10.1.0.10",
		forward: []string{"vpc-1: dropped, vpc-1 is down"},
	}, {
		name:    "D-14: a session that is down carries nothing, another one of the same circuit does",
		tables:  madeTables{"vpc-4/system": {"10.10.0.0/16 ecr-1"}, "ecr-1@cn-hangzhou": {"10.10.0.0/16 vbr-2"}, "vbr-2": {"10.10.0.0/16 cpe-b", "10.10.0.0/16 cpe-a"}, "idc-1": {"10.10.0.0/16 local"}},
		trace:   "10.4.0.9@vpc-4,10.10.0.9",
		forward: []string{"vpc-4 vpc-4/system 10.10.0.0/16 ecr-1; ecr-1 ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2; vbr-2 vbr-2 10.10.0.0/16 cpe-a; idc-1: delivered", "vpc-4 vpc-4/system 10.10.0.0/16 ecr-1; ecr-1 ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2; vbr-2 vbr-2 10.10.0.0/16 cpe-b: dropped, the session between vbr-2 and idc-1 is down"},
	}, {
		name:    "D-14: a data center that is down behind a named session",
		change:  func(n *Network) { n.Down = []string{"idc-1"} },
		tables:  madeTables{"vbr-2": {"10.10.0.0/16 cpe-a"}},
		trace:   "10.10.0.9@vbr-2,10.10.0.10",
		forward: []string{"vbr-2 vbr-2 10.10.0.0/16 cpe-a: dropped, idc-1 is down"},
	}, {
		name:    "D-14: a VPC that is down behind a VPC peering",
		change:  func(n *Network) { n.Down = []string{"vpc-5"} },
		tables:  madeTables{"vtb-1": {"10.5.0.0/16 pcc-1"}, "vpc-5/system": {"10.5.0.0/24 local"}},
		trace:   "10.1.0.9@vpc-1,10.5.0.9",
		forward: []string{"vpc-1 vtb-1 10.5.0.0/16 pcc-1: dropped, vpc-5 is down"},
	}, {
		name: "from a data center a VBR looks up in its own table",
		tables: madeTables{"idc-1": {"10.10.0.0/16 local", "10.1.0.0/24 vbr-1"}, "vbr-1": {"10.1.0.0/24 att-b", "10.10.0.0/16 idc-1"},
			"vtb-hz": {"10.1.0.0/24 att-1", "10.10.0.0/16 att-b"}, "vtb-1": {"10.1.0.0/24 local", "10.10.0.0/16 att-1"}},
		trace:   "10.10.0.9@idc-1,10.1.0.9",
		forward: []string{"idc-1 idc-1 10.1.0.0/24 vbr-1; vbr-1 vbr-1 10.1.0.0/24 att-b; tr-hz vtb-hz 10.1.0.0/24 att-1; vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
		back:    []string{"vpc-1 vtb-1 10.10.0.0/16 att-1; tr-hz vtb-hz 10.10.0.0/16 att-b; vbr-1 vbr-1 10.10.0.0/16 idc-1; idc-1: delivered"},
	}, {
		name: "from a data center an IPsec connection leads straight to the TR",
		tables: madeTables{"idc-1": {"10.1.0.0/24 vco-1"}, "vco-1": {"10.1.0.0/24 idc-1"}, "vtb-hz2": {"10.1.0.0/24 att-1"},
			"vtb-1": {"10.1.0.0/24 local"}},
		trace:   "10.10.0.9@idc-1,10.1.0.9",
		forward: []string{"idc-1 idc-1 10.1.0.0/24 vco-1; vco-1 att-n; tr-hz vtb-hz2 10.1.0.0/24 att-1; vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
	}, {
		name:    "TR-2.1.3: an IPsec connection without attachment",
		change:  func(n *Network) { n.Attachments = n.Attachments[:4] },
		tables:  madeTables{"idc-1": {"10.1.0.0/24 vco-1"}},
		trace:   "10.10.0.9@idc-1,10.1.0.9",
		forward: []string{"idc-1 idc-1 10.1.0.0/24 vco-1; vco-1: dropped, vco-1 has no attachment to a transit router"},
	}, {
		name:    "data centers forward to each other, also where only the other one names the session",
		tables:  madeTables{"idc-2": {"10.10.0.0/16 idc-1"}, "idc-1": {"10.10.0.0/16 local", "10.20.0.0/16 idc-2"}},
		trace:   "10.20.0.9@idc-2,10.10.0.9",
		forward: []string{"idc-2 idc-2 10.10.0.0/16 idc-1; idc-1: delivered"},
		back:    []string{"idc-1 idc-1 10.20.0.0/16 idc-2; idc-2 idc-2: dropped, no route in idc-2"},
	}, {
		name:    "D-14: a session between data centers that is down at one end",
		change:  func(n *Network) { n.DataCenters[0].Sessions[4].Down = true },
		tables:  madeTables{"idc-2": {"10.10.0.0/16 idc-1"}},
		trace:   "10.20.0.9@idc-2,10.10.0.9",
		forward: []string{"idc-2 idc-2 10.10.0.0/16 idc-1: dropped, the session between idc-2 and idc-1 is down"},
	}, {
		name: "D-14 D-38: a session between data centers that is down in the entry of the other end",
		change: func(n *Network) {
			n.DataCenters[1].Sessions = append(n.DataCenters[1].Sessions, Session{To: "idc-1", Down: true})
		},
		tables:  madeTables{"idc-1": {"10.20.0.0/16 idc-2"}},
		trace:   "10.10.0.9@idc-1,10.20.0.9",
		forward: []string{"idc-1 idc-1 10.20.0.0/16 idc-2: dropped, the session between idc-1 and idc-2 is down"},
	}, {
		name: "D-38: a second session between data centers carries on; entries pair up in their order",
		change: func(n *Network) {
			n.DataCenters[0].Sessions = append(n.DataCenters[0].Sessions, Session{To: "idc-2", Down: true})
			n.DataCenters[1].Sessions = []Session{{To: "idc-1"}, {To: "idc-1"}}
		},
		tables:  madeTables{"idc-2": {"10.10.0.0/16 idc-1"}, "idc-1": {"10.10.0.0/16 local"}},
		trace:   "10.20.0.9@idc-2,10.10.0.9",
		forward: []string{"idc-2 idc-2 10.10.0.0/16 idc-1; idc-1: delivered"},
	}, {
		name: "D-38: each session between data centers is down at one of its ends",
		change: func(n *Network) {
			n.DataCenters[0].Sessions = append(n.DataCenters[0].Sessions, Session{To: "idc-2", Down: true})
			n.DataCenters[1].Sessions = []Session{{To: "idc-1", Down: true}, {To: "vbr-3"}, {To: "idc-1"}}
		},
		tables:  madeTables{"idc-2": {"10.10.0.0/16 idc-1"}},
		trace:   "10.20.0.9@idc-2,10.10.0.9",
		forward: []string{"idc-2 idc-2 10.10.0.0/16 idc-1: dropped, the session between idc-2 and idc-1 is down"},
	}, {
		name: "what stands behind a VBR without a data center is delivered there, and answers from its table",
		tables: madeTables{"vtb-1": {"10.8.0.0/16 att-1", "10.1.0.0/24 local"}, "vtb-hz": {"10.8.0.0/16 att-b", "10.1.0.0/24 att-1"},
			"vbr-1": {"10.8.0.0/16 local", "10.1.0.0/24 att-b"}},
		trace:   "10.1.0.9@vpc-1,10.8.0.9",
		forward: []string{"vpc-1 vtb-1 10.8.0.0/16 att-1; tr-hz vtb-hz 10.8.0.0/16 att-b; vbr-1 vbr-1 10.8.0.0/16 local: delivered"},
		back:    []string{"vbr-1 vbr-1 10.1.0.0/24 att-b; tr-hz vtb-hz 10.1.0.0/24 att-1; vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
	}, {
		name: "what stands behind a VPN answers straight to the TR",
		tables: madeTables{"vtb-1": {"10.8.0.0/16 att-1", "10.1.0.0/24 local"}, "vtb-hz": {"10.8.0.0/16 att-n"}, "vco-1": {"10.0.0.0/8 local"},
			"vtb-hz2": {"10.1.0.0/24 att-1"}},
		trace:   "10.1.0.9@vpc-1,10.8.0.9",
		forward: []string{"vpc-1 vtb-1 10.8.0.0/16 att-1; tr-hz vtb-hz 10.8.0.0/16 att-n; vco-1 vco-1 10.0.0.0/8 local: delivered"},
		back:    []string{"vco-1 att-n; tr-hz vtb-hz2 10.1.0.0/24 att-1; vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
	}, {
		name:    "what a VPN has behind itself stays there",
		tables:  madeTables{"vco-1": {"10.8.0.0/16 local"}, "vtb-hz2": {"10.0.0.0/8 att-1", "10.8.0.0/16 att-n"}},
		trace:   "10.8.0.9@vco-1,10.8.0.10",
		forward: []string{"vco-1 vco-1 10.8.0.0/16 local: delivered"},
	}, {
		name: "a CCN delivers at the SAG and sends to its TR",
		tables: madeTables{"ccn-1": {"172.20.0.0/24 sag-1", "10.1.0.0/24 att-c"}, "vtb-hz": {"10.1.0.0/24 att-1", "172.20.0.0/24 att-c"},
			"vtb-1": {"10.1.0.0/24 local", "172.20.0.0/16 att-1"}},
		trace:   "172.20.0.9@ccn-1,10.1.0.9",
		forward: []string{"ccn-1 ccn-1 10.1.0.0/24 att-c; tr-hz vtb-hz 10.1.0.0/24 att-1; vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
		back:    []string{"vpc-1 vtb-1 172.20.0.0/16 att-1; tr-hz vtb-hz 172.20.0.0/24 att-c; ccn-1 ccn-1 172.20.0.0/24 sag-1; sag-1: delivered"},
	}, {
		name: "E-3.2: from a VPC through an ECR to circuits of any region",
		tables: madeTables{"vpc-4/system": {"10.20.0.0/16 ecr-1"}, "ecr-1@cn-hangzhou": {"10.20.0.0/16 vbr-3"}, "vbr-3": {"10.20.0.0/16 idc-2"},
			"idc-2": {"10.20.0.0/16 local"}},
		trace:   "10.4.0.9@vpc-4,10.20.0.9",
		forward: []string{"vpc-4 vpc-4/system 10.20.0.0/16 ecr-1; ecr-1 ecr-1@cn-hangzhou 10.20.0.0/16 vbr-3; vbr-3 vbr-3 10.20.0.0/16 idc-2; idc-2: delivered"},
	}, {
		name: "E-5.4.2: from a circuit an ECR uses the view of the circuit's region; a TR is entered by the ECR attachment",
		tables: madeTables{"idc-2": {"10.1.0.0/24 vbr-3"}, "vbr-3": {"10.1.0.0/24 ecr-1"}, "ecr-1@cn-shanghai": {"10.1.0.0/24 tr-hz"},
			"vtb-hz2": {"10.1.0.0/24 att-1"}, "vtb-1": {"10.1.0.0/24 local"}},
		trace: "10.20.0.9@idc-2,10.1.0.9",
		forward: []string{"idc-2 idc-2 10.1.0.0/24 vbr-3; vbr-3 vbr-3 10.1.0.0/24 ecr-1; ecr-1 ecr-1@cn-shanghai 10.1.0.0/24 tr-hz; " +
			"tr-hz vtb-hz2 10.1.0.0/24 att-1; vpc-1 vtb-1 10.1.0.0/24 local: delivered"},
	}, {
		name: "E-3.2: from a circuit through an ECR to the system table of a VPC",
		tables: madeTables{"idc-1": {"10.4.0.0/24 vbr-2"}, "vbr-2": {"10.4.0.0/24 ecr-1"}, "ecr-1@cn-hangzhou": {"10.4.0.0/24 vpc-4"},
			"vpc-4/system": {"10.4.0.0/24 local"}},
		trace: "10.10.0.9@idc-1,10.4.0.9",
		forward: []string{"idc-1 idc-1 10.4.0.0/24 vbr-2; vbr-2 vbr-2 10.4.0.0/24 ecr-1; ecr-1 ecr-1@cn-hangzhou 10.4.0.0/24 vpc-4; " +
			"vpc-4 vpc-4/system 10.4.0.0/24 local: delivered"},
	}, {
		name:    "D-34 E-3.1: cloud to cloud is dropped, without fallback to a shorter prefix",
		tables:  madeTables{"vpc-4/system": {"10.0.0.0/8 ecr-1"}, "ecr-1@cn-hangzhou": {"10.1.0.0/24 tr-hz", "10.0.0.0/8 vbr-2"}},
		trace:   "10.4.0.9@vpc-4,10.1.0.9",
		forward: []string{"vpc-4 vpc-4/system 10.0.0.0/8 ecr-1; ecr-1 ecr-1@cn-hangzhou 10.1.0.0/24 tr-hz: dropped, ecr-1 does not forward between VPCs and transit routers"},
	}, {
		name:    "D-34 E-3.1: a TR enters an ECR from the cloud, too",
		tables:  madeTables{"vtb-1": {"10.4.0.0/24 att-1"}, "vtb-hz": {"10.4.0.0/24 att-e"}, "ecr-1@cn-hangzhou": {"10.4.0.0/24 vpc-4"}},
		trace:   "10.1.0.9@vpc-1,10.4.0.9",
		forward: []string{"vpc-1 vtb-1 10.4.0.0/24 att-1; tr-hz vtb-hz 10.4.0.0/24 att-e; ecr-1 ecr-1@cn-hangzhou 10.4.0.0/24 vpc-4: dropped, ecr-1 does not forward between VPCs and transit routers"},
	}, {
		name:    "D-34 E-3.3: circuit to circuit is dropped",
		tables:  madeTables{"idc-1": {"10.20.0.0/16 vbr-2"}, "vbr-2": {"10.0.0.0/8 ecr-1"}, "ecr-1@cn-hangzhou": {"10.20.0.0/16 vbr-3", "10.0.0.0/8 tr-hz"}},
		trace:   "10.10.0.9@idc-1,10.20.0.9",
		forward: []string{"idc-1 idc-1 10.20.0.0/16 vbr-2; vbr-2 vbr-2 10.0.0.0/8 ecr-1; ecr-1 ecr-1@cn-hangzhou 10.20.0.0/16 vbr-3: dropped, ecr-1 does not forward from circuit to circuit"},
	}, {
		name: "D-34: of routes on both sides, those of the allowed side are followed",
		tables: madeTables{"vpc-4/system": {"10.0.0.0/8 ecr-1"}, "ecr-1@cn-hangzhou": {"10.0.0.0/8 tr-hz", "10.0.0.0/8 vbr-2", "10.0.0.0/8 vpc-4"},
			"vbr-2": {"10.0.0.0/8 cpe-a"}, "idc-1": {"10.0.0.0/8 local"}},
		trace:   "10.4.0.9@vpc-4,10.10.0.9",
		forward: []string{"vpc-4 vpc-4/system 10.0.0.0/8 ecr-1; ecr-1 ecr-1@cn-hangzhou 10.0.0.0/8 vbr-2; vbr-2 vbr-2 10.0.0.0/8 cpe-a; idc-1: delivered"},
	}, {
		name: "E-1.9: of several TRs on an ECR, the one that the view names",
		change: func(n *Network) {
			n.Attachments = append([]Attachment{{ID: "att-e-sh", Kind: attach.ECR, TransitRouter: "tr-sh", Instance: "ecr-1", Association: "vtb-sh"}}, n.Attachments...)
		},
		tables:  madeTables{"vbr-2": {"10.1.0.0/24 ecr-1"}, "ecr-1@cn-hangzhou": {"10.1.0.0/24 tr-hz"}},
		trace:   "10.10.0.9@vbr-2,10.1.0.9",
		forward: []string{"vbr-2 vbr-2 10.1.0.0/24 ecr-1; ecr-1 ecr-1@cn-hangzhou 10.1.0.0/24 tr-hz; tr-hz vtb-hz2: dropped, no route in vtb-hz2"},
	}, {
		name:    "E-6.4: an ECR attachment without association",
		change:  func(n *Network) { n.Attachments[6].Association = "" },
		tables:  madeTables{"vbr-2": {"10.1.0.0/24 ecr-1"}, "ecr-1@cn-hangzhou": {"10.1.0.0/24 tr-hz"}},
		trace:   "10.10.0.9@vbr-2,10.1.0.9",
		forward: []string{"vbr-2 vbr-2 10.1.0.0/24 ecr-1; ecr-1 ecr-1@cn-hangzhou 10.1.0.0/24 tr-hz: dropped, att-e is not associated with a table of tr-hz"},
	}, {
		name:   "D-14: a failed ECR",
		change: func(n *Network) { n.Down = []string{"ecr-1"} },
		tables: madeTables{"vpc-4/system": {"10.10.0.0/16 ecr-1"}, "vtb-hz": {"10.10.0.0/16 att-e"}, "vtb-1": {"10.0.0.0/8 att-1"}},
		trace:  "10.1.0.9@vpc-1,10.10.0.9",
		forward: []string{
			"vpc-1 vtb-1 10.0.0.0/8 att-1; tr-hz vtb-hz 10.10.0.0/16 att-e: dropped, ecr-1 is down"},
	}, {
		name: "TR-2.1.4: an answer that arrives in another instance is lost",
		tables: madeTables{"vtb-1": {"10.2.0.0/24 att-1"}, "vtb-hz": {"10.2.0.0/24 att-2"}, "vtb-2": {"10.2.0.0/24 local", "10.1.0.0/24 att-2"},
			"vtb-hz2": {"10.1.0.0/24 peer"}, "vtb-sh": {"10.1.0.0/24 att-3"}, "vpc-3/system": {"10.1.0.0/24 local"}},
		trace:   "10.1.0.9@vpc-1,10.2.0.9",
		forward: []string{"vpc-1 vtb-1 10.2.0.0/24 att-1; tr-hz vtb-hz 10.2.0.0/24 att-2; vpc-2 vtb-2 10.2.0.0/24 local: delivered"},
		back: []string{"vpc-2 vtb-2 10.1.0.0/24 att-2; tr-hz vtb-hz2 10.1.0.0/24 peer; tr-sh vtb-sh 10.1.0.0/24 att-3; " +
			"vpc-3 vpc-3/system 10.1.0.0/24 local: dropped, delivered at vpc-3, not delivered at vpc-1"},
	}, {
		name: "the answer comes from every place of delivery, from each once",
		tables: madeTables{"vtb-1": {"10.8.0.0/16 att-1", "10.1.0.0/24 local"}, "vtb-hz": {"10.8.0.0/16 att-b", "10.8.0.0/16 att-n", "10.1.0.0/24 att-1"},
			"vbr-1": {"10.8.0.0/16 local", "10.1.0.0/24 att-b"}, "vco-1": {"10.8.0.0/16 local"}},
		trace: "10.1.0.9@vpc-1,10.8.0.9",
		forward: []string{"vpc-1 vtb-1 10.8.0.0/16 att-1; tr-hz vtb-hz 10.8.0.0/16 att-b; vbr-1 vbr-1 10.8.0.0/16 local: delivered",
			"vpc-1 vtb-1 10.8.0.0/16 att-1; tr-hz vtb-hz 10.8.0.0/16 att-n; vco-1 vco-1 10.8.0.0/16 local: delivered"},
		back: []string{"vbr-1 vbr-1 10.1.0.0/24 att-b; tr-hz vtb-hz 10.1.0.0/24 att-1; vpc-1 vtb-1 10.1.0.0/24 local: delivered",
			"vco-1 att-n; tr-hz vtb-hz2: dropped, no route in vtb-hz2"},
	}} {
		t.Run(c.name, func(t *testing.T) {
			n := traceNetwork()
			if c.change != nil {
				c.change(n)
			}
			got := traceText(t, n, c.tables, c.trace)
			if diff := cmp.Diff(c.forward, pathLines(got.Forward)); diff != "" {
				t.Errorf("forward (-want +got):\n%s", diff)
			}
			if back := pathLines(got.Return); c.back != nil && !cmp.Equal(c.back, back) && len(c.back)+len(back) > 0 {
				t.Errorf("return (-want +got):\n%s", cmp.Diff(c.back, back))
			}
			if want := got.Forward.Delivered && got.Return.Delivered; got.Reachable != want {
				t.Errorf("reachable is %v, delivered forth %v and back %v", got.Reachable, got.Forward.Delivered, got.Return.Delivered)
			}
		})
	}
}

// traceText makes a trace that is written as on the command line.
func traceText(t *testing.T, n *Network, tables forwarding, text string) Trace {
	t.Helper()
	from, to, _ := strings.Cut(text, ",")
	got, err := newTracer(newIndex(n), tables).trace(endpointOf(from), netip.MustParseAddr(to))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// Where services, longer prefixes and the match itself bound the addresses that go the same way.
func TestTraceSame(t *testing.T) {
	tables := madeTables{
		"vtb-1":   {"10.1.0.0/24 local", "10.0.0.0/8 att-1", "0.0.0.0/0 ngw-1"},
		"vtb-hz":  {"10.2.0.0/16 att-2", "10.2.64.0/18 blackhole", "10.2.128.0/17 att-b"},
		"vtb-2":   {"10.2.0.0/24 local", "10.2.2.0/23 local", "2001:db8::/32 local"},
		"vtb-hz2": {"10.8.0.0/24 att-1"},
		"vco-1":   {"10.8.0.0/16 local", "10.8.1.0/24 idc-1"},
	}
	for _, c := range []struct{ name, trace, want string }{
		{"the longest of the prefixes on the way", "10.1.0.9@vpc-1,10.2.0.9", "10.2.0.0/24"},
		{"no match leaves the gaps between the prefixes", "10.1.0.9@vpc-1,10.2.1.9",
			"10.2.1.0/24 10.2.4.0/22 10.2.8.0/21 10.2.16.0/20 10.2.32.0/19"},
		{"services go another way", "10.1.0.9@vpc-1,10.80.0.1",
			"10.0.0.0/16 10.1.1.0/24 10.1.2.0/23 10.1.4.0/22 10.1.8.0/21 10.1.16.0/20 10.1.32.0/19 10.1.64.0/18 10.1.128.0/17 " +
				"10.3.0.0/16 10.4.0.0/14 10.8.0.0/13 10.16.0.0/12 10.32.0.0/11 10.64.0.0/13 10.72.0.0/14 10.76.0.0/16 " +
				"10.78.0.0/15 10.80.0.0/12 10.96.0.0/11 10.128.0.0/9"},
		{"a service goes its own way", "10.1.0.9@vpc-1,10.77.3.1", "10.77.0.0/16"},
		{"a longer prefix alone", "10.1.0.9@vpc-1,10.2.65.1", "10.2.64.0/18"},
		{"behind an IPsec connection both tables decide", "10.8.0.9@vco-1,10.8.2.1",
			"10.8.2.0/23 10.8.4.0/22 10.8.8.0/21 10.8.16.0/20 10.8.32.0/19 10.8.64.0/18 10.8.128.0/17"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := traceText(t, traceNetwork(), tables, c.trace)
			if text := strings.Trim(fmt.Sprint(got.Same.Prefixes()), "[]"); text != c.want {
				t.Errorf("same is %s\nwant %s", text, c.want)
			}
		})
	}
}

func TestTraceRefuses(t *testing.T) {
	tracer := newTracer(newIndex(traceNetwork()), madeTables{})
	v4, v6 := netip.MustParseAddr("10.1.0.9"), netip.MustParseAddr("2001:db8::1")
	for _, c := range []struct {
		name string
		from Endpoint
		to   netip.Addr
		want string
	}{
		{"unknown instance", Endpoint{v4, "vpc-9"}, v4, "unknown instance"},
		{"attachment", Endpoint{v4, "att-1"}, v4, "unknown instance"},
		{"transit router", Endpoint{v4, "tr-hz"}, v4, "no packet starts in a transit router"},
		{"ECR", Endpoint{v4, "ecr-1"}, v4, "no packet starts in an Express Connect Router"},
		{"no source", Endpoint{Instance: "vpc-1"}, v4, "no IP address"},
		{"no destination", Endpoint{v4, "vpc-1"}, netip.Addr{}, "no IP address"},
		{"zone", Endpoint{v6.WithZone("eth0"), "vpc-1"}, v6, "no IP address"},
		{"families", Endpoint{v4, "vpc-1"}, v6, "addresses of two families"},
		{"mapped", Endpoint{v4, "vpc-1"}, netip.AddrFrom16(v4.As16()), "an IPv4 address in IPv6 form"},
		{"zero", Endpoint{}, v4, "no IP address"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := tracer.trace(c.from, c.to)
			var wrong *EndpointError
			if !errors.As(err, &wrong) || wrong.Reason != c.want {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
}

func TestParseEndpoint(t *testing.T) {
	for text, want := range map[string]Endpoint{
		"10.0.0.1@vpc-1":          {netip.MustParseAddr("10.0.0.1"), "vpc-1"},
		"2001:db8::1@idc-1":       {netip.MustParseAddr("2001:db8::1"), "idc-1"},
		"::ffff:10.0.0.1@vpc@one": {netip.MustParseAddr("10.0.0.1"), "vpc@one"},
	} {
		if got, err := ParseEndpoint(text); got != want || err != nil {
			t.Errorf("ParseEndpoint(%q) = %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "10.0.0.1", "10.0.0.1@", "@vpc-1", "10.0.0@vpc-1", "fe80::1%eth0@vpc-1", "10.0.0.0/8@vpc-1"} {
		_, err := ParseEndpoint(text)
		var wrong *EndpointError
		if !errors.As(err, &wrong) || wrong.Input != text {
			t.Errorf("ParseEndpoint(%q): error is %v", text, err)
		}
	}
}

// Thirteen VPCs in a row, each of which hands on to the next by two equal routes, are 4,096 paths; one more is an
// error.
func TestTraceTooManyPaths(t *testing.T) {
	row := func(length int) (*Network, madeTables) {
		n, tables := new(Network), madeTables{}
		for i := range length {
			id, next := fmt.Sprintf("vpc-%02d", i), fmt.Sprintf("vpc-%02d", i+1)
			n.VPCs = append(n.VPCs, VPC{ID: id})
			for _, way := range []string{"a", "b"} {
				n.VPCPeerings = append(n.VPCPeerings, VPCPeering{ID: id + way, VPCs: []string{id, next}})
				tables[id+"/system"] = append(tables[id+"/system"], "0.0.0.0/0 "+id+way)
			}
		}
		tables[fmt.Sprintf("vpc-%02d/system", length-1)] = []string{"0.0.0.0/0 local"}
		return n, tables
	}
	from, to := endpointOf("10.0.0.1@vpc-00"), netip.MustParseAddr("10.0.0.2")
	n, tables := row(13)
	if got, err := newTracer(newIndex(n), tables).trace(from, to); err != nil || len(got.Forward.Paths) != MaxPaths {
		t.Errorf("4096 paths: %d, error %v", len(got.Forward.Paths), err)
	}
	n, tables = row(14)
	if _, err := newTracer(newIndex(n), tables).trace(from, to); !errors.Is(err, ErrTooManyPaths) {
		t.Errorf("8192 paths: error is %v", err)
	}
}

func TestTraceText(t *testing.T) {
	got := traceText(t, traceNetwork(), madeTables{
		"vtb-1":  {"10.10.0.0/16 att-1", "10.1.0.0/24 local"},
		"vtb-hz": {"10.10.0.0/16 att-b"},
		"vbr-1":  {"10.10.0.0/16 idc-1"},
		"idc-1":  {"10.10.0.0/16 local"},
	}, "10.9.9.9@vpc-1,10.10.0.9")
	wantText := `10.9.9.9@vpc-1 -> 10.10.0.9: not reachable
  note: 10.9.9.9 is in no vSwitch of vpc-1: it is looked up in the system table
forward: delivered
  delivered
    vpc-1  vtb-1   10.10.0.0/16  -> att-1
    tr-hz  vtb-hz  10.10.0.0/16  -> att-b
    vbr-1  vbr-1   10.10.0.0/16  -> idc-1
    idc-1
return: not delivered
  not delivered: no route in idc-1 [TR-4.1]
    idc-1  idc-1
`
	if diff := cmp.Diff(wantText, got.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	wantJSON := `{"reachable":false,"forward":{"delivered":true,"paths":[{"delivered":true,"reason":"","hops":[` +
		`{"at":"vpc-1","table":"vtb-1","route":"10.10.0.0/16","nextHop":"att-1"},` +
		`{"at":"tr-hz","table":"vtb-hz","route":"10.10.0.0/16","nextHop":"att-b"},` +
		`{"at":"vbr-1","table":"vbr-1","route":"10.10.0.0/16","nextHop":"idc-1"},{"at":"idc-1"}]}]},` +
		`"return":{"delivered":false,"paths":[{"delivered":false,"reason":"no route in idc-1","hops":[{"at":"idc-1","table":"idc-1"}]}]},` +
		`"same":["10.10.0.0/16"],"note":"10.9.9.9 is in no vSwitch of vpc-1: it is looked up in the system table"}`
	if data, err := json.Marshal(got); err != nil || string(data) != wantJSON {
		t.Errorf("JSON is %s, error %v\nwant %s", data, err, wantJSON)
	}
	undelivered := traceText(t, traceNetwork(), madeTables{}, "10.1.0.9@vpc-1,10.10.0.9")
	if data, _ := json.Marshal(undelivered); !strings.Contains(string(data), `"return":{"delivered":false,"paths":[]}`) {
		t.Errorf("JSON of a trace without return is %s", data)
	}
}

func TestDropReasonText(t *testing.T) {
	for r := NotDropped; r <= DropElsewhere; r++ {
		text, _ := r.MarshalText()
		var back DropReason
		if err := back.UnmarshalText(text); err != nil || back != r {
			t.Errorf("%d is %q, read back as %d, error %v", r, text, back, err)
		}
		if _, known := rule.Lookup(r.Rule()); known != (r != NotDropped) {
			t.Errorf("%v rests on rule %q", r, r.Rule())
		}
	}
	if r := DropElsewhere + 1; r.Rule() != "" || new(DropReason).UnmarshalText([]byte(r.String())) == nil {
		t.Errorf("%v is outside the set", r)
	}
}

// A route of a VBR, VPN or CCN leads somewhere only if its next hop belongs to it: an ECR to a VBR, a SAG to its own
// CCN.
func TestCloudSideNextHops(t *testing.T) {
	x := newTraceIndex(newIndex(reachNetwork()))
	for _, c := range []struct {
		at, nextHop string
		leads       bool
	}{
		{"vbr-2", "ecr-1", true}, {"vco-1", "ecr-1", false}, {"ccn-1", "ecr-1", false}, {"vbr-1", "nowhere", false},
		{"ccn-1", "sag-1", true}, {"vbr-1", "sag-1", false},
	} {
		o := x.followCloudSide(c.at, c.nextHop, netip.MustParseAddr("10.1.0.9"))
		if leads := len(o.visits) > 0 || o.last != ""; leads != c.leads || !leads && o.drop != DropOutsideModel {
			t.Errorf("%s to %s: %+v", c.at, c.nextHop, o)
		}
	}
}
