package workbench

import (
	"html/template"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"multitude/internal/doc"
	"multitude/internal/glossary"
	"multitude/internal/source"
)

// shown is inline Markdown as a reader sees it, for a page of the workbench:
// links lead nowhere, notes are marks with their labels, and terms of the
// glossary are marked. What cannot be read as Markdown stands as it was typed.
func shown(markdown string, terms []*glossary.Term) template.HTML {
	spans, err := source.ParseInline(markdown)
	if err != nil {
		return template.HTML(template.HTMLEscapeString(markdown))
	}
	var b strings.Builder
	for _, s := range spans {
		open, end := "", ""
		wrap := func(name, attributes string) { open, end = open+"<"+name+attributes+">", "</"+name+">"+end }
		if s.Link != nil {
			wrap("span", ` class="link"`)
		}
		if s.Strong {
			wrap("strong", "")
		}
		if s.Emph {
			wrap("em", "")
		}
		text := template.HTMLEscapeString(s.Text)
		switch s.Kind {
		case doc.NoteRef:
			wrap("sup", ` class="note-mark"`)
		case doc.CodeSpan:
			wrap("code", "")
		case doc.Image:
			text = "🖼 " + text
		case doc.HardBreak:
			text = "<br>"
		default:
			text = marked(s.Text, terms)
		}
		b.WriteString(open + text + end)
	}
	return template.HTML(b.String())
}

// marked is a plain text, escaped, in which terms are marked.
func marked(text string, terms []*glossary.Term) string {
	if len(terms) == 0 {
		return template.HTMLEscapeString(text)
	}
	var b strings.Builder
	from := 0
	for i := 0; i < len(text); {
		n := 0
		if before, _ := utf8.DecodeLastRuneInString(text[:i]); !unicode.IsLetter(before) {
			n = termAt(text[i:], terms)
		}
		if n == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		b.WriteString(template.HTMLEscapeString(text[from:i]) + `<span class="term">` + template.HTMLEscapeString(text[i:i+n]) + "</span>")
		i += n
		from = i
	}
	b.WriteString(template.HTMLEscapeString(text[from:]))
	return b.String()
}

// termAt is the length, in bytes, of the longest term that a text begins with.
func termAt(text string, terms []*glossary.Term) int {
	best := 0
	for _, t := range terms {
		n := len(t.Text)
		if n <= best || n > len(text) || !utf8.RuneStart((text + "x")[n]) || !strings.EqualFold(text[:n], t.Text) {
			continue
		}
		if after, _ := utf8.DecodeRuneInString(text[n:]); unicode.IsLetter(after) && !strings.HasPrefix(text[n:], "s") {
			continue
		}
		best = n
	}
	return best
}

// A tool puts a piece of markup into a translation: around what is selected, or
// where the cursor is. Only what the source has is offered.
type tool struct {
	Word          string // ID of its name in the interface
	Detail        string // which of several it is: the label of a note, the target of a link
	Before, After string
}

func toolsOf(markdown string) []tool {
	spans, err := source.ParseInline(markdown)
	if err != nil {
		return nil
	}
	var all []tool
	add := func(t tool) {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	for _, s := range spans {
		if s.Strong {
			add(tool{Word: "tool-bold", Before: "**", After: "**"})
		}
		if s.Emph {
			add(tool{Word: "tool-italic", Before: "*", After: "*"})
		}
		if s.Link != nil {
			// The source's own way to write the link, around other words.
			whole := source.Markdown([]doc.Span{{Text: "x", Link: s.Link}})
			if before, after, ok := strings.Cut(whole, "x"); ok && strings.HasPrefix(before, "[") {
				add(tool{"tool-link", s.Link.Target, before, after})
			}
		}
		switch s.Kind {
		case doc.NoteRef:
			add(tool{"tool-note", s.Text, source.Markdown([]doc.Span{{Kind: doc.NoteRef, Text: s.Text}}), ""})
		case doc.CodeSpan:
			add(tool{"tool-code", s.Text, source.Markdown([]doc.Span{{Kind: doc.CodeSpan, Text: s.Text}}), ""})
		case doc.Image:
			add(tool{"tool-picture", s.Text, source.Markdown([]doc.Span{{Kind: doc.Image, Text: s.Text, Source: s.Source}}), ""})
		case doc.HardBreak:
			add(tool{"tool-break", "", "\\\n", ""})
		}
	}
	return all
}
