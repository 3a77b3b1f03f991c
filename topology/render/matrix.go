package render

import (
	"fmt"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

// The sizes of a matrix in pixels.
const (
	cellSize = 26
	headTilt = 45 // degrees by which the heads of the columns are turned
)

// MatrixSVG draws who reaches whom as a grid: rows send, columns receive. Each entry has a sign of its own besides its
// colour: a full circle for full, half a circle for partial, an arrow for one-way, a dot for nothing, a question mark
// for undecided. It is self-contained, like [Graph.SVG]; the text of the same is [topology.Matrix.String].
func MatrixSVG(m topology.Matrix) string {
	d := &matrixDrawer{m: m}
	for _, id := range m.Instances {
		d.head = max(d.head, textWidth(short(oneLine(id)), labelFont))
	}
	d.left = margin + d.head + 10
	d.top = margin + titleFont + margin + d.head*tiltSin/100 + 10
	d.draw()
	side := len(m.Instances) * cellSize
	w := max(d.left+side+d.head*tiltSin/100+2*margin, legendWidth)
	return document("Who reaches whom", matrixSummary(m), w, d.legend(d.top+side+margin)+margin, d.body.String())
}

// tiltSin is the sine and cosine of headTilt in hundredths.
const tiltSin = 71

// legendWidth is how wide the legend of a matrix is.
const legendWidth = 360

type matrixDrawer struct {
	svgBody
	m         topology.Matrix
	head      int // width of the longest name
	left, top int // of the first cell
}

func (d *matrixDrawer) draw() {
	d.text("title", margin, margin+titleFont, "Who reaches whom")
	for i, id := range d.m.Instances {
		name := short(oneLine(id))
		d.add(`<text class="row" x="%d" y="%d"><title>%s</title>%s</text>`,
			d.left-8, d.top+i*cellSize+cellSize/2+4, xmlText(id), xmlText(name))
		x, y := d.left+i*cellSize+cellSize/2+3, d.top-6
		d.add(`<text class="column" transform="translate(%d %d) rotate(-%d)"><title>%s</title>%s</text>`,
			x, y, headTilt, xmlText(id), xmlText(name))
	}
	for i, from := range d.m.Instances {
		for j, to := range d.m.Instances {
			d.cell(i, j, from, to)
		}
	}
}

// cell draws one entry, empty where an instance meets itself.
func (d *matrixDrawer) cell(i, j int, from, to string) {
	x, y := d.left+j*cellSize, d.top+i*cellSize
	if i == j {
		d.add(`<g class="cell self"><rect x="%d" y="%d" width="%d" height="%d"/></g>`, x, y, cellSize, cellSize)
		return
	}
	entry := cellAt(d.m, i, j)
	d.add(`<g class="cell %s"><title>%s to %s: %s</title><rect x="%d" y="%d" width="%d" height="%d"/>%s</g>`,
		entryClass(entry), xmlText(from), xmlText(to), xmlText(entryWord(entry)), x, y, cellSize, cellSize,
		entrySign(entry, x+cellSize/2, y+cellSize/2))
}

func entryWord(entry string) string {
	switch entry {
	case nothing:
		return "nothing"
	case undecided:
		return "undecided"
	}
	return entry
}

func entryClass(entry string) string { return "reach-" + entryWord(entry) }

// entrySign draws the sign of an entry around a point.
func entrySign(entry string, x, y int) string {
	switch entry {
	case full:
		return fmt.Sprintf(`<circle class="solid" cx="%d" cy="%d" r="6"/>`, x, y)
	case partial:
		return fmt.Sprintf(`<circle class="ring" cx="%d" cy="%d" r="6"/><path class="solid" d="M%d %da6 6 0 0 0 0 12z"/>`,
			x, y, x, y-6)
	case oneWay:
		return fmt.Sprintf(`<path class="ring" d="M%d %dh12m-5 -5l5 5l-5 5"/>`, x-6, y)
	case nothing:
		return fmt.Sprintf(`<circle class="solid" cx="%d" cy="%d" r="1.5"/>`, x, y)
	}
	return fmt.Sprintf(`<text class="sign" x="%d" y="%d">?</text>`, x, y+4)
}

// legend explains the signs and returns where the next part starts.
func (d *matrixDrawer) legend(y int) int {
	d.text("key", margin, y+10, "rows send, columns receive")
	y += lineAdvance(detailFont) + 8
	for _, entry := range []struct{ entry, text string }{
		{full, "full: every address, and every answer comes back"},
		{partial, "partial: some addresses, answers or equal-cost paths, not all"},
		{oneWay, "one-way: packets arrive, no answer comes back"},
		{nothing, "nothing arrives"},
		{undecided, "undecided: too many equal-cost paths"},
	} {
		if !strings.Contains(d.body.String(), `class="cell `+entryClass(entry.entry)+`"`) {
			continue
		}
		d.add(`<g class="cell %s"><rect x="%d" y="%d" width="18" height="18"/>%s</g>`, entryClass(entry.entry), margin, y,
			entrySign(entry.entry, margin+9, y+9))
		d.text("key", margin+26, y+13, entry.text)
		y += 22
	}
	return y
}
