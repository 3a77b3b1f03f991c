package topology

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBrokenDocuments holds for each way to break a document the whole error: the path and what is wrong there.
func TestBrokenDocuments(t *testing.T) {
	tests := []struct{ name, document, want string }{
		{"unknown key", `{"vpc": []}`, `vpc: unknown key`},
		{"key in another case", `{"VPCs": []}`, `VPCs: unknown key, it is spelt "vpcs"`},
		{"unknown key inside", `{"vpcs": [{"id": "a"}, {"vswitches": [{"cidr": "10.0.0.0/8", "tags": {"a": [1, "}"]}}], "id": "b"}]}`,
			`vpcs[1].vswitches[0].tags: unknown key`},
		{"key that is no word", `{"a b": 1}`, `["a b"]: unknown key`},
		{"empty key", `{"grants": [{"": 1}]}`, `grants[0][""]: unknown key`},
		{"key of many lines", `{"vpcs": [{"a\nb: c": 1}]}`, `vpcs[0]["a\nb: c"]: unknown key`},
		{"duplicate key", `{"down": [], "down": []}`, `down: duplicate key`},
		{"duplicate key in an escape", `{"down": [], "\u0064own": []}`, `down: duplicate key`},
		{"duplicate key inside", `{"grants": [{"to": "1", "to": "1"}]}`, `grants[0].to: duplicate key`},
		{"duplicate key of which the first is broken", `{"down": 1, "down": 2}`,
			"down: want an array, found 1\ndown: duplicate key"},
		{"duplicate region", `{"ecrs": [{"modes": {"cn-hangzhou": "ECMP", "cn-hangzhou": "NearBy"}}]}`,
			`ecrs[0].modes.cn-hangzhou: duplicate key`},

		{"document is an array", `[]`, `document: want an object, found an array`},
		{"document is null", `null`, `document: want an object, found null`},
		{"document is a number", `-1.5e3`, `document: want an object, found -1.5e3`},
		{"object for an array", `{"vpcs": {"id": "a"}}`, `vpcs: want an array, found an object`},
		{"string for an array", `{"down": "vbr-1"}`, `down: want an array, found the string "vbr-1"`},
		{"array for an object", `{"vpcs": [["id"]]}`, `vpcs[0]: want an object, found an array`},
		{"array for a map", `{"ecrs": [{"modes": []}]}`, `ecrs[0].modes: want an object, found an array`},
		{"number for a string", `{"transitRouters": [{"owner": 1001}]}`,
			`transitRouters[0].owner: want a string, found 1001`},
		{"number for a prefix", `{"vpcs": [{"services": [10]}]}`,
			`vpcs[0].services[0]: want a string, a prefix, found 10`},
		{"number for an enumeration", `{"rules": 2024}`, `rules: want a string, found 2024`},
		{"string for a number", `{"ecrs": [{"asn": "45104"}]}`,
			`ecrs[0].asn: want a whole number from 0 to 4294967295, found the string "45104"`},
		{"string for a flag", `{"vpns": [{"bgp": "true"}]}`,
			`vpns[0].bgp: want true or false, found the string "true"`},
		{"number for a flag", `{"vpns": [{"bgp": 1}]}`, `vpns[0].bgp: want true or false, found 1`},
		{"flag for a number", `{"vbrs": [{"asn": true}]}`,
			`vbrs[0].asn: want a whole number from 0 to 4294967295, found true`},
		{"object for a number", `{"vbrs": [{"asn": {"a": 1}, "id": "b"}]}`,
			`vbrs[0].asn: want a whole number from 0 to 4294967295, found an object`},
		{"null for a list", `{"vpcs": null}`, `vpcs: want an array, found null`},
		{"null for an element", `{"down": [null]}`, `down[0]: want a string, found null`},
		{"null for a flag", `{"vpcs": [{"routeTables": [{"receiveRoutes": null}]}]}`,
			`vpcs[0].routeTables[0].receiveRoutes: want true or false, found null`},
		{"null for a map", `{"ecrs": [{"modes": null}]}`, `ecrs[0].modes: want an object, found null`},

		{"unknown edition of the rules", `{"rules": "2025"}`, `rules: unknown Edition "2025", want 2024-03 or 2026-02`},
		{"unknown kind", `{"attachments": [{"kind": "vpc"}]}`,
			`attachments[0].kind: unknown Kind "vpc", want VPC, VBR, VPN, CCN, ECR or Peer`},
		{"empty enumeration", `{"attachments": [{"kind": ""}]}`, `attachments[0].kind: empty text`},
		{"empty direction", policyDocument(`"direction": ""`),
			policyPath(`direction: unknown Direction "", want ingress or egress`)},
		{"unknown mode", policyDocument(`"match": {"asPath": {"mode": "exact"}}`),
			policyPath(`match.asPath.mode: unknown Mode "exact", want include, complete or contain`)},
		{"unknown transit mode", `{"ecrs": [{"modes": {"cn-hangzhou": "Nearby"}}]}`,
			`ecrs[0].modes.cn-hangzhou: unknown TransitMode "Nearby", want ECMP or NearBy`},
		{"bad community", policyDocument(`"set": {"communities": {"list": ["65536:1"]}}`),
			policyPath(`set.communities.list[0]: bad community "65536:1", want two numbers from 0 to 65535 such as "65001:7"`)},

		{"prefix without length", `{"vpcs": [{"services": ["10.0.0.0"]}]}`, badPrefix("10.0.0.0")},
		{"prefix that is too long", `{"vpcs": [{"services": ["10.0.0.0/33"]}]}`, badPrefix("10.0.0.0/33")},
		{"prefix with zeros in front", `{"vpcs": [{"services": ["010.0.0.0/8"]}]}`, badPrefix("010.0.0.0/8")},
		{"prefix with a zone", `{"vpcs": [{"services": ["fe80::%eth0/64"]}]}`, badPrefix("fe80::%eth0/64")},
		{"prefix with a space", `{"vpcs": [{"services": ["10.0.0.0/8 "]}]}`, badPrefix("10.0.0.0/8 ")},
		{"empty prefix", `{"vpcs": [{"services": [""]}]}`, badPrefix("")},
		{"prefix with host bits", `{"vpcs": [{}, {"vswitches": [{"cidr": "10.0.0.0/8"}, {"cidr": "192.168.1.1/24"}]}]}`,
			`vpcs[1].vswitches[1].cidr: prefix "192.168.1.1/24" has host bits set, want "192.168.1.0/24"`},
		{"IPv6 prefix with host bits", `{"vpcs": [{"services": ["2001:db8::1/32"]}]}`,
			`vpcs[0].services[0]: prefix "2001:db8::1/32" has host bits set, want "2001:db8::/32"`},
		{"mapped prefix", `{"vpcs": [{"services": ["::ffff:10.0.0.0/104"]}]}`,
			`vpcs[0].services[0]: prefix "::ffff:10.0.0.0/104" is IPv4 mapped to IPv6, want "10.0.0.0/8"`},
		{"mapped prefix that is too short", `{"vpcs": [{"services": ["::ffff:0.0.0.0/90"]}]}`,
			`vpcs[0].services[0]: prefix "::ffff:0.0.0.0/90" is IPv4 mapped to IPv6, want an IPv4 prefix`},
		{"prefix missing", `{"transitRouters": [{"routeTables": [{"routes": [{"blackhole": true}]}]}]}`,
			`transitRouters[0].routeTables[0].routes[0].prefix: missing`},
		{"P-1.2 direction missing", `{"transitRouters": [{"routeTables": [{"policies": [{"priority": 1, "action": "deny"}]}]}]}`,
			policyPath(`direction: missing [P-1.2]`)},
		{"P-1.2 action missing", `{"transitRouters": [{"routeTables": [{"policies": [{"priority": 1, "direction": "egress"}]}]}]}`,
			policyPath(`action: missing [P-1.2]`)},
		{"kind missing", `{"attachments": [{"id": "a"}]}`, `attachments[0].kind: missing`},

		{"negative AS number", `{"ecrs": [{"asn": -1}]}`,
			`ecrs[0].asn: want a whole number from 0 to 4294967295, found -1`},
		{"AS number of 33 bits", `{"ecrs": [{"asn": 4294967296}]}`,
			`ecrs[0].asn: want a whole number from 0 to 4294967295, found 4294967296`},
		{"AS number with a fraction", `{"ecrs": [{"asn": 45104.0}]}`,
			`ecrs[0].asn: want a whole number from 0 to 4294967295, found 45104.0`},
		{"AS number with an exponent", `{"ecrs": [{"asn": 4e4}]}`,
			`ecrs[0].asn: want a whole number from 0 to 4294967295, found 4e4`},
		{"AS number in dots", policyDocument(`"match": {"asPath": {"list": [65001, "1.10"]}}`),
			policyPath(`match.asPath.list[1]: want a whole number from 0 to 4294967295, found the string "1.10"`)},
		{"huge number", `{"ecrs": [{"asn": ` + strings.Repeat("9", 1000) + `}]}`,
			`ecrs[0].asn: want a whole number from 0 to 4294967295, found ` + strings.Repeat("9", 40)},
		{"huge exponent", policyDocument(`"priority": 1e999999999`),
			policyPath(`priority: want a whole number of at most 64 bits, found 1e999999999`)},
		{"priority with a fraction", policyDocument(`"priority": 10.5`),
			policyPath(`priority: want a whole number of at most 64 bits, found 10.5`)},
		{"next 0", policyDocument(`"next": 0`), policyPath(`next: want a whole number from 1, found 0`)},
		{"next -0", policyDocument(`"next": -0`), policyPath(`next: want a whole number from 1, found -0`)},
		{"preference 0", policyDocument(`"set": {"preference": 0}`),
			policyPath(`set.preference: want a whole number from 1, found 0`)},
		{"preference null", policyDocument(`"set": {"preference": null}`),
			policyPath(`set.preference: want a whole number from 1, found null`)},
		{"session preference 0", `{"dataCenters": [{"sessions": [{"preference": 0}]}]}`,
			`dataCenters[0].sessions[0].preference: want a whole number from 1, found 0`},
		{"static preference -1", `{"dataCenters": [{"routes": [{"preference": -1, "prefix": "0.0.0.0/0"}]}]}`,
			`dataCenters[0].routes[0].preference: want a whole number from 1, found -1`},

		{"no data", ``, `line 1 column 1: not JSON: unexpected end of JSON input`},
		{"truncated", "{\"vpcs\": [\n{\"id\": \"a\"", `line 2 column 10: not JSON: unexpected end of JSON input`},
		{"trailing object", "{}\n {}", `line 2 column 2: not JSON: invalid character '{' after top-level value`},
		{"trailing comma", `{"vpcs": [],}`,
			`line 1 column 13: not JSON: invalid character '}' looking for beginning of object key string`},
		{"comment", "{\n// x\n}", `line 2 column 1: not JSON: invalid character '/' looking for beginning of object key string`},
		{"invalid UTF-8", "{\"down\":\n [\"\xff\"]}", `line 2 column 4: invalid UTF-8`},
		{"half of a surrogate pair", `{"down": ["\\", "\ud83d\ude00", "\\ud800", "\u00e4\ud800x"]}`,
			`line 1 column 51: half of a surrogate pair`},
		{"the second half alone", `{"down": ["\udc00"]}`, `line 1 column 12: half of a surrogate pair`},
		{"two first halves", `{"down": ["\ud800\ud800"]}`, `line 1 column 12: half of a surrogate pair`},
		{"half of a pair at the end", `{"down": ["\ud83d\ude00\ud800"]}`, `line 1 column 24: half of a surrogate pair`},
		{"surrogate in UTF-8", "{\"down\": [\"\xed\xa0\x80\"]}", `line 1 column 12: invalid UTF-8`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n, err := Parse([]byte(test.document))
			if err == nil {
				t.Fatalf("%s accepted: %+v", test.document, n)
			}
			if err.Error() != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.document, err, test.want)
			}
			if std := json.Unmarshal([]byte(test.document), &n); std == nil {
				t.Errorf("%s accepted by json.Unmarshal", test.document)
			}
		})
	}
}

func badPrefix(text string) string {
	return fmt.Sprintf("vpcs[0].services[0]: bad prefix %q, want an address and a length such as \"10.0.0.0/8\"", text)
}

// policyDocument returns a document with one policy, and policyPath the path of that policy in front of a message. What
// must be stated and is not in the body is added to it.
func policyDocument(body string) string {
	for _, stated := range []string{`"action": "permit"`, `"direction": "egress"`} {
		if key, _, _ := strings.Cut(stated, ":"); !strings.Contains(body, key) {
			body = stated + ", " + body
		}
	}
	return `{"transitRouters": [{"routeTables": [{"policies": [{` + body + `}]}]}]}`
}

func policyPath(message string) string {
	return "transitRouters[0].routeTables[0].policies[0]." + message
}

func TestAllViolationsAreReportedAtOnceInDocumentOrder(t *testing.T) {
	const document = `{
	 "down": [1, "vbr-1", null],
	 "attachments": [{"kind": "TR", "vswitches": ["10.0.0.1/8", "10.0.0.0/8", 7]}],
	 "colour": {"deep": [[[{"down": 1}]]]},
	 "vpcs": [{"vswitches": [{"cidr": "x"}, {"routeTable": "t"}]}]}`
	_, err := Parse([]byte(document))
	if !violatesExactly(err, "down[0]", "down[2]", "attachments[0].kind", "attachments[0].vswitches[0]",
		"attachments[0].vswitches[2]", "colour", "vpcs[0].vswitches[0].cidr", "vpcs[0].vswitches[1].cidr") {
		t.Errorf("violations:\n%v", err)
	}
}

func TestNestingDeeperThanTheFormat(t *testing.T) {
	for _, depth := range []int{9_000, 1_000_000} {
		for _, prefix := range []string{``, `{"x": `, `{"vpcs": `, `{"vpcs": [{"id": `} {
			suffix := strings.Repeat("}", strings.Count(prefix, "{"))
			suffix = strings.Replace(suffix, "}}", "}]}", 1)
			document := prefix + strings.Repeat("[", depth) + strings.Repeat("]", depth) + suffix
			if _, err := Parse([]byte(document)); err == nil {
				t.Errorf("%s and %d brackets accepted", prefix, depth)
			}
			if _, err := Parse([]byte(prefix + strings.Repeat(`{"":`, depth))); err == nil {
				t.Errorf("%s and %d braces accepted", prefix, depth)
			}
		}
	}
}

func TestLongTextsAreCutInMessages(t *testing.T) {
	long := strings.Repeat("long", 100_000)
	for _, document := range []string{
		`{"` + long + `": 1}`, `{"rules": "` + long + `"}`, `{"vpcs": "` + long + `"}`, `{"vpcs": ` + strings.Repeat("1", 100_000) + `}`,
		`{"vpcs": [{"services": ["` + long + `"]}]}`, `{"vbrs": [{"routes": [{"prefix": "::/0", "communities": ["` + long + `"]}]}]}`,
	} {
		_, err := Parse([]byte(document))
		if err == nil {
			t.Fatalf("%.60s... accepted", document)
		}
		if n := len(err.Error()); n > 300 {
			t.Errorf("%.60s...: the error has %d bytes", document, n)
		}
	}
}

func TestViolationsError(t *testing.T) {
	violations := Violations{
		{Path: "peerings[0].ends", Message: "want two ends", Rule: "TR-7.1"},
		{Path: "rules", Message: "duplicate key"},
	}
	const want = "peerings[0].ends: want two ends [TR-7.1]\nrules: duplicate key"
	if got := violations.Error(); got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

// FuzzParse holds that Parse never panics, that what it accepts round-trips exactly, and that an error says where.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		f.Fatalf("no documents to start from: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(Format(everyField()))
	f.Add([]byte(`{"ecrs": [{"modes": {"a": "ECMP", "a": 1}, "asn": -0, "vbrs": [null]}]} x`))
	f.Add([]byte(`{"vpcs": [{"vswitches": [{}], "services": ["::ffff:1.2.3.4/99"], "x\ud800": "\\\""}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := Parse(data)
		if err == nil {
			checkRoundTrip(t, n)
			return
		}
		var violations Violations
		if !errors.As(err, &violations) || len(violations) == 0 {
			t.Fatalf("error %#v is no violations", err)
		}
		for _, v := range violations {
			if v.Path == "" || v.Message == "" || strings.Contains(v.String(), "\n") {
				t.Fatalf("violation %q does not say where or what, in one line", v)
			}
		}
	})
}
