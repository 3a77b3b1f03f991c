package render

import (
	"fmt"
	"strings"
)

// styleSheet is the look of every picture: shapes, the colours of the light scheme, those of the dark one.
var styleSheet = "<style>\n" + shapes + light.css() +
	"@media (prefers-color-scheme:dark){\n" + dark.css() + "}\n</style>\n"

// shapes is all of the look but the colours.
const shapes = `text{font:10px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
text{white-space:pre}
.title{font-size:15px;font-weight:600}
.label,.frame,.sign{font-size:12px;font-weight:600}
.port-label,.row,.column{font-size:12px}
.row{text-anchor:end}
.sign{text-anchor:middle}
path{fill:none;stroke-width:1.3}
path.head{stroke:none!important}
.peering path,.told path,.forwarded path,.ring{stroke-width:1.7}
.propagation path{stroke-dasharray:5 3}
.stopped path{stroke-dasharray:2 3}
.cross{stroke-width:2!important;stroke-dasharray:none!important}
.line-label rect{stroke:none!important}
.subject>rect{stroke-width:2.5}
.faint text,.faint path{opacity:.6}
.faint>rect{stroke-opacity:.5}
.down>rect,.lost>rect,.lost path{stroke-dasharray:4 3}
.down>text{text-decoration:line-through}
.down path{stroke-dasharray:1 4}
.gained>rect,.lost>rect,.changed>rect{stroke-width:2}
.ring{fill:none}
.solid{stroke:none}
`

// css returns the colours of a scheme as style rules.
func (s *scheme) css() string {
	var b strings.Builder
	rule := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	rule("text{fill:%s}", s.text)
	rule(".title,.label,.port-label,.row,.column,.transit-router>.frame{fill:%s}", s.strong)
	rule(".page,.line-label rect{fill:%s}", s.page)
	for k, p := range s.frames {
		rule(".%s>rect{fill:%s;stroke:%s}.on-%[1]s rect{fill:%[2]s}", classOf(FrameKind(k)), p.fill, p.stroke)
	}
	for k, p := range s.boxes {
		rule(".%s>rect{fill:%s;stroke:%s}", classOf(NodeKind(k)), p.fill, p.stroke)
	}
	for k, stroke := range s.lines {
		rule(".%s path{stroke:%s}.%[1]s .head{fill:%[2]s}", classOf(EdgeKind(k)), stroke)
	}
	for m, stroke := range s.marks {
		if m := Mark(m); stroke != "" && m != Faint {
			rule("%s>rect,%[1]s path{stroke:%s}%[1]s .head{fill:%[2]s}", strings.Replace(m.class(), " ", ".", 1),
				stroke)
		}
	}
	rule(".down>text{fill:%s}", s.marks[Down])
	for _, entry := range entries {
		p := s.cells[entry]
		rule(".%[1]s rect{fill:%[2]s}.%[1]s .solid,.%[1]s .sign{fill:%[3]s}.%[1]s .ring{stroke:%[3]s}",
			entryClass(entry), p.fill, p.stroke)
	}
	rule(".cell rect{stroke:%s}.self rect{fill:%s}", s.frames[Group].stroke, s.self)
	return b.String()
}
