package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/publish"
	"multitude/internal/source"
)

// settings are the projects' multitude.toml.
const settings = "name = %q\nsource = \"text.md\"\nlanguage = %q\nformats = [\"pdf\"]\n[pdf]\npaper = \"a4\"\n"

// begin makes a project of a Markdown text in dir, and extracts its units.
func begin(dir, name, tag, markdown string) (*project.Project, *publish.Inputs, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, nil, err
	}
	file := filepath.Join(dir, project.FileName)
	if err := os.WriteFile(file, fmt.Appendf(nil, settings, name, tag), 0o666); err != nil {
		return nil, nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "text.md"), []byte(markdown), 0o666); err != nil {
		return nil, nil, err
	}
	p, found, err := project.Load(file)
	if err != nil || p == nil {
		return nil, nil, fmt.Errorf("%s is no project: %v %w", dir, found, err)
	}
	in, err := publish.Read(p)
	if err != nil {
		return nil, nil, err
	}
	if in.Document == nil {
		return nil, nil, fmt.Errorf("%s cannot be published: %v", dir, in.Findings)
	}
	if _, found, err := catalog.Extract(p.LocalesDir(), p.Language, in.Units); err != nil || len(found) > 0 {
		return nil, nil, fmt.Errorf("%s cannot be extracted: %v %w", dir, found, err)
	}
	return p, in, nil
}

// own makes a project of a text, in its own language.
func own(dir string, t *text) (*project.Project, error) {
	p, in, err := begin(dir, t.Code, t.tag, markdown(t.blocks))
	if err != nil {
		return nil, err
	}
	at := 0
	for _, b := range t.blocks {
		if !b.isUnit() {
			continue // nothing to translate: no unit
		}
		if at == len(in.Units) {
			return nil, fmt.Errorf("%s: %q has become no unit", t.Code, b.text)
		}
		spans, err := source.ParseInline(in.Units[at].Text)
		if err != nil {
			return nil, err
		}
		if got := doc.PlainText(spans); got != b.text {
			return nil, fmt.Errorf("%s: %q has become %q", t.Code, b.text, got)
		}
		at++
	}
	return p, nil
}

// markdown writes blocks as a document.
func markdown(blocks []block) string {
	var b strings.Builder
	number := 0 // of the last item, in a list
	for _, block := range blocks {
		text := inline(block.text)
		if block.kind != item {
			number = 0
		}
		switch block.kind {
		case title:
			b.WriteString("# " + text)
		case heading:
			b.WriteString("## " + text)
		case paragraph:
			b.WriteString(text)
		case item:
			number++
			fmt.Fprintf(&b, "%d. %s", number, text)
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

// blockMark is what would make a list item, a quotation or a heading of a
// paragraph's beginning.
var blockMark = regexp.MustCompile(`^(\d{1,9})?([.)#>+=-])`)

// inline is a text as inline Markdown that can begin a block.
func inline(text string) string {
	return blockMark.ReplaceAllString(source.Markdown([]doc.Span{{Text: text}}), `$1\$2`)
}

// joint makes one project of all texts that have 30 articles: each article a
// heading and a paragraph, in which its paragraphs are joined, since the
// translations divide them differently. English is the source. left are the
// codes of the texts that have other articles, locales the blocks by tag.
func joint(dir string, texts []text) (p *project.Project, locales map[string][]block, left []string, err error) {
	var english *text
	for i := range texts {
		if texts[i].Code == "eng" {
			english = &texts[i]
		}
	}
	blocks := articles(english)
	p, in, err := begin(dir, "all", english.tag, markdown(blocks))
	if err != nil {
		return nil, nil, nil, err
	}
	locales = map[string][]block{english.tag: blocks}
	for i := range texts {
		t := &texts[i]
		if t == english {
			continue
		}
		own := articles(t)
		if len(own) != len(blocks) {
			left = append(left, t.Code)
			continue
		}
		tag := t.tag
		if locales[tag] != nil { // a second text in the language
			tag += "-x"
			for _, part := range strings.Split(strings.ToLower(t.Code), "_") {
				tag += "-" + part[:min(len(part), 8)]
			}
		}
		locales[tag] = own
		loc, err := locale.Parse(tag)
		if err != nil {
			return nil, nil, nil, err
		}
		if _, found, err := catalog.Add(p.LocalesDir(), p.Language, loc, in.Units); err != nil || len(found) > 0 {
			return nil, nil, nil, fmt.Errorf("%s cannot be added: %v %w", tag, found, err)
		}
		var edits []catalog.Edit
		for j, u := range in.Units {
			edits = append(edits, catalog.Edit{Unit: u, Text: source.Markdown([]doc.Span{{Text: own[j].text}})})
		}
		if _, found, err := catalog.SetText(p.LocalesDir(), p.Language, loc, edits); err != nil || len(found) > 0 {
			return nil, nil, nil, fmt.Errorf("%s cannot be translated: %v %w", tag, found, err)
		}
	}
	return p, locales, left, nil
}

// articles are the title of a text, and the heading and the joined paragraphs
// of every article; nil where there are not 30 of them, each with a heading and
// a text.
func articles(t *text) []block {
	out := []block{t.blocks[0]}
	for _, s := range t.Sections {
		if s.Number == 0 {
			continue
		}
		var words []string
		for _, b := range s.Blocks {
			words = append(words, b.Text)
		}
		heading, body := block{heading, s.Heading}, block{paragraph, strings.Join(words, " ")}
		if !heading.isUnit() || !body.isUnit() {
			return nil
		}
		out = append(out, heading, body)
	}
	if len(out) != 1+2*30 {
		return nil
	}
	return out
}
