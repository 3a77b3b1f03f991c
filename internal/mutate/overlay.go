package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// overlay instruments the files of some variants and returns what replaces what. A variant that does not compile is
// left out and says why.
func overlay(variants []*variant, dir string) (map[string]string, error) {
	byPackage := map[string][]*variant{}
	for _, v := range variants {
		folder := filepath.Dir(v.source.path)
		byPackage[folder] = append(byPackage[folder], v)
	}
	exports, err := exportData(sortedKeys(byPackage))
	if err != nil {
		return nil, err
	}
	replace := map[string]string{}
	for _, folder := range sortedKeys(byPackage) {
		if err := instrumentPackage(folder, byPackage[folder], exports, dir, replace); err != nil {
			return nil, err
		}
	}
	return replace, nil
}

// exportData finds the compiled form of every package that some others import.
func exportData(packages []string) (map[string]string, error) {
	out, err := goList(append([]string{"-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}"}, packages...)...)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, line := range strings.Fields(out) {
		path, file, _ := strings.Cut(line, "=")
		files[path] = file
	}
	return files, nil
}

func instrumentPackage(folder string, variants []*variant, exports map[string]string, dir string, replace map[string]string) error {
	about, err := goList("-f", `{{.Name}} {{join .GoFiles " "}}`, folder)
	if err != nil {
		return err
	}
	words := strings.Fields(about)
	pkg := words[0]
	for range 3 { // what is left out may let something else compile no more, or again
		texts := map[string]string{filepath.Join(folder, "mutate_variant.go"): chooser(pkg)}
		for _, name := range words[1:] {
			path := filepath.Join(folder, name)
			if texts[path], err = instrumented(path, variants); err != nil {
				return err
			}
		}
		clean, err := compiles(texts, variants, exports)
		if err != nil {
			return err
		}
		if clean {
			return writeOverlay(texts, dir, replace)
		}
	}
	return fmt.Errorf("%s: the variants do not compile", folder)
}

func instrumented(path string, variants []*variant) (string, error) {
	var mine []*variant
	for _, v := range variants {
		if v.source.path == path && v.broken == nil {
			mine = append(mine, v)
		}
	}
	if mine == nil {
		text, err := os.ReadFile(path)
		return string(text), err
	}
	return mine[0].source.instrument(mine)
}

// numbered finds the number of the variant in the name of a copy, or in the comment of an init.
var numbered = regexp.MustCompile(`__(\d+)$`)

// compiles checks the types of a package. The errors inside copies are noted with their variants; it reports whether
// there are none.
func compiles(texts map[string]string, variants []*variant, exports map[string]string) (bool, error) {
	set := token.NewFileSet()
	var files []*ast.File
	for _, path := range sortedKeys(texts) {
		file, err := parser.ParseFile(set, path, texts[path], parser.SkipObjectResolution)
		if err != nil {
			return false, err
		}
		files = append(files, file)
	}
	clean := true
	var problem error
	config := types.Config{
		Importer: importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }),
		Error: func(err error) {
			clean = false
			var e types.Error
			if !errors.As(err, &e) || !blame(set, files, e, texts, variants) {
				problem = err
			}
		},
	}
	config.Check("p", set, files, nil)
	return clean, problem
}

// blame notes an error with the variant in whose copy it is.
func blame(set *token.FileSet, files []*ast.File, e types.Error, texts map[string]string, variants []*variant) bool {
	for _, file := range files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || e.Pos < f.Pos() || f.End() < e.Pos {
				continue
			}
			match := numbered.FindStringSubmatch(f.Name.Name)
			if match == nil && f.Name.Name == "init" {
				at := set.Position(f.Body.Lbrace)
				match = regexp.MustCompile(`^\{ /\*(\d+)\*/`).FindStringSubmatch(texts[at.Filename][at.Offset:])
			}
			if match == nil {
				return false
			}
			number, _ := strconv.Atoi(match[1])
			i := slices.IndexFunc(variants, func(v *variant) bool { return v.number == number })
			variants[i].broken = append(variants[i].broken, e.Msg)
			return true
		}
	}
	return false
}

func writeOverlay(texts map[string]string, dir string, replace map[string]string) error {
	for _, path := range sortedKeys(texts) {
		out := filepath.Join(dir, fmt.Sprintf("source%d.go", len(replace)))
		if err := os.WriteFile(out, []byte(texts[path]), 0o600); err != nil {
			return err
		}
		replace[path] = out
	}
	return nil
}
