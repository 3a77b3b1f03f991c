package main

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/cenroute/cenroute/topology"
)

// read returns a file of testdata.
func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestStandardInputIsADocument(t *testing.T) {
	want := answered(t, "-json", "testdata/small.json")
	got := simulate(read(t, "small.json"), "-json", "-")
	if got.status != exitAnswered || got.stdout != want || got.stderr != "" {
		t.Errorf("from standard input: exit %d, standard error %q, same answer: %v", got.status, got.stderr,
			got.stdout == want)
	}
}

// A network that is refused: exit status 1, each violation a line "PATH: what is wrong [RULE]" on standard error, and
// with -json the same as data on standard output. That holds for a document that cannot be read and for a network
// without a single stable state, too.
func TestRefusedNetwork(t *testing.T) {
	tests := []struct {
		file  string
		paths []string
		rules []string // "": the violation is one of the format
		words string
	}{
		{"refused.json", []string{"attachments[0].propagations[1]", "attachments[0].routeSync"}, []string{"", "E-6.9"},
			"vtb-x"},
		{"unreadable.json", []string{"transitRouters[0].colour", "transitRouters[0].routeTables[0].routes[0].prefix"},
			[]string{"", ""}, "10.0.0.1/8"},
		{"unstable.json", []string{"10.50.0.0/16"}, []string{"D-35"},
			"several stable states: vbr-1 -> vtb-hz -> vbr-2 -> idc-1 -> vbr-1"},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			plain := simulate("", "testdata/"+tt.file)
			if plain.status != exitRefused || plain.stdout != "" {
				t.Errorf("exit %d, standard output %q; want 1 and nothing", plain.status, plain.stdout)
			}
			if !strings.Contains(plain.stderr, tt.words) {
				t.Errorf("standard error does not mention %q: %s", tt.words, plain.stderr)
			}
			checkLines(t, plain.stderr, tt.paths, tt.rules)
			checkData(t, simulate("", "-json", "testdata/"+tt.file), plain.stderr)
		})
	}
}

// checkLines checks that each violation is a line with its path in front and its rule, if there is one, at the end.
func checkLines(t *testing.T, stderr string, paths, rules []string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(stderr, "\n"), "\n")
	if len(lines) != len(paths) {
		t.Fatalf("%d lines, want %d: %q", len(lines), len(paths), lines)
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, paths[i]+": ") {
			t.Errorf("line %q, want the path %s in front", line, paths[i])
		}
		if cited := strings.HasSuffix(line, "]"); cited != (rules[i] != "") || cited && !strings.HasSuffix(line, " ["+rules[i]+"]") {
			t.Errorf("line %q, want the rule %q at the end", line, rules[i])
		}
	}
}

// checkData checks that the violations as JSON are the lines on standard error.
func checkData(t *testing.T, r result, lines string) {
	t.Helper()
	var doc struct{ Violations topology.Violations }
	if err := json.Unmarshal([]byte(r.stdout), &doc); err != nil || r.status != exitRefused {
		t.Fatalf("exit %d, %v: %s", r.status, err, r.stdout)
	}
	if got := doc.Violations.Error() + "\n"; got != lines || r.stderr != lines {
		t.Errorf("violations as JSON:\n%s\nas lines:\n%s\nwith -json:\n%s", got, lines, r.stderr)
	}
}

func TestWrongUsage(t *testing.T) {
	tests := []struct {
		name string
		args []string
		says string
	}{
		{"unknown flag", []string{"-colour"}, "-colour"},
		{"two files", []string{"a.json", "b.json"}, "one FILE"},
		{"flag behind the file", []string{"testdata/small.json", "-json"}, "after the flags"},
		{"empty file name", []string{""}, "empty"},
		{"no such file", []string{"testdata/none.json"}, "none.json"},
		{"a directory", []string{"testdata"}, "testdata"},
		{"two questions", []string{"-reach", "-trace", "10.0.0.1@a,10.0.0.2"}, "exclude"},
		{"two formats", []string{"-svg", "-dot"}, "exclude"},
		{"text and picture", []string{"-mermaid", "-svg", "-reach"}, "exclude"},
		{"trace without comma", []string{"-trace", "10.0.0.1@a"}, "ADDR@INSTANCE,ADDR"},
		{"empty trace", []string{"-trace", ""}, "ADDR@INSTANCE,ADDR"},
		{"trace without instance", []string{"-trace", "10.0.0.1,10.0.0.2"}, "10.0.0.1"},
		{"trace to no address", []string{"-trace", "10.0.0.1@vpc-app,nowhere"}, `"nowhere" is no IP address`},
		{"trace from no address", []string{"-trace", "nowhere@vpc-app,10.0.0.1"}, "nowhere"},
		{"trace from an unknown instance", []string{"-trace", "10.0.0.1@vpc-x,10.0.0.2"}, "vpc-x"},
		{"explain without comma", []string{"-explain", "vtb-hz"}, "TABLE,PREFIX"},
		{"explain no table", []string{"-explain", ",10.0.0.0/8"}, "TABLE,PREFIX"},
		{"explain no prefix", []string{"-explain", "vtb-hz,10.0.0.0"},
			`bad prefix "10.0.0.0", want an address and a length`},
		{"explain host bits", []string{"-explain", "vtb-hz,10.0.0.1/8"}, "10.0.0.1/8"},
		{"explain an unknown table", []string{"-explain", "vtb-x,10.0.0.0/8"}, "vtb-x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, args := range [][]string{tt.args, append([]string{"-json"}, tt.args...), append([]string{"-svg"}, tt.args...)} {
				r := simulate("", args...)
				if r.status != exitUsage || r.stdout != "" || !strings.Contains(r.stderr, tt.says) {
					t.Errorf("%q: exit %d, output %q, error %q; want 2, nothing and %q", args, r.status, r.stdout,
						r.stderr, tt.says)
				}
			}
		})
	}
}

func TestHelpIsNoError(t *testing.T) {
	if r := simulate("", "-h"); r.status != exitAnswered || !strings.Contains(r.stderr, "-explain TABLE,PREFIX") {
		t.Errorf("exit %d: %s", r.status, r.stderr)
	}
}

// IDs may contain the signs that divide the arguments: -explain divides at the last comma, -trace at the last comma and
// the first "@".
func TestArgumentsWithSignsInIDs(t *testing.T) {
	for _, tt := range []struct{ arg, table, prefix string }{
		{"ecr-1@cn-hangzhou,10.0.0.0/8", "ecr-1@cn-hangzhou", "10.0.0.0/8"},
		{"vpc-1/system,10.0.0.0/8", "vpc-1/system", "10.0.0.0/8"},
		{"a,b,2001:db8::/32", "a,b", "2001:db8::/32"},
	} {
		o, err := parseOptions([]string{"-explain", tt.arg}, &strings.Builder{})
		if err != nil || o.table != tt.table || o.prefix.String() != tt.prefix {
			t.Errorf("-explain %q = %q, %v, %v", tt.arg, o.table, o.prefix, err)
		}
	}
	for _, tt := range []struct{ arg, addr, instance, to string }{
		{"10.0.0.1@vpc-1,10.0.0.2", "10.0.0.1", "vpc-1", "10.0.0.2"},
		{"10.0.0.1@a@b,c,10.0.0.2", "10.0.0.1", "a@b,c", "10.0.0.2"},
		{"2001:db8::1@vpc-1,2001:db8::2", "2001:db8::1", "vpc-1", "2001:db8::2"},
	} {
		o, err := parseOptions([]string{"-trace", tt.arg}, &strings.Builder{})
		if err != nil || o.from.Addr.String() != tt.addr || o.from.Instance != tt.instance || o.to.String() != tt.to {
			t.Errorf("-trace %q = %v, %v, %v", tt.arg, o.from, o.to, err)
		}
	}
}

func TestDocumentOverTheLimitIsRefused(t *testing.T) {
	document := read(t, "small.json")
	size := int64(len(document))
	if _, err := readNetwork(strings.NewReader(document), size); err != nil {
		t.Errorf("a document of exactly the limit: %v", err)
	}
	_, err := readNetwork(strings.NewReader(document+" "), size)
	violations, refused := violationsOf(err)
	if !refused || len(violations) != 1 || !strings.Contains(violations[0].Message, "limit") {
		t.Errorf("a document over the limit: %v, want one violation", err)
	}
}

func TestInputThatCannotBeReadIsNoRefusal(t *testing.T) {
	var out, stderr strings.Builder
	status := run([]string{"-json", "-"}, iotest.ErrReader(errors.New("line is cut")), &out, &stderr)
	if status != exitUsage || out.Len() > 0 || !strings.Contains(stderr.String(), "line is cut") {
		t.Errorf("exit %d, output %q, error %q", status, &out, &stderr)
	}
}

func TestOutputThatCannotBeWrittenIsReported(t *testing.T) {
	var stderr strings.Builder
	status := run(nil, strings.NewReader(""), brokenPipe{}, &stderr)
	if status == exitAnswered || !strings.Contains(stderr.String(), "pipe is broken") {
		t.Errorf("exit %d, error %q", status, &stderr)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("pipe is broken") }
