package topology_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// blockersOf lists the blockers that a change of configuration could remove: "FROM TO NEXTHOP RULE: DETAIL POLICIES".
func blockersOf(t *testing.T, document, table, prefix string) (list []string) {
	t.Helper()
	for _, b := range explain(t, propagate(t, document), table, prefix).Blockers {
		if !b.Given {
			list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s %s %s: %s %s", b.From, b.To, b.NextHop, b.Rule,
				b.Detail, strings.Join(b.Policies, " "))))
		}
	}
	slices.Sort(list)
	return list
}

// What stopped the routes of a sender is told with the policy that denied it, where one did, and with what made the
// sender's own route inactive, where it is.
func TestExplainWhatStoppedAtTheSender(t *testing.T) {
	const (
		deny    = `{"priority": 7, "direction": "DIRECTION", "action": "deny", "match": {"prefixes": {"list": ["10.1.0.0/16"]}}}`
		passing = `{"priority": 3, "direction": "DIRECTION", "action": "permit", "next": 7}`
		system  = "system policy 5000: no advertisement among VBRs, CCNs, IPsec connections and ECRs"
	)
	policies := func(direction string) string {
		return `, "policies": [` + strings.ReplaceAll(passing+", "+deny, "DIRECTION", direction) + `]`
	}
	net := func(table string) string {
		return one(table, `"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`, `+vbr2+`]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`)
	}
	alone := func(table string) string {
		return one(table, `"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`)
	}
	prefixes := func(mode string) string {
		return ecrNet(`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz", "prefixes": ["192.168.0.0/16"], "prefixMode": "` + mode + `"}]}]`)
	}
	peers := func(a, b string) string {
		return two(a, b, attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", ""), `"vpcs": [`+vpc1+`, `+vpcB+`]`,
			`"vbrs": [`+vbr1+`]`)
	}
	for _, c := range []struct {
		why, document, table, prefix string
		want                         []string
	}{
		{"an egress policy denies: the last one is named", net(policies("egress")), "vpc-1/system", "10.1.0.0/16",
			[]string{"vtb-a vpc-1/system att-vbr-1 P-4.1:  vtb-a/egress/7"}},
		{"policy 5000 denies", net(""), "vbr-2", "10.1.0.0/16",
			[]string{"vtb-a vbr-2 att-vbr-1 P-5.4: " + system + " vtb-a/egress/5000"}},
		{"an ingress policy denies: the route is there, Prohibited", net(policies("ingress")), "vtb-a", "10.1.0.0/16",
			[]string{"vbr-1 vtb-a att-vbr-1 P-4.1:  vtb-a/ingress/7"}},
		{"and is not advertised further", alone(policies("ingress")), "vpc-1/system", "10.1.0.0/16",
			[]string{"vbr-1 vtb-a att-vbr-1 P-4.1:  vtb-a/ingress/7", "vtb-a vpc-1/system att-vbr-1 P-4.1: Prohibited: denied by a routing policy vtb-a/ingress/7"}},
		{"E-4.3 behind a prefix of the association, in match mode", prefixes("match"), "ecr-1@cn-hangzhou", "192.168.1.0/24",
			[]string{"vtb-hz ecr-1@cn-hangzhou att-vpc-1 E-4.3:"}},
		{"E-4.4 in incremental mode", prefixes("incremental"), "ecr-1@cn-hangzhou", "192.168.1.0/24",
			[]string{"vtb-hz ecr-1@cn-hangzhou att-vpc-1 E-4.4:"}},
		{"suppressed at the peer", peers(`, "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["Peer"]}]`, ""), "vtb-b", "10.1.0.0/16",
			[]string{"vtb-a vtb-b peer TR-3.2.5:"}},
		{"suppressed, and so not advertised further", peers(`, "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["Peer"]}]`, ""), "vpc-b/system", "10.1.0.0/16",
			[]string{"vtb-a vtb-b peer TR-3.2.5:", "vtb-b vpc-b/system peer TR-3.2.5: Suppressed: suppressed: an aggregate of the peer stands for it"}},
		{"the peer's ingress policy denies", peers("", policies("ingress")), "vtb-b", "10.1.0.0/16",
			[]string{"vtb-a vtb-b peer P-4.1:  vtb-b/ingress/7"}},
		{"the egress policy towards the peer denies", peers(policies("egress"), ""), "vtb-b", "10.1.0.0/16",
			[]string{"vtb-a vtb-b att-vbr-1 P-4.1:  vtb-a/egress/7"}},
	} {
		if diff := cmp.Diff(c.want, blockersOf(t, c.document, c.table, c.prefix)); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.why, diff)
		}
	}
}

// The warnings of a network, each with its place and rule, in order of table and prefix, and no others.
func TestWarningsOfAState(t *testing.T) {
	vpc := func(id, prefix string) string {
		return `{"id": "` + id + `", "region": "cn-a", "vswitches": [{"cidr": "` + prefix + `"}, {"cidr": "192.168.0.0/24"}]}`
	}
	document := one(`, "routes": [{"prefix": "10.1.0.0/16", "nextHop": "att-vpc-1"}]`,
		`"vpcs": [`+vpc("vpc-1", "192.168.1.0/24")+`, `+vpc("vpc-2", "192.168.1.0/24")+`, `+vpc("vpc-3", "192.168.2.0/24")+`]`, `"vbrs": [`+vbr1+`]`,
		`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VPC", "vpc-2", "")+`, `+attOf("VPC", "vpc-3", "")+`, `+attOf("VBR", "vbr-1", "")+`]`)
	want := []string{
		"vtb-a D-13: configured route 10.1.0.0/16 to att-vpc-1 is Active beside the route learned over att-vbr-1, which is Rejected; the cloud would have refused to add it",
		"vtb-a TR-4.2.5: equal prefix 192.168.0.0/24: att-vpc-1 is Active, att-vpc-2, att-vpc-3 Rejected; the documentation does not say which one the cloud keeps",
		"vtb-a TR-4.2.5: equal prefix 192.168.1.0/24: att-vpc-1 is Active, att-vpc-2 Rejected; the documentation does not say which one the cloud keeps",
	}
	var got []string
	for _, w := range propagate(t, document).Warnings() {
		got = append(got, fmt.Sprintf("%s %s: %s", w.Path, w.Rule, w.Message))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// What covers a prefix is wider than it; a longer prefix that begins at the same address covers a part.
func TestExplainNotCoveredByAPart(t *testing.T) {
	state := propagate(t, seedLike)
	for prefix, want := range map[string]string{"10.10.0.0/15": "", "10.10.0.0/17": "10.10.0.0/16", "10.11.0.0/17": "", "10.10.0.0/16": ""} {
		got := ""
		if e := explain(t, state, "vtb-hz", prefix); e.CoveredBy != nil {
			got = e.CoveredBy.String()
		}
		if got != want {
			t.Errorf("%s is covered by %q, want %q", prefix, got, want)
		}
	}
}

// What lies in the nature of a sender comes behind what a change of configuration could remove: the first circuit tells
// the data center nothing that is its own, and the second one does not hear of it. What is nearer to the table comes
// first.
func TestExplainListsWhatIsGivenLast(t *testing.T) {
	state := propagate(t, one("", `"vbrs": [`+vbr1+`, `+vbr2+`]`, `"attachments": [`+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`,
		`"dataCenters": [{"id": "idc-1", "asn": 65009, "sessions": [{"to": "vbr-1"}, {"to": "vbr-2"}]}]`))
	var got []string
	for _, b := range explain(t, state, "idc-1", "10.1.0.0/16").Blockers {
		got = append(got, fmt.Sprintf("%s to %s %v", b.From, b.To, b.Given))
	}
	if diff := cmp.Diff([]string{"vbr-2 to idc-1 false", "vtb-a to vbr-2 false", "vbr-1 to idc-1 true"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// An ECR route that waits behind a custom route of the VPC says so by the rule of candidates (E-7.4).
func TestExplainCandidate(t *testing.T) {
	state := propagate(t, ecrNet(`attachments []`, `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-2"}]}]`,
		`vpcs [{"id": "vpc-2", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.2.0/24"}], "routeTables": [{"id": "vtb-2", "routes": [{"prefix": "10.10.0.0/16", "nextHop": "eni-2", "nextHopType": "NetworkInterface"}]}]}]`))
	var rules []string
	for _, story := range explain(t, state, "vtb-2", "10.10.0.0/16").Routes {
		last := story.Steps[len(story.Steps)-1]
		rules = append(rules, story.Route.NextHop+" "+story.Route.Status.String()+" "+string(last.Rule))
	}
	if diff := cmp.Diff([]string{"eni-2 Active TR-5.7", "ecr-1 Candidate E-7.4"}, rules); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
