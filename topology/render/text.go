package render

import (
	"strings"
	"unicode/utf8"
)

// The sizes of text in pixels. All text has one width for each sign, so that its width is known without a font.
const (
	labelFont  = 12
	detailFont = 10
	titleFont  = 15
	maxCells   = 34 // longer lines are cut in the middle
)

// lineAdvance is the distance between two lines of text.
func lineAdvance(font int) int { return font + 4 }

// boxSize returns the size of a box with its lines.
func boxSize(n *Node) (width, height int) {
	lines := n.lines()
	width = textWidth(short(lines[0]), labelFont)
	if n.Kind == Port {
		return width + 14, lineAdvance(labelFont) + 2
	}
	for _, line := range lines[1:] {
		width = max(width, textWidth(short(line), detailFont))
	}
	if kind := n.kindWord(); kind != "" {
		width = max(width, textWidth(kind, detailFont))
		height = lineAdvance(detailFont)
	}
	return width + 22, height + lineAdvance(labelFont) + (len(lines)-1)*lineAdvance(detailFont) + 10
}

// kindWord is the word above the label of a box.
func (n *Node) kindWord() string {
	switch n.Kind {
	case Other, Port, Arrival, Loss:
		return ""
	}
	return n.Kind.String()
}

// labelSize returns the size of the label of a line.
func labelSize(lines []string) (width, height int) {
	for _, line := range lines {
		width = max(width, textWidth(short(line), detailFont))
	}
	return width + 8, len(lines)*lineAdvance(detailFont) + 4
}

// textWidth returns the width of a text, rounded up.
func textWidth(text string, font int) int { return (cells(text)*font*61 + 99) / 100 }

// cells returns how many signs of common width a text takes. East Asian signs and pictures take two.
func cells(text string) int {
	n := 0
	for _, r := range text {
		n += runeCells(r)
	}
	return n
}

func runeCells(r rune) int {
	if r >= 0x1100 && r <= 0x115F || r >= 0x2600 && r != utf8.RuneError {
		return 2
	}
	return 1
}

// short returns a text that takes at most maxCells cells: the middle of a longer one is left out.
func short(text string) string { return shortTo(text, maxCells) }

func shortTo(text string, most int) string {
	if cells(text) <= most {
		return text
	}
	head := fits(text, most/2)
	tail := len(text)
	for left := most - most/2 - 1; left > 0; {
		r, size := utf8.DecodeLastRuneInString(text[:tail])
		if left -= runeCells(r); left >= 0 {
			tail -= size
		}
	}
	return text[:head] + "…" + text[tail:]
}

// fits returns how many bytes of a text take at most a number of cells.
func fits(text string, most int) int {
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		if most -= runeCells(r); most < 0 {
			break
		}
		n += size
	}
	return n
}

// wrapped returns a text in lines of at most a number of cells, divided at spaces where there are some. At a division
// the space is left out.
func wrapped(text string, most int) (lines []string) {
	for cells(text) > most {
		at := max(fits(text, most), 1)
		if space := strings.LastIndexByte(text[:at+1], ' '); space > 0 {
			at = space
		}
		lines, text = append(lines, text[:at]), strings.TrimPrefix(text[at:], " ")
	}
	return append(lines, text)
}
