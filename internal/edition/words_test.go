package edition

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/unicode/norm"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/locale"
)

func readWords(t *testing.T) map[string]map[string]*i18n.Message {
	t.Helper()
	paths, err := fs.Glob(wordFiles, "words/active.*.toml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]*i18n.Message{}
	for _, p := range paths {
		data, err := fs.ReadFile(wordFiles, p)
		if err != nil {
			t.Fatal(err)
		}
		f, err := i18n.ParseMessageFileBytes(data, p, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
		if err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		tag := strings.TrimSuffix(strings.TrimPrefix(p, "words/active."), ".toml")
		all[tag] = map[string]*i18n.Message{}
		for _, m := range f.Messages {
			all[tag][m.ID] = m
		}
	}
	return all
}

func forms(m *i18n.Message) map[string]string {
	out := map[string]string{}
	for name, text := range map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other} {
		if text != "" {
			out[name] = text
		}
	}
	return out
}

// Every language has every word, with the same marks for values, and the
// plural forms that its grammar tells apart.
func TestWordsAreWhole(t *testing.T) {
	all := readWords(t)
	marks := regexp.MustCompile(`\{\{[^}]*\}\}`)
	want := map[string][]string{
		"ar": {"few", "many", "one", "other", "two", "zero"}, "en": {"one", "other"}, "es": {"many", "one", "other"},
		"hi": {"one", "other"}, "ht": {"one", "other"}, "km": {"other"}, "zh-Hans": {"other"},
	}
	for tag, plurals := range want {
		if all[tag] == nil {
			t.Errorf("no words in %s", tag)
			continue
		}
		for id, en := range all["en"] {
			m := all[tag][id]
			if m == nil || m.Other == "" {
				t.Errorf("%s: %s is missing", tag, id)
				continue
			}
			var have []string
			for name, text := range forms(m) {
				have = append(have, name)
				if text != strings.TrimSpace(text) || !norm.NFC.IsNormalString(text) {
					t.Errorf("%s: %s: outer space, or not NFC", tag, id)
				}
			}
			slices.Sort(have)
			if en.One != "" && !slices.Equal(have, plurals) {
				t.Errorf("%s: %s has the forms %v, want %v", tag, id, have, plurals)
			}
			a, b := marks.FindAllString(en.Other, -1), marks.FindAllString(m.Other, -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s: %s has the marks %v, want %v", tag, id, b, a)
			}
		}
		for id := range all[tag] {
			if all["en"][id] == nil {
				t.Errorf("%s: %s is no word of an edition", tag, id)
			}
		}
	}
}

func TestWordFallsBack(t *testing.T) {
	for _, c := range []struct{ tag, source, wantIn string }{
		{"es-MX", "en", "es"},
		{"mam", "es", "es"},
		{"mam", "en", "en"},
		{"quc-x-nahuala", "km", "km"},
		{"ht", "en", "ht"},
	} {
		w, err := newWords(locale.MustParse(c.tag), locale.MustParse(c.source), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := w.say("edition.contents", nil, nil)
		if got.Locale.Tag != c.wantIn || len(got.Spans) != 1 {
			t.Errorf("contents of %s (source %s) is in %q, want %q", c.tag, c.source, got.Locale.Tag, c.wantIn)
		}
	}
}

func TestProjectOverridesWords(t *testing.T) {
	own := map[string]catalog.Message{
		"edition.contents":      {ID: "edition.contents", Text: "Tx'olb'ab'il {{.Nope}} {{printf \"%d\" 1}}"},
		"edition.missing-count": {ID: "edition.missing-count", Text: "{{.Count}} many", Forms: map[string]string{"one": "{{.Count}} one"}},
	}
	w, err := newWords(locale.MustParse("mam"), locale.MustParse("en"), own)
	if err != nil {
		t.Fatal(err)
	}
	// A stranger's template is text: nothing in it is carried out.
	if got := doc.PlainText(w.say("edition.contents", map[string]string{"X": "y"}, nil).Spans); got != "Tx'olb'ab'il {{.Nope}} {{printf \"%d\" 1}}" {
		t.Errorf("got %q", got)
	}
	if got := doc.PlainText(w.say("edition.missing-count", map[string]string{"Count": "1"}, 1).Spans); got != "1 one" {
		t.Errorf("got %q", got)
	}
	if got := doc.PlainText(w.say("edition.missing-count", map[string]string{"Count": "5"}, 5).Spans); got != "5 many" {
		t.Errorf("got %q", got)
	}
}

func TestPlurals(t *testing.T) {
	for tag, counts := range map[string][]int{"en": {0, 1, 2}, "ar": {0, 1, 2, 3, 11, 100}, "ht": {1, 2}, "km": {1, 2}, "es": {1, 2, 1000000}} {
		w, err := newWords(locale.MustParse(tag), locale.MustParse("en"), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range counts {
			got := w.say("edition.stale-count", map[string]string{"Count": "N"}, n)
			if got.Locale.Tag != tag || !strings.Contains(doc.PlainText(got.Spans), "N") {
				t.Errorf("%s, %d: %q in %s", tag, n, doc.PlainText(got.Spans), got.Locale.Tag)
			}
		}
	}
}
