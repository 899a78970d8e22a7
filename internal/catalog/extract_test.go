package catalog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

var (
	en = locale.MustParse("en")
	es = locale.MustParse("es")
)

// A tester is what helpers need of testing.TB and of rapid.T.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// units makes units of "id|text" or "id|text|description".
func units(all ...string) []unit.Unit {
	var us []unit.Unit
	for _, s := range all {
		p := append(strings.SplitN(s, "|", 3), "")
		u := unit.Unit{ID: p[0], Text: p[1], Description: p[2]}
		if i := strings.LastIndexByte(u.ID, '.'); i > 0 {
			u.Path = []string{strings.ToUpper(u.ID[:i])}
		}
		us = append(us, u)
	}
	return us
}

// sound fails on an error or a finding.
func sound(t tester, found []finding.Finding, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Fatal(f.Error())
	}
}

func extract(t tester, dir string, us []unit.Unit) map[string]Update {
	t.Helper()
	updates, found, err := Extract(dir, en, us)
	sound(t, found, err)
	all := map[string]Update{}
	for _, u := range updates {
		all[u.Locale.Tag] = u
	}
	return all
}

func add(t tester, dir string, loc locale.Locale, us []unit.Unit) Update {
	t.Helper()
	u, found, err := Add(dir, en, loc, us)
	sound(t, found, err)
	return u
}

func put(t tester, dir, name, text string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func get(t tester, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// equal compares texts, and shows the first line that differs.
func equal(t tester, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	i := 0
	for i < len(g) && i < len(w) && g[i] == w[i] {
		i++
	}
	t.Errorf("%s differs from line %d on; got:\n%s\nwant:\n%s", what, i+1, got, want)
}

func set(t tester, dir string, loc locale.Locale, edits ...Edit) {
	t.Helper()
	conflicts, found, err := SetText(dir, en, loc, edits)
	sound(t, found, err)
	if len(conflicts) > 0 {
		t.Fatalf("conflicts: %+v", conflicts)
	}
}

func load(t tester, dir string, loc locale.Locale) *Catalog {
	t.Helper()
	c, found, err := Load(dir, loc)
	sound(t, found, err)
	return c
}

func TestExtractAndAdd(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "locales")
	us := units("title|A **Title**", "vision.stay|We stay.\\\nWe \"move\".|a \"slogan\"", "vision.work|We work.", "end.end|End")
	extract(t, dir, us)
	equal(t, "active.en.toml", get(t, dir, "active.en.toml"), `# The texts of the document (en), as translators get them. The tool renews them
# from the document; a description = "…" that you write for translators stays.

["title"]
other = "A **Title**"

## VISION
["vision.stay"]
description = "a \"slogan\""
other = """
We stay.\\
We "move"."""

["vision.work"]
other = "We work."

## END
["end.end"]
other = "End"
`)
	add(t, dir, es, us)
	want := `# es: write each translation between the quotes behind "other =".
# Lines that begin with "# en:" are the original; the tool renews them.
# Put a backslash before each quote and backslash in a text.

# en: A **Title**
["title"]
hash = "` + us[0].Hash() + `"
other = ""

# en: We stay.\
# en: We "move".
# en (context): a "slogan"
["vision.stay"]
hash = "` + us[1].Hash() + `"
other = ""

# en: We work.
["vision.work"]
hash = "` + us[2].Hash() + `"
other = ""

# en: End
["end.end"]
hash = "` + us[3].Hash() + `"
other = ""
`
	equal(t, "active.es.toml", get(t, dir, "active.es.toml"), want)
	back, found, err := Source(dir, en)
	sound(t, found, err)
	for i, u := range back {
		if u.ID != us[i].ID || u.Text != us[i].Text || u.Description != us[i].Description || u.Pos.Line == 0 {
			t.Errorf("unit %d came back as %+v", i, u)
		}
	}
	h, found, err := LoadHistory(dir, en)
	sound(t, found, err)
	for _, u := range us {
		if got, ok := h.Text(u.Hash()); !ok || got != (SourceText{u.Description, u.Text}) {
			t.Errorf("history of %s: %+v", u.ID, got)
		}
	}
}

// strip drops the opening comment.
func strip(s string) string {
	_, rest, _ := strings.Cut(s, "\n\n")
	return rest
}

func TestExtractFollowsTheSource(t *testing.T) {
	dir := t.TempDir()
	us := units("a.one|One", "a.two|Two", "b.three|Three", "b.four|Four")
	extract(t, dir, us)
	add(t, dir, es, us)
	for i, text := range []string{"Uno", "Dos", "Tres", "Cuatro"} {
		set(t, dir, es, Edit{Unit: us[i], Text: text})
	}
	c := load(t, dir, es)
	for _, u := range us {
		if c.Freshness(u) != Fresh {
			t.Errorf("%s is %v", u.ID, c.Freshness(u))
		}
	}

	// One is edited, two goes, four moves to the front, five is new.
	next := units("b.four|Four", "a.one|One!", "a.five|Five", "b.three|Three")
	up := extract(t, dir, next)["es"]
	if got := strings.Join(up.Added, " ") + "/" + strings.Join(up.Retired, " ") + "/" + strings.Join(up.Stale, " "); got != "a.five/a.two/a.one" {
		t.Errorf("update: %s", got)
	}
	equal(t, "active.es.toml", strip(get(t, dir, "active.es.toml")), `# en: Four
["b.four"]
hash = "`+us[3].Hash()+`"
other = "Cuatro"

# en: One!
["a.one"]
hash = "`+us[0].Hash()+`"
other = "Uno"

# en: Five
["a.five"]
hash = "`+next[2].Hash()+`"
other = ""

# en: Three
["b.three"]
hash = "`+us[2].Hash()+`"
other = "Tres"
`)
	equal(t, "retired.es.toml", strip(get(t, dir, "retired.es.toml")), `# en: Two
["a.two"]
hash = "`+us[1].Hash()+`"
other = "Dos"
`)
	equal(t, "active.en.toml", strip(get(t, dir, "active.en.toml")), `## B
["b.four"]
other = "Four"

## A
["a.one"]
other = "One!"

["a.five"]
other = "Five"

## B
["b.three"]
other = "Three"
`)
	gone, found, err := RetiredSource(dir, en)
	sound(t, found, err)
	if len(gone) != 1 || gone[0].ID != "a.two" || gone[0].Text != "Two" {
		t.Errorf("retired of the source: %+v", gone)
	}
	c = load(t, dir, es)
	if f := c.Freshness(next[1]); f != Stale {
		t.Errorf("a.one is %v", f)
	}
	if f := c.Freshness(next[2]); f != Missing {
		t.Errorf("a.five is %v", f)
	}
	h, found, err := LoadHistory(dir, en)
	sound(t, found, err)
	if text, ok := h.Text(us[0].Hash()); !ok || text.Other != "One" {
		t.Errorf("the former text of a.one is not in the history")
	}

	// Two comes back.
	up = extract(t, dir, append(next, us[1]))["es"]
	if strings.Join(up.Restored, " ") != "a.two" || len(up.Added) > 0 {
		t.Errorf("update: %+v", up)
	}
	if m := load(t, dir, es).Messages["a.two"]; m.Text != "Dos" {
		t.Errorf("a.two came back as %+v", m)
	}
	if s := strip(get(t, dir, "retired.es.toml")); s != "" {
		t.Errorf("still retired: %s", s)
	}

	// With the stale message translated anew, its former source is forgotten.
	set(t, dir, es, Edit{Unit: next[1], Text: "¡Uno!", Former: "Uno"})
	extract(t, dir, append(next, us[1]))
	h, found, err = LoadHistory(dir, en)
	sound(t, found, err)
	if _, ok := h.Text(us[0].Hash()); ok {
		t.Error("the history still has what nobody refers to")
	}
}

func TestDescriptionMakesNothingStale(t *testing.T) {
	dir := t.TempDir()
	us := units("a|One", "b|Two")
	extract(t, dir, us)
	add(t, dir, es, us)
	set(t, dir, es, Edit{Unit: us[0], Text: "Uno"}, Edit{Unit: us[1], Text: "Dos"})
	found, err := Sign(dir, en, es, us, Signature{State: Approved, By: "Ana", On: "2025-01-31"})
	sound(t, found, err)
	// Somebody writes a description; the text of b changes as well.
	put(t, dir, "active.en.toml", strings.Replace(strings.Replace(get(t, dir, "active.en.toml"), "other = \"One\"", "description = \"a number\"\nother = \"One\"", 1), "Two", "Two!", 1))
	now, found, err := Source(dir, en)
	sound(t, found, err)
	check := func(when string) {
		t.Helper()
		c := load(t, dir, es)
		if c.Freshness(now[0]) != Fresh || c.State(now[0]) != Approved {
			t.Errorf("%s: a is %v, %v", when, c.Freshness(now[0]), c.State(now[0]))
		}
		if c.Freshness(now[1]) != Stale || c.State(now[1]) != Approved {
			t.Errorf("%s: b is %v, %v", when, c.Freshness(now[1]), c.State(now[1]))
		}
	}
	check("before extract")
	extract(t, dir, units("a|One", "b|Two!"))
	check("after extract")
	if m := load(t, dir, es).Messages["a"]; m.Hash != now[0].Hash() {
		t.Error("the hash did not move along")
	}
	if s := get(t, dir, "active.es.toml"); !strings.Contains(s, "# en: One\n# en (context): a number\n[\"a\"]") {
		t.Errorf("the translator does not see the description:\n%s", s)
	}
	if s := get(t, dir, "active.en.toml"); !strings.Contains(s, "description = \"a number\"") {
		t.Errorf("the description is lost:\n%s", s)
	}
}

// A message that is retired again under an ID that a retired one has.
func TestRetiredTwice(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "retired.es.toml", "[\"a\"]\nhash = \"x\"\nother = \"first\"\n")
	put(t, dir, "active.es.toml", "[\"a\"]\nhash = \"y\"\nother = \"second\"\n")
	extract(t, dir, units("b|B"))
	equal(t, "retired.es.toml", get(t, dir, "retired.es.toml"), "[\"a\"]\nhash = \"x\"\nother = \"first\"\n\n[\"a (2)\"]\nhash = \"y\"\nother = \"second\"\n")
	// The later one comes back; the earlier stays in memory.
	extract(t, dir, units("a|A", "b|B"))
	if m := load(t, dir, es).Messages["a"]; m.Text != "second" {
		t.Errorf("came back: %+v", m)
	}
	equal(t, "retired.es.toml", get(t, dir, "retired.es.toml"), "[\"a\"]\nhash = \"x\"\nother = \"first\"\n")
}

// A process that was killed between its writes leaves messages in both files.
func TestHalfRetired(t *testing.T) {
	dir := t.TempDir()
	block := "# en: A\n[\"a\"]\nhash = \"" + unit.Hash("", "A") + "\"\nother = \"first\"\n"
	put(t, dir, "retired.es.toml", block)
	put(t, dir, "active.es.toml", block)
	extract(t, dir, units("a|A", "b|B"))
	if s := get(t, dir, "retired.es.toml"); s != "" {
		t.Errorf("restored by half: still retired: %s", s)
	}
	dir = t.TempDir()
	put(t, dir, "retired.es.toml", block)
	put(t, dir, "active.es.toml", block)
	extract(t, dir, units("b|B"))
	equal(t, "retired.es.toml", get(t, dir, "retired.es.toml"), block)
	if s := get(t, dir, "active.es.toml"); strings.Contains(s, "first") {
		t.Errorf("retired by half: still active: %s", s)
	}
}

// The second of two equal runs writes nothing.
func TestNothingToDo(t *testing.T) {
	dir := t.TempDir()
	us := units("a|One", "b|Two", "c.d|{{.Three}} and {{")
	extract(t, dir, us)
	add(t, dir, es, us)
	add(t, dir, locale.MustParse("quc-x-nahuala"), us)
	set(t, dir, es, Edit{Unit: us[2], Text: "{{.Tres}} y {{"})
	extract(t, dir, us[1:])
	mtimes := func() string {
		var s strings.Builder
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil {
				t.Fatal(err)
			}
			s.WriteString(e.Name() + " " + info.ModTime().String() + "\n")
		}
		return s.String()
	}
	before := mtimes()
	for tag, u := range extract(t, dir, us[1:]) {
		if u.Changed {
			t.Errorf("%s says it changed", tag)
		}
	}
	equal(t, "times", mtimes(), before)
}

func TestOneBrokenLocale(t *testing.T) {
	dir := t.TempDir()
	us := units("a|One")
	extract(t, dir, us)
	add(t, dir, es, us)
	add(t, dir, locale.MustParse("ht"), us)
	set(t, dir, es, Edit{Unit: us[0], Text: "Uno"})
	put(t, dir, "active.ht.toml", "[\"a\"]\nother = \"pa fini\n")
	next := units("a|One!", "b|Two")
	updates, found, err := Extract(dir, en, next)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 1 || found[0].Locale != "ht" || found[0].Pos.Line != 2 || found[0].Severity != finding.Error {
		t.Errorf("findings: %v", found)
	}
	if len(updates) != 2 || updates[1].Locale != es || len(updates[1].Added) != 1 {
		t.Errorf("updates: %+v", updates)
	}
	equal(t, "active.ht.toml", get(t, dir, "active.ht.toml"), "[\"a\"]\nother = \"pa fini\n")
	h, found, err := LoadHistory(dir, en)
	sound(t, found, err)
	if _, ok := h.Text(us[0].Hash()); !ok {
		t.Error("the history was pruned though a catalog could not be asked")
	}
}

func TestAddRefuses(t *testing.T) {
	dir := t.TempDir()
	us := units("a|One")
	extract(t, dir, us)
	add(t, dir, locale.MustParse("zh-Hans"), us)
	before := get(t, dir, "active.zh-Hans.toml")
	for _, tag := range []string{"zh-Hans", "en"} {
		_, found, err := Add(dir, en, locale.MustParse(tag), us)
		if err != nil || len(found) != 1 || found[0].Cure == "" {
			t.Errorf("%s: %v %v", tag, found, err)
		}
	}
	equal(t, "active.zh-Hans.toml", get(t, dir, "active.zh-Hans.toml"), before)
}
