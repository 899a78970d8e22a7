package exchange

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

var (
	en      = locale.MustParse("en")
	gateTag = []string{"es", "ar", "zh-Hant", "am", "qu"}
)

const gateText = `---
title: A text
rights: No rights
---

All people have the **right** to stay[^stay].

All people have the right to move, with [papers](https://example.org/a_b "title") or without.

## The land

The land was here before us; we are of it.

We work. And while we work, we sing together in the *evening* hours of summer.

- Same words
- Same words

A line\
and another.

This one will be gone by tomorrow morning.

[^stay]: And to go, too.
`

// A tester is what a world needs of a test.
type tester interface {
	Helper()
	Error(args ...any)
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	TempDir() string
}

// A world is a project on the disk.
type world struct {
	t     tester
	dir   string
	units []unit.Unit
}

func newWorld(t testing.TB, text string) *world {
	w := &world{t: t, dir: t.TempDir()}
	w.write(text)
	return w
}

// write makes the text the source, and extracts.
func (w *world) write(text string) {
	w.t.Helper()
	d, found := source.Parse("source/text.md", []byte(text))
	w.sound(found, nil)
	former, found, err := catalog.Source(w.dir, en)
	w.sound(found, err)
	retired, found, err := catalog.RetiredSource(w.dir, en)
	w.sound(found, err)
	w.units = unit.Restore(d, former, retired)
	_, found, err = catalog.Extract(w.dir, en, w.units)
	w.sound(found, err)
}

func (w *world) sound(found []finding.Finding, err error) {
	w.t.Helper()
	if err != nil || len(found) > 0 {
		w.t.Fatal(found, err)
	}
}

func (w *world) unit(part string) unit.Unit {
	w.t.Helper()
	for _, u := range w.units {
		if strings.Contains(u.Text, part) {
			return u
		}
	}
	w.t.Fatalf("no unit has %q", part)
	return unit.Unit{}
}

func (w *world) load(tag string) *Project {
	w.t.Helper()
	cat, found, err := catalog.Load(w.dir, locale.MustParse(tag))
	w.sound(found, err)
	history, found, err := catalog.LoadHistory(w.dir, en)
	w.sound(found, err)
	return &Project{Name: "gate", Dir: w.dir, SourcePath: "source/text.md", Source: en, Units: w.units, Catalog: cat, History: history}
}

// translate is a translation that nobody can take for the source: its words in
// the language's own script, and its markup.
func translate(tag, text string) string {
	word := map[string]string{"es": "¿así?", "ar": "«نصّ»", "zh-Hant": "「文字」", "am": "ጽሑፍ፤", "qu": "ñuqayku"}[tag]
	return strings.Replace(word+" "+strings.ReplaceAll(text, "the", word), "A ", word+"\t", 1) + " " + word
}

// fill translates all but one message, in all states.
func (w *world) fill(tag string) {
	w.t.Helper()
	loc := locale.MustParse(tag)
	_, found, err := catalog.Add(w.dir, en, loc, w.units)
	w.sound(found, err)
	var edits []catalog.Edit
	for i, u := range w.units {
		if i != 1 {
			edits = append(edits, catalog.Edit{Unit: u, Text: translate(tag, u.Text) + fmt.Sprint(" ", i)})
		}
	}
	_, found, err = catalog.SetText(w.dir, en, loc, edits)
	w.sound(found, err)
	for i, e := range edits {
		if state := catalog.State(i % 4); state > catalog.Machine {
			found, err := catalog.Sign(w.dir, en, loc, []unit.Unit{e.Unit}, catalog.Signature{State: state, By: "Ana", On: "2026-01-02", Note: "a note"})
			w.sound(found, err)
		}
	}
}

// bytes are all files of the project's locales.
func (w *world) bytes() map[string]string {
	all := map[string]string{}
	entries, err := os.ReadDir(w.dir)
	w.sound(nil, err)
	for _, e := range entries {
		if e.Name() == ".lock" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(w.dir, e.Name()))
		w.sound(nil, err)
		all[e.Name()] = string(data)
	}
	return all
}

func (w *world) same(before map[string]string, what string) {
	w.t.Helper()
	after := w.bytes()
	for name := range after {
		if before[name] != after[name] {
			w.t.Errorf("%s changed %s:\n%s\nwas\n%s", what, name, after[name], before[name])
		}
	}
	if len(before) != len(after) {
		w.t.Errorf("%s: %d files, were %d", what, len(after), len(before))
	}
}

// export writes a file in a format, and gives its path.
func (w *world) export(tag string, format Format) string {
	w.t.Helper()
	var out bytes.Buffer
	found, err := Export(&out, w.load(tag).Collect(), format)
	w.sound(found, err)
	path := filepath.Join(w.t.TempDir(), tag+format.Extension())
	w.sound(nil, os.WriteFile(path, out.Bytes(), 0o666))
	return path
}

func (w *world) read(path string) *File {
	w.t.Helper()
	data, err := os.ReadFile(path)
	w.sound(nil, err)
	f, found, err := Read(path, bytes.NewReader(data))
	if f == nil || err != nil {
		w.t.Fatal(found, err)
	}
	return f
}

func (w *world) plan(tag, path string, o Options) *Plan {
	w.t.Helper()
	var former Former
	var err error
	former.Units, _, err = catalog.RetiredSource(w.dir, en)
	w.sound(nil, err)
	former.Texts, _, err = catalog.RetiredSource(w.dir, locale.MustParse(tag))
	w.sound(nil, err)
	plan, found := w.load(tag).Merge(w.read(path), former, o)
	if plan == nil {
		w.t.Fatal(found)
	}
	return plan
}

func (w *world) take(tag, path string, o Options) *Plan {
	w.t.Helper()
	plan := w.plan(tag, path, o)
	_, found, err := plan.Apply()
	w.sound(found, err)
	return plan
}

func (p *Plan) of(id string) Step {
	i := slices.IndexFunc(p.Steps, func(s Step) bool { return s.Message.ID == id })
	if i < 0 {
		return Step{}
	}
	return p.Steps[i]
}

// A road is a way through another program: it rewrites the file, or writes
// another one.
type road struct {
	name   string
	format Format
	all    bool // in make test-all only
	narrow bool // the program drops the former texts
	go_    func(t testing.TB, path, tag string) string
}

func stay(_ testing.TB, path, _ string) string { return path }

// The gate: canonical → file → other programs → import changes no byte; nor
// does it after the source has been edited.
func TestGate(t *testing.T) {
	for _, tag := range gateTag {
		w := newWorld(t, gateText)
		w.fill(tag)
		// Some are stale when they leave, with a former text.
		text := strings.Replace(gateText, "before us", "long before us", 1)
		text = strings.Replace(text, "or without", "and without", 1)
		w.write(text)
		dir := w.dir
		for _, r := range roads() {
			if r.all && os.Getenv("MULTITUDE_TEST") != "all" {
				continue
			}
			t.Run(tag+"/"+r.name, func(t *testing.T) {
				w := &world{t: t, dir: filepath.Join(t.TempDir(), "locales"), units: w.units}
				w.sound(nil, os.CopyFS(w.dir, os.DirFS(dir)))
				before := w.bytes()
				exported := w.load(tag).Collect()
				path := r.go_(t, w.export(tag, r.format), tag)
				w.carries(path, exported, r)
				w.take(tag, path, Options{})
				w.same(before, "the import")
				if again := w.load(tag).Collect(); fmt.Sprint(again) != fmt.Sprint(exported) {
					t.Errorf("states or former texts were lost:\n%+v\nwere\n%+v", again, exported)
				}
				w.edited(t, tag, text, path, r)
			})
		}
	}
}

// carries holds a file that has come back against what was exported: texts, and
// where the road keeps them IDs, states and former texts.
func (w *world) carries(path string, exported *File, r road) {
	w.t.Helper()
	back := map[string]Message{}
	texts := map[string]bool{}
	for _, m := range w.read(path).Messages {
		back[m.ID], texts[m.Text] = m, true
	}
	stale := 0
	for _, m := range exported.Messages {
		if m.Text != "" && !texts[m.Text] {
			w.t.Errorf("%s: %q is not in the file", m.ID, m.Text)
		}
		b, ok := back[m.ID]
		if !ok || m.Text == "" || r.format == GoI18n {
			continue
		}
		if b.State != m.State && b.Base != "" {
			w.t.Errorf("%s: %s, was %s", m.ID, b.State, m.State)
		}
		if m.Former != "" && !r.narrow && b.Base != "" {
			if stale++; b.Former != m.Former {
				w.t.Errorf("%s: former text %q, was %q", m.ID, b.Former, m.Former)
			}
		}
	}
	if first := exported.Messages[2]; !r.narrow && back[first.ID].Base != "" && stale != 2 {
		w.t.Errorf("%d stale messages have their former text", stale)
	}
}

// edited edits the source while the file is away: one paragraph edited, one
// moved, one split, one deleted.
func (w *world) edited(t testing.TB, tag, text, path string, r road) {
	w.t.Helper()
	text = strings.Replace(text, "the **right** to stay", "the **freedom** to stay", 1)
	text = strings.Replace(text, "## The land\n\nThe land was here long before us; we are of it.\n", "## The land\n", 1)
	text = strings.Replace(text, "A line\\\n", "The land was here long before us; we are of it.\n\nA line\\\n", 1)
	text = strings.Replace(text, "We work. And while", "We work.\n\nAnd while", 1)
	text = strings.Replace(text, "This one will be gone by tomorrow morning.\n\n", "", 1)
	was := w.unit("tomorrow")
	moved := w.unit("long before us")
	w.write(text)
	if w.unit("long before us").ID != moved.ID {
		w.t.Fatal("the moved paragraph lost its ID")
	}
	before := w.bytes()
	w.take(tag, path, Options{})
	w.same(before, "the import of an older file")
	if r.format == GoI18n {
		return // it does not say what its texts translate
	}
	// And a new file of the edited source.
	w.take(tag, r.go_(t, w.export(tag, r.format), tag), Options{})
	w.same(before, "the import of a new file")
	if strings.Contains(before["active."+tag+".toml"], was.ID) || !strings.Contains(before["retired."+tag+".toml"], was.ID) {
		w.t.Error("the deleted paragraph was not retired")
	}
}
