package source

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// columnLimit is how many columns a table may have. More have no room on any
// page; and a short row of a wide table costs as much as a long one.
const columnLimit = 50

// tableGuard stands before the transformer that makes tables of paragraphs.
type tableGuard struct{ parser.ParagraphTransformer }

func (g tableGuard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	p := pc.(*blockPass)
	lines := node.Lines()
	at, columns := -1, 0
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		if row := bytes.TrimSpace(line.Value(reader.Source())); isDelimiterRow(row) {
			at, columns = line.Start, cells(row)
			break
		}
	}
	if at < 0 {
		g.ParagraphTransformer.Transform(node, reader, pc)
		return
	}
	if columns <= columnLimit {
		g.ParagraphTransformer.Transform(node, reader, pc)
		if _, ok := followedByTable(node); ok {
			return
		}
	}
	if p.reported[at] {
		return
	}
	p.reported[at] = true
	if columns > columnLimit {
		p.report(finding.Error, RuleTable, p.base+at, "split it into several tables", "the table has %d columns, and no page has room for more than %d", columns, columnLimit)
		return
	}
	p.report(finding.Error, RuleTable, p.base+at, `give the line of --- as many cells as the header above it; if no table is meant, write \| for |`,
		"this looks like a table, but its header and the line of --- do not have the same number of cells")
}

// followedByTable reports whether a paragraph has become a table, in whole or
// from some line on.
func followedByTable(node *ast.Paragraph) (ast.Node, bool) {
	if node.Parent() == nil {
		return nil, true
	}
	next := node.NextSibling()
	return next, next != nil && next.Kind() == extast.KindTable
}

// isDelimiterRow reports whether a line is | --- | :-: | or the like.
func isDelimiterRow(row []byte) bool {
	return bytes.IndexByte(row, '|') >= 0 && bytes.Contains(row, []byte("-")) && len(bytes.Trim(row, "|:- \t")) == 0
}

// cells counts the cells of a row.
func cells(row []byte) int {
	row = bytes.TrimSpace(row)
	row = bytes.TrimPrefix(row, []byte("|"))
	n := 1
	for i, c := range row {
		if c == '|' && (i == 0 || row[i-1] != '\\') && i+1 < len(row) {
			n++
		}
	}
	return n
}

var alignments = map[extast.Alignment]doc.Align{
	extast.AlignNone:   doc.AlignDefault,
	extast.AlignLeft:   doc.AlignStart,
	extast.AlignCenter: doc.AlignCenter,
	extast.AlignRight:  doc.AlignEnd,
}

func (p *blockPass) table(t *extast.Table, b *doc.Block) *doc.Block {
	b.Kind = doc.Table
	source := p.given()
	for n := t.FirstChild(); n != nil; n = n.NextSibling() {
		row := &doc.Block{Kind: doc.Row}
		start := max(n.Pos(), 0)
		if first := n.FirstChild(); n.Kind() == extast.KindTableHeader && first != nil && first.Lines().Len() > 0 {
			// goldmark does not say where the header begins.
			start = first.Lines().At(0).Start
			if before := bytes.TrimRight(source[:start], " \t"); bytes.HasSuffix(before, []byte("|")) {
				start = len(before) - 1
			}
			b.Pos = p.position(p.base + start)
		}
		row.Pos = p.position(p.base + start)
		if n.Kind() == extast.KindTableRow {
			line := source[start:]
			if i := bytes.IndexByte(line, '\n'); i >= 0 {
				line = line[:i]
			}
			if have := cells(line); have > len(t.Alignments) {
				p.report(finding.Error, RuleTable, p.base+start, `add cells to the header, or write \| where no new cell shall begin`, "the row has %d cells, the header %d", have, len(t.Alignments))
			}
		}
		column := 0
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			cell := p.cell(c.(*extast.TableCell), row.Pos)
			cell.Align = alignments[t.Alignments[column]]
			row.Children = append(row.Children, cell)
			column++
		}
		b.Children = append(b.Children, row)
	}
	return b
}

// cell is a cell of a table, in whose text \| is a |, be it in code or not
// (GFM 0.29, §4.10).
func (p *blockPass) cell(n *extast.TableCell, row doc.Position) *doc.Block {
	b := &doc.Block{Kind: doc.Cell, Pos: row}
	var cut passage
	for i := range n.Lines().Len() {
		l := n.Lines().At(i)
		from, to := p.base+l.Start, p.base+l.Stop
		for i := from; i+1 < to; i++ {
			if text := p.reading.text; text[i] == '\\' && text[i+1] == '|' {
				cut.append(text, from, i)
				from = i + 1
			}
		}
		cut.append(p.reading.text, from, to)
	}
	cut.text = trimRight(cut.text)
	if len(cut.text) == 0 {
		b.Text = &doc.Text{Pos: row}
		return b
	}
	b.Text, b.Pos = p.read(cut)
	return b
}
