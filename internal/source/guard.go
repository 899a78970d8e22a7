package source

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// goldmark needs quadratic time for some texts that nobody would write:
// thousands of marks that nothing closes, thousands of links without end. The
// guards around its parsers count what such texts cost and, past a limit that
// no honest text comes near, let all further marks stand as plain text and
// report it. Work is counted, not time, so that the outcome is always the same.
const (
	markLimit = 10_000  // stars, underscores, tildes and brackets of one text
	runLimit  = 32      // stars, underscores or tildes in a row
	workLimit = 1 << 25 // bytes that failed searches have gone over
)

// A meter is what the guards have counted in one text.
type meter struct {
	marks, work int
	over        bool
	unclosed    map[int]bool // lengths of backtick runs that nothing closes
}

// admit counts a mark, and reports whether marks are still looked at.
func (p *inlinePass) admit(offset int) bool {
	p.work.marks++
	return !p.exceeded(offset, p.work.marks > markLimit, "more than %d stars, underscores, tildes and brackets in one paragraph", markLimit)
}

func (p *inlinePass) spend(offset, work int) {
	p.work.work += work
	p.exceeded(offset, p.work.work > workLimit, "too many links or code spans without end in one paragraph")
}

func (p *inlinePass) exceeded(offset int, is bool, message string, args ...any) bool {
	if is && !p.work.over {
		p.work.over = true
		p.fail(RuleNesting, offset, "split the paragraph, or take the marks out", message, args...)
	}
	return p.work.over
}

// lineParser is the one block parser of inline text: all lines are one block.
type lineParser struct{}

func (lineParser) Trigger() []byte { return nil }

func (lineParser) Open(_ ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	n := ast.NewTextBlock()
	_, line := reader.PeekLine()
	n.Lines().Append(line)
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (lineParser) Continue(n ast.Node, reader text.Reader, _ parser.Context) parser.State {
	_, line := reader.PeekLine()
	n.Lines().Append(line)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

func (lineParser) Close(ast.Node, text.Reader, parser.Context) {}
func (lineParser) CanInterruptParagraph() bool                 { return true }
func (lineParser) CanAcceptIndentedLine() bool                 { return true }

// delimiterGuard stands before the parser of emphasis, and of strikethrough.
type delimiterGuard struct{ parser.InlineParser }

func (g delimiterGuard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*inlinePass)
	line, segment := block.PeekLine()
	if !p.admit(segment.Start) {
		return nil
	}
	run := len(line) - len(bytes.TrimLeft(line, string(line[0])))
	if run > runLimit {
		p.fail(RuleNesting, segment.Start, `take most of them out; where they are meant as they stand, write \ before each`, "more than %d %q in a row", runLimit, line[0])
		block.Advance(run)
		return ast.NewTextSegment(segment.WithStop(segment.Start + run))
	}
	return g.InlineParser.Parse(parent, block, pc)
}

// linkGuard stands before the parser of links and images.
type linkGuard struct{ parser.InlineParser }

func (g linkGuard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*inlinePass)
	line, segment := block.PeekLine()
	if !p.admit(segment.Start) {
		return nil
	}
	n := g.InlineParser.Parse(parent, block, pc)
	if n == nil && line[0] == ']' && len(line) > 1 && line[1] == '(' {
		p.spend(segment.Start, len(p.source)-segment.Start)
	}
	return n
}

// CloseBlock lets goldmark forget the brackets that nothing closed.
func (g linkGuard) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	g.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// codeSpanGuard stands before the parser of code spans.
type codeSpanGuard struct{ parser.InlineParser }

func (g codeSpanGuard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*inlinePass)
	line, segment := block.PeekLine()
	run := len(line) - len(bytes.TrimLeft(line, "`"))
	if !p.work.over && !p.work.unclosed[run] {
		n := g.InlineParser.Parse(parent, block, pc)
		if _, ok := n.(*ast.CodeSpan); ok {
			return n
		}
		if p.work.unclosed == nil {
			p.work.unclosed = map[int]bool{}
		}
		p.work.unclosed[run] = true
		p.spend(segment.Start, len(p.source)-segment.Start)
		return n
	}
	block.Advance(run)
	return ast.NewTextSegment(segment.WithStop(segment.Start + run))
}

// strikeGuard lets only ~~ strike words out: in Korean and Chinese a single
// tilde stands between the ends of a range, 3~5.
type strikeGuard struct{ delimiterGuard }

func (g strikeGuard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); len(line) < 2 || line[1] != '~' {
		return nil
	}
	return g.delimiterGuard.Parse(parent, block, pc)
}
