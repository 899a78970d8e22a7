package cli

import (
	"strings"
	"unicode/utf8"
)

// A table is rows of cells under a header, or without one. Columns of numbers
// are set flush right.
//
// Cells are measured in characters, which is wrong for Chinese and for scripts
// with marks; names of languages therefore stand in the last column, whose
// width does not matter.
type table struct {
	header  []string
	numbers []bool // by column; columns beyond it are text
	rows    [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// text is the table with its columns aligned by spaces.
func (t *table) text() string {
	all := t.rows
	if t.header != nil {
		all = append([][]string{t.header}, t.rows...)
	}
	var width []int
	for _, row := range all {
		for i, c := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], utf8.RuneCountInString(c))
		}
	}
	var b strings.Builder
	for _, row := range all {
		var line strings.Builder
		for i, c := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(c))
			if t.isNumber(i) {
				line.WriteString(pad + c)
			} else {
				line.WriteString(c + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

func (t *table) isNumber(column int) bool { return column < len(t.numbers) && t.numbers[column] }
