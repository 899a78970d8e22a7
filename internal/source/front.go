package source

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// frontKeys are what the front matter may say.
var frontKeys = []string{"title", "subtitle", "date", "issued", "authors", "rights"}

// A front is the front matter before its inline Markdown is read, which needs
// the anchors and notes of the body.
type front struct {
	title, subtitle, date, rights *passage
	authors                       []passage
	issued                        string
}

// frontMatter reads the lines between --- at the beginning of the file, and
// returns the offset of what follows them.
func (r *reading) frontMatter() (body int) {
	end, next, ok := r.frontEnd()
	if !ok {
		return next
	}
	var root yaml.Node
	if err := yaml.Unmarshal(r.text[r.lines[1]:end], &root); err != nil {
		line, message := yamlError(err)
		r.report(finding.Error, RuleFrontMatter, r.lines[min(line, len(r.lines)-1)], `write a key, a colon, a space and the value in each line; put a value that holds ": " or begins with a mark between "quotes"`,
			"the front matter is not YAML: %s", message)
		return next
	}
	if root.Kind == 0 || root.Content[0].Kind == yaml.ScalarNode && root.Content[0].Tag == "!!null" {
		return next
	}
	m := root.Content[0]
	if m.Kind != yaml.MappingNode {
		r.report(finding.Error, RuleFrontMatter, r.nodeOffset(m), "write lines such as title: Our Vision; if the --- shall draw a line, write *** instead", "the front matter is no list of keys and values")
		return next
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(m.Content); i += 2 {
		key, value := m.Content[i], m.Content[i+1]
		if seen[key.Value] {
			r.report(finding.Error, RuleFrontMatter, r.nodeOffset(key), "keep one of the two", "%s is given twice", key.Value)
			continue
		}
		seen[key.Value] = true
		r.frontField(key, value)
	}
	return next
}

// frontEnd finds the end of the front matter, and the offset of what follows.
func (r *reading) frontEnd() (end, next int, ok bool) {
	if !isFence(r.line(0), "---") || len(r.lines) < 2 {
		return 0, 0, false
	}
	for i := 1; i < len(r.lines); i++ {
		if isFence(r.line(i), "---") || isFence(r.line(i), "...") {
			next = len(r.text)
			if i+1 < len(r.lines) {
				next = r.lines[i+1]
			}
			return r.lines[i], next, true
		}
	}
	r.report(finding.Error, RuleFrontMatter, 0, "write --- in a line of its own behind it; if the --- shall draw a line, write *** instead", "the front matter that begins here has no end")
	return 0, r.lines[1], false
}

func isFence(line []byte, fence string) bool {
	return string(bytes.TrimRight(line, " \t")) == fence
}

// line is line i of the text, counted from 0, without its \n.
func (o *original) line(i int) []byte {
	end := len(o.text)
	if i+1 < len(o.lines) {
		end = o.lines[i+1] - 1
	}
	return o.text[o.lines[i]:end]
}

// nodeOffset is the offset at which a node of the front matter begins.
func (r *reading) nodeOffset(n *yaml.Node) int {
	line := min(max(n.Line, 0), len(r.lines)-1) // YAML begins in the second line
	offset := r.lines[line]
	for i := range string(r.line(line)) {
		if n.Column <= 1 {
			return offset + i
		}
		n.Column--
	}
	return offset + len(r.line(line))
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// yamlError takes the line, counted from 1 within the YAML, out of an error.
func yamlError(err error) (line int, message string) {
	message = err.Error()
	var typed *yaml.TypeError
	if errors.As(err, &typed) && len(typed.Errors) > 0 {
		message = "yaml: " + typed.Errors[0]
	}
	m := yamlLine.FindStringSubmatch(message)
	if m == nil {
		return 1, message
	}
	line, _ = strconv.Atoi(m[1])
	return max(line, 1), message[len(m[0]):]
}

func (r *reading) frontField(key, value *yaml.Node) {
	switch key.Value {
	case "title":
		r.fields.title = r.frontText(key.Value, value)
	case "subtitle":
		r.fields.subtitle = r.frontText(key.Value, value)
	case "date":
		r.fields.date = r.frontText(key.Value, value)
	case "rights":
		r.fields.rights = r.frontText(key.Value, value)
	case "issued":
		if p := r.frontText(key.Value, value); p != nil {
			if r.fields.issued = string(p.text); !isDate(r.fields.issued) {
				r.report(finding.Error, RuleFrontMatter, p.source(0), "write a year, a month or a day: 2019, 2019-11 or 2019-11-03", "issued is not a date: %q", quoted(p.text))
				r.fields.issued = ""
			}
		}
	case "authors":
		authors := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			authors = value.Content
		}
		for _, a := range authors {
			if p := r.frontText(key.Value, a); p != nil {
				r.fields.authors = append(r.fields.authors, *p)
			}
		}
	default:
		cure := "the keys are " + strings.Join(frontKeys, ", ")
		if near := finding.Suggest(key.Value, frontKeys); near != "" {
			cure = fmt.Sprintf("did you mean %s?", near)
		}
		r.report(finding.Error, RuleFrontMatter, r.nodeOffset(key), cure, "the front matter has no key %q", quoted([]byte(key.Value)))
	}
}

// frontText is the value of a key: any scalar, as it is written.
func (r *reading) frontText(key string, n *yaml.Node) *passage {
	if n.Kind != yaml.ScalarNode {
		what := "a list of keys and values"
		switch n.Kind {
		case yaml.SequenceNode:
			what = "a list"
		case yaml.AliasNode:
			what = "a reference to another value"
		}
		r.report(finding.Error, RuleFrontMatter, r.nodeOffset(n), fmt.Sprintf("write the text behind the colon: %s: …", key), "%s is %s, not a text", key, what)
		return nil
	}
	text, problems := prepare(n.Value)
	at := r.nodeOffset(n)
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		at++
	}
	if len(text) == 0 || n.Tag == "!!null" {
		r.report(finding.Warning, RuleFrontMatter, at, "write something behind the colon, or take the line out", "%s says nothing", key)
		return nil
	}
	p := &passage{text: text, pieces: []piece{{0, at}}}
	// Where YAML has folded lines or resolved escapes, all that is known is
	// where the value begins.
	p.fixed = !bytes.HasPrefix(r.text[at:], text)
	for _, problem := range problems {
		r.report(finding.Error, problem.rule, p.source(problem.offset), problem.cure, "%s", problem.message)
	}
	return p
}

// isDate reports whether s is a year, a month or a day of ISO 8601.
func isDate(s string) bool {
	return slices.ContainsFunc([]string{"2006", "2006-01", "2006-01-02"}, func(layout string) bool {
		_, err := time.Parse(layout, s)
		return err == nil && len(s) == len(layout)
	})
}

// frontTexts reads the inline Markdown of the front matter.
func (r *reading) frontTexts() {
	text := func(p *passage) *doc.Text {
		if p == nil {
			return nil
		}
		t, marks := r.inline(*p)
		if len(marks) > 0 {
			r.report(finding.Error, RuleFootnote, marks[0].offset, "put the mark into the body", "the front matter cannot have footnotes")
			t.Spans = slices.DeleteFunc(t.Spans, func(s doc.Span) bool { return s.Kind == doc.NoteRef })
			t.Markdown = Markdown(t.Spans)
		}
		return t
	}
	f := &r.document.Front
	f.Title, f.Subtitle, f.Date, f.Rights = text(r.fields.title), text(r.fields.subtitle), text(r.fields.date), text(r.fields.rights)
	for i := range r.fields.authors {
		f.Authors = append(f.Authors, text(&r.fields.authors[i]))
	}
	f.Issued = r.fields.issued
	if f.Issued == "" && f.Date != nil && isDate(f.Date.Markdown) {
		f.Issued = f.Date.Markdown
	}
}

// title sees to it that the document has one: the front matter's, the first
// heading's, or at last the name of the file.
func (r *reading) title() {
	f := &r.document.Front
	if f.Title != nil && doc.PlainText(f.Title.Spans) != "" {
		return
	}
	name := strings.TrimSuffix(filepath.Base(filepath.ToSlash(r.file)), filepath.Ext(r.file))
	name = strings.TrimSpace(strings.Map(func(c rune) rune {
		if c == '-' || c == '_' || unicode.IsSpace(c) {
			return ' '
		}
		if forbidden(c) || c == '/' || c == '.' {
			return -1
		}
		return c
	}, strings.ToValidUTF8(name, "")))
	if name == "" {
		name = "Untitled"
	}
	spans := []doc.Span{{Text: name}}
	f.Title = &doc.Text{Markdown: Markdown(spans), Spans: spans, Pos: r.position(0)}
	r.report(finding.Warning, RuleFrontMatter, 0, "write three lines at its top: ---, title: the title, ---; or begin it with # and the title",
		"the document has no title; its file's name, %q, stands for it", name)
}
