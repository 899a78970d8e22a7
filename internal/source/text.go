package source

import (
	"sort"

	"github.com/yuin/goldmark/text"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// A passage is the text of one block, cut out of the containers that it stands
// in: lines without the > of a quote and without the spaces of a list item.
type passage struct {
	text   []byte
	pieces []piece
	fixed  bool // only the beginning of the passage is known
}

// A piece tells where a stretch of a passage stands in the original.
type piece struct {
	at     int // offset in the passage
	source int // offset in the original
}

// cut takes the lines of a block out of the original. base is the offset of
// what goldmark was given.
func (r *reading) cut(lines *text.Segments, base int) passage {
	var p passage
	for i := range lines.Len() {
		l := lines.At(i)
		p.append(r.text, base+l.Start, base+l.Stop)
	}
	p.text = trimRight(p.text)
	return p
}

func (p *passage) append(source []byte, from, to int) {
	// goldmark keeps what stands before a line in the last line's segment only
	// where it means something.
	for from < to && (len(p.text) == 0 || p.text[len(p.text)-1] == '\n') && isSpace(source[from]) && source[from] != '\n' {
		from++
	}
	p.pieces = append(p.pieces, piece{len(p.text), from})
	p.text = append(p.text, source[from:to]...)
}

// source is the offset in the original of an offset in the passage.
func (p passage) source(at int) int {
	if len(p.pieces) == 0 {
		return 0
	}
	if p.fixed {
		return p.pieces[0].source
	}
	i := sort.Search(len(p.pieces), func(i int) bool { return p.pieces[i].at > at }) - 1
	last := p.pieces[max(i, 0)]
	return last.source + at - last.at
}

// inline reads a passage, reports its problems, and returns the Text, with the
// marks of notes in it.
func (r *reading) inline(p passage) (*doc.Text, []mark) {
	result := parseInline(p.text, &r.context)
	for _, problem := range result.problems {
		severity := finding.Error
		if problem.warning {
			severity = finding.Warning
		}
		r.report(severity, problem.rule, p.source(problem.offset), problem.cure, "%s", problem.message)
	}
	t := &doc.Text{Spans: result.spans, Pos: r.position(p.source(0))}
	t.Markdown = standAlone(p.text, result)
	for i := range result.marks {
		result.marks[i].offset = p.source(result.marks[i].offset)
	}
	return t, result.marks
}

// standAlone is the Markdown of a text as a message needs it: what the author
// wrote, if that says the same without the document around it.
func standAlone(text []byte, result inlineResult) string {
	if result.foreign {
		return Markdown(result.spans)
	}
	folded, changed := fold(text, result.breaks)
	if changed {
		again, problems := prepare(folded)
		if len(problems) > 0 || !doc.EqualSpans(parseInline(again, nil).spans, result.spans) {
			return Markdown(result.spans)
		}
	}
	return folded
}

// fold makes one line of the author's lines, but for hard breaks. changed
// reports whether there were several.
func fold(text []byte, breaks map[int]breakKind) (folded string, changed bool) {
	out := make([]byte, 0, len(text))
	for i, c := range text {
		if c != '\n' {
			out = append(out, c)
			continue
		}
		changed = true
		switch breaks[i] {
		case softBreak:
			out = append(trimRight(out), ' ')
		case hardBreak:
			if n := len(out); n > 0 && out[n-1] == '\\' {
				out = out[:n-1]
			} else {
				out = trimRight(out)
			}
			out = append(out, '\\', '\n')
		default:
			out = append(out, ' ')
		}
	}
	return string(out), changed
}
