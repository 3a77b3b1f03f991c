package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A variant is a changed copy of one function, or another value of one package variable. All variants of a package are
// compiled into it together, beside what they are made from; a number in the environment says which of them takes its
// place. So the compiler runs once for all of them.
type variant struct {
	number int // from 1 on; 0 is the library as it is
	source *source
	place  edit
	name   string   // of the function, as in "Table.Lookup", or of the variable
	broken []string // what the compiler said of it
}

// An edit replaces the text between two offsets of a file.
type edit struct {
	start, end int
	text       string
}

// environment is the variable that tells a changed test which variant to take.
const environment = "MUTATE_VARIANT"

// A source is one file of a package.
type source struct {
	path string // absolute
	text string
	file *ast.File
	set  *token.FileSet
}

func readSource(path string) (*source, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, text, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	return &source{path, string(text), file, set}, nil
}

func (s *source) offset(p token.Pos) int { return s.set.Position(p).Offset }

func (s *source) slice(n ast.Node) string { return s.text[s.offset(n.Pos()):s.offset(n.End())] }

// within returns the declaration that an edit lies in: a function, or a variable with one value. It is nil if it lies
// in neither.
func (s *source) within(e edit) ast.Node {
	for _, d := range s.file.Decls {
		if e.start < s.offset(d.Pos()) || s.offset(d.End()) < e.end {
			continue
		}
		if f, ok := d.(*ast.FuncDecl); ok {
			return f
		}
		general, ok := d.(*ast.GenDecl)
		if !ok || general.Tok != token.VAR {
			return nil
		}
		for _, spec := range general.Specs {
			v := spec.(*ast.ValueSpec)
			if len(v.Names) == 1 && len(v.Values) == 1 && s.offset(v.Values[0].Pos()) <= e.start && e.end <= s.offset(v.Values[0].End()) {
				return v
			}
		}
	}
	return nil
}

// instrument returns the text of a file with variants added: each function asks first which of its copies to take.
func (s *source) instrument(variants []*variant) (string, error) {
	var inserts []edit
	var extra strings.Builder
	byDeclaration := map[ast.Node][]*variant{}
	for _, v := range variants {
		d := s.within(v.place)
		byDeclaration[d] = append(byDeclaration[d], v)
	}
	for d, list := range byDeclaration {
		slices.SortFunc(list, func(a, b *variant) int { return a.number - b.number })
		switch d := d.(type) {
		case *ast.FuncDecl:
			choice, err := s.choice(d, list)
			if err != nil {
				return "", err
			}
			inserts = append(inserts, s.nameParameters(d)...)
			inserts = append(inserts, edit{s.offset(d.Body.Lbrace) + 1, s.offset(d.Body.Lbrace) + 1, choice})
			for _, v := range list {
				fmt.Fprintf(&extra, "\n%s\n", s.copyOf(d, v))
			}
		case *ast.ValueSpec:
			for _, v := range list {
				fmt.Fprintf(&extra, "\nfunc init() { /*%d*/ if mutateVariant == %d { %s = %s } }\n",
					v.number, v.number, d.Names[0].Name, s.edited(d.Values[0], v.place))
			}
		default:
			return "", fmt.Errorf("%s: a break must lie in a function or in the value of a variable", s.path)
		}
	}
	slices.SortFunc(inserts, func(a, b edit) int { return b.start - a.start })
	text := s.text
	for _, e := range inserts {
		text = text[:e.start] + e.text + text[e.end:]
	}
	return text + extra.String(), nil
}

// edited returns the text of a node with an edit inside it.
func (s *source) edited(n ast.Node, e edit) string {
	start, end := s.offset(n.Pos()), s.offset(n.End())
	return s.text[start:e.start] + e.text + s.text[e.end:end]
}

// copyOf returns the changed copy of a function, with the number in its name.
func (s *source) copyOf(f *ast.FuncDecl, v *variant) string {
	head := regexp.MustCompile(`^(func\s*(?:\([^)]*\)\s*)?)` + regexp.QuoteMeta(f.Name.Name) + `\b`)
	return head.ReplaceAllString(s.edited(f, v.place), "${1}"+copyName(f, v.number))
}

func copyName(f *ast.FuncDecl, number int) string { return fmt.Sprintf("%s__%d", f.Name.Name, number) }

// choice is the statement that calls the copy with the number that is asked for.
func (s *source) choice(f *ast.FuncDecl, variants []*variant) (string, error) {
	arguments, err := argumentsOf(f)
	if err != nil {
		return "", fmt.Errorf("%s: %w", s.path, err)
	}
	receiver := ""
	if f.Recv != nil {
		receiver = f.Recv.List[0].Names[0].Name + "."
	}
	var b strings.Builder
	b.WriteString(" switch mutateVariant {")
	for _, v := range variants {
		call := receiver + copyName(f, v.number) + arguments
		if f.Type.Results == nil {
			fmt.Fprintf(&b, " case %d: %s; return;", v.number, call)
		} else {
			fmt.Fprintf(&b, " case %d: return %s;", v.number, call)
		}
	}
	b.WriteString(" }; ")
	return b.String(), nil
}

// argumentsOf returns the arguments with which a function calls a copy of itself. Parameters without a name get one,
// see nameParameters.
func argumentsOf(f *ast.FuncDecl) (string, error) {
	if f.Recv != nil && (len(f.Recv.List[0].Names) == 0 || f.Recv.List[0].Names[0].Name == "_") {
		return "", fmt.Errorf("the receiver of %s has no name", f.Name.Name)
	}
	var names []string
	for i, p := range f.Type.Params.List {
		if len(p.Names) == 0 {
			names = append(names, parameterName(i))
		}
		for _, name := range p.Names {
			if name.Name == "_" {
				return "", fmt.Errorf("a parameter of %s has no name", f.Name.Name)
			}
			names = append(names, name.Name)
		}
		if _, variadic := p.Type.(*ast.Ellipsis); variadic {
			names[len(names)-1] += "..."
		}
	}
	return "(" + strings.Join(names, ", ") + ")", nil
}

// nameParameters returns the edits that name the parameters of a function if they have no names.
func (s *source) nameParameters(f *ast.FuncDecl) (names []edit) {
	for i, p := range f.Type.Params.List {
		if at := s.offset(p.Type.Pos()); len(p.Names) == 0 {
			names = append(names, edit{at, at, parameterName(i) + " "})
		}
	}
	return names
}

func parameterName(i int) string { return fmt.Sprintf("mutate%d", i) }

// chooser is the file that every package with variants gets.
func chooser(pkg string) string {
	return fmt.Sprintf(`package %s

import (
	"os"
	"strconv"
)

var mutateVariant = func() int { n, _ := strconv.Atoi(os.Getenv(%q)); return n }()
`, pkg, environment)
}

// nameOf returns the name of a declaration, with the type of the receiver.
func nameOf(d ast.Node) string {
	switch d := d.(type) {
	case *ast.ValueSpec:
		return d.Names[0].Name
	case *ast.FuncDecl:
		if d.Recv == nil {
			return d.Name.Name
		}
		t := d.Recv.List[0].Type
		if star, ok := t.(*ast.StarExpr); ok {
			t = star.X
		}
		if index, ok := t.(*ast.IndexExpr); ok {
			t = index.X
		}
		if id, ok := t.(*ast.Ident); ok {
			return id.Name + "." + d.Name.Name
		}
	}
	return "?"
}

// short returns a path relative to the working directory, with slashes.
func short(path string) string {
	wd, _ := os.Getwd()
	if rel, err := filepath.Rel(wd, path); err == nil {
		return filepath.ToSlash(rel)
	}
	return path
}
