package edition

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"multitude/internal/doc"
	"multitude/internal/locale"
)

// The pseudo-locales, under the tags that CLDR has for them.
var (
	// PseudoAccents has the source's letters with accents.
	PseudoAccents = locale.MustParse("en-XA")
	// PseudoRTL has the source's words from right to left.
	PseudoRTL = locale.MustParse("ar-XB")
)

// Pseudo is an edition that tests a layout before anyone has translated a word:
// the original's text, made longer by two fifths, in brackets, with accents or
// from right to left. What is cut off, what was forgotten and what cannot bear
// longer words is seen at once. Markup, links, marks of notes, code and
// placeholders are as they were. to is PseudoAccents or PseudoRTL.
func (e *Edition) Pseudo(to locale.Locale) *Edition {
	p := pseudo{locale: to, disguise: accented}
	if to.Dir == locale.RTL {
		p.disguise = overridden
	}
	out := *e
	out.Locale, out.Test = to, true
	out.Title, out.Subtitle, out.Date, out.Rights = p.text(e.Title), p.text(e.Subtitle), p.text(e.Date), p.text(e.Rights)
	out.Cover = p.text(e.Cover)
	out.Authors = p.texts(e.Authors)
	out.Blocks = p.blocks(e.Blocks)
	out.Notes = nil
	for _, n := range e.Notes {
		out.Notes = append(out.Notes, &Note{n.Label, n.Number, p.blocks(n.Blocks)})
	}
	out.Colophon = nil
	for _, c := range e.Colophon {
		out.Colophon = append(out.Colophon, Entry{p.text(c.Label), p.texts(c.Value), c.Target})
	}
	// What a person must be able to read is not disguised.
	out.Draft = e.Word("edition.test", nil)
	out.Notices = []Text{e.Word("edition.test-notice", nil)}
	out.Running = e.Word("edition.test-running", nil)
	out.words = &words{voices: e.words.voices, pseudo: &p}
	return &out
}

type pseudo struct {
	locale   locale.Locale
	disguise func(string) string // of text without placeholders
}

func (p *pseudo) texts(texts []Text) []Text {
	var out []Text
	for _, t := range texts {
		out = append(out, p.text(t))
	}
	return out
}

func (p *pseudo) blocks(blocks []*Block) []*Block {
	var out []*Block
	for _, b := range blocks {
		c := *b
		c.Text = p.text(b.Text)
		c.Children = p.blocks(b.Children)
		out = append(out, &c)
	}
	return out
}

// text is a message in disguise, in brackets.
func (p *pseudo) text(t Text) Text {
	if len(t.Spans) == 0 {
		return t
	}
	// The bracket is as bold as what it stands before: a list of names stays one.
	first := t.Spans[0]
	out := t
	out.Locale, out.Spans = p.locale, []doc.Span{{Text: "[", Strong: first.Strong, Emph: first.Emph}}
	for _, s := range t.Spans {
		if s.Kind == doc.Plain || s.Kind == doc.Image {
			s.Text = outside(s.Text, p.disguise)
		}
		out.Spans = append(out.Spans, s)
	}
	out.Spans = append(out.Spans, doc.Span{Text: p.disguise(padding(length(t.Spans))) + "]"})
	return out
}

// placeholder is what a program or a reader needs letter by letter.
var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}|\{[^{}\s]*\}|%[-+#0-9.]*[a-zA-Z]\b|[a-z]+://\S+|\S+@\S+\.\S+`)

// outside changes with f what stands outside of placeholders.
func outside(s string, f func(string) string) string {
	var b strings.Builder
	at := 0
	for _, m := range placeholder.FindAllStringIndex(s, -1) {
		b.WriteString(f(s[at:m[0]]))
		b.WriteString(s[m[0]:m[1]])
		at = m[1]
	}
	b.WriteString(f(s[at:]))
	return b.String()
}

// length is how many letters a reader sees, about: marks are part of the letter
// before them.
func length(spans []doc.Span) int {
	n := 0
	for _, r := range doc.PlainText(spans) {
		if !unicode.Is(unicode.M, r) {
			n++
		}
	}
	return n
}

// padding is words that make a text of n letters longer by two fifths.
func padding(n int) string {
	words := []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	var b strings.Builder
	for i := 0; 5*b.Len() < 2*n; i++ {
		b.WriteString(" " + words[i%len(words)])
	}
	return b.String()
}

// accents has a letter for each letter of ASCII that looks like it.
var accents = func() map[rune]rune {
	m := map[rune]rune{}
	to := []rune("åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ")
	for i, r := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		m[r] = to[i]
	}
	return m
}()

// accented puts accents on the letters of ASCII, but on those that have a mark
// already. Text in other scripts stays as it is.
func accented(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		if i+1 < len(runes) && unicode.Is(unicode.M, runes[i+1]) {
			continue
		}
		if a, ok := accents[r]; ok {
			runes[i] = a
		}
	}
	return string(runes)
}

// Bidi controls (UAX #9).
const (
	rightToLeftMark     = "\u200f"
	rightToLeftOverride = "\u202e"
	popFormatting       = "\u202c"
)

// overridden makes each word run from right to left, whatever its script.
func overridden(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := strings.IndexFunc(s, unicode.IsSpace)
		if n < 0 {
			n = len(s)
		}
		word := s[:n]
		if slices.ContainsFunc([]rune(word), unicode.IsLetter) {
			word = rightToLeftMark + rightToLeftOverride + word + popFormatting + rightToLeftMark
		}
		b.WriteString(word)
		m := strings.IndexFunc(s[n:], func(r rune) bool { return !unicode.IsSpace(r) })
		if m < 0 {
			m = len(s) - n
		}
		b.WriteString(s[n : n+m])
		s = s[n+m:]
	}
	return b.String()
}
