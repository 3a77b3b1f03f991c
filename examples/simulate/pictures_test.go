package main

import (
	"regexp"
	"strings"
	"testing"
)

// Each question and the network can be drawn in each format, of the embedded network and of a document alike.
func TestPictures(t *testing.T) {
	questions := []struct {
		args []string
		says string // in each format
	}{
		{nil, "att-office"},
		{[]string{"-trace", "172.30.0.10@partner,10.10.0.10"}, "no route in idc"},
		{[]string{"-explain", "vtb-web,10.10.0.0/16"}, "Active, next hop att-web"},
		{[]string{"-reach"}, "one-way"},
	}
	formats := []struct{ flag, start, end string }{
		{"-svg", "<svg ", "</svg>\n"}, {"-mermaid", "---\ntitle: ", "\n"}, {"-dot", "", "}\n"},
	}
	for _, q := range questions {
		for _, f := range formats {
			args := append([]string{f.flag}, q.args...)
			picture := answered(t, args...)
			if !strings.HasPrefix(picture, f.start) || !strings.HasSuffix(picture, f.end) || !strings.Contains(picture, q.says) {
				t.Errorf("%q: want %q ... %q ... %q, got %.200s", args, f.start, q.says, f.end, picture)
			}
			if file := answered(t, append(args, "seed.json")...); file != picture {
				t.Errorf("%q: the picture of the document differs from that of the embedded network", args)
			}
		}
	}
	if r := simulate("", "-svg", "testdata/refused.json"); r.status != exitRefused || r.stdout != "" || r.stderr == "" {
		t.Errorf("a network that is refused: exit %d, output %q", r.status, r.stdout)
	}
}

// The pictures in README.md are golden files of TestGolden, which draws them anew.
func TestPicturesOfTheReadmeAreDrawn(t *testing.T) {
	pictures := regexp.MustCompile(`\(examples/simulate/testdata/(\S+\.svg)\)`).FindAllStringSubmatch(read(t, "../../../README.md"), -1)
	drawn := map[string][]string{
		"network.svg": {"-svg"}, "reach.svg": {"-svg", "-reach"}, "missing.svg": {"-svg", "-explain", "idc,172.30.0.0/16"}}
	if len(pictures) != len(drawn) {
		t.Errorf("README.md shows %d pictures, want %d", len(pictures), len(drawn))
	}
	for _, match := range pictures {
		args, known := drawn[match[1]]
		if !known || read(t, match[1]) != answered(t, args...) {
			t.Errorf("%s is not what simulate %q draws", match[1], args)
		}
	}
}
