package pdf_test

import (
	"bytes"
	"errors"
	"image/color"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-text/typesetting/font"

	"multitude/internal/fonts"
	"multitude/internal/pdf"
	"multitude/internal/typeset"
	pdftest "multitude/test/pdf"
	"multitude/test/pdfua"
)

func TestValid(t *testing.T) {
	for _, x := range samples {
		t.Run(x.tag, func(t *testing.T) {
			file := write(t, x)
			f, err := pdftest.Read(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range slices.Concat(f.Check(), pdfua.Check(f), pdfua.CheckArchive(f)) {
				t.Error(p)
			}
			if out, err := pdftest.QPDFCheck(file); err != nil || out != "" {
				t.Errorf("qpdf: %v %s", err, out)
			}
			if err := pdftest.Pdfcpu(file); err != nil {
				t.Errorf("pdfcpu: %v", err)
			}
			if out, err := pdftest.MutoolInfo(file); err != nil || strings.Contains(out, "error") || strings.Contains(out, "warning") {
				t.Errorf("mutool: %v %s", err, out)
			}
		})
	}
}

// want is the text of a layout by element, from the runs that were given.
func want(l *typeset.Layout) map[*typeset.Element]string {
	texts := map[*typeset.Content]string{}
	for _, p := range l.Pages {
		for _, r := range p.Runs {
			for _, c := range r.Clusters {
				texts[r.Content] += c.Text
			}
		}
	}
	all := map[*typeset.Element]string{}
	var walk func(e *typeset.Element)
	walk = func(e *typeset.Element) {
		for _, k := range e.Kids {
			switch k := k.(type) {
			case *typeset.Content:
				all[e] += texts[k]
			case *typeset.Element:
				walk(k)
				if k.Role == "Span" || k.Role == "Link" {
					all[e] += all[k]
				}
			}
		}
	}
	walk(l.Root)
	return all
}

// Every element's text comes back whole and in order from the structure tree.
func TestStructText(t *testing.T) {
	for _, x := range samples {
		t.Run(x.tag, func(t *testing.T) {
			layout := document(t, x)
			var b bytes.Buffer
			if err := pdf.Write(&b, an(x), layout); err != nil {
				t.Fatal(err)
			}
			blocks, err := pdftest.StructText(b.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			var got, wanted []string
			for _, k := range blocks {
				got = append(got, k.Role+" "+pdftest.Essence(k.Text))
			}
			texts := want(layout)
			var walk func(e *typeset.Element)
			walk = func(e *typeset.Element) {
				if s := texts[e]; (strings.TrimSpace(s) != "" || e.Alt != "") && e.Role != "Link" {
					wanted = append(wanted, string(e.Role)+" "+pdftest.Essence(s))
				}
				for _, k := range e.Kids {
					if k, ok := k.(*typeset.Element); ok {
						walk(k)
					}
				}
			}
			walk(layout.Root)
			if !slices.Equal(got, wanted) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(wanted, "\n"))
			}
			for _, k := range blocks {
				if k.Lang != x.tag && k.Lang != "en" {
					t.Errorf("%s %q is in %q", k.Role, k.Text, k.Lang)
				}
			}
		})
	}
}

func TestDeterministic(t *testing.T) {
	layout := document(t, arabic)
	var first bytes.Buffer
	if err := pdf.Write(&first, an(arabic), layout); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			var again bytes.Buffer
			if err := pdf.Write(&again, an(arabic), layout); err != nil {
				t.Error(err)
			}
			if !bytes.Equal(first.Bytes(), again.Bytes()) {
				t.Error("the same layout gives different files")
			}
		})
	}
	all.Wait()
}

func TestDates(t *testing.T) {
	zone := time.FixedZone("east", 3600)
	for _, c := range []struct {
		issued string
		opts   []pdf.Option
		want   string
	}{
		{"2019-07", nil, "D:20190701000000+00'00'"},
		{"2019", nil, "D:20190101000000+00'00'"},
		{"2019-07-15", []pdf.Option{pdf.Date(time.Date(2024, 2, 3, 1, 5, 6, 0, zone))}, "D:20240203000506+00'00'"},
		{"", nil, ""},
	} {
		ed := an(english)
		ed.Issued = c.issued
		var b bytes.Buffer
		if err := pdf.Write(&b, ed, document(t, english), c.opts...); err != nil {
			t.Fatal(err)
		}
		f, err := pdftest.Read(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got, _ := f.Dict(f.Trailer["Info"])["CreationDate"].(pdftest.String)
		if string(got) != c.want {
			t.Errorf("%q: the date is %q, not %q", c.issued, got, c.want)
		}
		for _, p := range f.Check() {
			t.Error(p)
		}
	}
}

// A hostile face is an error that names its file, and nothing is written.
func TestHostile(t *testing.T) {
	good := face(t, english.regular, fonts.Regular)
	broken := fonts.Face{Path: "fonts/broken.ttf", Font: &font.Font{}, UnitsPerEm: good.UnitsPerEm}
	one := func(change func(*typeset.Layout)) *typeset.Layout {
		s := newSetter(t, english)
		s.block(s.layout.Root, "P", 11, false, "hello")
		change(s.layout)
		return s.layout
	}
	for _, c := range []struct {
		name, want string
		layout     *typeset.Layout
	}{
		{"a broken font", "fonts/broken.ttf", one(func(l *typeset.Layout) {
			for i := range l.Pages[0].Runs {
				l.Pages[0].Runs[i].Face = &broken
			}
		})},
		{"a glyph that is not there", good.Path, one(func(l *typeset.Layout) { l.Pages[0].Runs[1].Clusters[0].Glyphs[0].ID = 65534 })},
		{"a glyph out of range", good.Path, one(func(l *typeset.Layout) { l.Pages[0].Runs[1].Clusters[0].Glyphs[0].X = 1e6 })},
		{"no picture", "page 1: a picture", one(func(l *typeset.Layout) {
			l.Pages[0].Images = []typeset.Picture{{Width: 1, Height: 1, Data: []byte("no picture")}}
		})},
		{"half a picture", "page 1: a picture", one(func(l *typeset.Layout) {
			data := picture(t, 40, color.NRGBA{1, 2, 3, 4})
			l.Pages[0].Images = []typeset.Picture{{Width: 1, Height: 1, Data: data[:len(data)-30]}}
		})},
		{"no pages", "without pages", &typeset.Layout{Root: &typeset.Element{Role: "Document"}}},
		{"a link to nowhere", "stands nowhere", one(func(l *typeset.Layout) {
			e := l.Root.Add("Link")
			l.Pages[0].Links = []typeset.LinkArea{{Width: 1, Height: 1, Element: e, Anchor: "nowhere"}}
		})},
	} {
		var b bytes.Buffer
		err := pdf.Write(&b, an(english), c.layout)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error is %v", c.name, err)
		}
		if b.Len() > 0 {
			t.Errorf("%s: %d bytes were written", c.name, b.Len())
		}
	}
	failing := errors.New("the disk is full")
	if err := pdf.Write(failWriter{failing}, an(english), document(t, english)); !errors.Is(err, failing) {
		t.Errorf("the error of the writer is lost: %v", err)
	}
}

type failWriter struct{ err error }

func (w failWriter) Write([]byte) (int, error) { return 0, w.err }

func BenchmarkWrite(b *testing.B) {
	for _, x := range samples {
		b.Run(x.tag, func(b *testing.B) {
			s := newSetter(b, x)
			for i := range 60 {
				s.block(s.layout.Root, "P", 11, i%5 == 0, strings.Repeat(x.text[1]+" ", 6))
			}
			ed := an(x)
			b.ReportAllocs()
			for b.Loop() {
				if err := pdf.Write(io.Discard, ed, s.layout); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
