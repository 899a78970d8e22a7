package edition

import (
	"strings"
	"testing"
	"unicode"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

func originalOf(t *testing.T, tag, markdown string) *Edition {
	t.Helper()
	d, _ := source.Parse("test.md", []byte(markdown))
	if d == nil {
		t.Fatal("no document")
	}
	l := locale.MustParse(tag)
	e, err := New(d, unit.Split(d, nil), &catalog.Catalog{Locale: l}, Settings{Name: "test", Source: l})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

const pseudoSource = "---\ntitle: A Title\nauthors: [We]\n---\n\n" +
	"- **To stay:** see [the *web*](https://example.org/stay \"Title\") and `code`[^n], write to us@example.org or %d or {{.Name}}.\n- **To move:** cafe\u0301\n\n[^n]: A note.\n"

// Every message is in brackets and longer by two fifths; markup, links, notes,
// code and placeholders are what they were.
func TestPseudo(t *testing.T) {
	e := originalOf(t, "en", pseudoSource)
	before := doc.PlainText(e.Blocks[0].Children[0].Children[0].Text.Spans)
	for _, l := range []locale.Locale{PseudoAccents, PseudoRTL} {
		p := e.Pseudo(l)
		if p.Locale != l || !p.Test || e.Test || len(p.Notices) != 1 || p.Notices[0].Locale.Tag != "en" {
			t.Errorf("%+v", p)
		}
		check := func(from, to Text) {
			t.Helper()
			a, b := plainOf(from), plainOf(to)
			if !strings.HasPrefix(b, "[") || !strings.HasSuffix(b, "]") || to.Locale != l {
				t.Errorf("%q became %q", a, b)
			}
			if n, m := length(from.Spans), length(to.Spans)-2; float64(m) < 1.4*float64(n) || float64(m) > 1.4*float64(n)+6+controls(b) {
				t.Errorf("%q has %d letters, %q %d", a, n, b, m)
			}
			if len(to.Spans) != len(from.Spans)+2 {
				t.Fatalf("%d spans became %d", len(from.Spans), len(to.Spans))
			}
			for i, s := range from.Spans {
				o := to.Spans[i+1]
				if s.Kind != o.Kind || s.Strong != o.Strong || s.Emph != o.Emph || s.Link != o.Link || s.Source != o.Source || s.Kind != doc.Plain && s.Text != o.Text {
					t.Errorf("%+v became %+v", s, o)
				}
			}
		}
		check(e.Title, p.Title)
		check(e.Notes[0].Blocks[0].Text, p.Notes[0].Blocks[0].Text)
		for i, item := range e.Blocks[0].Children {
			check(item.Children[0].Text, p.Blocks[0].Children[i].Children[0].Text)
			if !p.Blocks[0].Children[i].Children[0].Text.Spans[0].Strong {
				t.Error("the bracket before a name is not bold")
			}
		}
		text := plainOf(p.Blocks[0].Children[0].Children[0].Text)
		for _, kept := range []string{"us@example.org", "%d", "{{.Name}}", "code"} {
			if !strings.Contains(text, kept) {
				t.Errorf("%s is gone from %q", kept, text)
			}
		}
		if strings.Contains(text, "stay") && l == PseudoAccents {
			t.Errorf("%q has no accents", text)
		}
		// The edition's own words are in disguise too; their values are not.
		if w := plainOf(p.Word("edition.note", map[string]string{"Number": "7"})); !strings.HasPrefix(w, "[") || !strings.Contains(w, "7") || strings.Contains(w, "Note ") && l == PseudoAccents {
			t.Errorf("the word is %q", w)
		}
	}
	if after := doc.PlainText(e.Blocks[0].Children[0].Children[0].Text.Spans); after != before {
		t.Errorf("the original became %q", after)
	}
	if accentedMark := plainOf(e.Pseudo(PseudoAccents).Blocks[0].Children[1].Children[0].Text); !strings.Contains(accentedMark, "e\u0301") {
		t.Errorf("a letter with a mark got another: %q", accentedMark)
	}
}

func plainOf(t Text) string { return doc.PlainText(t.Spans) }

// controls counts the bidi controls in s.
func controls(s string) float64 {
	n := 0.0
	for _, r := range s {
		if unicode.Is(unicode.Bidi_Control, r) {
			n++
		}
	}
	return n
}

// Each override ends where its word does, and holds no white space.
func TestPseudoOverridesAreClosed(t *testing.T) {
	for _, s := range []string{"", " ", "one", "  one\ttwo ", "1948", "a 1 b", "שלום עולם", "人人"} {
		got := overridden(s)
		if strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Bidi_Control, r) {
				return -1
			}
			return r
		}, got) != s {
			t.Errorf("%q became %q", s, got)
		}
		open := false
		for _, r := range got {
			switch {
			case string(r) == rightToLeftOverride && !open:
				open = true
			case string(r) == popFormatting && open:
				open = false
			case string(r) == rightToLeftOverride, string(r) == popFormatting, open && unicode.IsSpace(r):
				t.Errorf("%q", got)
			}
		}
		if open {
			t.Errorf("%q is not closed", got)
		}
	}
}

// A source in any script is not harmed.
func TestPseudoOfOtherScripts(t *testing.T) {
	for tag, text := range map[string]string{"ar": "حرية البقاء ١٩٤٨", "zh-Hans": "留下的自由", "hi": "रहने की स्वतंत्रता", "km": "សេរីភាពក្នុងការស្នាក់នៅ"} {
		p := originalOf(t, tag, text+"\n").Pseudo(PseudoAccents)
		if got := plainOf(p.Blocks[0].Text); !strings.HasPrefix(got, "["+text+" ") {
			t.Errorf("%s: %q became %q", tag, text, got)
		}
	}
}

func FuzzPseudo(f *testing.F) {
	f.Add(pseudoSource)
	f.Add("e\u0301\u200d\xff %{{{{.x}} }}")
	f.Fuzz(func(t *testing.T, text string) {
		spans := []doc.Span{{Text: text}}
		for _, l := range []locale.Locale{PseudoAccents, PseudoRTL} {
			p := pseudo{locale: l, disguise: accented}
			if l.Dir == locale.RTL {
				p.disguise = overridden
			}
			if got := p.text(Text{Spans: spans}); len(got.Spans) != 3 {
				t.Fatalf("%+v", got)
			}
		}
	})
}
