package typeset

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"multitude/internal/doc"
	"multitude/internal/edition"
)

// prose is n sentences; which ones depends on seed.
func prose(n, seed int) string {
	sentences := []string{
		"All people have inherent dignity and value.",
		"Everyone should be able to live in safe and healthy conditions, protected equally under the law.",
		"Every human being deserves to embrace their complex histories and backgrounds, to dream, love, imagine, and achieve peace and liberation.",
		"We believe that migration policies must be grounded in racial, economic, and gender equity and justice.",
		"Living these values is not passive; it requires intention, practice, reflection, and courage.",
		"We will endeavor to build internal democracy.",
	}
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(sentences[(i*5+seed*3+i*i)%len(sentences)])
	}
	return b.String()
}

// randomDocument draws a document of all kinds of blocks.
func randomDocument(t *rapid.T) *doc.Document {
	d := &doc.Document{File: "test.md"}
	d.Front.Title = &doc.Text{Spans: []doc.Span{{Text: "Title"}}}
	seed := 0
	// Lines with the marks of several long notes cannot have all of them on their
	// page: notes of cells, which share lines, and of headings, which stay with what
	// follows, are short.
	text := func(n, longest int) *doc.Text {
		seed++
		x := &doc.Text{Spans: []doc.Span{{Text: fmt.Sprintf("(%d) ", seed) + prose(n, seed)}}}
		if rapid.IntRange(0, 7).Draw(t, "note") == 0 {
			label := fmt.Sprint("n", seed)
			x.Spans = append(x.Spans, doc.Span{Kind: doc.NoteRef, Text: label}, doc.Span{Text: " " + prose(1, seed)})
			seed++
			note := &doc.Note{Label: label, Blocks: []*doc.Block{{Kind: doc.Paragraph,
				Text: &doc.Text{Spans: []doc.Span{{Text: fmt.Sprintf("(%d) ", seed) + prose(rapid.IntRange(1, longest).Draw(t, "note length"), seed)}}}}}}
			d.Notes = append(d.Notes, note)
		}
		return x
	}
	var block func(depth int) *doc.Block
	block = func(depth int) *doc.Block {
		switch k := rapid.IntRange(0, 9).Draw(t, "kind"); {
		case k == 0 && depth == 0:
			return &doc.Block{Kind: doc.Heading, Level: rapid.IntRange(2, 3).Draw(t, "level"), Text: text(1, 3)}
		case k == 1 && depth < 2:
			b := &doc.Block{Kind: doc.List, Ordered: rapid.Bool().Draw(t, "ordered"), Start: 1}
			for range rapid.IntRange(1, 6).Draw(t, "items") {
				b.Children = append(b.Children, &doc.Block{Kind: doc.Item, Children: []*doc.Block{block(depth + 1)}})
			}
			return b
		case k == 2 && depth < 2:
			return &doc.Block{Kind: doc.Quote, Children: []*doc.Block{block(depth + 1), block(depth + 1)}}
		case k == 3 && depth < 2:
			b := &doc.Block{Kind: doc.Table}
			columns := rapid.IntRange(1, 5).Draw(t, "columns")
			for range rapid.IntRange(1, 20).Draw(t, "rows") {
				row := &doc.Block{Kind: doc.Row}
				for range columns {
					row.Children = append(row.Children, &doc.Block{Kind: doc.Cell, Text: text(rapid.IntRange(0, 2).Draw(t, "cell"), 1)})
				}
				b.Children = append(b.Children, row)
			}
			return b
		case k == 4:
			return &doc.Block{Kind: doc.Break}
		case k == 5:
			return &doc.Block{Kind: doc.Code, Code: strings.Repeat("a line of code\n", rapid.IntRange(1, 60).Draw(t, "code"))}
		}
		return &doc.Block{Kind: doc.Paragraph, Text: text(rapid.IntRange(1, 12).Draw(t, "sentences"), 30)}
	}
	for range rapid.IntRange(1, 25).Draw(t, "blocks") {
		d.Blocks = append(d.Blocks, block(0))
	}
	// Below the last heading there is something to stay with.
	d.Blocks = append(d.Blocks, &doc.Block{Kind: doc.Paragraph, Text: text(3, 3)})
	return d
}

// A shownLine is a line on a page, as the runs tell.
type shownLine struct {
	page int
	y    float64
	el   *Element // the block that it is part of
}

// blockOfRun is the element that a run's content is a block's part of.
func blockOfRun(r *Run) *Element {
	el := r.Content.Element
	for el.Role == "Link" || el.Role == "Reference" || el.Role == "Span" || el.Role == "Code" {
		el = el.Parent
	}
	return el
}

func shownLines(l *Layout) (order []*Element, lines map[*Element][]shownLine) {
	lines = map[*Element][]shownLine{}
	for i, p := range l.Pages {
		for j := range p.Runs {
			r := &p.Runs[j]
			if r.Content == nil || r.Size < 0.8*Standard.Base && r.Content.Element.Role == "Link" {
				continue
			}
			el := blockOfRun(r)
			before := lines[el]
			if n := len(before); n > 0 && before[n-1].page == i && same(before[n-1].y, r.Y) {
				continue
			}
			if before == nil {
				order = append(order, el)
			}
			lines[el] = append(before, shownLine{i, r.Y, el})
		}
	}
	return order, lines
}

func TestPagesAreFullAndWhole(t *testing.T) {
	bench := breakingBench(t, "en")
	rapid.Check(t, func(rt *rapid.T) {
		ed := editionOfDoc(t, "en", randomDocument(rt))
		options := Options{}
		if rapid.Bool().Draw(rt, "large") {
			options = Options{Paper: A4, Style: Style{Base: 18}}
		}
		l, _ := layoutOf(t, ed, options)
		compareTexts(rt, withoutContents(ed, blocksOf(l)), expected(ed))
		checkPages(rt, l, newTypesetter(ed, bench.shaper, options.normal()))
		for i := range ed.Notes {
			ref, note := l.Anchors[fmt.Sprint("_ref-", i+1)], l.Anchors[fmt.Sprint("_note-", i+1)]
			if ref.Page != note.Page {
				rt.Errorf("note %d is on page %d, its mark on page %d", i+1, note.Page+1, ref.Page+1)
			}
		}
		if options.Style.Base == 0 {
			checkTies(rt, l)
		}
	})
}

// A failer is a test, or one try of a property test.
type failer interface {
	Errorf(string, ...any)
	Fatalf(string, ...any)
}

// checkPages holds that no page is empty, none sticks out, and text and notes
// do not meet.
func checkPages(t failer, l *Layout, ts *typesetter) {
	bottom := ts.top + ts.textHeight
	for i, p := range l.Pages {
		text, last := 0, 0.0
		notes := bottom + 1
		for j := range p.Runs {
			r := &p.Runs[j]
			if r.Content == nil {
				continue
			}
			text++
			inNote := false
			for el := r.Content.Element; el != nil; el = el.Parent {
				inNote = inNote || el.Role == "Note"
			}
			if inNote {
				notes = min(notes, r.Y-0.7*r.Size)
			} else {
				last = max(last, r.Y)
			}
			if r.Y > bottom || r.Y < ts.top {
				t.Fatalf("page %d: %q stands at %g, outside of %g to %g", i+1, textOf(r), r.Y, ts.top, bottom)
			}
			if r.left() < ts.frame.x-1 || r.right() > ts.frame.x+ts.frame.width+1 {
				t.Fatalf("page %d: %q goes from %g to %g, outside of %g to %g", i+1, textOf(r), r.left(), r.right(), ts.frame.x, ts.frame.x+ts.frame.width)
			}
		}
		if text == 0 && len(p.Images) == 0 {
			t.Fatalf("page %d is empty", i+1)
		}
		if last > notes {
			t.Fatalf("page %d: text at %g runs into notes at %g", i+1, last, notes)
		}
	}
}

// checkTies holds that no paragraph leaves one line alone on a page, and that
// a heading has two lines below it.
func checkTies(t failer, l *Layout) {
	order, lines := shownLines(l)
	for i, el := range order {
		shown := lines[el]
		first, last := shown[0], shown[len(shown)-1]
		if (el.Role == "P" || el.Role == "H2" || el.Role == "H3") && len(shown) > 1 && !isWithin(el, "TD", "TH", "Note") {
			if second := shown[1]; second.page != first.page {
				t.Fatalf("%s of %d lines: the first is alone on page %d", el.Role, len(shown), first.page+1)
			}
			if before := shown[len(shown)-2]; before.page != last.page {
				t.Fatalf("%s of %d lines: the last is alone on page %d", el.Role, len(shown), last.page+1)
			}
		}
		if el.Role == "H2" || el.Role == "H3" {
			below := 0
			for _, next := range order[i+1:] {
				if next.Role == "Lbl" || isWithin(next, "Note") {
					continue
				}
				for _, s := range lines[next] {
					if s.page == last.page {
						below++
					}
				}
				if below >= 2 || lines[next][0].page != last.page {
					break
				}
			}
			if more := len(order) > i+1; more && below == 0 && order[i+1].Role != "Lbl" {
				t.Fatalf("a heading is the last line of page %d, before %s", last.page+1, order[i+1].Role)
			}
		}
	}
}

func isWithin(el *Element, roles ...Role) bool {
	for ; el != nil; el = el.Parent {
		for _, r := range roles {
			if el.Role == r {
				return true
			}
		}
	}
	return false
}

func TestOneWord(t *testing.T) {
	ed := editionOf(t, "en", "Freedom\n")
	l, found := layoutOf(t, ed, Options{})
	if len(l.Pages) != 2 || len(found) > 0 {
		t.Fatalf("%d pages, %v", len(l.Pages), found)
	}
	compareTexts(t, blocksOf(l), expected(ed))
	if l.Pages[1].Label != "2" || l.Pages[0].Label != "" {
		t.Errorf("the labels are %q, %q", l.Pages[0].Label, l.Pages[1].Label)
	}
}

func TestNothingAtAll(t *testing.T) {
	ed := &edition.Edition{}
	*ed = *editionOf(t, "en", "x\n")
	ed.Blocks, ed.Colophon = nil, nil
	l, _ := layoutOf(t, ed, Options{})
	if len(l.Pages) == 0 {
		t.Error("no page at all")
	}
}

// A document of more than 500 pages, and of more than 5,000 in make test-all.
func TestManyPages(t *testing.T) {
	sections, least := 220, 500
	if os.Getenv("MULTITUDE_TEST") == "all" {
		sections, least = 2200, 5000
	}
	d := &doc.Document{File: "test.md"}
	var note int
	for i := range sections {
		d.Blocks = append(d.Blocks, &doc.Block{Kind: doc.Heading, Level: 2 + i%2, Text: &doc.Text{Spans: []doc.Span{{Text: fmt.Sprint("Section ", i)}}}})
		for j := range 5 {
			x := &doc.Text{Spans: []doc.Span{{Text: prose(16, i+j)}}}
			if j == 2 {
				note++
				label := fmt.Sprint("n", note)
				x.Spans = append(x.Spans, doc.Span{Kind: doc.NoteRef, Text: label})
				d.Notes = append(d.Notes, &doc.Note{Label: label, Blocks: []*doc.Block{{Kind: doc.Paragraph, Text: &doc.Text{Spans: []doc.Span{{Text: prose(3, i)}}}}}})
			}
			d.Blocks = append(d.Blocks, &doc.Block{Kind: doc.Paragraph, Text: x})
		}
	}
	ed := editionOfDoc(t, "en", d)
	l, _ := layoutOf(t, ed, Options{})
	if len(l.Pages) < least {
		t.Errorf("%d pages", len(l.Pages))
	}
	for i, p := range l.Pages[1:] {
		if p.Label != fmt.Sprint(i+2) {
			t.Fatalf("page %d is labelled %q", i+2, p.Label)
		}
	}
}

func TestALongNoteGoesOnOnTheNextPage(t *testing.T) {
	ed := editionOf(t, "en", prose(3, 1)+"[^a]\n\n"+prose(8, 2)+"[^b]\n\n[^a]: "+prose(120, 3)+"\n[^b]: Short.\n")
	l, _ := layoutOf(t, ed, Options{})
	checkPages(t, l, newTypesetter(ed, breakingBench(t, "en").shaper, Options{}.normal()))
	if a := l.Anchors["_note-1"]; a.Page != l.Anchors["_ref-1"].Page || a.Page != 1 {
		t.Errorf("the note begins on page %d", a.Page+1)
	}
	compareTexts(t, blocksOf(l), expected(ed))
}
