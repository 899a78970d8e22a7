package source

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"multitude/internal/doc"
)

// A context is what the document around a text knows: it is nil for a message,
// which stands by itself.
type context struct {
	references parser.Context // the link reference definitions, by label
	notes      map[string]*note
	anchors    map[string]bool
	known      []string // the anchors in order, for suggestions; nil where there are too many
}

// A problem is something in a text that a person should know.
type problem struct {
	rule    string
	warning bool
	offset  int // in bytes of the text
	message string
	cure    string
}

// An inlineResult is a text parsed.
type inlineResult struct {
	spans    []doc.Span
	problems []problem
	// What the author wrote cannot stand by itself: it names a reference
	// definition, or spans does not say the same, since there is a problem.
	foreign bool
	breaks  map[int]breakKind // by offset of the \n
	marks   []mark            // the references to notes
}

// A mark is a reference to a note.
type mark struct {
	label  string
	offset int
}

type breakKind uint8

const (
	notBreak  breakKind = iota // the \n is inside a construct and counts as a space
	softBreak                  // so do the \n and the spaces around it
	hardBreak
)

// inlineParser is goldmark's CommonMark without any block: the whole text is
// one run of lines. Strikethrough is known in order to be refused.
var inlineParser = parser.NewParser(
	parser.WithBlockParsers(util.Prioritized(lineParser{}, 100)),
	parser.WithInlineParsers(
		util.Prioritized(codeSpanGuard{parser.NewCodeSpanParser()}, 100),
		util.Prioritized(noteRefParser{}, 150),
		util.Prioritized(linkGuard{parser.NewLinkParser()}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(delimiterGuard{emphasisParser{parser.NewEmphasisParser()}}, 500),
		util.Prioritized(strikeGuard{delimiterGuard{extension.NewStrikethroughParser()}}, 510),
	),
)

// parseInline parses lines that begin with no space and end with none.
func parseInline(source []byte, around *context) inlineResult {
	p := &inlinePass{source: source, around: around, Context: parser.NewContext()}
	p.result.breaks = map[int]breakKind{}
	if len(source) == 0 {
		return p.result
	}
	root := inlineParser.Parse(text.NewReader(source), parser.WithContext(p))
	for block := root.FirstChild(); block != nil; block = block.NextSibling() {
		p.children(block, doc.Span{}, 0)
	}
	p.flush()
	p.result.spans = settleBreaks(p.result.spans)
	return p.result
}

// settleBreaks gives each hard break the attributes that its neighbours share,
// whatever marks the author put around it, and takes away those that part
// nothing.
func settleBreaks(spans []doc.Span) []doc.Span {
	for len(spans) > 0 && spans[0].Kind == doc.HardBreak {
		spans = spans[1:]
	}
	for len(spans) > 0 && spans[len(spans)-1].Kind == doc.HardBreak {
		spans = spans[:len(spans)-1]
	}
	for i := 0; i < len(spans); i++ {
		if spans[i].Kind != doc.HardBreak {
			continue
		}
		end := i + 1
		for spans[end].Kind == doc.HardBreak {
			end++
		}
		before, after := spans[i-1], spans[end]
		for ; i < end; i++ {
			spans[i] = doc.Span{Kind: doc.HardBreak, Strong: before.Strong && after.Strong, Emph: before.Emph && after.Emph}
			if before.Link == after.Link {
				spans[i].Link = before.Link
			}
		}
	}
	return spans
}

// An inlinePass is one run over a text. It is goldmark's context at the same
// time, so that the guards find it.
type inlinePass struct {
	parser.Context
	source []byte
	around *context
	result inlineResult
	tail   []byte // what is still to be added to the text of the last span
	work   meter
}

// Reference looks a reference definition up in the document.
func (p *inlinePass) Reference(label string) (parser.Reference, bool) {
	if p.around == nil {
		return nil, false
	}
	return p.around.references.Reference(label)
}

func (p *inlinePass) fail(rule string, offset int, cure, message string, args ...any) {
	p.result.foreign = true
	p.result.problems = append(p.result.problems, problem{rule: rule, offset: offset, cure: cure, message: fmt.Sprintf(message, args...)})
}

func (p *inlinePass) warn(rule string, offset int, cure, message string) {
	p.result.problems = append(p.result.problems, problem{rule: rule, warning: true, offset: offset, cure: cure, message: message})
}

// depthLimit is how deep emphasis and links may stand in one another. No
// reader can tell five levels apart.
const depthLimit = 50

// children appends the spans of a node's children. like carries the attributes
// of what is around them.
func (p *inlinePass) children(parent ast.Node, like doc.Span, depth int) {
	if depth > depthLimit {
		p.fail(RuleNesting, parent.Pos(), "take most of the marks out", "more than %d marks stand inside one another", depthLimit)
		return
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		p.node(n, like, depth)
	}
}

func (p *inlinePass) node(n ast.Node, like doc.Span, depth int) {
	switch n := n.(type) {
	case *ast.Text:
		p.text(n, like)
	case *ast.CodeSpan:
		s := like
		s.Kind, s.Text = doc.CodeSpan, codeText(n, p.source)
		p.add(s, n.Pos())
	case *ast.Emphasis:
		if n.Level == 2 {
			like.Strong = true
		} else {
			like.Emph = true
		}
		p.children(n, like, depth+1)
	case *ast.Link:
		p.result.foreign = p.result.foreign || n.Reference != nil
		p.link(n, unescape(n.Destination), unescape(n.Title), like, depth)
	case *ast.Image:
		p.result.foreign = p.result.foreign || n.Reference != nil
		p.image(n, like, depth)
	case *ast.AutoLink:
		target := string(n.URL(p.source))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(target), "mailto:") {
			target = "mailto:" + target
		}
		if target = p.target(target, n.Pos()); target != "" && like.Link == nil {
			like.Link = &doc.Link{Target: target}
		}
		like.Text = string(n.Label(p.source))
		p.add(like, n.Pos())
	case *ast.RawHTML:
		raw := n.Segments.Value(p.source)
		p.fail(RuleRawHTML, n.Pos(), htmlCure(raw), "%s is HTML, which has no place in a printed edition", quoted(raw))
		like.Text = oneLine(string(raw))
		p.add(like, n.Pos())
	case *extast.Strikethrough:
		p.fail(RuleUnsupported, n.Pos(), `take the words out; if a tilde is meant, write \~`, "words that are struck out have no place in a finished document")
		p.children(n, like, depth+1)
	case *noteRef:
		p.noteRef(n, like)
	default:
		p.children(n, like, depth+1)
	}
}

// text appends the words of a text node, and the line break behind them.
func (p *inlinePass) text(n *ast.Text, like doc.Span) {
	like.Text = unescape(n.Segment.Value(p.source))
	p.add(like, n.Segment.Start)
	if !n.SoftLineBreak() && !n.HardLineBreak() {
		return
	}
	end := n.Segment.Stop + bytes.IndexByte(p.source[n.Segment.Stop:], '\n')
	if n.HardLineBreak() {
		p.result.breaks[end] = hardBreak
		like.Kind, like.Text = doc.HardBreak, ""
	} else {
		p.result.breaks[end] = softBreak
		like.Text = " "
	}
	p.add(like, end)
}

// add appends a span, or lengthens the last one where nothing but the text
// differs. Control characters that came as entities end here.
func (p *inlinePass) add(s doc.Span, offset int) {
	if strings.ContainsFunc(s.Text, func(c rune) bool { return c < ' ' || forbidden(c) }) {
		s.Text = strings.Map(func(c rune) rune {
			switch {
			case c == '\t' || c == '\n' || c == '\r':
				return ' '
			case forbidden(c):
				p.fail(RuleEncoding, offset, "take it out", "%s", controlMessage(c))
				return -1
			}
			return c
		}, s.Text)
	}
	if s.Text == "" && (s.Kind == doc.Plain || s.Kind == doc.CodeSpan) {
		return
	}
	if k := len(p.result.spans) - 1; k >= 0 && (s.Kind == doc.Plain || s.Kind == doc.CodeSpan) {
		last := &p.result.spans[k]
		if same := *last; same.Kind == s.Kind {
			same.Text = s.Text
			if same == s {
				p.tail = append(p.tail, s.Text...)
				return
			}
		}
	}
	p.flush()
	p.result.spans = append(p.result.spans, s)
}

// flush ends the last span.
func (p *inlinePass) flush() {
	if len(p.tail) > 0 {
		p.result.spans[len(p.result.spans)-1].Text += string(p.tail)
		p.tail = p.tail[:0]
	}
}

// codeText is the text of a code span, whose line ends are spaces.
func codeText(n *ast.CodeSpan, source []byte) string {
	var b []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b = append(b, t.Segment.Value(source)...)
		}
	}
	return oneLine(string(b))
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }

// quoted is what the author wrote, short enough for a message.
func quoted(raw []byte) string {
	const most = 40
	runes := []rune(oneLine(string(raw)))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}

func (p *inlinePass) noteRef(n *noteRef, like doc.Span) {
	like.Text = n.label
	if p.around != nil && p.around.notes[n.label] == nil {
		p.fail(RuleFootnote, n.Pos(), fmt.Sprintf(`write the note in a line of its own, "[^%s]: …"; if no note is meant, write \[^%s]`, n.label, n.label),
			"there is no footnote [^%s]", n.label)
		like.Text = "[^" + n.label + "]"
		p.add(like, n.Pos())
		return
	}
	if like.Link != nil {
		p.fail(RuleFootnote, n.Pos(), "put it behind the link", "the mark of a footnote leads to its note, and cannot stand in the words of a link")
		like.Link = nil
	}
	like.Kind = doc.NoteRef
	p.result.marks = append(p.result.marks, mark{n.label, n.Pos()})
	p.add(like, n.Pos())
}

// htmlCure says what to write instead of the HTML that authors write most.
func htmlCure(raw []byte) string {
	name := strings.ToLower(strings.TrimLeft(string(raw), "</"))
	if i := strings.IndexFunc(name, func(c rune) bool { return (c < 'a' || c > 'z') && (c < '1' || c > '6') }); i >= 0 {
		name = name[:i]
	}
	switch {
	case bytes.HasPrefix(raw, []byte("<!--")):
		return "take the comment out; what translators should know belongs into the description of a message"
	case name == "b" || name == "strong":
		return "write **bold**"
	case name == "i" || name == "em":
		return "write *emphasis*"
	case name == "br":
		return `end the line with \ to begin a new one`
	case name == "a":
		return "write [words](https://example.org)"
	case name == "img":
		return "write ![what the picture shows](picture.png)"
	case name == "code" || name == "pre":
		return "write `code`"
	case name == "table":
		return "write the table in Markdown, | a | b |"
	case len(name) == 2 && name[0] == 'h':
		return "write ## before the heading"
	}
	return `write it in Markdown; if the text shall show a <, write \<`
}
