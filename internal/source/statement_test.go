package source

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"multitude/internal/doc"
)

const (
	statementPath = "../../source/statement.md"
	originalPath  = "../../source/original-2019.txt"
)

func readStatement(t testing.TB) *doc.Document {
	t.Helper()
	b, err := os.ReadFile(statementPath)
	if err != nil {
		t.Fatal(err)
	}
	d, found := Parse("source/statement.md", b)
	for _, f := range found {
		t.Error(f)
	}
	return d
}

// An exception is a place where the canonical statement may differ from the
// received text. It has to be in the received text exactly once.
type exception struct{ received, canonical, reason string }

var exceptions = []exception{
	{"VISION & VALUES STATEMENT", "Vision & Values Statement", "letter case of a heading: the subtitle"},
	{"\nBACKGROUND\n", "\nBackground\n", "letter case of a heading"},
	{"OUR VISION: FIVE FREEDOMS", "Our Vision: Five Freedoms", "letter case of a heading"},
	{"CORE VALUES", "Core Values", "letter case of a heading"},
	{"APPENDIX A", "Appendix A", "letter case of a heading"},
	{"Process**¹ to build", "Process** to build", "mark of the footnote, now [^process]"},
	{"\n¹ For additional background on the process, see Appendix A.\n", "\n", "place of the footnote: it stood behind the first section, and stands at the end now"},
}

// footnote is the exception's text at its new place.
const footnote = "For additional background on the process, see Appendix A."

// The canonical statement is the received text: title, subtitle, date and body
// in order, every character but white space, the marks of Markdown, and the
// exceptions above.
func TestStatementIsTheReceivedText(t *testing.T) {
	b, err := os.ReadFile(originalPath)
	if err != nil {
		t.Fatal(err)
	}
	received := string(b)
	for _, e := range exceptions {
		if n := strings.Count(received, e.received); n != 1 {
			t.Errorf("%s: %q stands %d times in the received text", e.reason, e.received, n)
		}
		received = strings.Replace(received, e.received, e.canonical, 1)
	}
	received = bare(stars.ReplaceAllString(listMarks.ReplaceAllString(received+footnote, ""), ""))

	d := readStatement(t)
	var words []string
	add := func(text *doc.Text) { words = append(words, doc.PlainText(text.Spans)) }
	add(d.Front.Title)
	add(d.Front.Subtitle)
	add(d.Front.Date)
	body := *d
	body.Front = doc.Front{}
	body.Texts(add)
	canonical := bare(strings.Join(words, ""))

	if canonical == received {
		return
	}
	a, c := []rune(received), []rune(canonical)
	i := 0
	for i < min(len(a), len(c)) && a[i] == c[i] {
		i++
	}
	around := func(r []rune) string { return string(r[max(0, i-40):min(len(r), i+40)]) }
	t.Errorf("received text and canonical statement part at\n%q\n%q", around(a), around(c))
}

var (
	listMarks = regexp.MustCompile(`(?m)^- `)
	stars     = regexp.MustCompile(`\*+`)
)

// bare is a text without white space.
func bare(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return c
	}, s)
}

// What the received text only suggests, the canonical statement shows in its
// structure.
func TestStatementStructure(t *testing.T) {
	d := readStatement(t)
	if got := d.Front.Title.Markdown + "|" + d.Front.Subtitle.Markdown + "|" + d.Front.Date.Markdown + "|" + d.Front.Issued; got !=
		"Immigrant Movement Visioning Process|Vision & Values Statement|November 2019|2019-11" {
		t.Errorf("front matter: %s", got)
	}
	if len(d.Front.Authors) != 1 || d.Front.Authors[0].Markdown != "Immigrant Movement Visioning Process" {
		t.Errorf("authors: %v", d.Front.Authors)
	}
	if d.Front.Rights == nil || !strings.Contains(d.Front.Rights.Markdown, "states no rights") {
		t.Error("the rights do not say that the received text states none")
	}

	var headings []string
	leads := map[string][]string{} // the bold beginnings of items, by section
	paragraphs := map[string]int{}
	section := ""
	for _, b := range d.Blocks {
		switch b.Kind {
		case doc.Heading:
			section = b.Anchor
			headings = append(headings, strings.Repeat("#", b.Level)+" "+b.Text.Markdown+" "+b.Anchor)
		case doc.Paragraph:
			paragraphs[section]++
		case doc.List:
			for _, item := range b.Children {
				if len(item.Children) != 1 || !item.Children[0].Text.Spans[0].Strong || item.Children[0].Text.Spans[0].Emph {
					t.Errorf("line %d: an item is one paragraph that begins in bold", item.Pos.Line)
					continue
				}
				leads[section] = append(leads[section], item.Children[0].Text.Spans[0].Text)
			}
		default:
			t.Errorf("line %d: a block of kind %d", b.Pos.Line, b.Kind)
		}
	}
	if want := []string{
		"## Background background",
		"## Our Vision: Five Freedoms vision",
		"## Core Values values",
		"## Context context",
		"## Appendix A appendix",
		"### Background On Immigrant Movement Visioning Process process",
	}; !slices.Equal(headings, want) {
		t.Errorf("headings: %q", headings)
	}
	if want := []string{"Freedom to Thrive:", "Freedom to Stay:", "Freedom to Move:", "Freedom to Work:", "Freedom to Transform:"}; !slices.Equal(leads["vision"], want) {
		t.Errorf("freedoms: %q", leads["vision"])
	}
	if want := []string{"Love:", "Equity:", "Trust & Respect:", "Solidarity:", "Leaderful Movement That Centers Directly Impacted People:",
		"Courage, Creativity, and Discipline:", "Global Awareness and Engagement:"}; !slices.Equal(leads["values"], want) {
		t.Errorf("values: %q", leads["values"])
	}
	for section, want := range map[string]int{"background": 4, "vision": 2, "values": 1, "context": 2, "appendix": 0, "process": 5} {
		if paragraphs[section] != want {
			t.Errorf("section %s has %d paragraphs, not %d", section, paragraphs[section], want)
		}
	}
	if len(d.Notes) != 1 || d.Notes[0].Label != "process" || len(d.Notes[0].Blocks) != 1 ||
		d.Notes[0].Blocks[0].Text.Markdown != "For additional background on the process, see [Appendix A](#appendix)." {
		t.Errorf("notes: %+v", d.Notes)
	}
	marks := 0
	d.Texts(func(text *doc.Text) {
		for _, s := range text.Spans {
			if s.Kind == doc.NoteRef {
				marks++
			}
		}
	})
	if marks != 1 {
		t.Errorf("%d marks of footnotes", marks)
	}
}
