package typeset

import (
	"fmt"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/fonts"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

// editionOf is the edition of Markdown in the language that it is written in.
func editionOf(t testing.TB, tag, markdown string) *edition.Edition {
	t.Helper()
	d, found := source.Parse("test.md", []byte(markdown))
	for _, f := range found {
		if f.Severity == finding.Error {
			t.Fatal(f)
		}
	}
	return editionOfDoc(t, tag, d)
}

func editionOfDoc(t testing.TB, tag string, d *doc.Document) *edition.Edition {
	t.Helper()
	l := locale.MustParse(tag)
	ed, err := edition.New(d, unitsOf(d), &catalog.Catalog{Locale: l}, edition.Settings{Name: "test", Source: l})
	if err != nil {
		t.Fatal(err)
	}
	return ed
}

// translation is the edition of Markdown in another language: translated says
// a text, "" where it is missing.
func translation(t testing.TB, from, tag, markdown string, translated func(string) string) *edition.Edition {
	t.Helper()
	d, _ := source.Parse("test.md", []byte(markdown))
	units := unitsOf(d)
	cat := &catalog.Catalog{Locale: locale.MustParse(tag), Messages: map[string]catalog.Message{}}
	for _, u := range units {
		if s := translated(u.Text); s != "" {
			cat.Messages[u.ID] = catalog.Message{ID: u.ID, Text: s, Hash: u.Hash()}
		}
	}
	ed, err := edition.New(d, units, cat, edition.Settings{Name: "test", Source: locale.MustParse(from)})
	if err != nil {
		t.Fatal(err)
	}
	return ed
}

func unitsOf(d *doc.Document) []unit.Unit {
	var units []unit.Unit
	d.Texts(func(x *doc.Text) {
		units = append(units, unit.Unit{ID: fmt.Sprintf("t.%d", len(units)+1), Text: x.Markdown, Source: x})
	})
	return units
}

var openLibrary = sync.OnceValues(func() (*fonts.Library, error) { return fonts.Open("../..", nil) })

// library finds faces as the program does.
func library(t testing.TB) *fonts.Library {
	t.Helper()
	lib, err := openLibrary()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func layoutOf(t testing.TB, ed *edition.Edition, o Options) (*Layout, []finding.Finding) {
	t.Helper()
	lib := library(t)
	l, found, err := Pages(ed, lib.For(ed.Locale), testData(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return l, found
}

func read(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// texts is the text of every piece of content, as the pages show it.
func texts(l *Layout) map[*Content]string {
	out := map[*Content]string{}
	for _, p := range l.Pages {
		for i := range p.Runs {
			if r := &p.Runs[i]; r.Content != nil {
				out[r.Content] += textOf(r)
			}
		}
	}
	return out
}

// textOf is the text of a run without the hyphens that line breaking put in.
func textOf(r *Run) string {
	var b strings.Builder
	for _, c := range r.Clusters {
		if c.Text != softHyphen {
			b.WriteString(c.Text)
		}
	}
	return b.String()
}

// spoken is the text of an element in the order in which it is read, notes
// left out: they are texts of their own.
func spoken(el *Element, content map[*Content]string) string {
	var b strings.Builder
	for _, k := range el.Kids {
		switch k := k.(type) {
		case *Content:
			b.WriteString(content[k])
		case *Element:
			if k.Role != "Note" {
				b.WriteString(spoken(k, content))
			}
		}
	}
	return b.String()
}

// walkTree calls f for each element, parents first.
func walkTree(el *Element, f func(*Element)) {
	f(el)
	for _, k := range el.Kids {
		if e, ok := k.(*Element); ok {
			walkTree(e, f)
		}
	}
}

// squeeze makes all white space single spaces.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// right is the right end of what a run shows, spaces at a line's end left out.
func (r *Run) right() float64 {
	x := r.X
	n := len(r.Clusters)
	if !r.RTL {
		for n > 0 && strings.TrimSpace(r.Clusters[n-1].Text) == "" {
			n--
		}
	}
	for i, c := range r.Clusters[:n] {
		x += c.Advance * r.Size / r.Face.UnitsPerEm
		if i < n-1 || r.RTL {
			x += c.Space
		}
	}
	return x
}

// left is the left end of what a run shows.
func (r *Run) left() float64 {
	x := r.X
	if r.RTL {
		for n := len(r.Clusters); n > 0 && strings.TrimSpace(r.Clusters[n-1].Text) == ""; n-- {
			c := r.Clusters[n-1]
			x += c.Advance*r.Size/r.Face.UnitsPerEm + c.Space
		}
	}
	return x
}

// same says whether two lengths are equal but for rounding.
func same(a, b float64) bool { return math.Abs(a-b) < 0.02 }
