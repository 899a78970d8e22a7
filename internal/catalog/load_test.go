package catalog

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"multitude/internal/finding"
	"multitude/internal/locale"
)

func TestLoadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       []string // "line:column: part of the message | part of the cure"
	}{
		{"open string", "[\"a\"]\nother = \"no end\n", []string{"2:16: basic strings cannot have new lines | quotes"}},
		{"bare quote", "[\"á\"]\nother = \"é \"x\" \"\n", []string{"2:13: expected newline | backslash"}},
		{"no value", "[\"a\"]\nother =\n", []string{"2:8: | quotes"}},
		{"key twice", "[\"a\"]\nother = \"x\"\nother = \"y\"\n", []string{"3:1: \"other\" is there already | leave one"}},
		{"heading twice", "[\"a\"]\nother = \"x\"\n[\"b\"]\nother = \"x\"\n[\"a\"]\n", []string{"5:2: \"a\" has a heading already | leave one"}},
		{"one ID in two forms", "[\"a.b\"]\nother = \"x\"\n[a.b]\nother = \"y\"\n", []string{"4:9: the message \"a.b\" stands twice; first in line 2 | another ID"}},
		{"case", "[\"a\"]\nother = \"x\"\nOther = \"y\"\n", []string{"3:1: the message has \"other\" twice | one of them"}},
		{"unknown field", "[\"a\"]\nother = \"x\"\nohter = \"y\"\n", []string{"3:1: a message has no \"ohter\" | write \"other\""}},
		{"number", "[\"a\"]\nother = \"x\"\nhash = 3\n", []string{"3:1: a message has no \"hash\" that is a whole number | put it in quotes"}},
		{"heading below a message", "[vision]\nother = \"x\"\n[vision.x]\nother = \"y\"\n", []string{"3:9: the message \"vision\" cannot hold another, \"x\" | [\"vision.x\"]"}},
		{"no ID", "other = \"x\"\n", []string{"1:1: a message without an ID | [\"part.name\"]"}},
		{"not a text", "a = 3\n[b]\nc = [ 2025-01-31 ]\nd = true\n", []string{"1:5: a message's text cannot be a whole number |", "3:7: a message's text cannot be a date |", "4:5: a message's text cannot be true or false | quotes"}},
		{"latin 1", "[\"a\"]\nother = \"ma\xf1ana\"\n", []string{"2:12: the file is not UTF-8: byte 0xF1 | UTF-8"}},
		{"UTF-16", "\xff\xfe[\x00a\x00", []string{"1:1: the file is not UTF-8 | UTF-8"}},
		{"too deep", strings.Repeat("a.", 70) + "other = \"x\"\n", []string{"1:1: tables or lists are nested deeper than 64 levels | one quoted key"}},
		{"carriage return", "[\"a\"]\rother = \"x\"", []string{"1:6: |"}},
	} {
		dir := t.TempDir()
		put(t, dir, "active.es.toml", c.data)
		cat, found, err := Load(dir, es)
		if err != nil || cat != nil {
			t.Errorf("%s: %v, %v", c.name, cat, err)
		}
		if len(found) != len(c.want) {
			t.Errorf("%s: findings %v, want %v", c.name, found, c.want)
			continue
		}
		for i, f := range found {
			at, rest, _ := strings.Cut(c.want[i], ": ")
			message, cure, _ := strings.Cut(rest, "|")
			if fmt.Sprintf("%d:%d", f.Pos.Line, f.Pos.Column) != at || !strings.Contains(f.Message, strings.TrimSpace(message)) || !strings.Contains(f.Cure, strings.TrimSpace(cure)) {
				t.Errorf("%s: got %d:%d: %s | %s\nwant %s", c.name, f.Pos.Line, f.Pos.Column, f.Message, f.Cure, c.want[i])
			}
			if f.Severity != finding.Error || f.Locale != "es" || f.Pos.File != filepath.Join(dir, "active.es.toml") || f.Cure == "" {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
	}
}

func TestLedgerRefuses(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"syntax", "[\"a\"]\nstate = reviewed\n", "2:9"},
		{"state", "[\"a\"]\nstate = \"aproved\"\n", "2:9"},
		{"field", "[\"a\"]\nstat = \"approved\"\n", "2:1"},
		{"date", "[\"a\"]\non = \"yesterday\"\n", "2:6"},
		{"number", "[\"a\"]\nby = 7\n", "2:6"},
		{"above all", "state = \"approved\"\n", "1:1"},
		{"twice", "[\"a.b\"]\nby = \"x\"\n[a.b]\nby = \"y\"\n", "3:4"},
	} {
		dir := t.TempDir()
		put(t, dir, "active.es.toml", "[\"a\"]\nother = \"x\"\n")
		put(t, dir, "review.es.toml", c.data)
		_, found, err := Load(dir, es)
		if err != nil || len(found) != 1 {
			t.Errorf("%s: %v, %v", c.name, found, err)
			continue
		}
		f := found[0]
		if got := fmt.Sprintf("%d:%d", f.Pos.Line, f.Pos.Column); got != c.want || f.Pos.File != filepath.Join(dir, "review.es.toml") || f.Cure == "" {
			t.Errorf("%s: %s %+v", c.name, got, f)
		}
	}
	dir := t.TempDir()
	put(t, dir, "active.es.toml", "[\"a\"]\nother = \"x\"\n")
	put(t, dir, "review.es.toml", "[\"a\"]\nstate = \"translated\"\non = 2025-01-31\n")
	if r := load(t, dir, es).Reviews["a"]; r.On != "2025-01-31" || r.State != Translated {
		t.Errorf("TOML's own date: %+v", r)
	}
}

func TestLoadMissing(t *testing.T) {
	_, found, err := Load(t.TempDir(), es)
	if err != nil || len(found) != 1 || found[0].Cure != "start it: multitude add es" {
		t.Errorf("%v %v", found, err)
	}
}

func TestLoadPositions(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "active.es.toml", "\ufeff# ñ\n\"ñandú\" = \"x\"\n[\"a.b\"]\nhash = \"h\"\nother = '''\ny'''\none = \"z\"\n[\"edition.pages\"]\none = \"{{.N}} página\"\nother = \"{{.N}} páginas\"\n")
	c := load(t, dir, es)
	if m := c.Messages["ñandú"]; m.Text != "x" || m.Pos.Line != 2 || m.Pos.Column != 11 {
		t.Errorf("%+v", m)
	}
	if m := c.Messages["a.b"]; m.Text != "y" || m.Hash != "h" || m.Forms["one"] != "z" || m.Pos.Line != 5 || m.Pos.Column != 9 {
		t.Errorf("%+v", m)
	}
	if m := c.Words["edition.pages"]; m.Text != "{{.N}} páginas" || m.Forms["one"] != "{{.N}} página" {
		t.Errorf("%+v", m)
	}
	if len(c.Messages) != 2 || len(c.Words) != 1 {
		t.Errorf("%d messages, %d words", len(c.Messages), len(c.Words))
	}
}

func TestLocales(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"active.en.toml", "active.es.toml", "active.quc-x-nahuala.toml", "active.fuf-Adlm.toml",
		"active.zh-hans.toml", "active.zh-Hans.toml", "active.iw.toml", "active.he.toml",
		"active.pt_BR.toml", "active.x!.toml", "active.toml", "retired.fr.toml", ".active.fr.toml.tmp", "active.de.json",
	} {
		put(t, dir, name, "")
	}
	if err := os.Mkdir(filepath.Join(dir, "active.fr.toml"), 0o777); err != nil {
		t.Fatal(err)
	}
	locs, found, err := Locales(dir)
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for _, l := range locs {
		tags = append(tags, l.Tag)
	}
	if got := strings.Join(tags, " "); got != "en es fuf-Adlm quc-x-nahuala" {
		t.Errorf("locales: %s", got)
	}
	var said strings.Builder
	for _, f := range found {
		if f.Severity != finding.Error || f.Rule != RuleTag {
			t.Errorf("%+v", f)
		}
		said.WriteString(filepath.Base(f.Pos.File) + ": " + f.Message + " | " + f.Cure + "\n")
	}
	for _, want := range []string{
		"active.he.toml: active.he.toml and active.iw.toml are both for the language he | copy what you need",
		"active.zh-Hans.toml: active.zh-Hans.toml and active.zh-hans.toml are both for the language zh-Hans |",
		"active.pt_BR.toml: \"pt_BR\" in its name is no language tag", "| rename it to active.pt-BR.toml",
		"active.x!.toml: \"x!\" in its name is no language tag",
	} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("missing %q in:\n%s", want, said.String())
		}
	}
	if len(found) != 4 {
		t.Errorf("%d findings:\n%s", len(found), said.String())
	}
	if locs, found, err := Locales(filepath.Join(dir, "no", "such")); len(locs)+len(found) > 0 || err != nil {
		t.Errorf("%v %v %v", locs, found, err)
	}
}

func TestOriginal(t *testing.T) {
	dir := t.TempDir()
	us := units("a|One", "b|Two")
	extract(t, dir, us)
	put(t, dir, "active.en.toml", get(t, dir, "active.en.toml")+"\n[\"edition.draft\"]\nother = \"Draft!\"\n")
	c, found, err := Original(dir, en, us)
	sound(t, found, err)
	if c.Freshness(us[1]) != Fresh || c.Messages["b"].Text != "Two" || c.Words["edition.draft"].Text != "Draft!" {
		t.Errorf("%+v", c)
	}
	extract(t, dir, us[:1])
	if s := get(t, dir, "active.en.toml"); !strings.Contains(s, "Draft!") {
		t.Errorf("the source's own words are lost:\n%s", s)
	}
	if _, found, err := Load(dir, locale.MustParse("en")); err != nil || len(found) > 0 {
		t.Errorf("%v %v", found, err)
	}
}
