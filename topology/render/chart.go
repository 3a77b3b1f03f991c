package render

// A chart collects a graph whose boxes stand as far to the right as what leads to them.
type chart struct {
	g     Graph
	place map[string]int // of a box, by ID
	known map[Edge]bool  // lines without their marks
	out   map[string][]string
}

func newChart(title, summary string) *chart {
	return &chart{
		g: Graph{Title: title, Summary: summary}, place: map[string]int{}, known: map[Edge]bool{}, out: map[string][]string{}}
}

// node adds a box unless there is one with its ID, and returns the one that is there.
func (c *chart) node(n Node) *Node {
	at, known := c.place[n.ID]
	if !known {
		at = len(c.g.Nodes)
		c.place[n.ID], c.g.Nodes = at, append(c.g.Nodes, n)
	}
	return &c.g.Nodes[at]
}

// edge adds a line between boxes that are there, unless there is one that differs in its mark at most.
func (c *chart) edge(e Edge) {
	key := e
	if key.Mark = Unmarked; c.known[key] {
		return
	}
	c.known[key] = true
	c.out[e.From] = append(c.out[e.From], e.To)
	c.g.Edges = append(c.g.Edges, e)
}

// graph returns the graph with every box in the column after the last of those that lead to it. A line that closes a
// circle does not count.
func (c *chart) graph() Graph {
	var order []int // each box after those that its lines lead to, lines back aside
	var forward [][2]int
	state := make([]visit, len(c.g.Nodes))
	var walk func(i int)
	walk = func(i int) {
		state[i] = visiting
		for _, id := range c.out[c.g.Nodes[i].ID] {
			to := c.place[id]
			if state[to] == visiting {
				continue
			}
			if forward = append(forward, [2]int{i, to}); state[to] == unvisited {
				walk(to)
			}
		}
		state[i], order = visited, append(order, i)
	}
	for i := range c.g.Nodes {
		if state[i] == unvisited {
			walk(i)
		}
	}
	c.columns(order, forward)
	return c.g
}

// A visit is how far a walk through a graph is with a box.
type visit uint8

const (
	unvisited visit = iota
	visiting
	visited
)

// columns sets the columns along lines that close no circle.
func (c *chart) columns(order []int, forward [][2]int) {
	to := make([][]int, len(c.g.Nodes))
	for _, line := range forward {
		to[line[0]] = append(to[line[0]], line[1])
	}
	for i := len(order) - 1; i >= 0; i-- {
		from := order[i]
		for _, next := range to[from] {
			c.g.Nodes[next].Column = max(c.g.Nodes[next].Column, c.g.Nodes[from].Column+1)
		}
	}
}
