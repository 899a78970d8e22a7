package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"pgregory.net/rapid"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/tomltree"
	"multitude/internal/unit"
)

var formats = []Format{PO, XLIFF12, XLIFF21, CSV, TMX, GoI18n}

// hostile draws texts that are awkward in one format or another.
var hostile = rapid.Custom(func(t *rapid.T) string {
	part := rapid.OneOf(
		rapid.SampledFrom([]string{
			"=1+1", "+", "-", "@x", "'", "''=", "\t", "\n", "\\\n", "\r", "\"", "\"\"", "\\", "\\\"", ",", ";", "**", "*", "_", "`", "``", "[", "](", ")", "[^1]", "[^",
			"**bold**", "*em*", "***both***", "[words](https://example.org \"title\")", "![alt](a.png)", "`code`", "<https://example.org>", "<b>", "&amp;", "&", "]]>", "<!--", "<![CDATA[",
			"{{.X}}", "{{", "#~ ", "#, fuzzy", "msgid \"\"", "\\n", "\\u0000", "\x01", "\x7f", "\u0085", "\u2028", "\ufeff", "\ufffe", "\ufffd", "\u202e", "नमस्ते", "العربية", "𝕏", "e\u0301", " ", "  ", "\u00a0", "＝", "word",
		}),
		rapid.StringN(0, 8, 24),
	)
	s := strings.Join(rapid.SliceOfN(part, 0, 8).Draw(t, "parts"), "")
	return tomltree.Clean(strings.ReplaceAll(s, "\x00", ""))
})

func drawFile(t *rapid.T) *File {
	f := &File{Project: "a name", Fingerprint: "0123456789ab", Source: "en", Target: rapid.SampledFrom([]string{"es", "ar", "zh-Hant", "am", "qu", "quc-x-nahuala"}).Draw(t, "tag"), SourcePath: "source/my text.md"}
	n := rapid.IntRange(0, 6).Draw(t, "messages")
	for i := range n {
		m := Message{ID: fmt.Sprintf("part.m%d", i), Source: "Text " + hostile.Draw(t, "source"), Text: hostile.Draw(t, "text"), Where: doc.Position{File: "source/my text.md", Line: i + 1}}
		if rapid.Bool().Draw(t, "described") {
			m.Description, m.Path, m.Note = hostile.Draw(t, "description"), []string{hostile.Draw(t, "heading")}, hostile.Draw(t, "note")
		}
		if m.Text != "" {
			m.Freshness = catalog.Fresh
			m.State = catalog.State(rapid.IntRange(0, 3).Draw(t, "state"))
			m.Signed = max(m.State, catalog.State(rapid.IntRange(0, 3).Draw(t, "signed")))
			if rapid.Bool().Draw(t, "stale") {
				m.Freshness = catalog.Stale
				m.Former = "Former " + hostile.Draw(t, "former")
			}
		}
		f.Messages = append(f.Messages, m)
	}
	return f
}

// What is exported comes back, whatever the texts are.
func TestRoundTrip(t *testing.T) {
	for _, format := range formats {
		t.Run(string(format), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				f := drawFile(t)
				var out bytes.Buffer
				found, err := Export(&out, f, format)
				if err != nil || found != nil {
					t.Fatal(found, err)
				}
				if strings.TrimSpace(out.String()) == "" {
					return // go-i18n's format has nothing but translations
				}
				back, found, err := Read("x"+format.Extension(), bytes.NewReader(out.Bytes()))
				if err != nil || found != nil {
					t.Fatalf("%v %v\n%s", found, err, &out)
				}
				compare(t, format, f, back, out.String())
			})
		})
	}
}

func compare(t *rapid.T, format Format, f, back *File, out string) {
	var want []Message
	for _, m := range f.Messages {
		if m.Text != "" || format != TMX && format != GoI18n {
			want = append(want, m)
		}
	}
	if format != GoI18n && (format != CSV || len(want) > 0) && (back.Target != f.Target || back.Project != f.Project || back.Fingerprint != f.Fingerprint) {
		if format != PO || back.Target != f.Target {
			t.Fatalf("header: %+v\n%s", back, out)
		}
	}
	if len(want) != len(back.Messages) {
		t.Fatalf("%d messages, want %d\n%s", len(back.Messages), len(want), out)
	}
	for i, m := range want {
		b := back.Messages[i]
		if b.ID != m.ID || b.Text != m.Text {
			t.Fatalf("%q: %q, want %q\n%s", b.ID, b.Text, m.Text, out)
		}
		if format == GoI18n {
			continue
		}
		stale := m.Freshness == catalog.Stale
		source := m.Source
		if format == TMX && stale {
			source = ""
		}
		if b.Source != source || b.Former != m.Former {
			t.Fatalf("source %q, former %q, want %q, %q\n%s", b.Source, b.Former, source, m.Former, out)
		}
		if m.Text == "" {
			continue
		}
		if b.Base != unit.Hash("", m.Text) || b.State != m.State || b.Signed != m.Signed || b.Freshness != m.Freshness || b.Settled == stale && format != XLIFF12 || b.Claim {
			t.Fatalf("%+v, want %+v\n%s", b, m, out)
		}
	}
}

// The pieces of a text are the text, and pairs nest.
func TestPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkPieces(t, hostile.Draw(t, "text")) })
	for text, want := range map[string]string{
		"a **b** c":                         "a |<**>|b|</**>| c",
		"***x***":                           "<*>|<**>|x|</**>|</*>",
		"[a *b*](u \"t)\")!":                "<[>|a |<*>|b|</*>|</](u \"t)\")>|!",
		"w[^n] `a*b*` *":                    "w|[^n]| |`a*b*`| *",
		"a\\*b snake_case_x 2 * 3":          "a\\*b snake_case_x 2 * 3",
		"x\\\ny":                            "x|\\\n|y",
		"![alt](p.png)":                     "<![>|alt|</](p.png)>",
		"**Freedom to *move*:** All people": "<**>|Freedom to |<*>|move|</*>|:|</**>| All people",
	} {
		var got []string
		for _, p := range pieces(text) {
			switch p.kind {
			case opening:
				got = append(got, "<"+p.text+">")
			case closing:
				got = append(got, "</"+p.text+">")
			default:
				got = append(got, p.text)
			}
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

type fataler interface {
	Fatalf(format string, args ...any)
}

func checkPieces(t fataler, text string) {
	all := pieces(text)
	var b strings.Builder
	var open []int
	for i, p := range all {
		b.WriteString(p.text)
		switch p.kind {
		case opening:
			if all[p.pair].pair != i || all[p.pair].kind != closing || all[p.pair].id != p.id {
				t.Fatalf("%q: %+v", text, all)
			}
			open = append(open, i)
		case closing:
			if len(open) == 0 || open[len(open)-1] != p.pair {
				t.Fatalf("%q: pairs do not nest: %+v", text, all)
			}
			open = open[:len(open)-1]
		}
		if p.kind != control && strings.ContainsFunc(p.text, isControl) {
			t.Fatalf("%q: a control character in %+v", text, p)
		}
	}
	if b.String() != text || len(open) > 0 {
		t.Fatalf("%q became %q", text, b.String())
	}
}

func TestDefuse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := hostile.Draw(t, "cell")
		if d := defuse(s); fuse(d) != s || d != "" && strings.ContainsRune("=+-@\t\r\n", rune(d[0])) {
			t.Fatalf("%q becomes %q, and then %q", s, d, fuse(d))
		}
	})
}

// Each language that has a rule gets a formula that parts counts as it does.
func TestPluralForms(t *testing.T) {
	for tag, want := range map[string]string{"es": "nplurals=2; plural=(n != 1);", "zh-Hant": "nplurals=1; plural=0;", "am": "nplurals=2; plural=(n > 1);",
		"quc-x-nahuala": "nplurals=1; plural=0;", "qu": "nplurals=1; plural=0;", "fr": "nplurals=2; plural=(n > 1);"} {
		if got := pluralForms(tag); got != want {
			t.Errorf("%s: %s", tag, got)
		}
	}
	if got := pluralForms("ar"); !strings.HasPrefix(got, "nplurals=6;") {
		t.Errorf("ar: %s", got)
	}
	for _, base := range strings.Fields("ak am ar as az be bg bm bn bo bs ca cs cy da de dz el en eo es et eu fa ff fi fil fr fy ga gd gu gv he hi hr hu hy id ig is it ja jv ka kk km kn ko ku kw ky lb lg ln lo lt lv mg mk ml mn mr ms mt my ne nl nn om or os pa pl prs ps pt ro ru se si sk sl sma so sq sr sv sw ta te th ti tk to tr ug uk ur uz vi wa wo xh yi yo zh zu") {
		tag, err := language.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		forms := map[plural.Form]bool{}
		for n := range 210 {
			forms[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)] = true
		}
		if got := pluralForms(base); !strings.HasPrefix(got, fmt.Sprintf("nplurals=%d;", len(forms))) {
			t.Errorf("%s has %d forms: %s", base, len(forms), got)
		}
	}
}

func TestExportRefuses(t *testing.T) {
	for _, format := range formats {
		var out bytes.Buffer
		found, err := Export(&out, &File{Messages: []Message{{ID: "a", Source: "A", Text: "a\x00b"}}}, format)
		if err != nil || finding.Worst(found) != finding.Error || out.Len() > 0 {
			t.Errorf("%s: %v %v", format, found, err)
		}
	}
}

// The same file gives the same bytes.
func TestDeterministic(t *testing.T) {
	f := rapid.Custom(drawFile).Example(7)
	for _, format := range formats {
		var a, b bytes.Buffer
		Export(&a, f, format)
		Export(&b, f, format)
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s differs", format)
		}
	}
}

func messageIDs(f *File) (ids []string) {
	for _, m := range f.Messages {
		ids = append(ids, m.ID)
	}
	slices.Sort(ids)
	return ids
}
