package topologytest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/internal/enum"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// An Announcement is a way in which a network on premises may change what it announces. The zero Announcement is none.
type Announcement uint8

// The closed set of announcements.
const (
	MoreSpecific Announcement = iota + 1 // a part of a prefix of its own
	DefaultRoute                         // 0.0.0.0/0 or ::/0
	CloudBlock                           // the block of a vSwitch, a half of it, or one that contains it
	ForeignBlock                         // the same of another network on premises
	LongerPath                           // AS numbers in front of its AS paths
)

var announcementNames = enum.Names{Type: "Announcement", Texts: []string{
	"", "MoreSpecific", "DefaultRoute", "CloudBlock", "ForeignBlock", "LongerPath"}}

// String returns the name of the announcement, for example "DefaultRoute". It is empty for the zero Announcement and
// "Announcement(9)" outside the set.
func (a Announcement) String() string { return announcementNames.Text(uint8(a)) }

// MarshalText returns the text of [Announcement.String]. It never fails.
func (a Announcement) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the name of an announcement; the empty text is the zero Announcement. Any other text is an error
// and changes nothing.
func (a *Announcement) UnmarshalText(text []byte) error {
	return enum.Unmarshal(announcementNames, text, a)
}

// Announcements bound what [UnderAnnouncements] draws. The zero Announcements are up to three changes of any kind by
// any network on premises that announces over BGP: a data center with a session, a VBR or IPsec connection with BGP
// routes that stand for one.
type Announcements struct {
	From  []string       // IDs of data centers, VBRs and IPsec connections that change what they announce; empty: all
	Kinds []Announcement // empty: all
	Most  int            // changes at once; 0: 3
}

// UnderAnnouncements is [Check] in the network as it is, and then with random changes of what the networks on premises
// announce: nobody in the cloud has a say in that. Rapid looks for the smallest change after which an invariant does
// not hold, and prints it with the network as its [Document]. A network that is no longer stable is a failure, too.
//
// What a network on premises announces beyond its own prefixes comes from a data center that stands beside it and is
// named after it, for example idc-announces: its own addresses stay what they are, and so does the meaning of
// invariants about them. Unknown names in From, and a network without anybody who could announce, end the test. In a
// test that has failed already nothing is drawn.
func UnderAnnouncements(t testing.TB, n *topology.Network, a Announcements, invariants ...invariant.Invariant) {
	t.Helper()
	if err := a.check(n); err != nil {
		t.Fatalf("announcements: %v", err)
		return
	}
	if !check(t, n, invariants) {
		return
	}
	if t.Failed() { // rapid refuses such a test
		t.Logf("no announcements are drawn: the test has failed already")
		return
	}
	drawn := a.changes(n)
	rapid.Check(t, func(t *rapid.T) {
		c := drawn.Draw(t, "network")
		state, err := topology.Propagate(c.network)
		if err != nil {
			t.Fatalf("%s, and the network has no state:\n%v", c, err)
		}
		for _, i := range invariants {
			if v := i.Check(state); !v.Holds {
				t.Fatalf("%s:\n%v", c, v)
			}
		}
	})
}

var errNobodyAnnounces = errors.New("no data center, VBR or IPsec connection of the network announces over BGP")

// check returns an error if nothing could be drawn.
func (a Announcements) check(n *topology.Network) error {
	all := speakers(n)
	if len(all) == 0 {
		return errNobodyAnnounces
	}
	for _, id := range a.From {
		if !slices.ContainsFunc(all, func(s speaker) bool { return s.id == id }) {
			return fmt.Errorf("%q does not announce over BGP, or is not in the network", id)
		}
	}
	for _, k := range a.Kinds {
		if k < MoreSpecific || k > LongerPath {
			return fmt.Errorf("%q is no kind of announcement", k)
		}
	}
	return nil
}

// changes draws networks in which some announcements have changed.
func (a Announcements) changes(n *topology.Network) *rapid.Generator[variant] {
	from := slices.DeleteFunc(speakers(n), func(s speaker) bool { return len(a.From) > 0 && !slices.Contains(a.From, s.id) })
	kinds, most := a.Kinds, a.Most
	if len(kinds) == 0 {
		kinds = []Announcement{MoreSpecific, DefaultRoute, CloudBlock, ForeignBlock, LongerPath}
	}
	if most < 1 {
		most = 3
	}
	return rapid.Custom(func(t *rapid.T) variant {
		c := announcer{chooser{t}, variant{network: n.Clone()}, n}
		c.several(most, func() { c.change(pick(&c.chooser, from...), pick(&c.chooser, kinds...)) })
		return c.variant
	})
}

// A variant is a network after some changes, which rapid prints as its document.
type variant struct {
	network *topology.Network
	texts   []string
}

// String tells the changes.
func (v variant) String() string {
	if len(v.texts) == 0 {
		return "without a change"
	}
	return strings.Join(v.texts, ", ")
}

func (v variant) GoString() string { return Document(v.network) }
