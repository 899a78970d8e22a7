package memory

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"multitude/internal/catalog"
	"multitude/internal/exchange"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

var (
	en = locale.MustParse("en")
	es = locale.MustParse("es")
)

// A writing is a text that a person wrote, and what it translates.
type writing struct {
	english string
	text    string
	id      string // of the message that it was written into
}

// A team edits, extracts, translates, reviews, exports and imports in any order.
type team struct {
	t          *rapid.T
	dir        string
	paragraphs [][]string // sentences
	gone       [][]string // paragraphs that were taken out
	units      []unit.Unit
	written    []writing // that nobody has written over
	file       []byte    // that was exported, PO
	n          int       // of texts made so far: each is made once
}

func (w *team) ok(found []finding.Finding, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range found {
		if f.Severity == finding.Error {
			w.t.Fatal(f)
		}
	}
}

func (w *team) name() int { w.n++; return w.n }

var words = strings.Fields("people land right stay move work peace home child water bread song road river law door hand voice night year town school field care joy rest fire rain stone seed")

func (w *team) sentence() string {
	var s []string
	for range rapid.IntRange(6, 10).Draw(w.t, "words") {
		s = append(s, rapid.SampledFrom(words).Draw(w.t, "word"))
	}
	return fmt.Sprintf("%s s%d.", strings.Join(s, " "), w.name())
}

func (w *team) edit() {
	if len(w.paragraphs) == 0 {
		w.paragraphs = append(w.paragraphs, []string{w.sentence()})
		return
	}
	i := rapid.IntRange(0, len(w.paragraphs)-1).Draw(w.t, "at")
	p := w.paragraphs[i]
	switch rapid.IntRange(0, 7).Draw(w.t, "edit") {
	case 0:
		w.paragraphs = slices.Insert(w.paragraphs, i, []string{w.sentence(), w.sentence()})
	case 1: // out
		w.gone = append(w.gone, p)
		w.paragraphs = slices.Delete(w.paragraphs, i, i+1)
	case 2: // back
		if k := len(w.gone); k > 0 {
			w.paragraphs = slices.Insert(w.paragraphs, i, w.gone[k-1])
			w.gone = w.gone[:k-1]
		}
	case 3: // split
		if len(p) > 1 {
			w.paragraphs = slices.Replace(w.paragraphs, i, i+1, p[:1], p[1:])
		}
	case 4: // merged
		if i+1 < len(w.paragraphs) {
			w.paragraphs = slices.Replace(w.paragraphs, i, i+2, slices.Concat(p, w.paragraphs[i+1]))
		}
	case 5: // moved
		w.paragraphs = slices.Insert(slices.Delete(w.paragraphs, i, i+1), rapid.IntRange(0, len(w.paragraphs)-1).Draw(w.t, "to"), p)
	default: // a word; the former wording may come back
		w.gone = append(w.gone, p)
		p = slices.Clone(p)
		s := strings.Fields(p[0])
		s[rapid.IntRange(0, len(s)-2).Draw(w.t, "word")] = rapid.SampledFrom(words).Draw(w.t, "word")
		p[0] = strings.Join(s, " ")
		w.paragraphs[i] = p
	}
}

func (w *team) extract() {
	text := "# A text\n"
	for _, p := range w.paragraphs {
		text += "\n" + strings.Join(p, " ") + "\n"
	}
	d, found := source.Parse("a.md", []byte(text))
	w.ok(found, nil)
	former, found, err := catalog.Source(w.dir, en)
	w.ok(found, err)
	retired, found, err := catalog.RetiredSource(w.dir, en)
	w.ok(found, err)
	w.units = unit.Restore(d, former, retired)
	_, found, err = catalog.Extract(w.dir, en, w.units)
	w.ok(found, err)
	if _, err := os.Stat(filepath.Join(w.dir, "active.es.toml")); err != nil {
		_, found, err = catalog.Add(w.dir, en, es, w.units)
		w.ok(found, err)
	}
	_, found, err = Fill(w.dir, en, es, w.units, nil)
	w.ok(found, err)

	before := map[string]bool{}
	for _, u := range former {
		before[u.Text] = true
	}
	// A paragraph that came back, or stands there, has its translation.
	cat := w.catalog()
	for _, u := range w.units {
		var known []string
		for _, x := range w.written {
			if x.english == u.Text {
				known = append(known, x.text)
			}
		}
		// Where somebody has written another text since, that one stays.
		now := cat.Messages[u.ID]
		anew := slices.ContainsFunc(w.written, func(x writing) bool { return x.id == u.ID && x.text == now.Text })
		if len(known) > 0 && !slices.Contains(known, now.Text) && (now.Text == "" || !anew || !before[u.Text]) {
			w.t.Fatalf("%q was translated as %q, and has %q", u.Text, known, now.Text)
		}
		if origin, guess := cat.Guess(u); guess && (cat.State(u) != catalog.Machine || origin == "") {
			w.t.Fatalf("the guess for %s is vouched for", u.ID)
		}
	}

	// A second time, there is nothing to do.
	updates, found, err := catalog.Extract(w.dir, en, w.units)
	w.ok(found, err)
	for _, u := range updates {
		if u.Changed && u.Locale == es && slices.IndexFunc(w.units, func(u unit.Unit) bool { return len(u.Origins) > 0 }) < 0 {
			w.t.Fatal("a second extract changed something")
		}
	}
}

func (w *team) catalog() *catalog.Catalog {
	cat, found, err := catalog.Load(w.dir, es)
	w.ok(found, err)
	return cat
}

// over forgets a text that somebody has written over in the message.
func (w *team) over(id, text string) {
	w.written = slices.DeleteFunc(w.written, func(x writing) bool { return x.text == text && x.id == id })
}

func (w *team) translate() {
	u := rapid.SampledFrom(w.units).Draw(w.t, "unit")
	now := w.catalog().Messages[u.ID].Text
	text := fmt.Sprintf("texto t%d", w.name())
	conflicts, found, err := catalog.SetText(w.dir, en, es, []catalog.Edit{{Unit: u, Text: text, Former: now}})
	w.ok(found, err)
	if len(conflicts) > 0 {
		w.t.Fatal("a translator's text was refused")
	}
	w.over(u.ID, now)
	w.written = append(w.written, writing{u.Text, text, u.ID})
}

func (w *team) review() {
	u := rapid.SampledFrom(w.units).Draw(w.t, "unit")
	now := w.catalog().Messages[u.ID].Text
	if now == "" {
		return
	}
	if rapid.Bool().Draw(w.t, "keep") {
		found, err := catalog.Keep(w.dir, en, es, []unit.Unit{u})
		w.ok(found, err)
	} else {
		state := rapid.SampledFrom([]catalog.State{catalog.Machine, catalog.Translated, catalog.Reviewed, catalog.Approved}).Draw(w.t, "state")
		found, err := catalog.Sign(w.dir, en, es, []unit.Unit{u}, catalog.Signature{State: state, By: "Ana", On: "2025-03-01"})
		w.ok(found, err)
	}
	for i, x := range w.written { // it is for this text now
		if x.id == u.ID && x.text == now {
			w.written[i].english = u.Text
		}
	}
}

func (w *team) project() *exchange.Project {
	past, found, err := catalog.LoadHistory(w.dir, en)
	w.ok(found, err)
	return &exchange.Project{Name: "a", Dir: w.dir, SourcePath: "a.md", Source: en, Units: w.units, Catalog: w.catalog(), History: past}
}

func (w *team) export() {
	var b bytes.Buffer
	found, err := exchange.Export(&b, w.project().Collect(), exchange.PO)
	w.ok(found, err)
	w.file = b.Bytes()
}

// bring imports the file that was once exported, with one text changed in it.
func (w *team) bring() {
	if w.file == nil {
		return
	}
	f, found, err := exchange.Read("a.po", bytes.NewReader(w.file))
	w.ok(found, err)
	m := &f.Messages[rapid.IntRange(0, len(f.Messages)-1).Draw(w.t, "message")]
	m.Text = fmt.Sprintf("texto importado t%d", w.name())
	m.Settled = true
	former := exchange.Former{}
	former.Units, found, err = catalog.RetiredSource(w.dir, en)
	w.ok(found, err)
	former.Texts, found, err = catalog.RetiredSource(w.dir, es)
	w.ok(found, err)
	before := w.catalog()
	plan, found := w.project().Merge(f, former, exchange.Options{})
	if plan == nil {
		return // it does not belong here any more, and says so
	}
	_, found, err = plan.Apply()
	w.ok(found, err)
	after := w.catalog()
	for id, was := range before.Messages {
		if after.Messages[id].Text != was.Text {
			w.over(id, was.Text)
		}
	}
	for id, now := range after.Messages {
		if now.Text == m.Text {
			w.written = append(w.written, writing{w.english(id, now.Hash), m.Text, id})
			return
		}
	}
	w.written = append(w.written, writing{"", m.Text, m.ID}) // kept beside
}

func (w *team) english(id, hash string) string {
	for _, u := range w.units {
		if u.ID == id && u.Hash() == hash {
			return u.Text
		}
	}
	return ""
}

// check holds the law: what somebody wrote stands in one of the files.
func (w *team) check() {
	have := map[string]bool{}
	for _, m := range w.catalog().Messages {
		have[m.Text] = true
	}
	for _, read := range []func(string, locale.Locale) ([]catalog.Message, []finding.Finding, error){catalog.Retired, catalog.Suggestions, catalog.Conflicts} {
		messages, found, err := read(w.dir, es)
		w.ok(found, err)
		for _, m := range messages {
			have[m.Text] = true
		}
	}
	for _, x := range w.written {
		if !have[x.text] {
			files, _ := filepath.Glob(filepath.Join(w.dir, "*.es.toml"))
			var all []byte
			for _, path := range files {
				data, _ := os.ReadFile(path)
				all = append(append(all, path+":\n"...), data...)
			}
			w.t.Fatalf("%q, for %q, is lost from\n%s", x.text, cmp.Or(x.english, x.id), all)
		}
	}
}

// Whatever a team does, and in whatever order: no text that somebody wrote and
// nobody wrote over is out of reach, and a paragraph that comes back has its
// translation.
func TestNoTextIsLost(t *testing.T) {
	root := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		w := &team{t: t, dir: filepath.Join(root, fmt.Sprint(n))}
		defer os.RemoveAll(w.dir)
		if err := os.Mkdir(w.dir, 0o777); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 4).Draw(t, "paragraphs") {
			w.paragraphs = append(w.paragraphs, []string{w.sentence(), w.sentence()})
		}
		w.extract()
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			switch rapid.IntRange(0, 7).Draw(t, "step") {
			case 0, 1, 2:
				for range rapid.IntRange(1, 3).Draw(t, "edits") {
					w.edit()
				}
				w.extract()
			case 3, 4:
				w.translate()
			case 5:
				w.review()
			case 6:
				w.export()
			case 7:
				w.bring()
			}
			w.check()
		}
	})
}
