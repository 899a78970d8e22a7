package worddiff

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"multitude/internal/doc"
	"multitude/internal/source"
)

// Class says what kind of edit lies between two wordings of a text.
type Class uint8

// The classes, by what they change, the least first.
const (
	None       Class = iota // the texts are equal
	Space                   // white space
	Typography              // quotation marks, apostrophes, dashes, dots of omission
	Markup                  // bold, emphasis, code, escapes and line breaks, around the same words
	Meaning                 // anything else: words, punctuation, where a link leads, notes
)

var classes = [...]string{"none", "space", "typography", "markup", "meaning"}

func (c Class) String() string { return classes[c] }

// Small says whether such an edit cannot change a translation's words.
func (c Class) Small() bool { return c < Meaning }

// Classify compares two wordings of a text in inline Markdown.
func Classify(former, now string) Class {
	if former == now {
		return None
	}
	a, b := spaced(former), spaced(now)
	if a == b {
		return Space
	}
	readA, okA := read(former)
	readB, okB := read(now)
	switch {
	case !okA || !okB || typed(spaced(readA)) != typed(spaced(readB)):
		return Meaning
	case typed(a) == typed(b):
		return Typography
	}
	return Markup
}

// spaced is s with each stretch of white space as one space, none at its ends,
// and without characters that nobody sees and that only allow or forbid a line
// break. A line break that the author meant, a backslash at the end of a line,
// is no white space.
func spaced(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u00AD', '\u200B', '\u2060', '\uFEFF':
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.FieldsFunc(norm.NFC.String(s), unicode.IsSpace), " ")
}

// typed is s as a typewriter has it: one quotation mark for all, one hyphen,
// one dash.
func typed(s string) string { return typewriter.Replace(s) }

var typewriter = func() *strings.Replacer {
	var pairs []string
	all := func(to string, from ...string) {
		for _, f := range from {
			pairs = append(pairs, f, to)
		}
	}
	// The longer ones come first: the first that fits is taken.
	all("—", " --- ", " -- ", " — ", " – ", " ― ", " - ", "---", "--", "–", "―")
	all("...", "…")
	all("-", "\u2010", "\u2011")
	all(`'`, `"`, "‘", "’", "‚", "‛", "“", "”", "„", "‟", "«", "»", "‹", "›", "「", "」", "『", "』", "ʼ")
	return strings.NewReplacer(pairs...)
}()

// read is what a reader meets: the words without their looks, and, where they
// are, links with where they lead, pictures, and marks of notes. A link around
// words that had none, or a link taken away, is a change of these.
func read(markdown string) (string, bool) {
	spans, err := source.ParseInline(markdown)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	var link *doc.Link
	for _, s := range spans {
		if s.Link != link {
			if link = s.Link; link != nil {
				fmt.Fprintf(&b, "\x00link %x\x00", link.Target)
			} else {
				b.WriteString("\x00end\x00")
			}
		}
		switch s.Kind {
		case doc.NoteRef:
			b.WriteString("\x00note " + s.Text + "\x00")
		case doc.Image:
			fmt.Fprintf(&b, "\x00image %x\x00%s", s.Source, s.Text)
		case doc.HardBreak:
			b.WriteString(" ")
		case doc.CodeSpan:
			// In code, a quotation mark is not the same as another.
			if typed(s.Text) == s.Text {
				b.WriteString(s.Text)
			} else {
				fmt.Fprintf(&b, "\x00code %x\x00", s.Text)
			}
		default:
			b.WriteString(s.Text)
		}
	}
	return b.String(), true
}
