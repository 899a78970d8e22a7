package edition

import (
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

// Beside its original, a translation has the original's numbers of notes, also
// where it has brought their marks in another order.
func TestBeside(t *testing.T) {
	d, _ := source.Parse("test.md", []byte("---\ntitle: T\n---\n\nFirst[^a], then[^b].\n\n[^a]: A.\n\n[^b]: B.\n"))
	units := unit.Split(d, nil)
	en, es := locale.MustParse("en"), locale.MustParse("es")
	original, err := New(d, units, &catalog.Catalog{Locale: en}, Settings{Source: en})
	if err != nil {
		t.Fatal(err)
	}
	cat := &catalog.Catalog{Locale: es, Messages: map[string]catalog.Message{
		units[1].ID: {ID: units[1].ID, Text: "Luego[^b], primero[^a].", Hash: units[1].Hash()},
	}}
	translation, err := New(d, units, cat, Settings{Source: en})
	if err != nil {
		t.Fatal(err)
	}
	if n := translation.NoteByLabel("b").Number; n != 1 {
		t.Fatalf("the translation alone has %d", n)
	}
	beside := translation.Beside(original)
	for _, label := range []string{"a", "b"} {
		if got, want := beside.NoteByLabel(label).Number, original.NoteByLabel(label).Number; got != want {
			t.Errorf("note %s has the number %d, want %d", label, got, want)
		}
	}
	if n := translation.NoteByLabel("b").Number; n != 1 {
		t.Errorf("the translation itself now has %d", n)
	}
}

// Every state has words of its own, in English and so in every language.
func TestStateWords(t *testing.T) {
	e := originalOf(t, "en", "Text.\n")
	seen := map[string]bool{}
	for _, b := range []Block{
		{ID: "x", Freshness: catalog.Missing, State: catalog.Machine},
		{ID: "x", Freshness: catalog.Stale, State: catalog.Approved},
		{ID: "x", Freshness: catalog.Fresh, State: catalog.Machine},
		{ID: "x", Freshness: catalog.Fresh, State: catalog.Machine, Guessed: true},
		{ID: "x", Freshness: catalog.Fresh, State: catalog.Translated},
		{ID: "x", Freshness: catalog.Fresh, State: catalog.Reviewed},
		{ID: "x", Freshness: catalog.Fresh, State: catalog.Approved},
	} {
		w := doc.PlainText(e.Word(b.StateWord(), nil).Spans)
		if w == "" || seen[w] {
			t.Errorf("%s, %s: %q", b.Freshness, b.State, w)
		}
		seen[w] = true
	}
	if w := (&Block{}).StateWord(); w != "" {
		t.Errorf("a container has the state %q", w)
	}
}
