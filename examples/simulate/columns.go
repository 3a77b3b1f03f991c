package main

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A grid is lines of cells that are printed as aligned columns.
type grid [][]string

// add appends a line.
func (g *grid) add(cells ...string) { *g = append(*g, cells) }

// write prints the lines, each behind an indent. A column is as wide as its widest cell, but the last cell of a line
// widens nothing.
func (g grid) write(out *bytes.Buffer, indent string) {
	var widths []int
	for _, line := range g {
		for i, cell := range line[:len(line)-1] {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, line := range g {
		var text strings.Builder
		for i, cell := range line {
			text.WriteString(cell)
			if i < len(line)-1 {
				text.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
			}
		}
		out.WriteString(indent + strings.TrimRight(text.String(), " ") + "\n")
	}
}

// column is the width of text that is read as sentences.
const column = 110

// wrap breaks lines that are wider than a terminal at spaces. What is continued stands below the second word of the
// line, so that a number or a rule in front keeps its margin.
func wrap(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		margin := hanging(line)
		for utf8.RuneCountInString(line) > column {
			cut := breakAt(line, margin)
			if cut < 0 {
				break
			}
			out.WriteString(line[:cut] + "\n")
			line = strings.Repeat(" ", margin) + strings.TrimLeft(line[cut:], " ")
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}

// hanging returns the offset of the second word of a line, or of the first one where that is a long one.
func hanging(line string) int {
	rest := strings.TrimLeft(line, " ")
	first, _, _ := strings.Cut(rest, " ")
	margin := len(line) - len(rest)
	if len(first) < column/8 {
		margin += len(first) + 1
	}
	return min(margin, column/2)
}

// breakAt returns the offset of the last space before the right margin, else of the first one behind it, and -1 where
// there is none. A space before the left margin does not count.
func breakAt(line string, left int) int {
	left = min(left, len(line))
	right := min(column, len(line))
	if cut := strings.LastIndex(line[left:right], " "); cut > 0 {
		return left + cut
	}
	if cut := strings.Index(line[right:], " "); cut >= 0 {
		return right + cut
	}
	return -1
}
