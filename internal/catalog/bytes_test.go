package catalog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"multitude/internal/unit"
)

// What people wrote in the file stays where it is, byte for byte.
func TestPeoplesBytesStay(t *testing.T) {
	us := units("a|One", "b|Two", "c|Three", "d.e|Four")
	body := func(crlf bool) string {
		s := `# A word to all translators.

   # en: One
# Ana: is this right?
[ "a" ]   # keep short
  hash   =   'HASH0'
# inside
other='''Uno'''

# en: Two
[b]
other = """
Dos \
   y más"""
hash = "HASH1"
# free comment

# en: Three
["c"]
hash = "HASH2" # x
description = "kept"
other = "Tres"


[d.e]
other = "Cuatro"
hash = "HASH3"`
		for i, u := range us {
			s = strings.ReplaceAll(s, "HASH"+string(rune('0'+i)), u.Hash())
		}
		if crlf {
			s = strings.ReplaceAll(s, "\n", "\r\n")
		}
		return s
	}
	for _, crlf := range []bool{false, true} {
		dir := t.TempDir()
		put(t, dir, "active.es.toml", body(crlf))
		extract(t, dir, us)
		got := get(t, dir, "active.es.toml")
		eol := map[bool]string{true: "\r\n", false: "\n"}[crlf]
		want := strings.Replace(body(crlf), "   # en: One", "# en: One", 1)
		want = strings.Replace(want, "[d.e]", "# en: Four"+eol+"[d.e]", 1)
		// Only a comment of the tool was indented, and one was missing.
		equal(t, "active.es.toml", got, want)

		// The whole block moves, with people's comments; the free one stays.
		moved := []unit.Unit{us[1], us[2], us[3], us[0]}
		extract(t, dir, moved)
		got = strings.ReplaceAll(get(t, dir, "active.es.toml"), "\r\n", "\n")
		block := strings.ReplaceAll(want[strings.Index(want, "# en: One"):strings.Index(want, "# en: Two")], "\r\n", "\n")
		if !strings.HasPrefix(got, "# A word to all translators.\n\n# en: Two\n") || !strings.HasSuffix(got, "\n\n"+strings.TrimRight(block, "\n")+"\n") {
			t.Errorf("got:\n%s", got)
		}
		if !strings.Contains(got, "\n# free comment\n\n# en: Three\n") {
			t.Errorf("the free comment did not stay:\n%s", got)
		}
		// And back again, it is what it was, but for the end.
		extract(t, dir, us)
		equal(t, "active.es.toml", strings.TrimRight(get(t, dir, "active.es.toml"), "\r\n"), strings.TrimRight(want, "\r\n"))
	}
}

// Messages in every form that go-i18n reads are kept, retired and restored.
func TestStrangeForms(t *testing.T) {
	const strange = `"plain" = "a text" # remark
inline = { hash = "old", other = "in braces" }
dotted.x.hash = "old"
dotted.x.other = "by dots"
# about it
shared = { y = "one of two", z = "two of two" }
[nested]
k = "nested"
[nested.deep]
other = "deep"
[[list]]
id = "m"
other = "in a list"
[named]
id = "another"
other = "named"
[old]
translation = "first format"
`
	texts := []string{"a text", "in braces", "by dots", "one of two", "two of two", "nested", "deep", "in a list", "named", "first format"}
	all := units("plain|P", "inline|I", "dotted.x|X", "shared.y|Y", "shared.z|Z", "nested.k|K", "nested.deep|D", "list.m|M", "another|A", "old|O")
	everywhere := func(dir string) {
		t.Helper()
		files := get(t, dir, "active.es.toml")
		if _, err := os.Stat(filepath.Join(dir, "retired.es.toml")); err == nil {
			files += get(t, dir, "retired.es.toml")
		}
		for _, text := range append(texts, "# remark", "# about it") {
			if !strings.Contains(files, text) {
				t.Errorf("%q is lost:\n%s", text, files)
			}
		}
	}
	dir := t.TempDir()
	put(t, dir, "active.es.toml", strange)
	c := load(t, dir, es)
	for i, u := range all {
		if m := c.Messages[u.ID]; m.Text != texts[i] {
			t.Errorf("%s: %+v", u.ID, m)
		}
	}
	extract(t, dir, all)
	everywhere(dir)
	found, err := Keep(dir, en, es, all)
	sound(t, found, err)
	c = load(t, dir, es)
	for i, u := range all {
		if m := c.Messages[u.ID]; m.Text != texts[i] || c.Freshness(u) != Fresh {
			t.Errorf("%s after Keep: %+v", u.ID, m)
		}
	}
	up := extract(t, dir, units("new|N"))["es"]
	everywhere(dir)
	if got := strings.Join(up.Stuck, " "); got != "shared.y shared.z list.m another" {
		t.Errorf("stuck: %s", got)
	}
	if len(up.Retired) != 6 {
		t.Errorf("retired: %v", up.Retired)
	}
	up = extract(t, dir, all)["es"]
	everywhere(dir)
	if len(up.Restored) != 6 {
		t.Errorf("restored: %v", up.Restored)
	}
	c = load(t, dir, es)
	for i, u := range all {
		if m := c.Messages[u.ID]; m.Text != texts[i] || c.Freshness(u) != Fresh {
			t.Errorf("%s at the end: %+v", u.ID, m)
		}
	}
}
