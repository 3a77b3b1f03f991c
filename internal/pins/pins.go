// Package pins finds out which test pins which documented rule, and which code cites one, from their source. It is for
// tests: what it finds is written to topology/pins.txt and read by topology.Rules.
//
// A test pins a rule by naming its ID in one of these places:
//
//   - the comment in front of a Test, Fuzz or Example function: the function as a whole pins the rule, unless a case of
//     it does;
//   - the name of a case: the first field of an element of a table, or the field "name" or "rule" of it, or the key of
//     a map, or the first argument of Run. For example the case "TR-2.3.6 never back to where it came from".
//
// An ID anywhere else, in an expectation or in the body of a function, pins nothing: it may be there for the form
// alone. The tests of the catalogue itself look at its text and pin no rule.
package pins

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cenroute/cenroute/route/rule"
)

// A Pin is one test, or one case of it, that names a rule.
type Pin struct {
	Rule rule.ID
	Test string // the package below the module, and the function: "topology.TestRulesVPC"
	Case string // as the test spells it, empty: the test as a whole
}

// String returns "topology.TestRulesVPC: TR-5.6 equal to a vSwitch", or the test alone for a test as a whole.
func (p Pin) String() string {
	if p.Case == "" {
		return p.Test
	}
	return p.Test + ": " + p.Case
}

// Find reads the tests of the module in a directory and returns what they pin, by rule in the order of the catalogue,
// then by test, each once. IDs that the catalogue does not have come first. Modules inside the module are left out.
func Find(module string) ([]Pin, error) {
	var found []Pin
	err := eachFile(module, func(dir, name string, src []byte) error {
		if !strings.HasSuffix(name, "_test.go") {
			return nil
		}
		pins, err := InFile(dir, src)
		found = append(found, pins...)
		return err
	})
	return inOrder(found), err
}

// Cited returns the rules that the module's code names in a string of its own, which is how it decides by a rule or
// tells of one, each with the files that do, in order. Tests and programs are left out.
func Cited(module string) (map[rule.ID][]string, error) {
	cited := map[rule.ID][]string{}
	err := eachFile(module, func(dir, name string, src []byte) error {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(dir, "examples") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			text, _ := literal(n)
			if file := path.Join(dir, name); form.MatchString(text) && !slices.Contains(cited[rule.ID(text)], file) {
				cited[rule.ID(text)] = append(cited[rule.ID(text)], file)
			}
			return true
		})
		return nil
	})
	return cited, err
}

// eachFile yields the Go files of a module, with the directory below the module, in order.
func eachFile(module string, yield func(dir, name string, src []byte) error) error {
	return filepath.WalkDir(module, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return leftOut(module, file, d.Name())
		case !strings.HasSuffix(file, ".go"):
			return nil
		}
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(module, filepath.Dir(file))
		if err != nil {
			return err
		}
		return yield(filepath.ToSlash(dir), d.Name(), src)
	})
}

// catalogue is the directory of package rule.
const catalogue = "route/rule"

func leftOut(module, dir, name string) error {
	below, err := filepath.Rel(module, dir)
	if err != nil || below == "." {
		return err
	}
	_, err = os.Stat(filepath.Join(dir, "go.mod"))
	if err == nil || name == "testdata" || strings.HasPrefix(name, ".") || filepath.ToSlash(below) == catalogue {
		return filepath.SkipDir
	}
	return nil
}

// InFile returns what the tests in the source of one file pin, in the order of the source. The directory is that of the
// package below the module, "." for the module's own package.
func InFile(dir string, src []byte) ([]Pin, error) {
	f, err := parser.ParseFile(token.NewFileSet(), "", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var found []Pin
	for _, decl := range f.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && isTest(fn) {
			found = append(found, inTest(packageName(dir)+"."+fn.Name.Name, fn)...)
		}
	}
	return found, nil
}

func packageName(dir string) string {
	if dir == "." {
		return "cenroute"
	}
	return path.Clean(dir)
}

func isTest(fn *ast.FuncDecl) bool {
	return fn.Recv == nil && fn.Body != nil && slices.ContainsFunc([]string{"Test", "Fuzz", "Example"}, func(prefix string) bool {
		return strings.HasPrefix(fn.Name.Name, prefix)
	})
}

func inTest(test string, fn *ast.FuncDecl) []Pin {
	cases := inBody(test, fn.Body)
	var found []Pin
	for _, id := range Named(fn.Doc.Text()) {
		if !slices.ContainsFunc(cases, func(p Pin) bool { return p.Rule == id }) {
			found = append(found, Pin{id, test, ""})
		}
	}
	return append(found, cases...)
}

func inBody(test string, body *ast.BlockStmt) []Pin {
	var found []Pin
	var above []ast.Node
	ast.Inspect(body, func(n ast.Node) bool {
		if n == nil {
			above = above[:len(above)-1]
			return true
		}
		if text, ok := literal(n); ok && namesCase(n, above) {
			for _, id := range Named(text) {
				found = append(found, Pin{id, test, strings.TrimSpace(text)})
			}
		}
		above = append(above, n)
		return true
	})
	return found
}

// literal returns the text of a string literal.
func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// namesCase tells whether a literal, or the sum that it is the beginning of, is the name of a case.
func namesCase(n ast.Node, above []ast.Node) bool {
	for i := len(above) - 1; i >= 0; i-- {
		switch parent := above[i].(type) {
		case *ast.BinaryExpr:
			if parent.X != n {
				return false
			}
			n = parent
		case *ast.KeyValueExpr:
			key, _ := parent.Key.(*ast.Ident)
			return parent.Key == n || key != nil && (key.Name == "name" || key.Name == "rule")
		case *ast.CompositeLit:
			_, list := parent.Type.(*ast.ArrayType)
			return !list && parent.Elts[0] == n
		case *ast.CallExpr:
			method, _ := parent.Fun.(*ast.SelectorExpr)
			return method != nil && method.Sel.Name == "Run" && parent.Args[0] == n
		default:
			return false
		}
	}
	return false
}

// form is the form of an ID.
var form = regexp.MustCompile(`^(TR-\d+(\.\d+){0,2}|P-\d+(\.\d+[a-z]?)?|E-(M-\d+|\d+(\.\d+){0,2})|D-\d+)$`)

// Named returns the words of a text that have the form of an ID, each once, in the order of the text. They are whole
// words: TR-2.3.5 does not name TR-2.3.
func Named(text string) []rule.ID {
	var ids []rule.ID
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return r != '-' && r != '.' && r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) {
		id := rule.ID(strings.TrimRight(word, "."))
		if form.MatchString(string(id)) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// inOrder sorts pins and leaves one of equal ones.
func inOrder(pins []Pin) []Pin {
	places := map[rule.ID]int{}
	for r := range rule.All() {
		places[r.ID] = len(places) + 1
	}
	slices.SortStableFunc(pins, func(a, b Pin) int {
		return cmp.Or(cmp.Compare(places[a.Rule], places[b.Rule]), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Test, b.Test), cmp.Compare(a.Case, b.Case))
	})
	return slices.Compact(pins)
}
