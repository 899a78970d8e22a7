package source

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"multitude/internal/doc"
)

// Markdown writes spans as inline Markdown, of which ParseInline makes the
// same spans again. The spans are those of a Text or of ParseInline, in any
// selection and order: neighbours that differ in nothing are one afterwards.
func Markdown(spans []doc.Span) string {
	spans = settleBreaks(append([]doc.Span(nil), spans...))
	w := markdownWriter{}
	w.nest(spans, doc.Span{})
	plain := w.String()
	if words, ok := strings.CutSuffix(plain, " "); ok {
		plain = words + "&#32;" // or it would be trimmed
	}
	if text, problems := prepare(plain); len(problems) == 0 && doc.EqualSpans(parseInline(text, nil).spans, spans) {
		return plain
	}
	// The marks stand where CommonMark does not see them: before a space, or
	// between letters and punctuation. Written as character references, the
	// neighbours of a mark are punctuation, beside which every mark counts.
	w = markdownWriter{fenced: true}
	w.flat(spans)
	return w.String()
}

// A markdownWriter writes spans. Where fenced is true, the first and the last
// character of every plain span are written as character references.
type markdownWriter struct {
	strings.Builder
	fenced bool
}

// nest writes spans so that the attribute that lasts longest is the outermost.
// open holds the attributes that are around already.
func (w *markdownWriter) nest(spans []doc.Span, open doc.Span) {
	for len(spans) > 0 {
		s := spans[0]
		length, kind := 0, 0
		try := func(k int, same func(doc.Span) bool) {
			n := 1
			for n < len(spans) && same(spans[n]) {
				n++
			}
			// A break at the end of an attribute belongs to nobody.
			for n > 1 && spans[n-1].Kind == doc.HardBreak {
				n--
			}
			if n > length {
				length, kind = n, k
			}
		}
		if s.Link != nil && open.Link == nil {
			try(1, func(t doc.Span) bool { return t.Link == s.Link })
		}
		if s.Strong && !open.Strong {
			try(2, func(t doc.Span) bool { return t.Strong })
		}
		if s.Emph && !open.Emph {
			try(3, func(t doc.Span) bool { return t.Emph })
		}
		switch inner := open; kind {
		case 1:
			inner.Link = s.Link
			w.WriteByte('[')
			w.nest(spans[:length], inner)
			w.closeLink(s.Link)
		case 2:
			inner.Strong = true
			w.WriteString("**")
			w.nest(spans[:length], inner)
			w.WriteString("**")
		case 3:
			inner.Emph = true
			w.WriteByte('*')
			w.nest(spans[:length], inner)
			w.WriteByte('*')
		default:
			length = 1
			w.leaf(s)
		}
		spans = spans[length:]
	}
}

// flat opens and closes all marks around every stretch of equal attributes,
// with stars and underscores in turn, so that the marks of two stretches never
// make one run, for which CommonMark has rules of its own.
func (w *markdownWriter) flat(spans []doc.Span) {
	marks := "***"
	for i := 0; i < len(spans); {
		s := spans[i]
		end := i + 1
		for end < len(spans) && spans[end].Link == s.Link {
			end++
		}
		if s.Link != nil {
			w.WriteByte('[')
		}
		for i < end {
			s := spans[i]
			n := 0
			if s.Kind != doc.HardBreak {
				if s.Emph {
					n++
				}
				if s.Strong {
					n += 2
				}
			}
			w.WriteString(marks[:n])
			for same := s; i < end && (spans[i].Kind == doc.HardBreak) == (s.Kind == doc.HardBreak) &&
				spans[i].Strong == same.Strong && spans[i].Emph == same.Emph; i++ {
				w.leaf(spans[i])
			}
			w.WriteString(marks[:n])
			if n > 0 && marks[0] == '*' {
				marks = "___"
			} else if n > 0 {
				marks = "***"
			}
		}
		if s.Link != nil {
			w.closeLink(s.Link)
		}
	}
}

func (w *markdownWriter) leaf(s doc.Span) {
	switch s.Kind {
	case doc.Plain:
		w.plain(s.Text)
	case doc.CodeSpan:
		w.code(s.Text)
	case doc.Image:
		w.WriteString("![")
		w.plain(s.Text)
		w.WriteString("](")
		for _, c := range []byte(s.Source) {
			if c <= ' ' || strings.IndexByte("\"#%&()<>?\\`", c) >= 0 {
				fmt.Fprintf(w, "%%%02X", c)
			} else {
				w.WriteByte(c)
			}
		}
		w.WriteByte(')')
	case doc.NoteRef:
		w.WriteString("[^" + s.Text + "]")
	case doc.HardBreak:
		w.WriteString("\\\n")
	}
}

// plain writes text with a backslash before whatever could be read as a mark.
func (w *markdownWriter) plain(text string) {
	for i, c := range text {
		size := utf8.RuneLen(c)
		first, last := i == 0, i+size == len(text)
		next := byte(0)
		if !last {
			next = text[i+size]
		}
		before := byte(0)
		if !first {
			before = text[i-1]
		}
		switch {
		case w.fenced && (first || last),
			c == ' ' && (w.Len() == 0 || last || w.atLineStart()),
			c == '\\' && last:
			if c == ' ' && last && !w.fenced && w.Len() > 0 && !w.atLineStart() {
				// Another span follows, or Markdown sees to it.
				w.WriteByte(' ')
				break
			}
			fmt.Fprintf(w, "&#%d;", c)
		case strings.ContainsRune("\\`*[]<", c),
			c == '_' && (w.fenced || !isAlphanumeric(before) || !isAlphanumeric(next)),
			c == '~' && (first || last || before == '~' || next == '~'),
			c == '!' && (last || next == '['),
			c == '^' && first,
			c == '&' && (next == '#' || isAlphanumeric(next)):
			w.WriteByte('\\')
			w.WriteRune(c)
		default:
			w.WriteRune(c)
		}
	}
}

func (w *markdownWriter) atLineStart() bool { return strings.HasSuffix(w.String(), "\n") }

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// code writes a code span between backticks that its text does not have.
func (w *markdownWriter) code(text string) {
	fence := "`"
	for holdsRun(text, len(fence)) {
		fence += "`"
	}
	pad := ""
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") ||
		strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") && strings.Trim(text, " ") != "" {
		pad = " "
	}
	w.WriteString(fence + pad + text + pad + fence)
}

// holdsRun reports whether text has a run of exactly n backticks.
func holdsRun(text string, n int) bool {
	run := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] == '`' {
			run++
			continue
		}
		if run == n {
			return true
		}
		run = 0
	}
	return false
}

func (w *markdownWriter) closeLink(l *doc.Link) {
	w.WriteString("](")
	for i, c := range []byte(l.Target) {
		if c == '(' || c == ')' || c == '&' && i+1 < len(l.Target) {
			w.WriteByte('\\')
		}
		w.WriteByte(c)
	}
	if l.Title != "" {
		w.WriteString(` "`)
		for _, c := range l.Title {
			if c == '"' || c == '\\' || c == '&' {
				w.WriteByte('\\')
			}
			w.WriteRune(c)
		}
		w.WriteByte('"')
	}
	w.WriteByte(')')
}
