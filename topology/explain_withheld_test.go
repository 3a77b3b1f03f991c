package topology_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A route that is configured where something has failed, or where a rule keeps it out from the start, has an origin:
// the explanation names what keeps it out, also beside the blockers of other routes of the prefix.
func TestExplainRoutesThatAreWithheld(t *testing.T) {
	circuit := func(more string) string {
		return one("", `"vbrs": [`+vbr1+`]`, `"attachments": [`+attOf("VBR", "vbr-1", "")+`]`, more)
	}
	otherCircuit := `{"id": "vbr-2", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16"}]}`
	connection := one("", `"vpns": [{"id": "vpn-1", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16"}]}]`,
		`"attachments": [`+attOf("VPN", "vpn-1", "")+`]`, `"down": ["vpn-1"]`)
	branch := one("", `"ccns": [{"id": "ccn-1", "region": "ccn-a", "sags": [{"id": "sag-1", "prefixes": ["10.1.0.0/16"]}]}]`,
		`"attachments": [`+attOf("CCN", "ccn-1", "")+`]`, `"down": ["ccn-1"]`)
	premises := func(more string) string {
		return circuit(`"dataCenters": [{"id": "idc-1", "asn": 65009, "prefixes": ["10.8.0.0/16"], "sessions": [{"to": "vbr-1"}],
			"routes": [{"prefix": "10.9.0.0/16", "nextHop": "vbr-1"}]}]` + more)
	}
	onECR := func(attachment, down string) string {
		return `{"transitRouters": [` + routerOf("a", "cn-a", tableOf("vtb-a", "")) + `], "vbrs": [{"id": "vbr-1", "region": "cn-a"}],
		 "ecrs": [{"id": "ecr-1", "asn": 45104, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-a", "prefixes": ["10.1.0.0/16"]}]}],
		 "attachments": [` + attachment + `], "down": [` + down + `]}`
	}
	attECR := `{"id": "att-ecr", "kind": "ECR", "transitRouter": "tr-a", "instance": "ecr-1", "propagations": ["vtb-a"]`
	for _, c := range []struct {
		why, document, table, prefix string
		want                         []string
	}{
		{"D-14 a circuit", circuit(`"down": ["vbr-1"]`), "vtb-a", "10.1.0.0/16", []string{"vbr-1 vtb-a  D-14:"}},
		{"D-14 its own table", circuit(`"down": ["vbr-1"]`), "vbr-1", "10.1.0.0/16", []string{"vbr-1 vbr-1  D-14:"}},
		{"D-14 beside a route that is not learned",
			one("", `"vbrs": [`+vbr1+`, `+otherCircuit+`]`, `"attachments": [`+attOf("VBR", "vbr-1", "")+`,
			 {"id": "att-2", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-2"}]`, `"down": ["vbr-1"]`),
			"vtb-a", "10.1.0.0/16", []string{"vbr-1 vtb-a  D-14:", "vbr-2 vtb-a local TR-2.2.1:"}},
		{"D-14 and not learned either", one("", `"vbrs": [`+otherCircuit+`]`,
			`"attachments": [{"id": "att-2", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-2"}]`, `"down": ["vbr-2"]`),
			"vtb-a", "10.1.0.0/16", []string{"vbr-2 vtb-a  D-14:", "vbr-2 vtb-a  TR-2.2.1:"}},
		{"D-35 a circuit whose ASN is in the path", one("", `"vbrs": [{"id": "vbr-1", "region": "cn-a", "asn": 64600,
			 "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001, 64600]}]}]`, `"attachments": [`+attOf("VBR", "vbr-1", "")+`]`),
			"vtb-a", "10.1.0.0/16", []string{"vbr-1 vbr-1  D-35:"}},
		{"D-14 an IPsec connection", connection, "vtb-a", "10.1.0.0/16", []string{"vpn-1 vtb-a  D-14:"}},
		{"D-14 a CCN", branch, "vtb-a", "10.1.0.0/16", []string{"ccn-1 vtb-a  D-14:"}},
		{"D-14 a CCN's own table", branch, "ccn-1", "10.1.0.0/16", []string{"ccn-1 ccn-1 sag-1 D-14:"}},
		{"D-14 a data center", premises(`, "down": ["idc-1"]`), "vtb-a", "10.8.0.0/16", []string{"idc-1 vbr-1  D-14:"}},
		{"D-14 a static route of a data center over a failed circuit", premises(`, "down": ["vbr-1"]`), "idc-1", "10.9.0.0/16",
			[]string{"idc-1 idc-1 vbr-1 D-14:"}},
		{"D-37 such a route is announced to nobody", premises(`, "down": ["vbr-1"]`), "vtb-a", "10.9.0.0/16",
			[]string{"vtb-a  TR-1.3:"}},
		{"D-31 an association without attachment", onECR("", ""), "ecr-1@cn-a", "10.1.0.0/16",
			[]string{"ecr-1@cn-a ecr-1@cn-a tr-a D-31:"}},
		{"D-31 an attachment without associated table", onECR(attECR+`}`, ""), "vbr-1", "10.1.0.0/16",
			[]string{"ecr-1@cn-a ecr-1@cn-a tr-a D-31:"}},
		{"D-14 an attachment that has failed", onECR(attECR+`, "association": "vtb-a"}`, `"att-ecr"`), "vbr-1", "10.1.0.0/16",
			[]string{"ecr-1@cn-a ecr-1@cn-a tr-a D-14:"}},
		{"D-14 an ECR that has failed", onECR(attECR+`, "association": "vtb-a"}`, `"ecr-1"`), "vbr-1", "10.1.0.0/16",
			[]string{"ecr-1@cn-a vbr-1  D-14:"}},
		{"TR-2.2.2 nothing has such a route", circuit(`"down": ["vbr-1"]`), "vtb-a", "10.2.0.0/16",
			[]string{"vtb-a  TR-2.2.2:"}},
	} {
		if diff := cmp.Diff(c.want, blockersOf(t, c.document, c.table, c.prefix)); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.why, diff)
		}
	}
}

// An aggregate has no row in its own table (D-26): the explanation says so first.
func TestExplainAnAggregateInItsOwnTable(t *testing.T) {
	e := explain(t, propagate(t, one(`, "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["VPC"]}]`, `"vpcs": [`+vpc1+`]`,
		`"attachments": [`+attOf("VPC", "vpc-1", "")+`]`)), "vtb-a", "10.0.0.0/8")
	if len(e.Blockers) == 0 || e.Blockers[0].Rule != "D-26" || e.Blockers[0].From != "vtb-a" || e.Blockers[0].To != "vtb-a" || !e.Blockers[0].Given {
		t.Errorf("got %+v", e.Blockers)
	}
}

// An aggregate that a switch keeps from a table is not told there (TR-2.3.1, TR-2.1.3), whatever its scope (TR-3.6.3):
// nothing of it is in a table, yet each switch is named, and never is it said that there is no way.
func TestExplainAnAggregateThatIsSwitchedOff(t *testing.T) {
	with := func(scope, attachment string) string {
		return one(`, "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["`+scope+`"]}]`, `"vpcs": [`+vpc1+`]`,
			`"attachments": [{"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1"`+attachment+`}]`)
	}
	for _, c := range []struct {
		why, document string
		want          []string
	}{
		{"no synchronization", with("VPC", `, "association": "vtb-a"`), []string{"vtb-a vpc-1/system  TR-2.3.1:"}},
		{"nor in the scope", with("VBR", `, "association": "vtb-a"`),
			[]string{"vtb-a vpc-1/system  TR-2.3.1:", "vtb-a vpc-1/system  TR-3.6.3:"}},
		{"no association", with("VPC", `, "routeSync": true`), []string{"vtb-a vpc-1/system  TR-2.1.3:"}},
	} {
		if diff := cmp.Diff(c.want, blockersOf(t, c.document, "vpc-1/system", "10.0.0.0/8")); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.why, diff)
		}
	}
}

// So is an aggregate that a prefix of the ECR association stands for (E-4.3).
func TestExplainAnAggregateBehindAnECRPrefix(t *testing.T) {
	document := one(`, "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["ECR"]}]`, `"rules": "2026-02"`,
		`"ecrs": [{"id": "ecr-1", "asn": 45104, "associations": [{"transitRouter": "tr-a", "prefixes": ["172.16.0.0/12"]}]}]`,
		`"attachments": [{"id": "att-ecr-1", "kind": "ECR", "transitRouter": "tr-a", "instance": "ecr-1", "association": "vtb-a"}]`)
	want := []string{"vtb-a ecr-1@cn-a  E-4.3:"}
	if diff := cmp.Diff(want, blockersOf(t, document, "ecr-1@cn-a", "10.0.0.0/8")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// A prefix of an ECR association that was disabled by hand stays listed and is no route (E-2.13): the explanation says
// so, in the table of the ECR and behind it.
func TestExplainADisabledECRPrefix(t *testing.T) {
	state := propagate(t, one("", `"vpcs": [`+vpc1+`]`, `"vbrs": [{"id": "vbr-1", "region": "cn-a"}]`,
		`"ecrs": [{"id": "ecr-1", "asn": 45104, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-1", "prefixes": ["172.16.0.0/12"]}],
		  "disabledRoutes": [{"prefix": "172.16.0.0/12", "nextHop": "vpc-1"}]}]`))
	here := explain(t, state, "ecr-1@cn-a", "172.16.0.0/12")
	if len(here.Routes) != 1 || len(here.Routes[0].Steps) != 2 || here.Routes[0].Steps[1].Rule != "E-2.13" {
		t.Errorf("the story is %+v", here.Routes)
	}
	if len(here.Blockers) != 1 || here.Blockers[0].Rule != "E-2.13" || here.Blockers[0].NextHop != "vpc-1" {
		t.Errorf("in the table: %+v", here.Blockers)
	}
	behind := explain(t, state, "vbr-1", "172.16.0.0/12").Blockers
	if len(behind) != 1 || behind[0].Rule != "E-2.13" || behind[0].Detail != "Disabled: disabled by hand on the ECR" {
		t.Errorf("behind it: %+v", behind)
	}
}

// The table of an ECR has routes of circuits and of the cloud beside each other (D-34). A circuit does not hear of
// those of another circuit (E-3.1), and what keeps it from one of the cloud is named all the same: a prefix of the
// association (E-4.3).
func TestExplainBehindAnECRNamesBothSides(t *testing.T) {
	document := one("", `"vpcs": [`+vpc1+`]`,
		`"vbrs": [{"id": "vbr-1", "region": "cn-a"}, {"id": "vbr-2", "region": "cn-a", "routes": [{"prefix": "192.168.1.0/24", "type": "BGP", "asPath": [65002]}]}]`,
		`"ecrs": [{"id": "ecr-1", "asn": 45104, "vbrs": ["vbr-1", "vbr-2"], "associations": [{"vpc": "vpc-1", "prefixes": ["172.16.0.0/12"]}]}]`)
	want := []string{"ecr-1@cn-a vbr-1 vbr-2 E-3.1:", "vpc-1/system ecr-1@cn-a local E-4.3:"}
	if diff := cmp.Diff(want, blockersOf(t, document, "vbr-1", "192.168.1.0/24")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// What a table has from the receiver itself, or a circuit from the cloud, does not go there (TR-2.3.6, TR-2.2.2); what
// keeps another route of the prefix away is named behind it.
func TestExplainLooksBehindWhatItsReceiverTold(t *testing.T) {
	for _, c := range []struct {
		why, document, table, prefix, want string
	}{
		{"an aggregate of the receiver, before a VPC that is not learned", two("",
			`, "aggregates": [{"prefix": "10.1.0.0/16", "scope": ["Peer"]}]`,
			`{"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1", "association": "vtb-a"}`, `"vpcs": [`+vpcB+`,
			 {"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "10.1.0.0/16"}]}]`),
			"vtb-b", "10.1.0.0/16", "vpc-1/system vtb-a local TR-2.2.1:"},
		{"a route of the cloud, before a data center that is silent", `{
		 "transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-a", "routeTables": [{"id": "vtb-a", "system": true}, {"id": "vtb-2"}]}],
		 "vpcs": [` + vpc1 + `], "vbrs": [{"id": "vbr-1", "region": "cn-a"}],
		 "dataCenters": [{"id": "idc-1", "asn": 65001, "prefixes": ["192.168.1.0/24"], "sessions": [{"to": "vbr-1", "silent": true}]}],
		 "attachments": [` + attOf("VPC", "vpc-1", "") + `,
		  {"id": "att-vbr-1", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-1", "association": "vtb-a", "propagations": ["vtb-2"], "routeSync": true}]}`,
			"vtb-2", "192.168.1.0/24", "idc-1 vbr-1 local D-37:"},
	} {
		if got := blockersOf(t, c.document, c.table, c.prefix); !slices.Contains(got, c.want) {
			t.Errorf("%s: %q is not among %q", c.why, c.want, got)
		}
	}
}
