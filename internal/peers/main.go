package main

import (
	"bufio"
	"compress/gzip"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

var contenders = []contender{
	{"copy (floor)", 10_000_000, copied},
	{"cenroute", 10_000_000, propagated},
	{"bart.Table", 10_000_000, bartTable},
	{"sorted slice", 10_000_000, sortedSlice},
	{"map", 10_000_000, plainMap},
	{"GoBGP", 200_000, gobgp},
}

func main() {
	run := flag.String("run", "", "only the workloads whose name contains this")
	rounds := flag.Int("rounds", 5, "runs of each contender; the median counts")
	internet := flag.String("internet", "", "gzip file with a prefix a line, for the largest workload")
	flag.Parse()

	fmt.Println(machine())
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "workload\tcontender\tmedian\tns/route\tto the floor\tto cenroute\tallocs/route\t")
	if strings.Contains("100 policies on a route", *run) {
		comparePolicies(out, *rounds)
	}
	for _, w := range works(*internet) {
		if strings.Contains(w.name, *run) {
			compare(out, w, *rounds)
		}
	}
	out.Flush()
}

func works(internet string) []*work {
	large := scattered(1_000_000)
	if internet != "" {
		large = prefixesOf(internet)
	}
	return []*work{
		{"10,000 into a table, no policy", scattered(10_000), nil},
		{"10,000 into a table, 10 policies", scattered(10_000), someRules(10)},
		{"10,000 into a table, 100 policies", scattered(10_000), someRules(100)},
		{fmt.Sprintf("%d large, 10 policies", len(large)), large, someRules(10)},
	}
}

// compare measures every contender on a workload, after it has shown that its answer is right.
func compare(out *tabwriter.Writer, w *work, rounds int) {
	want := w.expected()
	var floor, own float64
	for _, c := range contenders {
		if len(w.prefixes) > c.most {
			continue
		}
		median, allocations := measure(c, w, want, rounds)
		perRoute := float64(median.Nanoseconds()) / float64(len(w.prefixes))
		switch c.name {
		case "copy (floor)":
			floor = perRoute
		case "cenroute":
			own = perRoute
		}
		fmt.Fprintf(out, "%s\t%s\t%v\t%.1f\t%s\t%s\t%.2f\t\n", w.name, c.name, median.Round(time.Microsecond), perRoute,
			ratio(perRoute, floor), ratio(perRoute, own), allocations/float64(len(w.prefixes)))
	}
}

func ratio(a, b float64) string {
	if b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", a/b)
}

// measure returns the median time of some runs and the allocations of the last.
func measure(c contender, w *work, want answer, rounds int) (time.Duration, float64) {
	times := make([]time.Duration, rounds)
	var allocations float64
	for i := range times {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		read := c.do(w)
		times[i] = time.Since(start)
		runtime.ReadMemStats(&after)
		allocations = float64(after.Mallocs - before.Mallocs)
		if err := want.check(read()); err != nil {
			fmt.Fprintf(os.Stderr, "%s, %s: %v\n", c.name, w.name, err)
			os.Exit(1)
		}
	}
	slices.Sort(times)
	return times[len(times)/2], allocations
}

// machine names what the figures depend on.
func machine() string {
	text := fmt.Sprintf("%s, %s/%s, %d cores", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if strings.Contains(m.Path, "gobgp") || strings.HasSuffix(m.Path, "/bart") {
				text += ", " + m.Path + " " + m.Version
			}
		}
	}
	return text
}

// prefixesOf reads the IPv4 prefixes of a file, each once, in order.
func prefixesOf(name string) []netip.Prefix {
	file, err := os.Open(name)
	must(err)
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	must(err)
	var list []netip.Prefix
	for lines := bufio.NewScanner(unzipped); lines.Scan(); {
		if p, err := netip.ParsePrefix(strings.TrimSpace(lines.Text())); err == nil && p.Addr().Is4() && p.Bits() > 0 {
			list = append(list, p.Masked())
		}
	}
	slices.SortFunc(list, netip.Prefix.Compare)
	return slices.Compact(list)
}
