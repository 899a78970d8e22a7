package source

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// blockParser is goldmark's CommonMark without anything inline: a passage is
// read only when the anchors and notes of the whole document are known.
var blockParser = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(depthGuard{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(depthGuard{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(depthGuard{extension.NewFootnoteBlockParser()}, 950),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
		util.Prioritized(tableGuard{extension.NewTableParagraphTransformer()}, 200),
	),
)

// A blockPass is one run over the blocks of a document. It is goldmark's
// context at the same time, so that the guards find it.
type blockPass struct {
	parser.Context
	*reading
	base      int // offset in the original of what goldmark was given
	deep      bool
	reported  map[int]bool // offsets of the tables that were spoken of
	headings  map[*ast.Heading]*heading
	noteOrder []string // labels, in the order of the definitions
	inNote    bool
	marks     []mark // of notes, in the passages converted since it was emptied
}

// blocks reads the body, which begins at the offset base.
func (r *reading) blocks(base int) {
	p := &blockPass{Context: parser.NewContext(), reading: r, base: base, reported: map[int]bool{}, headings: map[*ast.Heading]*heading{}}
	root := blockParser.Parse(text.NewReader(r.text[base:]), parser.WithContext(p))
	r.context = context{references: p.Context, notes: map[string]*note{}, anchors: map[string]bool{}}
	order := p.collect(root, false)
	title := p.outline(order)
	r.frontTexts()
	if title != nil {
		r.document.Front.Title, _ = p.read(title.passage)
		p.refuseMarks("a title")
	}
	r.document.Blocks = p.convert(root)
	r.document.Notes = p.notes(p.marks)
}

// collect finds the headings and the notes, in the order of the document.
func (p *blockPass) collect(parent ast.Node, inNote bool) []*heading {
	var order []*heading
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			h := p.heading(n)
			p.headings[n] = h
			if !inNote && len(h.passage.text) > 0 {
				order = append(order, h)
			}
		case *extast.Footnote:
			p.note(n)
			p.collect(n, true)
		default:
			if n.Type() == ast.TypeBlock {
				order = append(order, p.collect(n, inNote)...)
			}
		}
	}
	return order
}

// convert makes the blocks of a container's children.
func (p *blockPass) convert(parent ast.Node) []*doc.Block {
	var blocks []*doc.Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if b := p.block(n); b != nil {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// block is the block that a node becomes, or nil.
func (p *blockPass) block(n ast.Node) *doc.Block {
	b := &doc.Block{Pos: p.position(p.base + max(n.Pos(), 0))}
	switch n := n.(type) {
	case *ast.Heading:
		return p.headingBlock(n, b)
	case *ast.Paragraph, *ast.TextBlock:
		passage := p.cut(n.Lines(), p.base)
		if len(passage.text) == 0 {
			return nil
		}
		b.Kind = doc.Paragraph
		b.Text, b.Pos = p.read(passage)
	case *ast.List:
		b.Kind, b.Ordered = doc.List, n.IsOrdered()
		if b.Ordered {
			b.Start = n.Start
		}
		b.Children = p.convert(n)
	case *ast.ListItem:
		b.Kind = doc.Item
		p.refuseTask(n)
		b.Children = p.convert(n)
	case *ast.Blockquote:
		b.Kind = doc.Quote
		if b.Children = p.convert(n); b.Children == nil {
			return nil
		}
	case *extast.Table:
		return p.table(n, b)
	case *ast.ThematicBreak:
		b.Kind = doc.Break
	case *ast.CodeBlock:
		b.Kind, b.Code = doc.Code, p.code(n.Lines())
	case *ast.FencedCodeBlock:
		b.Kind, b.Code = doc.Code, p.code(n.Lines())
		p.checkFence(n, b)
	case *ast.HTMLBlock:
		return p.html(n, b)
	default: // definitions of links and notes
		return nil
	}
	return b
}

// read reads a passage, and returns the place at which it begins.
func (p *blockPass) read(passage passage) (*doc.Text, doc.Position) {
	t, marks := p.inline(passage)
	p.marks = append(p.marks, marks...)
	return t, t.Pos
}

// code is the lines of a code block. No face has a glyph for a tab: each
// becomes the spaces up to the next multiple of tabWidth.
func (p *blockPass) code(lines *text.Segments) string {
	const tabWidth = 4
	var b []byte
	for i := range lines.Len() {
		l := lines.At(i)
		column := 0
		for _, c := range string(l.Value(p.given())) {
			if c == '\t' {
				n := tabWidth - column%tabWidth
				b = append(b, "    "[:n]...)
				column += n
				continue
			}
			b = append(b, string(c)...)
			column++
		}
		if len(b) > 0 && b[len(b)-1] != '\n' {
			b = append(b, '\n')
		}
	}
	return string(b)
}

// given is what goldmark was given.
func (p *blockPass) given() []byte { return p.original.text[p.base:] }

// checkFence warns of a code block that takes in the rest of the document,
// because the author forgot its end.
func (p *blockPass) checkFence(n *ast.FencedCodeBlock, b *doc.Block) {
	source := p.given()
	lines := n.Lines()
	end := n.Pos()
	if lines.Len() > 0 {
		end = lines.At(lines.Len()-1).Stop - 1
	}
	if i := bytes.IndexByte(source[min(end, len(source)):], '\n'); i >= 0 {
		rest := source[end+i+1:]
		if j := bytes.IndexByte(rest, '\n'); j >= 0 {
			rest = rest[:j]
		}
		rest = bytes.TrimLeft(rest, "> \t")
		if bytes.HasPrefix(rest, []byte("```")) || bytes.HasPrefix(rest, []byte("~~~")) {
			return
		}
	}
	p.found = append(p.found, finding.Finding{Rule: RuleUnsupported, Severity: finding.Warning, Pos: b.Pos,
		Message: "the code that begins here has no end: nothing in it is translated", Cure: "write ``` in a line of its own behind the code"})
}

// html refuses a block of HTML. It stands in the document as code, so that no
// word of it is lost.
func (p *blockPass) html(n *ast.HTMLBlock, b *doc.Block) *doc.Block {
	lines := text.NewSegments()
	lines.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
	if n.HasClosure() {
		lines.Append(n.ClosureLine)
	}
	b.Kind, b.Code = doc.Code, p.code(lines)
	raw := bytes.TrimSpace([]byte(b.Code))
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	p.report(finding.Error, RuleRawHTML, p.base+max(n.Pos(), 0), htmlCure(raw), "%s is HTML, which has no place in a printed edition", quoted(first))
	return b
}

// refuseTask refuses the box of a task, [ ] or [x], at the beginning of an item.
func (p *blockPass) refuseTask(n *ast.ListItem) {
	first := n.FirstChild()
	if first == nil || first.Kind() != ast.KindTextBlock && first.Kind() != ast.KindParagraph {
		return
	}
	passage := p.cut(first.Lines(), p.base)
	if t := passage.text; len(t) > 3 && t[0] == '[' && bytes.IndexByte([]byte(" xX"), t[1]) >= 0 && t[2] == ']' && isSpace(t[3]) {
		p.report(finding.Error, RuleUnsupported, passage.source(0), `take the box out; if the brackets are meant, write \[`, "a box to tick has no place in a printed edition")
	}
}

// refuseMarks reports marks of notes where none can stand, and forgets them.
func (p *blockPass) refuseMarks(where string) {
	for _, m := range p.marks {
		p.report(finding.Error, RuleFootnote, m.offset, "put the mark into the text below", "%s cannot have footnotes", where)
	}
	p.marks = nil
}

// blockDepthLimit is how deep lists and quotes may stand in one another,
// counted in nodes of goldmark's, of which a list has two.
const blockDepthLimit = 40

// depthGuard stands before the parsers of containers, which goldmark would
// nest without end.
type depthGuard struct{ parser.BlockParser }

func (g depthGuard) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		depth++
	}
	if depth <= blockDepthLimit {
		return g.BlockParser.Open(parent, reader, pc)
	}
	line, position := reader.Position()
	n, state := g.BlockParser.Open(parent, reader, pc)
	if n == nil {
		return n, state
	}
	reader.SetPosition(line, position)
	if p := pc.(*blockPass); !p.deep {
		p.deep = true
		p.report(finding.Error, RuleNesting, p.base+position.Start, "take some of the marks at the beginning of the line out", "lists and quotes stand in one another more than %d deep", blockDepthLimit/2)
	}
	return nil, parser.NoChildren
}
