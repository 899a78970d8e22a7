package source

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// A heading is what is known of one before its words are read.
type heading struct {
	node    *ast.Heading
	passage passage
	anchor  string
	level   int  // in the Document; 0 in a note
	title   bool // it is the title of the document
}

// attributes is what stands in braces at the end of a heading.
var attributes = regexp.MustCompile(`(?:^|[ \t]+|[^\\])(\{[#.:]?[^{}\n]*\})[ \t]*$`)

// heading takes the anchor, {#name}, off the words of a heading. goldmark can
// read attributes too, but would take others than the anchor without a word.
func (p *blockPass) heading(n *ast.Heading) *heading {
	h := &heading{node: n, passage: p.cut(n.Lines(), p.base)}
	text := h.passage.text
	last := text[bytes.LastIndexByte(text, '\n')+1:]
	m := attributes.FindSubmatchIndex(last)
	if m == nil {
		return h
	}
	start := len(text) - len(last) + m[2]
	braces := string(last[m[2]:m[3]])
	name, isAnchor := strings.CutPrefix(braces[1:len(braces)-1], "#")
	if !isAnchor && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, ":") && !strings.Contains(name, "=") {
		return h // words in braces
	}
	offset := h.passage.source(start)
	h.passage.text = trimRight(text[:start])
	// ## Words ## {#name}
	if closed := bytes.TrimRight(h.passage.text, "#"); len(closed) < len(h.passage.text) && (len(closed) == 0 || isSpace(closed[len(closed)-1])) {
		h.passage.text = trimRight(closed)
	}
	switch {
	case !isAnchor || strings.ContainsAny(name, " \t"):
		p.report(finding.Error, RuleHeading, offset, "write {#name} and nothing else between the braces", "%s: of all attributes, a heading can have an anchor only", quoted([]byte(braces)))
	case !validAnchor(name):
		p.report(finding.Error, RuleAnchor, offset, "use letters, digits, hyphens, underscores, full stops and colons", "%q is no anchor", quoted([]byte(name)))
	case p.context.anchors[name]:
		p.report(finding.Error, RuleAnchor, offset, "give each its own, so that links know where to lead", "another heading has the anchor #%s already", name)
	default:
		h.anchor = name
		p.context.anchors[name] = true
	}
	return h
}

// validAnchor reports whether headings and links may name an anchor so.
func validAnchor(name string) bool {
	return name != "" && len(name) <= 200 && strings.IndexFunc(name, func(c rune) bool {
		return !unicode.In(c, unicode.L, unicode.M, unicode.Nd) && !strings.ContainsRune("-_.:", c)
	}) < 0
}

// outline gives each heading its level in the Document, and finds the one that
// is the title. The title is level 1, so that the body begins at level 2; a
// level is never more than one below that of the heading it belongs to.
func (p *blockPass) outline(order []*heading) (title *heading) {
	if p.fields.title == nil && len(order) > 0 && order[0].node.Level == 1 && order[0].node.Parent().Kind() == ast.KindDocument {
		title, order = order[0], order[1:]
		title.title = true
		if title.anchor != "" {
			delete(p.context.anchors, title.anchor)
			p.report(finding.Warning, RuleAnchor, title.passage.source(0), "take it out, and let links lead to the first heading of the body", "the title cannot have an anchor")
		}
	}
	if known := len(p.context.anchors); known <= 1000 { // more are too many to compare a typing mistake with
		for a := range p.context.anchors {
			p.context.known = append(p.context.known, a)
		}
		slices.Sort(p.context.known)
	}
	top := 2
	if slices.ContainsFunc(order, func(h *heading) bool { return h.node.Level == 1 }) {
		top = 1
	}
	type open struct {
		level  int // the author's
		warned bool
	}
	above := []open{{level: top - 1}}
	for _, h := range order {
		for len(above) > 1 && above[len(above)-1].level >= h.node.Level {
			above = above[:len(above)-1]
		}
		parent := &above[len(above)-1]
		if h.node.Level > parent.level+1 && !parent.warned {
			parent.warned = true
			p.report(finding.Warning, RuleHeadingLevel, h.passage.source(0), fmt.Sprintf("write %s before it", strings.Repeat("#", parent.level+1)),
				"a level of headings is left out: here stand %d #, where %d are next", h.node.Level, parent.level+1)
		}
		above = append(above, open{level: h.node.Level})
		h.level = len(above)
		const deepest = 6
		if h.level > deepest {
			h.level = deepest
			p.report(finding.Warning, RuleHeadingLevel, h.passage.source(0), "join some of the levels", "below the title there is room for %d levels of headings only", deepest-1)
		}
	}
	return title
}

// headingBlock is the block that a heading becomes; nil where it is the title,
// or says nothing.
func (p *blockPass) headingBlock(n *ast.Heading, b *doc.Block) *doc.Block {
	h := p.headings[n]
	if h.title {
		return nil
	}
	if len(h.passage.text) == 0 {
		at := p.base + max(n.Pos(), 0)
		if len(h.passage.pieces) > 0 {
			at = h.passage.source(0)
		}
		p.report(finding.Error, RuleHeading, at, "write its words, or take the # out", "the heading has no words")
		return nil
	}
	b.Kind, b.Level, b.Anchor = doc.Heading, h.level, h.anchor
	b.Text, b.Pos = p.read(h.passage)
	if p.inNote {
		p.report(finding.Error, RuleHeading, h.passage.source(0), "make it a paragraph, in bold for example", "a footnote cannot have headings")
		b.Kind, b.Level, b.Anchor = doc.Paragraph, 0, ""
	}
	return b
}
