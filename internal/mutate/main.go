package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	breaks := flag.String("breaks", "", "`file` of deliberate breaks to apply, or folder of such files")
	only := flag.String("only", "", "breaks whose name, file or test matches this `expression`")
	every := flag.Int("every", 1, "try every `n`th mutant")
	seed := flag.Int("seed", 0, "begin with the mutant of this `number`")
	workers := flag.Int("workers", 2, "`number` of tests that run at the same time")
	list := flag.Bool("list", false, "list the mutants, try none")
	own := flag.Bool("own", false, "ask the tests of the mutant's own package alone, which is quick")
	limit := flag.Duration("for", 0, "begin no mutant after this `time`; 0: try all")
	flag.Parse()
	if err := run(*breaks, *only, sample{*every, *seed, *workers, *list, *own, *limit}, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(breaks, only string, s sample, packages []string) error {
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if breaks != "" {
		return runBreaks(breaks, only, s.workers, dir)
	}
	if len(packages) == 0 {
		return fmt.Errorf("name a file or folder of breaks, or packages")
	}
	return runMutants(packages, s, dir)
}
