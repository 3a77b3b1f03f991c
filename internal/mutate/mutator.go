package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// A mutant is a variant that was made by a rule, without knowing what the code is for.
type mutant struct {
	variant
	what string // "old => new in the first line around it"
}

// A mutator makes the mutants of one file:
//
//   - a condition of an if, for or case negated, && and || swapped;
//   - == and !=, < and <=, > and >=, + and - swapped; 0 and 1, true and false swapped;
//   - a statement left out: a call, an assignment, an increment, a continue or break, a return before the end;
//   - zero values returned; the bodies of two cases swapped; an append that appends nothing.
type mutator struct {
	*source
	fn   *ast.FuncDecl
	list []*mutant
}

// mutantsOf returns the mutants of a file, in order of their place.
func mutantsOf(s *source) []*mutant {
	m := &mutator{source: s}
	for _, d := range s.file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil || f.Name.Name == "init" || f.Name.Name == "_" {
			continue
		}
		if _, err := argumentsOf(f); err != nil {
			continue
		}
		m.fn = f
		ast.Inspect(f.Body, m.visit)
	}
	slices.SortStableFunc(m.list, func(a, b *mutant) int { return a.place.start - b.place.start })
	return m.list
}

// swaps are the operators that stand in for each other.
var swaps = map[token.Token]token.Token{
	token.LAND: token.LOR, token.LOR: token.LAND, token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR, token.ADD: token.SUB, token.SUB: token.ADD,
}

func (m *mutator) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if other, ok := swaps[n.Op]; ok {
			at := m.offset(n.OpPos)
			m.add(n, edit{at, at + len(n.Op.String()), other.String()}, m.slice(n), n.Op.String()+" => "+other.String())
		}
	case *ast.IfStmt:
		m.negate(n.Cond)
	case *ast.ForStmt:
		if n.Cond != nil {
			m.negate(n.Cond)
		}
	case *ast.SwitchStmt:
		m.cases(n)
	case *ast.BasicLit:
		if other := map[string]string{"0": "1", "1": "0"}[n.Value]; other != "" {
			m.replace(n, other)
		}
	case *ast.Ident:
		if other := map[string]string{"true": "false", "false": "true"}[n.Name]; other != "" {
			m.replace(n, other)
		}
	case *ast.CallExpr:
		if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "append" && len(n.Args) > 1 {
			m.replace(n, m.slice(n.Args[0]))
		}
	case *ast.BlockStmt:
		m.statements(n.List)
	case *ast.CaseClause:
		m.statements(n.Body)
	}
	return true
}

// negate negates a condition, unless swapping its operator does the same.
func (m *mutator) negate(cond ast.Expr) {
	if b, ok := cond.(*ast.BinaryExpr); ok && (b.Op == token.EQL || b.Op == token.NEQ) {
		return
	}
	m.replace(cond, "!("+m.slice(cond)+")")
}

// cases negates the conditions of a switch without a tag, and swaps the bodies of neighbours.
func (m *mutator) cases(s *ast.SwitchStmt) {
	var last *ast.CaseClause
	for _, stmt := range s.Body.List {
		c := stmt.(*ast.CaseClause)
		if s.Tag == nil {
			for _, cond := range c.List {
				m.negate(cond)
			}
		}
		if last != nil && len(last.Body) > 0 && len(c.Body) > 0 {
			a, b := span{m, last.Body}, span{m, c.Body}
			m.add(c, edit{a.start(), b.end(), b.text() + m.text[a.end():b.start()] + a.text()}, m.slice(c),
				"bodies swapped")
		}
		last = c
	}
}

// A span is some statements in a row.
type span struct {
	m    *mutator
	list []ast.Stmt
}

func (s span) start() int   { return s.m.offset(s.list[0].Pos()) }
func (s span) end() int     { return s.m.offset(s.list[len(s.list)-1].End()) }
func (s span) text() string { return s.m.text[s.start():s.end()] }

// statements leaves out one statement at a time.
func (m *mutator) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.BranchStmt:
			m.replace(s, "")
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				m.replace(s, "")
			}
		case *ast.ReturnStmt:
			if s.End() < m.fn.Body.Rbrace && s != m.fn.Body.List[len(m.fn.Body.List)-1] {
				m.replace(s, "")
			}
			m.returnZero(s)
		}
	}
}

// returnZero returns zero values. Inside a function literal it does not compile, or does by chance.
func (m *mutator) returnZero(s *ast.ReturnStmt) {
	if m.fn.Type.Results == nil || len(s.Results) == 0 {
		return
	}
	var zeros []string
	for _, f := range m.fn.Type.Results.List {
		for range max(1, len(f.Names)) {
			zeros = append(zeros, "*new("+m.slice(f.Type)+")")
		}
	}
	old := m.text[m.offset(s.Results[0].Pos()):m.offset(s.End())]
	zero := true
	for _, e := range s.Results {
		text := m.slice(e)
		zero = zero && (slices.Contains([]string{"nil", "0", "false", `""`}, text) || strings.HasSuffix(text, "{}"))
	}
	if zero || old == "true" || old == "1" {
		return // nothing changes, or the other mutant of it does it
	}
	m.add(s, edit{m.offset(s.Results[0].Pos()), m.offset(s.End()), strings.Join(zeros, ", ")}, m.slice(s),
		"zero values")
}

func (m *mutator) replace(n ast.Node, by string) {
	what := m.slice(n) + " => " + by
	if by == "" {
		what = "left out"
	}
	m.add(n, edit{m.offset(n.Pos()), m.offset(n.End()), by}, m.slice(n), what)
}

// add notes a mutant with what is said of it.
func (m *mutator) add(n ast.Node, e edit, around, what string) {
	line := m.set.Position(n.Pos()).Line
	m.list = append(m.list, &mutant{
		variant: variant{source: m.source, place: e, name: nameOf(m.fn)},
		what:    oneLine(what, 90) + " in " + oneLine(strings.Split(m.text, "\n")[line-1], 110),
	})
}

// oneLine shortens a text to one line.
func oneLine(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > most {
		text = text[:most] + "..."
	}
	return text
}
