package pdfua_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"multitude/internal/project"
	"multitude/internal/publish"
	pdftest "multitude/test/pdf"
	"multitude/test/pdfua"
)

// statement has every construct that a source may have.
const statement = `---
title: Everything & more
subtitle: All that a document may hold
date: July 2019
issued: 2019-07-01
authors: [One person, Another]
rights: No rights are claimed.
---

## One {#one}

A paragraph with **bold**, *emphasis*, ` + "`code`" + `, a [link](https://example.org/a?b=(c)), a [reference](#two), and a note[^n]. ` +
	`Another note[^m], and the first again[^n].

> A quotation
>
> of two paragraphs.

1. first
2. second
   - inner
   - items

     with a second paragraph
3. third

### One and a half

![A red square, half transparent](square.png)

| Year | Event |
|------|-------|
| 1948 | Declaration |
| 2019 | Statement |

---

#### Deeper

Words, words.

## Two {#two}

The end.

[^n]: A note with a [link](https://example.org/note).

[^m]: Another.
`

// arabic translates some of it: the rest stays in English, marked as such.
const arabic = `["front.title"]
hash = ""
other = "كل شيء"

["one"]
hash = ""
other = "واحد، (1948) و abc"
`

// documents are the base of all mutations: the English edition and the Arabic.
var documents = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "multitude-pdfua-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	square := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	for i := range 1600 {
		square.SetNRGBA(i%40, i/40, color.NRGBA{200, 0, 0, 128})
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, square); err != nil {
		return nil, err
	}
	for name, data := range map[string]string{
		"multitude.toml": "name = \"everything\"\nsource = \"source/all.md\"\nformats = [\"pdf\"]\n", "source/all.md": statement,
		"source/square.png": picture.String(), "locales/active.ar.toml": arabic,
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(data), 0o666); err != nil {
			return nil, err
		}
	}
	p, _, err := project.Find(dir)
	if err != nil {
		return nil, err
	}
	report, err := publish.Build(p, publish.Options{})
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, e := range report.Editions {
		for _, name := range e.Files {
			if strings.HasSuffix(name, ".pdf") {
				if out[e.Locale.Tag], err = os.ReadFile(filepath.Join(report.Out, name)); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
})

func read(t testing.TB, tag string) *pdftest.File {
	t.Helper()
	files, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	f, err := pdftest.Read(files[tag])
	if err != nil {
		t.Fatal(tag, err)
	}
	return f
}

// The documents have every kind of structure, and fail no condition.
func TestDocuments(t *testing.T) {
	for _, tag := range []string{"en", "ar"} {
		f := read(t, tag)
		for _, p := range append(pdfua.Check(f), pdfua.CheckArchive(f)...) {
			t.Errorf("%s: %v", tag, p)
		}
		roles := map[string]bool{}
		for _, b := range f.Objects {
			d, _ := b.(pdftest.Dict)
			if s, ok := d["S"].(pdftest.Name); ok && d["P"] != nil {
				roles[string(s)] = true
			}
		}
		for role := range strings.FieldsSeq("Document H1 H2 H3 H4 P TOC TOCI Reference Link L LI Lbl LBody BlockQuote Figure Table TR TH TD Note") {
			if !roles[role] {
				t.Errorf("%s: the document has no %s", tag, role)
			}
		}
	}
}

// A mutation spoils a good file in one way, and the rule must be found.
type mutation struct {
	name, rule string
	do         func(e *editor)
}

func run(t *testing.T, mutations []mutation, check func(*pdftest.File) []pdftest.Problem) {
	for _, m := range mutations {
		t.Run(m.rule+" "+m.name, func(t *testing.T) {
			e := &editor{read(t, "en")}
			m.do(e)
			problems := check(e.File)
			if !slices.ContainsFunc(problems, func(p pdftest.Problem) bool { return p.Rule == m.rule }) {
				t.Errorf("nothing is said; the problems are %v", problems)
			}
			if slices.ContainsFunc(problems, func(p pdftest.Problem) bool { return p.Rule == "broken" }) {
				t.Errorf("the checker breaks: %v", problems)
			}
		})
	}
}

func TestMatterhorn(t *testing.T) { run(t, matterhorn, pdfua.Check) }

func TestArchive(t *testing.T) { run(t, archive, pdfua.CheckArchive) }

// Every condition that is checked has a mutation that fails it.
func TestEveryConditionHasAMutation(t *testing.T) {
	rules := func(all []mutation) map[string]bool {
		out := map[string]bool{}
		for _, m := range all {
			out[m.rule] = true
		}
		return out
	}
	compare := func(conditions []string, all []mutation) {
		have := rules(all)
		for _, c := range conditions {
			if !have[c] {
				t.Errorf("no mutation fails %s", c)
			}
			delete(have, c)
		}
		for c := range have {
			t.Errorf("a mutation fails %s, which is no condition", c)
		}
	}
	compare(pdfua.Conditions, matterhorn)
	compare(pdfua.Clauses, archive)
	if n := len(pdfua.Conditions); n != 87 {
		t.Errorf("%d conditions of the Matterhorn Protocol are checked, not 87", n)
	}
}

// PDFBox agrees that the fonts, the syntax and the output intent are what PDF/A
// asks for. It complains of what PDF/A-1 alone forbids, and so it does look: the
// picture's transparency (2.2.1 the page's group, 2.2.2 the mask), and two
// authors in the metadata (7.2).
func TestPreflight(t *testing.T) {
	files, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	out, err := pdftest.Preflight(files["en"])
	if out = out + " "; err != nil {
		out += err.Error()
	}
	var complaints []string
	for line := range strings.Lines(out) {
		if code, _, ok := strings.Cut(line, " : "); ok && strings.Trim(code, "0123456789.") == "" {
			complaints = append(complaints, code)
		}
	}
	slices.Sort(complaints)
	if got := strings.Join(slices.Compact(complaints), " "); got != "2.2.1 2.2.2 7.2" {
		t.Errorf("PDFBox says %s: %s", got, out)
	}
}
