package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// inlineSeeds are texts from which the fuzzers start.
var inlineSeeds = []string{
	"word", "**Freedom to Thrive:** All people", "*a **b** c*", "a*b*c **d**e", "_a_b_ __c__", "***a***",
	"[Appendix A](#appendix)", "[*a* `b`](https://example.org/x_(y) \"T\")", "![alt *b*](../p%20q.png)", "<https://example.org>",
	"see[^process]!", "![^x]", "a\\\nb", "a  \nb\nc", "`` a`b ``", "&amp; &#42;x&#42; \\*y\\*", "~~x~~ 3~5 ~x~",
	"<b>x</b>", "<!-- x -->", "[x](javascript:alert(1))", "[x](java&Tab;script:x)", "1. x", "# x", "    x", "> x", "- x",
	"*a\\\n*b***", "&#32;x&#32;", "**&nbsp;x**", "[[a](x:y)](http://b)", "`a`*`b`*", "&#92;", "a\tb", "a \\\\\\\nb", "*a***b**", "!\\[a](b)",
}

// law fails unless Markdown of the spans is read back as the same spans.
func law(t *testing.T, spans []doc.Span) {
	t.Helper()
	written := Markdown(spans)
	again, err := ParseInline(written)
	if err != nil {
		t.Fatalf("%+v\nis written as %q,\nwhich is refused: %v", spans, written, err)
	}
	if !doc.EqualSpans(again, spans) {
		t.Fatalf("%+v\nis written as %q,\nwhich is read as\n%+v", spans, written, again)
	}
}

// safe fails if a span could harm a reader, or is not what doc promises.
func safe(t *testing.T, spans []doc.Span) {
	t.Helper()
	for _, s := range spans {
		if !utf8.ValidString(s.Text+s.Source) || strings.ContainsFunc(s.Text+s.Source, func(c rune) bool { return c < ' ' || forbidden(c) }) {
			t.Fatalf("forbidden characters in %+v", s)
		}
		if s.Text == "" && (s.Kind == doc.Plain || s.Kind == doc.CodeSpan || s.Kind == doc.NoteRef) {
			t.Fatalf("an empty span: %+v", s)
		}
		if s.Link != nil {
			target := strings.ToLower(s.Link.Target)
			ok := strings.HasPrefix(target, "#")
			for _, scheme := range schemes {
				ok = ok || strings.HasPrefix(target, scheme+":")
			}
			if !ok || strings.ContainsAny(target, " <>\"\t\n") {
				t.Fatalf("a link to %q", target)
			}
		}
	}
}

func FuzzInline(f *testing.F) {
	for _, s := range inlineSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, message string) {
		spans, err := ParseInline(message)
		if err != nil {
			if spans != nil || err.Error() == "" {
				t.Fatalf("an error without words, or with spans: %v", err)
			}
			// Whatever stands in a document in place of what was refused
			// has to be safe, and to be written and read, too.
			if text, problems := prepare(message); len(problems) == 0 {
				spans = parseInline(text, nil).spans
			}
		} else if text, _ := prepare(message); !doc.EqualSpans(spans, parseInline(text, nil).spans) {
			t.Fatalf("%q is read otherwise where the parser is spared: %+v", message, spans)
		}
		safe(t, spans)
		law(t, spans)
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range inlineSeeds {
		f.Add([]byte(s))
	}
	for _, s := range []string{
		"---\ntitle: A *b*\nauthors: [x, y]\ndate: 2019-11\n---\n\n## H {#h}\n\ntext[^1]\n\n[^1]: note\n",
		"# T\n\n### S\n\n- a\n  - b\n\n    c\n\n1. x\n2. y\n\n> q\n\n***\n\n    code\n\n```\nx\n```\n",
		"| a | b |\n|---|:-:|\n| `x\\|y` | z |\n", "[a]: http://b.c 'T'\n[a] [a][] [t][a]\n", "\xff\xfe", "a\x00b\r\nc\rd", "---\n", "---\n- x\n---\n",
		"[^a]: [^b]\n\n[^b]: [^a]\n\nx[^a]", "a\nb  \nc\\\nd `e\nf` [g\nh](#i\n'j\nk')", ">>>>>>- - - 1. x\n", "<div>\n\n</div>", "|a|\n|-|\n", "a | b\n- | -\nc",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, markdown []byte) {
		d, found := Parse("a.md", markdown)
		checkDocument(t, d, found)
	})
}

// checkDocument holds every law that doc states of a Document.
func checkDocument(t *testing.T, d *doc.Document, found []finding.Finding) {
	t.Helper()
	if d.Front.Title == nil || d.Front.Title.Markdown == "" {
		t.Fatal("no title")
	}
	notes := map[string]bool{}
	for _, n := range d.Notes {
		if notes[n.Label] {
			t.Fatalf("two notes %q", n.Label)
		}
		notes[n.Label] = true
	}
	anchors := map[string]bool{}
	level := 1
	doc.Walk(d.Blocks, func(b *doc.Block) {
		if b.Kind != doc.Heading {
			return
		}
		if b.Level < 2 || b.Level > 6 || b.Level > level+1 {
			t.Fatalf("level %d after %d", b.Level, level)
		}
		level = b.Level
		if b.Anchor != "" && anchors[b.Anchor] {
			t.Fatalf("two anchors %q", b.Anchor)
		}
		anchors[b.Anchor] = true
	})
	d.Texts(func(text *doc.Text) {
		safe(t, text.Spans)
		law(t, text.Spans)
		again, err := ParseInline(text.Markdown)
		if err != nil || !doc.EqualSpans(again, text.Spans) {
			t.Fatalf("the text %q\nis %+v,\nread again it is %+v (%v)", text.Markdown, text.Spans, again, err)
		}
		if strings.Trim(text.Markdown, " \t\n") != text.Markdown {
			t.Fatalf("%q is not trimmed", text.Markdown)
		}
		if text.Pos.Line < 1 || text.Pos.Column < 1 {
			t.Fatalf("no position: %+v", text)
		}
		for _, s := range text.Spans {
			if s.Kind == doc.NoteRef && !notes[s.Text] {
				t.Fatalf("a mark without note: %q", s.Text)
			}
			if s.Link != nil && s.Link.Target[0] == '#' && !anchors[s.Link.Target[1:]] {
				t.Fatalf("a link to nothing: %q", s.Link.Target)
			}
		}
	})
	containers := func(blocks []*doc.Block, note bool) {
		doc.Walk(blocks, func(b *doc.Block) {
			text := b.Kind == doc.Heading || b.Kind == doc.Paragraph || b.Kind == doc.Cell
			if text != (b.Text != nil) || note && b.Kind == doc.Heading {
				t.Fatalf("text and kind do not agree: %+v", b)
			}
			for _, c := range b.Children {
				if (b.Kind == doc.List) != (c.Kind == doc.Item) || (b.Kind == doc.Table) != (c.Kind == doc.Row) || (b.Kind == doc.Row) != (c.Kind == doc.Cell) {
					t.Fatalf("%+v holds %+v", b, c)
				}
			}
		})
	}
	containers(d.Blocks, false)
	for _, n := range d.Notes {
		containers(n.Blocks, true)
	}
	for _, f := range found {
		if f.Rule == "" || f.Message == "" || f.Cure == "" || f.Severity == finding.Off || f.Pos.Line < 1 || f.Pos.Column < 1 {
			t.Fatalf("half a finding: %+v", f)
		}
		if !utf8.ValidString(f.Message + f.Cure) {
			t.Fatalf("not UTF-8: %q", f)
		}
	}
}
