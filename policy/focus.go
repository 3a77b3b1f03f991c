package policy

// A formula has a focus: literals that hold in every question until the focus is moved. What follows from them is found
// once for all these questions, and is known when more is said.

// focusOn moves the focus to some literals. What is the same as before stays in place.
func (f *formula) focusOn(literals ...lit) {
	same := 0
	for same < min(len(literals), len(f.focus)) && literals[same] == f.focus[same] {
		same++
	}
	f.back(same)
	f.focus = append(f.focus[:same], literals[same:]...)
}

// settle takes back all choices but those of the focus, and makes these, as far as they can hold together.
func (f *formula) settle() {
	f.back(len(f.focus))
	for !f.broken {
		if dead := f.propagate(); dead != nil {
			f.leave(dead)
			continue
		}
		n := len(f.choices)
		if n == len(f.focus) || f.values[f.focus[n]] < 0 {
			return
		}
		f.decide(f.focus[n])
	}
}

// known returns always or never for a literal of which it is known whether it holds in the focus, and the literal itself
// for any other.
func (f *formula) known(l lit) lit {
	if len(f.choices) != len(f.focus) {
		f.settle()
	}
	switch v := f.values[l]; {
	case v > 0:
		return always
	case v < 0:
		return never
	}
	return l
}

// watchable puts the literals of a clause in front that are best watched: those that are not false, and then those that
// are taken back first.
func (f *formula) watchable(c []lit) {
	rank := func(l lit) int {
		if f.values[l] >= 0 {
			return len(f.choices) + 1
		}
		return int(f.level[l/2])
	}
	for i := range 2 {
		for k := i + 1; k < len(c); k++ {
			if rank(c[k]) > rank(c[i]) {
				c[i], c[k] = c[k], c[i]
			}
		}
	}
}
