package render

// A paint is the colours of something: inside and around.
type paint struct{ fill, stroke string }

// A scheme is all colours of a picture.
type scheme struct {
	page   string // behind everything
	strong string // titles and labels
	text   string // everything else that is written
	boxes  [Loss + 1]paint
	frames [Router + 1]paint
	lines  [Stopped + 1]string
	marks  [Changed + 1]string // of lines and borders, empty: as without the mark
	cells  map[string]paint    // of a matrix: behind the sign, and the sign
	self   string              // of a matrix: where an instance meets itself
}

// The light scheme, which Mermaid and DOT use, too.
var light = scheme{
	page: "#ffffff", strong: "#0f172a", text: "#475569",
	boxes: [...]paint{
		Other:      {"#f8fafc", "#94a3b8"},
		DataCenter: {"#fef3c7", "#b45309"},
		VBR:        {"#ffedd5", "#c2410c"},
		VPN:        {"#f3e8ff", "#7e22ce"},
		CCN:        {"#ccfbf1", "#0f766e"},
		ECR:        {"#fce7f3", "#be185d"},
		Port:       {"#e2e8f0", "#64748b"},
		Table:      {"#dbeafe", "#1d4ed8"},
		VPC:        {"#dcfce7", "#15803d"},
		VPCPeering: {"#dcfce7", "#15803d"},
		Arrival:    {"#dcfce7", "#15803d"},
		Loss:       {"#fee2e2", "#b91c1c"},
	},
	frames: [...]paint{
		Group:  {"#f1f5f9", "#cbd5e1"},
		Region: {"#f1f5f9", "#cbd5e1"},
		Router: {"#ffffff", "#64748b"},
	},
	lines: [...]string{
		Link: "#64748b", Peering: "#7e22ce", Association: "#1d4ed8", Propagation: "#0f766e", Told: "#1d4ed8",
		Forwarded: "#1d4ed8", Stopped: "#b91c1c",
	},
	marks: [...]string{Down: "#b91c1c", Faint: "#94a3b8", Gained: "#15803d", Lost: "#b91c1c", Changed: "#b45309"},
	cells: map[string]paint{
		full: {"#dcfce7", "#15803d"}, partial: {"#fef3c7", "#b45309"}, oneWay: {"#ffedd5", "#c2410c"},
		nothing: {"#ffffff", "#64748b"}, undecided: {"#f3e8ff", "#7e22ce"},
	},
	self: "#e2e8f0",
}

// The dark scheme.
var dark = scheme{
	page: "#0d1117", strong: "#e2e8f0", text: "#94a3b8",
	boxes: [...]paint{
		Other:      {"#1e293b", "#64748b"},
		DataCenter: {"#3b2a0b", "#f59e0b"},
		VBR:        {"#3f1d0b", "#fb923c"},
		VPN:        {"#2e1449", "#c084fc"},
		CCN:        {"#0c322f", "#2dd4bf"},
		ECR:        {"#451029", "#f472b6"},
		Port:       {"#273449", "#64748b"},
		Table:      {"#14264f", "#60a5fa"},
		VPC:        {"#0f2e1c", "#4ade80"},
		VPCPeering: {"#0f2e1c", "#4ade80"},
		Arrival:    {"#0f2e1c", "#4ade80"},
		Loss:       {"#431414", "#f87171"},
	},
	frames: [...]paint{
		Group:  {"#131a24", "#334155"},
		Region: {"#131a24", "#334155"},
		Router: {"#0d1117", "#64748b"},
	},
	lines: [...]string{
		Link: "#94a3b8", Peering: "#c084fc", Association: "#60a5fa", Propagation: "#2dd4bf", Told: "#60a5fa",
		Forwarded: "#60a5fa", Stopped: "#f87171",
	},
	marks: [...]string{Down: "#f87171", Faint: "#64748b", Gained: "#4ade80", Lost: "#f87171", Changed: "#f59e0b"},
	cells: map[string]paint{
		full: {"#0f2e1c", "#4ade80"}, partial: {"#3b2a0b", "#f59e0b"}, oneWay: {"#3f1d0b", "#fb923c"},
		nothing: {"#0d1117", "#94a3b8"}, undecided: {"#2e1449", "#c084fc"},
	},
	self: "#273449",
}

// box returns the colours of a kind of box; a kind outside the closed set has those of Other.
func (s *scheme) box(k NodeKind) paint {
	if int(k) < len(s.boxes) {
		return s.boxes[k]
	}
	return s.boxes[Other]
}

// line returns the colour of a line: that of its mark or, where it has none, of its kind.
func (s *scheme) line(e *Edge) string {
	if int(e.Mark) < len(s.marks) && s.marks[e.Mark] != "" {
		return s.marks[e.Mark]
	}
	if int(e.Kind) < len(s.lines) {
		return s.lines[e.Kind]
	}
	return s.lines[Link]
}

// dashed tells whether a line is dashed in Mermaid and DOT.
func (e *Edge) dashed() bool {
	return e.Kind == Propagation || e.Kind == Stopped || e.Mark == Down || e.Mark == Lost
}
