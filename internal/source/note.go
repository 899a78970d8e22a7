package source

import (
	extast "github.com/yuin/goldmark/extension/ast"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// A note is a footnote as it is defined.
type note struct {
	doc    *doc.Note
	node   *extast.Footnote
	offset int
	marks  []mark // of notes, within the note
	used   bool
}

// note records the definition of a footnote.
func (p *blockPass) note(n *extast.Footnote) {
	label := string(n.Ref)
	offset := p.base + max(n.Pos(), 0)
	switch {
	case !validLabel(n.Ref):
		p.report(finding.Error, RuleFootnote, offset, "use letters, digits and hyphens, as in [^my-note]", "a footnote cannot be called %q", quoted(n.Ref))
	case p.context.notes[label] != nil:
		p.report(finding.Error, RuleFootnote, offset, "give each note its own", "another footnote has the label [^%s] already", label)
	case n.ChildCount() == 0:
		p.report(finding.Error, RuleFootnote, offset, "write its words behind the colon", "the footnote [^%s] has no words", label)
	default:
		p.context.notes[label] = &note{node: n, offset: offset, doc: &doc.Note{Label: label, Pos: p.position(offset)}}
		p.noteOrder = append(p.noteOrder, label)
	}
}

// notes converts the footnotes, and returns them in the order of their first
// mark: those of the body first, then those that stand in notes.
func (p *blockPass) notes(body []mark) []*doc.Note {
	p.inNote = true
	for _, label := range p.noteOrder {
		n := p.context.notes[label]
		p.marks = nil
		n.doc.Blocks = p.convert(n.node)
		n.marks = p.marks
	}
	var order []*doc.Note
	queue := body
	for len(queue) > 0 {
		n := p.context.notes[queue[0].label]
		queue = queue[1:]
		if n == nil || n.used {
			continue
		}
		n.used = true
		order = append(order, n.doc)
		queue = append(queue, n.marks...)
	}
	for _, label := range p.noteOrder {
		if n := p.context.notes[label]; !n.used {
			p.report(finding.Error, RuleFootnote, n.offset, "put the mark, [^"+label+"], behind the words that it belongs to, or take the note out", "nothing refers to the footnote [^%s], so that nobody would see it", label)
		}
	}
	return order
}
