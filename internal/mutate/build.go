package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A testBinary is a compiled test of a package.
type testBinary struct {
	path string
	dir  string   // of the package: tests run there
	args []string // for the libraries that the test uses
}

// buildTest compiles the test of a package with some files replaced: replace maps file names to the files that hold
// their text.
func buildTest(pkg string, replace map[string]string, out string) (testBinary, error) {
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return testBinary{}, err
	}
	if err := os.WriteFile(out+".json", overlay, 0o600); err != nil {
		return testBinary{}, err
	}
	about, err := goList("-f", `{{.Dir}}|{{join .TestImports " "}} {{join .XTestImports " "}}`, pkg)
	if err != nil {
		return testBinary{}, err
	}
	if _, err := goCommand("test", "-c", "-vet=off", "-overlay", out+".json", "-o", out, pkg); err != nil {
		return testBinary{}, err
	}
	dir, imports, _ := strings.Cut(strings.TrimSpace(about), "|")
	b := testBinary{path: out, dir: dir}
	if strings.Contains(imports, "pgregory.net/rapid") {
		b.args = []string{"-rapid.nofailfile", "-rapid.shrinktime=1ms"}
	}
	return b, nil
}

func goList(args ...string) (string, error) { return goCommand(append([]string{"list"}, args...)...) }

func goCommand(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s%s", args[0], err, out.String(), problems.String())
	}
	return out.String(), nil
}

// A result is what a test said of a changed library.
type result int

const (
	passed result = iota
	failed
	timedOut
	notTried
)

// uncertain are the tests that fail without any change: where every function asks first which of its copies to take,
// the compiler does not inline it, and what it would have kept on the stack is allocated.
const uncertain = "NoAllocs"

// test runs the binary with a variant until the first failure, or to the end where the arguments say so.
func (b testBinary) test(limit time.Duration, number int, args ...string) (result, string) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.path,
		append(append([]string{"-test.failfast", "-test.skip", uncertain}, args...), b.args...)...)
	cmd.Dir, cmd.Env = b.dir, append(os.Environ(), fmt.Sprintf("%s=%d", environment, number), "GOMEMLIMIT=1GiB")
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return timedOut, ""
	case err != nil:
		return failed, string(out)
	}
	return passed, string(out)
}

// temporary returns the name of a file in the working directory of a run.
func temporary(dir, format string, args ...any) string {
	return filepath.Join(dir, fmt.Sprintf(format, args...))
}

// each calls do for 0 to n-1, some at the same time, and tell with the results in order.
func each[T any](n, workers int, do func(i int) T, tell func(T)) {
	results := make([]chan T, n)
	for i := range results {
		results[i] = make(chan T, 1)
	}
	tickets := make(chan int)
	for range max(1, workers) {
		go func() {
			for i := range tickets {
				results[i] <- do(i)
			}
		}()
	}
	go func() {
		for i := range n {
			tickets <- i
		}
		close(tickets)
	}()
	for i := range n {
		tell(<-results[i])
	}
}
