package preview

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"multitude/internal/unit"
)

// long is a project whose source has so many sections of ten paragraphs, in
// English and in Spanish, with a note in each.
func long(tb testing.TB, sections int) *folder {
	f := &folder{TB: tb, dir: tb.TempDir()}
	var b strings.Builder
	b.WriteString("---\ntitle: A long text\n---\n")
	for i := range sections {
		fmt.Fprintf(&b, "\n## Section %d\n", i)
		for j := range 10 {
			fmt.Fprintf(&b, "\nParagraph %d of section %d. %s", j, i, strings.Repeat("All people have inherent dignity and value. ", 12))
			if j == 5 {
				fmt.Fprintf(&b, "[^n%d]", i)
			}
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "\n[^n%d]: The note of section %d.\n", i, i)
	}
	f.write("multitude.toml", "source = \"text.md\"\n")
	f.write("text.md", b.String())
	f.write("locales/active.es.toml", "")
	f.view = open(tb, f.dir)
	var c strings.Builder
	for _, u := range f.view.desk.Inputs.Units {
		fmt.Fprintf(&c, "[%q]\nhash = %q\nother = %q\n\n", u.ID, unit.Hash("", u.Text), strings.NewReplacer("Paragraph", "Párrafo", "people", "gente", "The note", "La nota").Replace(u.Text))
	}
	f.write("locales/active.es.toml", c.String())
	f.view.Refresh()
	return f
}

// A page of a long document is set from the part around the paragraph, and does
// not say what it cannot know.
func TestLongDocument(t *testing.T) {
	f := long(t, 60)
	v := f.view
	units := v.desk.Inputs.Units
	last := units[len(units)-1] // the note of the last section
	var paragraph string
	for _, u := range units {
		if strings.HasPrefix(u.Text, "Paragraph 7 of section 30.") {
			paragraph = u.ID
		}
	}
	if !strings.HasPrefix(last.Text, "The note") || paragraph == "" {
		t.Fatalf("the last unit is %q", last.Text)
	}
	for _, id := range []string{units[0].ID, paragraph, last.ID} {
		saved, err := v.Page("es", id, nil)
		if err != nil {
			t.Fatal(id, err)
		}
		if saved.Number != 0 || saved.Of != 0 || saved.Label != "" || saved.Box.Height <= 0 {
			t.Errorf("%s: page %q, %d of %d, at %+v", id, saved.Label, saved.Number, saved.Of, saved.Box)
		}
		draft, err := v.Page("es", id, map[string]string{id: "Otro texto"})
		if err != nil || bytes.Equal(draft.SVG, saved.SVG) {
			t.Errorf("%s: the draft is not shown (%v)", id, err)
		}
	}
	if _, err := os.Stat(f.path("output")); err == nil {
		t.Error("the preview has written into output/")
	}
}

// BenchmarkKeystrokeLong is the page of the PDF of a paragraph of a document of
// a million words.
func BenchmarkKeystrokeLong(b *testing.B) {
	f := long(b, 1200)
	id := f.view.desk.Inputs.Units[6600].ID
	n := 0
	for b.Loop() {
		n++
		if _, err := f.view.Page("es", id, map[string]string{id: fmt.Sprintf("Otro texto, %d", n)}); err != nil {
			b.Fatal(err)
		}
	}
}
