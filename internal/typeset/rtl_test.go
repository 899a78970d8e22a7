package typeset

import (
	"strings"
	"testing"
)

// runsOf are the runs on the page whose element, or one above it, has a role.
func runsOf(p *Page, role Role) []*Run {
	var out []*Run
	for i := range p.Runs {
		r := &p.Runs[i]
		if r.Content != nil && isWithin(r.Content.Element, role) {
			out = append(out, r)
		}
	}
	return out
}

func find(t *testing.T, p *Page, text string) *Run {
	t.Helper()
	for i := range p.Runs {
		if strings.TrimSpace(textOf(&p.Runs[i])) == text {
			return &p.Runs[i]
		}
	}
	t.Fatalf("%q is not on the page", text)
	return nil
}

func TestRightToLeftIsMirrored(t *testing.T) {
	ed := editionOf(t, "ar", arabic)
	l, _ := layoutOf(t, ed, Options{})
	ts := newTypesetter(ed, newShaper(library(t).For(ed.Locale), testData(t)), Options{}.normal())
	left, right := ts.frame.x, ts.frame.x+ts.frame.width
	title, contents, text := l.Pages[0], l.Pages[1], l.Pages[2]

	if r := runsOf(title, "H1")[0]; !same(r.right(), right) {
		t.Errorf("the title ends at %g, the text block at %g", r.right(), right)
	}
	if r := title.Rules[0]; !same(r.X+r.Width, right) {
		t.Errorf("the rule of the title ends at %g, the text block at %g", r.X+r.Width, right)
	}
	entries := runsOf(contents, "TOCI")
	if !same(entries[0].right(), right) || !same(entries[1].left(), left) {
		t.Errorf("an entry of the contents ends at %g, its number begins at %g; the text block goes from %g to %g",
			entries[0].right(), entries[1].left(), left, right)
	}
	for i := range text.Runs {
		r := &text.Runs[i]
		if r.Artifact == Footer && !same(r.left(), left) {
			t.Errorf("the page number begins at %g, the text block at %g", r.left(), left)
		}
	}
	if r := runsOf(text, "H2")[0]; !same(r.right(), right) {
		t.Errorf("a heading ends at %g, the text block at %g", r.right(), right)
	}
	var marks, items []*Run
	for _, r := range runsOf(text, "L") {
		if isWithin(r.Content.Element, "Lbl") {
			marks = append(marks, r)
		} else {
			items = append(items, r)
		}
	}
	if len(marks) < 4 || len(items) < 4 {
		t.Fatalf("%d marks, %d items", len(marks), len(items))
	}
	for _, m := range marks {
		for _, r := range items {
			if same(m.Y, r.Y) && m.left() < r.right() {
				t.Errorf("the mark %q begins at %g, its text ends at %g", textOf(m), m.left(), r.right())
			}
		}
	}
	if name, meaning := find(t, text, "الاسم"), find(t, text, "المعنى"); name.left() < meaning.right() {
		t.Errorf("the first column begins at %g, the second ends at %g", name.left(), meaning.right())
	}
	if note := runsOf(text, "Note"); note[0].left() < note[1].right() {
		t.Errorf("the number of a note begins at %g, its text ends at %g", note[0].left(), note[1].right())
	}
}

func TestRunsAreInLogicalOrder(t *testing.T) {
	ed := editionOf(t, "ar", "أحمد (Macro Advisory Partners) 50 محمود، ثم كتب abc 123 آخر.\n")
	l, _ := layoutOf(t, ed, Options{})
	compareTexts(t, blocksOf(l), expected(ed))
	runs := runsOf(l.Pages[1], "P")
	var order []string
	for _, r := range runs {
		order = append(order, strings.TrimSpace(textOf(r)))
	}
	if !strings.HasPrefix(order[0], "أحمد") {
		t.Errorf("the first run is %q", order[0])
	}
	// Latin runs stand to the left of the Arabic before them, and go right.
	for i, r := range runs {
		if strings.HasPrefix(order[i], "Macro") && (r.RTL || r.right() > runs[0].left()+1) {
			t.Errorf("English text is at %g to %g, right to left: %v; the Arabic before it begins at %g", r.left(), r.right(), r.RTL, runs[0].left())
		}
	}
}

func TestForeignParagraphsStandOnTheirOwnSide(t *testing.T) {
	ed := translation(t, "en", "ar", "One.\n\nTwo.\n", func(s string) string {
		return map[string]string{"Two.": "اثنان."}[s]
	})
	l, _ := layoutOf(t, ed, Options{})
	page := l.Pages[1]
	if r := find(t, page, "One."); !same(r.left(), 612-find(t, page, "اثنان.").right()) {
		t.Errorf("English begins at %g, Arabic ends at %g", r.left(), find(t, page, "اثنان.").right())
	}
}
