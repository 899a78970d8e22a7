package exchange

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

var es = locale.MustParse("es")

// away exports, changes the file's messages, and writes them as the format has
// them, metadata of the first export included.
func (w *world) away(format Format, change func(m *Message)) string {
	w.t.Helper()
	path := w.export("es", format)
	data, err := os.ReadFile(path)
	w.sound(nil, err)
	text := string(data)
	f := w.read(path)
	for _, m := range f.Messages {
		was := m
		change(&m)
		if m.Text == was.Text {
			continue
		}
		// As an editor does: the one text, in its place.
		from, to := was.Text, m.Text
		switch format {
		case PO:
			from, to = poQuote(from), poQuote(to)
		case GoI18n:
			from, to = `"`+from+`"`, `"`+to+`"`
		}
		if from == "" || !strings.Contains(text, from) {
			w.t.Fatalf("%s: %q is not in the file\n%s", format, from, text)
		}
		text = strings.Replace(text, from, to, 1)
	}
	w.sound(nil, os.WriteFile(path, []byte(text), 0o666))
	return path
}

const shortText = `# A text

First words.

Second words.

Third words.
`

func short3(t testing.TB) *world {
	w := newWorld(t, shortText)
	_, found, err := catalog.Add(w.dir, en, es, w.units)
	w.sound(found, err)
	for i, part := range []string{"A text", "First", "Second", "Third"} {
		w.set(part, []string{"Un texto", "Primero", "Segundo", "Tercero"}[i])
	}
	return w
}

func (w *world) set(part, text string) {
	w.t.Helper()
	u := w.unit(part)
	_, found, err := catalog.SetText(w.dir, en, es, []catalog.Edit{{Unit: u, Text: text, Former: w.load("es").Catalog.Messages[u.ID].Text}})
	w.sound(found, err)
}

func (w *world) text(part string) string { return w.load("es").Catalog.Messages[w.unit(part).ID].Text }

func (w *world) conflicts() (all []string) {
	kept, found, err := catalog.Conflicts(w.dir, es)
	w.sound(found, err)
	for _, m := range kept {
		all = append(all, m.ID+": "+m.Text)
	}
	return all
}

func (w *world) sign(part string, state catalog.State) {
	found, err := catalog.Sign(w.dir, en, es, []unit.Unit{w.unit(part)}, catalog.Signature{State: state, By: "Eva", On: "2026-01-01"})
	w.sound(found, err)
}

// Three ways, in every format that tells what it was made from.
func TestThreeWays(t *testing.T) {
	for _, format := range []Format{PO, XLIFF12, XLIFF21, CSV, TMX} {
		t.Run(string(format), func(t *testing.T) {
			w := short3(t)
			w.sign("First", catalog.Reviewed)
			path := w.away(format, func(m *Message) {
				switch m.Text {
				case "Primero":
					m.Text = "Primero de fuera"
				case "Segundo":
					m.Text = "Segundo de fuera"
				}
			})
			w.set("Second", "Segundo de aquí")
			w.set("Third", "Tercero de aquí")
			plan := w.take("es", path, Options{})
			for part, want := range map[string]Outcome{"A text": Unchanged, "First": Changed, "Second": Both, "Third": Newer} {
				if got := plan.of(w.unit(part).ID).Outcome; got != want {
					t.Errorf("%s: %s, want %s", part, got, want)
				}
			}
			if w.text("First") != "Primero de fuera" || w.text("Second") != "Segundo de aquí" || w.text("Third") != "Tercero de aquí" {
				t.Errorf("%q %q %q", w.text("First"), w.text("Second"), w.text("Third"))
			}
			if got := fmt.Sprint(w.conflicts()); got != "["+w.unit("Second").ID+": Segundo de fuera]" {
				t.Error(got)
			}
			p := w.load("es")
			if s := p.Catalog.State(w.unit("First")); s != catalog.Translated {
				t.Errorf("the edited message is %s", s)
			}
			// Once more changes nothing more.
			before := w.bytes()
			w.take("es", path, Options{})
			w.same(before, "the second import")
			// Who decides for the kept text finds it gone from the kept ones.
			w.set("Second", "Segundo de fuera")
			w.take("es", path, Options{})
			if got := w.conflicts(); len(got) > 0 {
				t.Errorf("still kept: %s", got)
			}
		})
	}
}

// Where a tool has dropped what the file was made from, nothing is overwritten.
func TestTwoWays(t *testing.T) {
	w := short3(t)
	w.set("Third", "")
	path := w.away(GoI18n, func(m *Message) {
		if m.Text == "Primero" {
			m.Text = "Primero de fuera"
		}
	})
	data, err := os.ReadFile(path)
	w.sound(nil, err)
	w.sound(nil, os.WriteFile(path, append(data, "[\""+w.unit("Third").ID+"\"]\nother = \"Tercero\"\n"...), 0o666))
	plan := w.take("es", path, Options{})
	if plan.of(w.unit("First").ID).Outcome != Both || w.text("First") != "Primero" || len(w.conflicts()) != 1 {
		t.Error(plan.of(w.unit("First").ID).Outcome, w.conflicts())
	}
	if w.text("Third") != "Tercero" {
		t.Error("the missing text was not taken")
	}
	w.take("es", path, Options{Prefer: true})
	if w.text("First") != "Primero de fuera" || !strings.HasSuffix(fmt.Sprint(w.conflicts()), ": Primero]") {
		t.Error(w.text("First"), w.conflicts())
	}
}

// A text for a wording that the source no more has is stale, and shows it.
func TestOldWording(t *testing.T) {
	for _, format := range []Format{PO, XLIFF12, XLIFF21, CSV, TMX} {
		w := short3(t)
		path := w.away(format, func(m *Message) { m.Text = strings.Replace(m.Text, "Primero", "Lo primero", 1) })
		first := w.unit("First")
		w.write(strings.Replace(shortText, "First words.", "First words, changed.", 1))
		plan := w.take("es", path, Options{})
		p := w.load("es")
		m := p.Catalog.Messages[first.ID]
		was, _ := p.History.Text(m.Hash)
		if m.Text != "Lo primero" || p.Catalog.Freshness(w.unit("First")) != catalog.Stale || was.Other != "First words." {
			t.Errorf("%s: %s %+v %s %+v", format, plan.of(first.ID).Outcome, m, p.Catalog.Freshness(w.unit("First")), was)
		}
	}
}

// Who takes the mark off a stale message says that it holds.
func TestConfirmed(t *testing.T) {
	for format, mark := range map[Format][2]string{
		PO:      {"#, fuzzy\n", ""},
		XLIFF12: {`state="needs-review-translation" state-qualifier="fuzzy-match"`, `state="translated"`},
		XLIFF21: {`state="initial" subState="multitude:stale"`, `state="translated"`},
		CSV:     {",stale,,", ",translated,,"},
	} {
		w := short3(t)
		w.sign("First", catalog.Reviewed)
		w.write(strings.Replace(shortText, "First words.", "First words, changed.", 1))
		path := w.export("es", format)
		data, err := os.ReadFile(path)
		w.sound(nil, err)
		if !strings.Contains(string(data), mark[0]) {
			t.Errorf("%s: no mark\n%s", format, data)
		}
		w.sound(nil, os.WriteFile(path, []byte(strings.Replace(string(data), mark[0], mark[1], 1)), 0o666))
		plan := w.take("es", path, Options{})
		first := w.unit("First")
		p := w.load("es")
		if plan.of(first.ID).Outcome != Confirmed || p.Catalog.Freshness(first) != catalog.Fresh || p.Catalog.State(first) != catalog.Translated {
			t.Errorf("%s: %s, %s, %s", format, plan.of(first.ID).Outcome, p.Catalog.Freshness(first), p.Catalog.State(first))
		}
	}
}

// A state rises only where a person is named.
func TestNames(t *testing.T) {
	mark := map[Format][2]string{
		XLIFF12: {`state="needs-review-translation" state-qualifier="leveraged-mt"`, `state="signed-off"`},
		XLIFF21: {`state="translated" subState="multitude:machine"`, `state="reviewed"`},
		CSV:     {",machine,,", ",reviewed,,"},
	}
	own := map[Format][2]string{
		XLIFF12: {`<target state="signed-off"`, `<target phase-name="r" state="signed-off"`},
		XLIFF21: {`<mda:meta type="message">`, `<mda:meta type="by">Luz</mda:meta><mda:meta type="message">`},
		CSV:     {",reviewed,,", ",reviewed,Luz,"},
	}
	for format, mark := range mark {
		w := short3(t)
		path := w.export("es", format)
		edit := func(from, to string) {
			data, err := os.ReadFile(path)
			w.sound(nil, err)
			if !strings.Contains(string(data), from) {
				t.Fatalf("%s: no %s\n%s", format, from, data)
			}
			text := strings.Replace(string(data), from, to, 1)
			if format == XLIFF12 {
				text = strings.Replace(text, "<header>", `<header><phase-group><phase phase-name="r" process-name="review" contact-name="Luz"/></phase-group>`, 1)
			}
			w.sound(nil, os.WriteFile(path, []byte(text), 0o666))
		}
		title := w.unit("A text")
		edit(mark[0], mark[1])
		before := w.bytes()
		if o := w.take("es", path, Options{}).of(title.ID).Outcome; o != Nameless {
			t.Errorf("%s: %s", format, o)
		}
		w.same(before, "an import without a name")
		w.take("es", path, Options{By: "Ana", On: "2026-02-03"})
		if r := w.load("es").Catalog.Reviews[title.ID]; r.State != catalog.Reviewed || r.By != "Ana" || r.On != "2026-02-03" {
			t.Errorf("%s: %+v", format, r)
		}
		w = short3(t)
		path = w.export("es", format)
		edit(mark[0], mark[1])
		edit(own[format][0], own[format][1])
		w.take("es", path, Options{})
		if r := w.load("es").Catalog.Reviews[title.ID]; r.State != catalog.Reviewed || r.By != "Luz" {
			t.Errorf("%s: %+v", format, r)
		}
	}
	// What a named person has changed is translated by that person; machine
	// work that somebody edits without a name stays machine work.
	for by, want := range map[string]catalog.State{"": catalog.Machine, "Ana": catalog.Translated} {
		w := short3(t)
		w.take("es", w.away(PO, func(m *Message) { m.Text = strings.Replace(m.Text, "Primero", "Lo primero", 1) }), Options{By: by})
		if s := w.load("es").Catalog.State(w.unit("First")); s != want {
			t.Errorf("by %q: %s, want %s", by, s, want)
		}
	}
}

// msgmerge's guess for a new message is no translation.
func TestGuess(t *testing.T) {
	w := short3(t)
	w.set("First", "")
	path := filepath.Join(t.TempDir(), "es.po")
	id := w.unit("First").ID
	po := "msgid \"\"\nmsgstr \"Language: es\\n\"\n\n#, fuzzy\nmsgctxt \"" + id + "\"\nmsgid \"First words.\"\nmsgstr \"adivinado\"\n"
	w.sound(nil, os.WriteFile(path, []byte(po), 0o666))
	if o := w.take("es", path, Options{}).of(id).Outcome; o != Guess || w.text("First") != "" || len(w.conflicts()) != 1 {
		t.Error(o, w.text("First"), w.conflicts())
	}
	// With the text that it translates, it is stale.
	po = strings.Replace(po, "msgctxt", "#| msgid \"First word.\"\nmsgctxt", 1)
	w.sound(nil, os.WriteFile(path, []byte(po), 0o666))
	if o := w.take("es", path, Options{}).of(id).Outcome; o != New || w.text("First") != "adivinado" || w.load("es").Catalog.Freshness(w.unit("First")) != catalog.Stale {
		t.Error(o, w.text("First"), w.load("es").Catalog.Freshness(w.unit("First")))
	}
}

// A text for a paragraph that was deleted meanwhile is kept.
func TestGone(t *testing.T) {
	for _, format := range []Format{PO, XLIFF12, XLIFF21, CSV, TMX} {
		w := short3(t)
		path := w.away(format, func(m *Message) { m.Text = strings.Replace(m.Text, "Tercero", "Lo tercero", 1) })
		id := w.unit("Third").ID
		w.write(strings.Replace(shortText, "Third words.\n", "", 1))
		if o := w.take("es", path, Options{}).of(id).Outcome; o != Gone || fmt.Sprint(w.conflicts()) != "["+id+": Lo tercero]" {
			t.Error(format, o, w.conflicts())
		}
	}
}

// Files that do not belong here are refused, and say why.
func TestNotHere(t *testing.T) {
	w := short3(t)
	path := w.export("es", PO)
	other := newWorld(t, "# Another\n\nSomething else.\n\nAnd more.\n")
	_, found, err := catalog.Add(other.dir, en, es, other.units)
	other.sound(found, err)
	p := other.load("es")
	p.Name = "other"
	plan, found := p.Merge(w.read(path), Former{}, Options{})
	if plan != nil || !strings.Contains(fmt.Sprint(found), `the file is for another project: it was exported from "gate"; of its 4 messages 1 are here`) {
		t.Error(found)
	}
	p = w.load("es")
	p.Name = "renamed"
	if plan, found = p.Merge(w.read(path), Former{}, Options{}); plan == nil || finding.Worst(found) != finding.Warning || !strings.Contains(fmt.Sprint(found), "another project's name") {
		t.Error(found)
	}
	f := w.read(path)
	f.Messages[1].ID, f.Messages[1].Source = "text.frist-words", "?"
	plan, found = w.load("es").Merge(f, Former{}, Options{})
	if plan != nil || len(found) != 1 || !strings.Contains(found[0].Cure, `write "text.first-words" if you mean that`) || found[0].Pos.Line == 0 {
		t.Error(found)
	}
}

// Somebody who saves between Merge and Apply keeps the text.
func TestAtTheSameMoment(t *testing.T) {
	w := short3(t)
	plan := w.plan("es", w.away(PO, func(m *Message) { m.Text = strings.Replace(m.Text, "Primero", "De fuera", 1) }), Options{By: "Ana"})
	w.set("First", "De aquí")
	late, found, err := plan.Apply()
	w.sound(found, err)
	if len(late) != 1 || w.text("First") != "De aquí" || !strings.HasSuffix(fmt.Sprint(w.conflicts()), ": De fuera]") {
		t.Error(late, w.text("First"), w.conflicts())
	}
	if s := w.load("es").Catalog.State(w.unit("First")); s != catalog.Machine {
		t.Errorf("%s", s)
	}
}

// An import is all or nothing: a ledger that is broken, or a name that cannot
// be, keeps the texts out too.
func TestAllOrNothing(t *testing.T) {
	w := short3(t)
	path := w.away(PO, func(m *Message) { m.Text = strings.Replace(m.Text, "Primero", "De fuera", 1) })
	plan := w.plan("es", path, Options{By: "A\nna"})
	before := w.bytes()
	if _, found, err := plan.Apply(); err != nil || len(found) != 1 {
		t.Error(found, err)
	}
	w.same(before, "a refused name")
	for name, broken := range map[string]string{"review.es.toml": "[[", "history.en.toml": "x = ", "conflicts.es.toml": "y", "active.es.toml": "[a"} {
		plan := w.plan("es", path, Options{By: "Ana"})
		good, _ := os.ReadFile(filepath.Join(w.dir, name))
		w.sound(nil, os.WriteFile(filepath.Join(w.dir, name), []byte(broken), 0o666))
		before := w.bytes()
		if _, found, err := plan.Apply(); err != nil || finding.Worst(found) != finding.Error {
			t.Error(name, found, err)
		}
		w.same(before, name)
		if good == nil {
			os.Remove(filepath.Join(w.dir, name))
		} else {
			w.sound(nil, os.WriteFile(filepath.Join(w.dir, name), good, 0o666))
		}
	}
}

// Whatever is edited, extracted, exported, edited elsewhere and imported in
// whatever order: no text that somebody wrote becomes unreachable.
func TestNothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "multitude-lost-")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		w := &world{t: outer{t, dir}, dir: filepath.Join(dir, "locales")}
		parts := []string{"First words of the first paragraph here.", "Second words that say another thing.", "Third words, and then the end of it."}
		write := func() { w.write("# A text\n\n" + strings.Join(parts, "\n\n") + "\n") }
		write()
		_, found, err := catalog.Add(w.dir, en, es, w.units)
		w.sound(found, err)
		n := 0
		var history []string
		var texts []string // that nobody has written over
		fresh := func() string {
			n++
			return fmt.Sprintf("texto %d %s", n, rapid.SampledFrom([]string{"", "**x**", "\"", "=1", "\\", "ñ&<"}).Draw(t, "kind"))
		}
		forget := func(text string) { texts = slices.DeleteFunc(texts, func(s string) bool { return s == text }) }
		type file struct {
			path  string
			texts []string
		}
		var files []file
		for range rapid.IntRange(3, 10).Draw(t, "steps") {
			i := rapid.IntRange(0, len(parts)-1).Draw(t, "part")
			switch rapid.IntRange(0, 6).Draw(t, "step") {
			case 0: // the source is edited
				n++
				parts[i] = strings.Replace(parts[i], "words", fmt.Sprintf("words %d", n), 1)
				write()
			case 1: // a paragraph goes, or comes back
				if len(parts) > 1 {
					parts = append(parts[:i:i], parts[i+1:]...)
				} else {
					parts = append(parts, "Second words that say another thing.")
				}
				write()
			case 2: // split
				if before, after, ok := strings.Cut(parts[i], " the "); ok && len(parts) < 6 {
					parts = append(append(parts[:i:i], before+".", "The "+after), parts[i+1:]...)
					write()
				}
			case 3: // translated here
				u := rapid.SampledFrom(w.units).Draw(t, "unit")
				former := w.load("es").Catalog.Messages[u.ID].Text
				text := fresh()
				_, found, err := catalog.SetText(w.dir, en, es, []catalog.Edit{{Unit: u, Text: text, Former: former}})
				w.sound(found, err)
				forget(former)
				texts = append(texts, text)
			case 4, 5: // exported, and translated elsewhere
				format := rapid.SampledFrom([]Format{PO, XLIFF12, XLIFF21, CSV}).Draw(t, "format")
				f := w.load("es").Collect()
				var first bytes.Buffer
				found, err := Export(&first, f, format)
				w.sound(found, err)
				f, found, err = Read("x"+format.Extension(), &first)
				w.sound(found, err)
				var own []string
				for i := range f.Messages {
					if m := &f.Messages[i]; rapid.Bool().Draw(t, "edit") {
						m.Text = fresh()
						own = append(own, m.Text)
					}
				}
				out, err := os.CreateTemp(w.t.TempDir(), "*"+format.Extension())
				w.sound(nil, err)
				found, err = Export(out, f, format)
				w.sound(found, err)
				out.Close()
				files = append(files, file{out.Name(), own})
			case 6: // and brought home, perhaps for the second time
				if len(files) == 0 {
					continue
				}
				f := rapid.SampledFrom(files).Draw(t, "file")
				before := w.load("es").Catalog.Messages
				plan := w.plan("es", f.path, Options{Prefer: rapid.Bool().Draw(t, "prefer"), By: rapid.SampledFrom([]string{"", "Ana"}).Draw(t, "by")})
				_, found, err := plan.Apply()
				w.sound(found, err)
				for _, s := range plan.Steps {
					history = append(history, fmt.Sprintf("%s %s %q was %q", s.Outcome, s.Message.ID, s.Message.Text, s.Now))
					if s.Outcome == Changed { // that was what its editor wanted
						forget(before[s.Message.ID].Text)
					}
					for _, text := range f.texts {
						if text == s.Message.Text && s.Outcome != Past {
							texts = append(texts, text)
						}
					}
				}
			}
			var all strings.Builder
			for name, data := range w.bytes() {
				if strings.HasSuffix(name, ".es.toml") {
					all.WriteString(data)
				}
			}
			for _, text := range texts {
				quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
				if !strings.Contains(all.String(), quoted+`"`) {
					t.Fatalf("%q is lost\n%s\n%v", text, all.String(), history)
				}
			}
		}
	})
}

// outer is a rapid test with a folder.
type outer struct {
	*rapid.T
	dir string
}

func (o outer) TempDir() string { return o.dir }

// A guess goes out as one, comes home as one, and is none once a person has
// edited it.
func TestGuesses(t *testing.T) {
	for format, mark := range map[Format]string{
		PO: " guessed", XLIFF12: `state-qualifier="leveraged-tm"`, XLIFF21: `subState="multitude:guessed"`, CSV: ",guessed,,", TMX: " guessed",
	} {
		w := short3(t)
		title := w.unit("A text")
		found, err := catalog.Sign(w.load("es").Dir, w.load("es").Source, w.load("es").Catalog.Locale, []unit.Unit{title}, catalog.Signature{State: catalog.Machine, Origin: "poem.toml"})
		w.sound(found, err)
		path := w.export("es", format)
		data, err := os.ReadFile(path)
		w.sound(nil, err)
		if strings.Count(string(data), mark) != 1 {
			t.Errorf("%s: no %s\n%s", format, mark, data)
		}
		before := w.bytes()
		w.take("es", path, Options{By: "Ana", On: "2026-02-03"})
		w.same(before, string(format)+": an import of what nobody has touched")
		text := w.load("es").Catalog.Messages[title.ID].Text
		w.sound(nil, os.WriteFile(path, []byte(strings.ReplaceAll(string(data), text, text+"!")), 0o666))
		w.take("es", path, Options{By: "Ana", On: "2026-02-03"})
		p := w.load("es")
		if _, guess := p.Catalog.Guess(title); guess || p.Catalog.State(title) != catalog.Translated || p.Catalog.Messages[title.ID].Text != text+"!" {
			t.Errorf("%s: %+v", format, p.Catalog.Reviews[title.ID])
		}
	}
}
