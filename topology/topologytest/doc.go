/*
Package topologytest tests networks: it checks invariants of one's own network in go test, and draws random networks, routes
and policies for property tests with [pgregory.net/rapid].

# Your own network in ten minutes

An infrastructure repository keeps the network as a document beside the configuration that it describes, and a test says
what must hold whatever else is changed. Nothing needs to be known about rapid. The document, network.json, is what
[topology.Parse] reads; the module that the test is in needs "go get github.com/cenroute/cenroute", once. examples/infrastructure is such a repository in small, to start from. The whole test:

	func TestNetwork(t *testing.T) {
		network := topologytest.Load(t, "network.json")
		topologytest.Check(t, network,
			invariant.Reachable("vpc-app", "idc"),       // both ways, all addresses
			invariant.Isolated("partner", "vpc-db"),     // neither way, no address
			invariant.NoTransit(attach.VBR, attach.VPN), // no data center reaches another
			invariant.MaxRoutes("vtb-app", 200),         // the quota of a VPC table
		)
		topologytest.UnderFailures(t, network, 1, // whichever circuit or IPsec connection fails
			invariant.Reachable("vpc-app", "idc"),
		)
		topologytest.UnderAnnouncements(t, network, topologytest.Announcements{}, // whatever data centers announce
			invariant.Reachable("vpc-app", "idc"),
		)
	}

The names are the IDs of the document; one that is not there fails the test. Package invariant lists what can be said. A
property that does not hold fails the test with its smallest counterexample, a packet hop by hop or a route with the way
that it came and the rule behind each step, and with the network in which it fails as a document. Put that in a file and ask
on:

	go run github.com/cenroute/cenroute/examples/simulate@latest FILE
	go run github.com/cenroute/cenroute/examples/simulate@latest -explain TABLE,PREFIX FILE

For [UnderAnnouncements] rapid draws a hundred variants of the network, and looks for the smallest failing one. To run the
same case again, give go test the -rapid.seed that is printed; -rapid.checks=1000 draws more. Rapid keeps failing cases in
testdata/rapid, and tries them first the next time; -rapid.nofailfile turns that off.

# Random networks

A property is a sentence that holds for every network. Rapid draws networks until it finds one that breaks the sentence, and
then looks for a smaller one. A test of the sentence "a route that came over a peering is not told to another peering":

	func TestNoTransitOverRegions(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
			state, err := topology.Propagate(n)
			if err != nil {
				t.Skip(err) // several stable states, or none
			}
			for table := range state.Tables() {
				// ... t.Fatalf("%s has %v", table.ID(), route)
			}
		})
	}

When it fails, go test prints the drawn network as its JSON document. Put the document in a file and look at it with

	go run ./examples/simulate FILE

and run the very same case again with the -rapid.seed that is printed.

# Your own network

  - [Load]: the network of a file
  - [Check]: invariants hold in a network
  - [Coverage]: what of the network no invariant notices the change of
  - [UnderFailures]: and in every failure of up to k circuits and IPsec connections
  - [UnderAnnouncements]: and whatever the networks on premises announce

# Networks

  - [Networks]: valid networks of a [Size]: [Tiny], [Small], [Medium], [Large], or one of your own
  - [NearlyValid]: a valid network with one random edit
  - [Unstable]: valid networks that aim at having no stable state, or several
  - [Reordered]: the same network with its parts declared in another order

# Parts

  - [Routes]: routes as a transit router table holds them
  - [Policies]: valid lists of routing policies, which name what [Routes] draws

# Changes

  - [Changes]: one change of a network, of every kind, most of which can be applied
  - [Scripts]: lists of changes that can be applied one after the other

# Reading what failed

  - [Draw]: draws a network and lets rapid print it as a document
  - [Document]: the document of a network
  - [Minimize]: removes from a network all that does not matter for a failure

# What is drawn

Every field of the document format is written in some network, every switch is on in one and off in another, and every
enumeration takes every value that a valid network can have there; the tests of this package count them. Few prefixes are
shared by the whole network, nested in and next to each other, so that routes overlap, equal each other and conflict. Policies
name instances, regions, tables and prefixes that exist, have priorities at the ends of their range, and jump to each other.
IDs are short and tell what they name: tr-hz, vtb-hz-1, vpc-1, vbr-1, vco-1, ccn-1, ecr-1, idc-1, att-vpc-1, peer-hz-sh.

Nothing is drawn that breaks a rule: a part that would is left out. With one seed the same network is drawn every time.
*/
package topologytest
