package invariant_test

import (
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// permit lets what comes from some instances be told to everyone, in spite of policy 5000.
func permit(sources ...string) edit {
	return func(n *topology.Network) {
		t := &n.TransitRouters[0].RouteTables[0]
		t.Policies = append(t.Policies, policy.Policy{Priority: 10, Direction: policy.Egress, Action: policy.Permit,
			Match: policy.Match{Source: policy.Endpoint{Instances: sources}}})
	}
}

// behindECR puts the circuit on an Express Connect Router.
func behindECR(n *topology.Network) {
	n.ECRs = []topology.ECR{{ID: "ecr-1", ASN: 45104, VBRs: []string{"vbr-1"}, Associations: []topology.Association{{TransitRouter: "tr"}}}}
	n.Attachments[2].Kind, n.Attachments[2].Instance, n.Attachments[2].ID = attach.ECR, "ecr-1", "att-ecr"
}

func both(edits ...edit) edit {
	return func(n *topology.Network) {
		for _, e := range edits {
			e(n)
		}
	}
}

func TestNoTransit(t *testing.T) {
	runChecks(t, site, []check{
		{"policy 5000", nil, invariant.NoTransit(attach.VBR, attach.VPN), "holds: NoTransit(VBR, VPN)\n"},
		{"a permitted route", permit("vpn-1"), invariant.NoTransit(attach.VBR, attach.VPN), `
does not hold: NoTransit(VBR, VPN): vbr-1 learns 172.30.0.0/16 of vpn-1
  172.30.0.0/16 in vbr-1: Active, next hop att-vbr
     1. partner  configured here (own prefix) [D-38]
     2. vpn-1    announced over the session, over partner [D-38]
     3. vtb      learned over the attachment, over att-vpn [TR-2.2.1]
     4. vbr-1    synchronized from the associated table, over att-vbr, by policy vtb/egress/10 [TR-2.3.4]
`},
		{"of one kind it is none", permit("vpn-1"), invariant.NoTransit(attach.VPN), "holds: NoTransit(VPN)\n"},
		{"a static route, by which packets pass", staticToCircuit, invariant.NoTransit(attach.VPN, attach.VBR), `
does not hold: NoTransit(VPN, VBR): a packet passes from vpn-1 to vbr-1
  172.30.0.1@partner -> 10.10.0.1: not reachable
  forward: delivered
    delivered
      partner  partner  10.0.0.0/8    -> vpn-1
      vpn-1                           -> att-vpn
      tr       vtb      10.10.0.0/16  -> att-vbr
      vbr-1    vbr-1    10.10.0.0/16  -> idc
      idc
  return: not delivered
    not delivered: no route in idc [TR-4.1]
      idc      idc
`},
		{"a route that policy 5000 leaves", nil, invariant.NoTransit(attach.VPC, attach.VPN), `
does not hold: NoTransit(VPC, VPN): vpc-app learns 172.30.0.0/16 of vpn-1
  172.30.0.0/16 in vpc-app/system: Active, next hop att-app
     1. partner         configured here (own prefix) [D-38]
     2. vpn-1           announced over the session, over partner [D-38]
     3. vtb             learned over the attachment, over att-vpn [TR-2.2.1]
     4. vpc-app/system  synchronized from the associated table, over att-app [TR-2.3.4]
`},
		{"an ECR with its circuits is one network", behindECR, invariant.NoTransit(attach.VBR, attach.ECR),
			"holds: NoTransit(VBR, ECR)\n"},
		{"a route of an ECR is one of its circuits", both(behindECR, permit("ecr-1")), invariant.NoTransit(attach.VBR, attach.VPN), `
does not hold: NoTransit(VBR, VPN): vpn-1 learns 10.10.0.0/16 of ecr-1
  10.10.0.0/16 in vpn-1: Active, next hop att-vpn
     1. idc                configured here (own prefix) [D-38]
     2. vbr-1              announced over the session, over idc [D-38]
     3. ecr-1@cn-hangzhou  advertised to the Express Connect Router, over vbr-1 [E-3.2]
     4. vtb                learned from the Express Connect Router, over att-ecr [E-3.2]
     5. vpn-1              synchronized from the associated table, over att-vpn, by policy vtb/egress/10 [TR-2.3.4]
`},
		{"through a firewall", func(n *topology.Network) {
			inspected(n)
			n.Attachments[0].Association, n.Attachments[3].Association = "vtb", "vtb-app"
		}, invariant.NoTransit(attach.VPN, attach.VBR), `
does not hold: NoTransit(VPN, VBR): a packet passes from vpn-1 to vbr-1
  172.30.0.1@partner -> 10.10.0.1: not reachable
  forward: delivered
    delivered
      partner  partner  10.0.0.0/8    -> vpn-1
      vpn-1                           -> att-vpn
      tr       vtb-app  10.0.0.0/8    -> att-fw
      vpc-fw   vtb-in   0.0.0.0/0     -> fw-1
      fw-1     vtb-out  10.10.0.0/16  -> att-fw
      tr       vtb      10.10.0.0/16  -> att-vbr
      vbr-1    vbr-1    10.10.0.0/16  -> idc
      idc
  return: not delivered
    not delivered: no route in idc [TR-4.1]
      idc      idc
`},
		{"no kinds", nil, invariant.NoTransit(), "no answer: NoTransit(): no kinds are named\n"},
		{"no kind of instance", nil, invariant.NoTransit(attach.VBR, attach.Peer),
			"no answer: NoTransit(VBR, Peer): \"Peer\" is no kind of network instance\n"},
		{"the zero kind", nil, invariant.NoTransit(attach.None),
			"no answer: NoTransit(): \"none\" is no kind of network instance\n"},
	})
}
