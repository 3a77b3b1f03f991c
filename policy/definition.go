package policy

// A definition is what a variable stands for. Where the variable has a value, it is enough to find values for those of the
// variables that it is defined by that explain it; what is not asked for can stay open. The zero definition is none.
type definition struct {
	kind  definitionKind
	first int32 // place of its first literal
	count int32
}

type definitionKind uint8

const (
	undefined definitionKind = iota
	allOf                    // holds where all of its literals do
	oneOfTwo                 // holds where the second does if the first does, and where the third does if not
)

// define returns a new variable that stands for some literals.
func (f *formula) define(kind definitionKind, literals ...lit) lit {
	l := f.open(false)
	f.stands[l/2] = definition{kind, int32(len(f.defined)), int32(len(literals))}
	f.defined = append(f.defined, literals...)
	return l
}

// conjunct returns a new variable that holds where all of some literals do.
func (f *formula) conjunct(literals ...lit) lit {
	all := f.define(allOf, literals...)
	clause := []lit{all}
	for _, l := range literals {
		f.add(all.not(), l)
		clause = append(clause, l.not())
	}
	f.add(clause...)
	return all
}

// choosing returns a new variable that holds where a does if the choice holds, and where b does if not.
func (f *formula) choosing(choice, a, b lit) lit {
	r := f.define(oneOfTwo, choice, a, b)
	f.add(choice.not(), r.not(), a)
	f.add(choice.not(), r, a.not())
	f.add(choice, r.not(), b)
	f.add(choice, r, b.not())
	f.add(a.not(), b.not(), r)
	f.add(a, b, r.not())
	return r
}

// baseless returns a literal to be tried because another one holds and does not follow yet from what it stands for; ok is
// false if there is none. What holds without any choice follows from the whole formula, and needs nothing else.
func (f *formula) baseless() (next lit, ok bool) {
	for ; f.based < len(f.trail); f.based++ {
		f.work--
		l := f.trail[f.based]
		d := f.stands[l/2]
		switch literals := f.defined[d.first:][:d.count]; d.kind {
		case allOf:
			if l&1 != 0 {
				next, ok = f.refute(literals)
			}
		case oneOfTwo:
			next, ok = f.explain(literals[0], literals[1].is(l&1 == 0), literals[2].is(l&1 == 0))
		}
		if ok {
			return next, true
		}
	}
	return 0, false
}

// refute returns a literal to be tried so that one of some does not hold, unless there is such a one.
func (f *formula) refute(literals []lit) (next lit, ok bool) {
	for _, l := range literals {
		switch {
		case f.values[l] < 0:
			return 0, false
		case f.values[l] == 0 && (!ok || f.queue.weight[l/2] > f.queue.weight[next/2]):
			next, ok = l.not(), true
		}
	}
	return next, ok
}

// explain returns a literal to be tried so that of two literals the one holds that is chosen, unless that is so.
func (f *formula) explain(choice, a, b lit) (next lit, ok bool) {
	switch {
	case f.values[choice] != 0 || f.values[a] > 0 && f.values[b] > 0:
		return 0, false
	case f.values[a] > 0:
		return choice, true
	default:
		return choice.not(), true
	}
}
