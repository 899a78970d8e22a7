package workbench

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"

	"multitude/internal/locale"
)

// Every language of the interface has every word, with the same places open,
// and every word that a template or a page asks for is there.
func TestInterfaceIsWhole(t *testing.T) {
	open := regexp.MustCompile(`\{\{\.\w+\}\}`)
	var english map[string][]string
	for _, l := range interfaces {
		path := "words/active." + l.Tag + ".toml"
		data, err := fs.ReadFile(wordFiles, path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := i18n.ParseMessageFileBytes(data, path, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
		if err != nil {
			t.Fatal(err)
		}
		has := map[string][]string{}
		for _, m := range f.Messages {
			places := open.FindAllString(m.Other, -1)
			slices.Sort(places)
			has[m.ID] = places
		}
		if english == nil {
			english = has
		}
		for id, places := range english {
			if got, ok := has[id]; !ok || !slices.Equal(got, places) {
				t.Errorf("%s: %s has %v, English %v", l.Tag, id, got, places)
			}
		}
		if len(has) != len(english) {
			t.Errorf("%s has %d words, English %d", l.Tag, len(has), len(english))
		}
	}
	asked := regexp.MustCompile(`\$?p?\.(?:T|H) "([a-z-]+)"`)
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(templateFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(data), -1) {
			if _, ok := english[m[1]]; !ok {
				t.Errorf("%s asks for %q, which is not there", name, m[1])
			}
		}
	}
	if got := newVoice(locale.MustParse("ar")).say("words", "Count", 3); got != "3 كلمات" && got != "٣ كلمات" {
		t.Errorf("three words in Arabic: %s", got)
	}
}

// A language is found by its name in itself, in English, by its tag, and
// without the marks that a keyboard lacks.
func TestLanguagesAreFound(t *testing.T) {
	for query, want := range map[string]string{
		"kreyol": "ht", "Kreyòl": "ht", "haitian": "ht", "mam": "mam", "Qyol Mam": "mam", "k'iche'": "quc", "kʼicheʼ": "quc", "quiche": "quc", "Q'anjob'al": "kjb",
		"العربية": "ar", "español": "es", "espanol": "es", "Spanish": "es", "中文": "zh", "ZH_hant": "zh-Hant", "quc-x-nahuala": "quc-x-nahuala", "purepecha": "pua",
		"hmoob dawb": "mww-Latn", "garifuna": "cab",
	} {
		found := look(query)
		if len(found) == 0 || found[0].Tag != want {
			var got []string
			for _, e := range found {
				got = append(got, e.Tag)
			}
			t.Errorf("%q finds %s, want %s first", query, strings.Join(got, " "), want)
		}
	}
	if found := look("   "); found != nil {
		t.Error("nothing finds something")
	}
}

// What the buttons put in is what the source has.
func TestTools(t *testing.T) {
	var got []string
	for _, x := range toolsOf("**A** *b* [c](https://example.org/x) `d`[^e]") {
		got = append(got, x.Word+" "+x.Before+"|"+x.After)
	}
	want := []string{"tool-bold **|**", "tool-italic *|*", "tool-link [|](https://example.org/x)", "tool-code `d`|", "tool-note [^e]|"}
	if !slices.Equal(got, want) {
		t.Errorf("tools %q, want %q", got, want)
	}
	if got := string(shown("<b>x</b> & **y**[^a] [z](https://example.org)", nil)); strings.Contains(got, "<b>") || strings.Contains(got, "href") {
		t.Errorf("shown: %s", got)
	}
}
