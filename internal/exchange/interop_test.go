package exchange

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"multitude/internal/catalog"
)

// A translator works in a PO file while the source changes; msgmerge brings the
// file up to date, as teams do; her work comes home, and nothing else changes.
func TestMsgmergeWithANewSource(t *testing.T) {
	w := short3(t)
	mine := w.away(PO, func(m *Message) { m.Text = strings.Replace(m.Text, "Primero", "Lo primero", 1) })
	w.write(strings.Replace(shortText, "First words.", "First words, changed.", 1))
	w.set("Second", "Segundo de aquí")
	template, merged := w.export("es", PO), beside(mine, "merged.po")
	run(t, "msgmerge", "--quiet", "--previous", "-o", merged, mine, template)
	data, err := os.ReadFile(merged)
	w.sound(nil, err)
	if !strings.Contains(string(data), "#| msgid \"First words.\"") {
		t.Fatalf("msgmerge did not find the message:\n%s", data)
	}
	plan := w.take("es", merged, Options{})
	p := w.load("es")
	first := w.unit("First")
	was, _ := p.History.Text(p.Catalog.Messages[first.ID].Hash)
	if plan.of(first.ID).Outcome != Changed || w.text("First") != "Lo primero" || p.Catalog.Freshness(first) != catalog.Stale || was.Other != "First words." {
		t.Errorf("%s %q %s %q", plan.of(first.ID).Outcome, w.text("First"), p.Catalog.Freshness(first), was.Other)
	}
	if w.text("Second") != "Segundo de aquí" || len(w.conflicts()) > 0 {
		t.Error(w.text("Second"), w.conflicts())
	}
}

// What Poedit shows and needs: the languages of both sides, plural forms, a
// context for each message, and a file that gettext takes without a word.
func TestPoedit(t *testing.T) {
	for _, tag := range gateTag {
		w := newWorld(t, gateText)
		w.fill(tag)
		path := w.export(tag, PO)
		data, err := os.ReadFile(path)
		w.sound(nil, err)
		for _, want := range []string{
			`"Language: ` + strings.ReplaceAll(tag, "-", "_") + `\n"`, `"X-Source-Language: en\n"`, `"Plural-Forms: nplurals=`, `"Content-Type: text/plain; charset=UTF-8\n"`,
			`"PO-Revision-Date: 2026-01-02 00:00+0000\n"`, "msgctxt \"front.title\"", "#. The land\n#: source/text.md:",
		} {
			if !strings.Contains(string(data), want) {
				t.Errorf("%s: no %s\n%s", tag, want, data)
			}
		}
		if said := run(t, "msgfmt", "-c", "-o", os.DevNull, path); said != "" {
			t.Errorf("msgfmt: %s", said)
		}
	}
}

// goi18n's own merge reads a clean export, and gives every translation back.
func TestGoI18nMerge(t *testing.T) {
	w := newWorld(t, gateText)
	w.fill("es")
	before := w.bytes()
	dir, out := t.TempDir(), t.TempDir()
	spanish := filepath.Join(dir, "active.es.toml")
	data, err := os.ReadFile(w.export("es", GoI18n))
	w.sound(nil, err)
	w.sound(nil, os.WriteFile(spanish, data, 0o666))
	// The source as a clean file, too: with hashes the two would differ.
	var english bytes.Buffer
	f := w.load("es").Collect()
	for i := range f.Messages {
		f.Messages[i].Text = f.Messages[i].Source
	}
	_, err = Export(&english, f, GoI18n)
	w.sound(nil, err)
	w.sound(nil, os.WriteFile(filepath.Join(dir, "active.en.toml"), english.Bytes(), 0o666))
	if said, err := exec.Command("go", "tool", "goi18n", "merge", "-sourceLanguage", "en", "-outdir", out, filepath.Join(dir, "active.en.toml"), spanish).CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("goi18n: %v %s", err, said)
	}
	// translate.es.toml, beside it, has the source's texts where none is
	// translated: it is no translation.
	plan := w.take("es", filepath.Join(out, "active.es.toml"), Options{})
	if len(plan.Steps) != len(w.units)-1 {
		t.Errorf("%d messages came back", len(plan.Steps))
	}
	for _, s := range w.plan("es", spanish, Options{}).Steps {
		if s.Outcome != Unchanged {
			t.Errorf("%s: %s", s.Message.ID, s.Outcome)
		}
	}
	w.same(before, "goi18n merge")
}

// OmegaT translates with its memory; what it changed comes home, and only that.
func TestOmegaTTranslates(t *testing.T) {
	if os.Getenv("MULTITUDE_TEST") != "all" {
		return // OmegaT is installed for make test-all
	}
	w := short3(t)
	path := w.export("es", XLIFF12)
	dir := beside(path, "omegat")
	w.sound(nil, os.MkdirAll(filepath.Join(dir, "tm", "auto"), 0o777))
	memory := `<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="paragraph" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body>` +
		`<tu><tuv xml:lang="en"><seg>Primero</seg></tuv><tuv xml:lang="es"><seg>Lo primero</seg></tuv></tu></body></tmx>`
	w.sound(nil, os.WriteFile(filepath.Join(dir, "tm", "auto", "memory.tmx"), []byte(memory), 0o666))
	plan := w.take("es", throughOmegaT(t, path, "es"), Options{})
	if w.text("First") != "Lo primero" {
		t.Errorf("OmegaT's text did not come home: %q", w.text("First"))
	}
	for _, s := range plan.Steps {
		if want := map[bool]Outcome{true: Changed, false: Unchanged}[s.Message.ID == w.unit("First").ID]; s.Outcome != want {
			t.Errorf("%s: %s", s.Message.ID, s.Outcome)
		}
	}
}

// The file that Debian's gettext writes with obsolete entries and guesses.
func TestMsgmergeObsolete(t *testing.T) {
	w := short3(t)
	mine := w.away(PO, func(m *Message) { m.Text = strings.Replace(m.Text, "Tercero", "Lo tercero", 1) })
	id := w.unit("Third").ID
	w.write(strings.Replace(shortText, "Third words.\n", "", 1))
	merged := beside(mine, "merged.po")
	if err := exec.Command("msgmerge", "--quiet", "--previous", "-o", merged, mine, w.export("es", PO)).Run(); err != nil {
		t.Fatal(err)
	}
	if o := w.take("es", merged, Options{}).of(id).Outcome; o != Gone || len(w.conflicts()) != 1 {
		t.Errorf("%s %v", o, w.conflicts())
	}
}
