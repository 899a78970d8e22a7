package catalog

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"multitude/internal/tomltree"
	"multitude/internal/unit"
)

// anyText draws texts that are awkward in TOML, Markdown or Go templates.
var anyText = rapid.OneOf(
	rapid.SampledFrom([]string{"Uno", "dos \"y\" tres", "a\\\nb", "{{.X}}", "{{", "'''", "\"\"\"", "\"\"\"\"", "ends in \"", "\ttab\x01\x7f", "#", "# en: x", "[\"a\"]", "नमस्ते", "ʻokina", "\u202eabc", "\u2028", " "}),
	rapid.StringN(1, 30, 90),
)

// world is a project with one translation, and what must not be lost from it.
type world struct {
	dir      string
	units    []unit.Unit
	n        int      // of texts and IDs made so far: each is made once
	texts    []string // that somebody wrote, and nobody has written over
	comments []string // of people
}

func (w *world) name(prefix string) string {
	w.n++
	return fmt.Sprintf("%s%d", prefix, w.n)
}

// text is a text unlike all others, so that it can be looked for.
func (w *world) text(t *rapid.T) string {
	return tomltree.Clean(anyText.Draw(t, "text") + w.name(" <") + ">")
}

func (w *world) newUnit(t *rapid.T) unit.Unit {
	id := w.name("u")
	switch rapid.IntRange(0, 2).Draw(t, "ID") {
	case 1:
		id = "part." + id
	case 2:
		id = "other.section." + id
	}
	u := unit.Unit{ID: id, Text: w.text(t)}
	if i := strings.LastIndexByte(id, '.'); i > 0 {
		u.Path = strings.Split(id[:i], ".")
	}
	if rapid.IntRange(0, 4).Draw(t, "described") == 0 {
		u.Description = w.text(t)
	}
	return u
}

// handwritten draws a message file as people write them.
func (w *world) handwritten(t *rapid.T) string {
	eol := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "eol")
	var b strings.Builder
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+eol, args...) }
	comment := func() string {
		c := w.name("# note ") + "."
		w.comments = append(w.comments, c)
		return c
	}
	maybe := func() bool { return rapid.Bool().Draw(t, "maybe") }
	quote := func(s string) string {
		if !strings.ContainsAny(s, "'\n\r\x01\x7f") && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' }) && maybe() {
			return "'" + s + "'"
		}
		return tomltree.Quote(s, eol)
	}
	text := func() string {
		s := w.text(t)
		w.texts = append(w.texts, s)
		return quote(s)
	}
	order := rapid.Permutation(w.units).Draw(t, "order")
	order = order[:rapid.IntRange(0, len(order)).Draw(t, "written")]
	if maybe() {
		write("%s%s", comment(), eol)
	}
	var later []unit.Unit
	for _, u := range order {
		switch rapid.IntRange(0, 5).Draw(t, "form") {
		case 0:
			if maybe() {
				write("%s", comment())
			}
			write("%s = %s %s", tomltree.QuoteKey(u.ID), text(), comment())
		case 1:
			write("%s = { other = %s, hash = %q }", tomltree.QuoteKey(u.ID), text(), u.Hash())
		case 2:
			write("%s.other = %s", tomltree.QuoteKey(u.ID), text())
		default:
			later = append(later, u)
		}
	}
	for _, u := range later {
		if maybe() {
			write("%s", comment())
			if maybe() {
				b.WriteString(eol)
			}
		}
		if maybe() {
			write("# en: something older")
		}
		heading := tomltree.QuoteKey(u.ID)
		if maybe() {
			heading = u.ID
		}
		write("%s[ %s ]%s", rapid.SampledFrom([]string{"", "  ", "\t"}).Draw(t, "indent"), heading, rapid.SampledFrom([]string{"", " ", " " + comment()}).Draw(t, "tail"))
		fields := []string{}
		switch rapid.IntRange(0, 5).Draw(t, "content") {
		case 0: // nothing at all
		case 1:
			fields = append(fields, "other = \"\"", "hash = \""+u.Hash()+"\"")
		case 2:
			fields = append(fields, "other = "+text())
		case 3:
			fields = append(fields, "hash = \"sha1-of-something-older\"", comment(), "other="+text(), "description = "+quote(w.text(t)))
		default:
			fields = append(fields, "hash = '"+u.Hash()+"'", "other   =   "+text()+"  ", "few = "+text())
		}
		for _, f := range fields {
			write("%s", f)
		}
		for range rapid.IntRange(0, 2).Draw(t, "blank") {
			b.WriteString(rapid.SampledFrom([]string{"", "  "}).Draw(t, "blanks") + eol)
		}
	}
	if maybe() {
		write("%s%s", eol, comment())
	}
	s := b.String()
	// The tail's comment is drawn even where it is not taken.
	w.comments = slices.DeleteFunc(w.comments, func(c string) bool { return !strings.Contains(s, c) })
	if maybe() {
		s = strings.TrimRight(s, "\r\n")
	}
	return s
}

// change draws an edit of the document.
func (w *world) change(t *rapid.T) {
	at := func() int { return rapid.IntRange(0, len(w.units)-1).Draw(t, "at") }
	op := rapid.IntRange(0, 5).Draw(t, "op")
	if len(w.units) == 0 {
		op = 0
	}
	switch op {
	case 0:
		w.units = slices.Insert(w.units, rapid.IntRange(0, len(w.units)).Draw(t, "where"), w.newUnit(t))
	case 1:
		i := at()
		w.units = slices.Delete(w.units, i, i+1)
	case 2:
		w.units[at()].Text = w.text(t)
	case 3:
		i := at()
		u := w.units[i]
		w.units = slices.Insert(slices.Delete(w.units, i, i+1), rapid.IntRange(0, len(w.units)-1).Draw(t, "to"), u)
	case 4:
		w.units = rapid.Permutation(w.units).Draw(t, "order")
	case 5:
		if i := at(); w.units[i].Description == "" {
			w.units[i].Description = w.text(t)
		}
	}
}

// translate has somebody translate a unit.
func (w *world) translate(t *rapid.T) {
	if len(w.units) == 0 {
		return
	}
	u := rapid.SampledFrom(w.units).Draw(t, "unit")
	c := load(t, w.dir, es)
	former := c.Messages[u.ID].Text
	text := w.text(t)
	set(t, w.dir, es, Edit{Unit: u, Text: text, Former: former})
	if i := slices.Index(w.texts, former); i >= 0 {
		w.texts = slices.Delete(w.texts, i, i+1)
	}
	w.texts = append(w.texts, text)
}

// blocks are the bytes of the messages that can move, without the tool's own
// comments.
func (w *world) blocks(t *rapid.T) map[string]string {
	f, _, err := readMessages(activePath(w.dir, es), es)
	if f == nil || err != nil {
		t.Fatal("unreadable")
	}
	all := map[string]string{}
	for _, e := range f.entries {
		if b := f.block(e); b.moves {
			var s strings.Builder
			for line := range strings.Lines(string(f.Bytes(b.whole))) {
				if !isOwn(line, []string{"# en: ", "# en (context): "}) {
					s.WriteString(strings.TrimRight(line, "\r\n") + "\n")
				}
			}
			all[e.id] = s.String()
		}
	}
	return all
}

// snapshot is the content and the times of all files.
func (w *world) snapshot(t *rapid.T) string {
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	var s strings.Builder
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(w.dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&s, "%s %v\n%s\n", e.Name(), info.ModTime(), data)
	}
	return s.String()
}

func (w *world) extract(t *rapid.T) {
	before := w.blocks(t)
	updates := extract(t, w.dir, w.units)

	// No text that somebody wrote is out of reach, no comment is lost.
	var files strings.Builder
	have := map[string]bool{}
	for _, path := range []string{activePath(w.dir, es), retiredPath(w.dir, es)} {
		f, _, err := readMessages(path, es)
		if f == nil || err != nil {
			t.Fatal("unreadable")
		}
		files.Write(f.Data)
		for _, e := range f.entries {
			for i := range e.fields {
				have[e.fields[i].Text] = true
			}
		}
	}
	for _, text := range w.texts {
		if !have[text] {
			t.Fatalf("the text %q is lost", text)
		}
	}
	for _, c := range w.comments {
		if !strings.Contains(files.String(), c) {
			t.Fatalf("the comment %q is lost from\n%s", c, files.String())
		}
	}

	// Messages keep their bytes, but for a hash that moves along, and for
	// fields that an untranslated one lacks.
	after := w.blocks(t)
	hash := regexp.MustCompile(`(?m)^hash += .*\n`)
	for id, was := range before {
		now, ok := after[id]
		if !ok || slices.Contains(updates["es"].Restored, id) || !strings.Contains(was, ">") || !strings.Contains(was, "other") {
			continue
		}
		if hash.ReplaceAllString(was, "") != hash.ReplaceAllString(now, "") {
			t.Fatalf("the message %s was\n%s\nand is\n%s", id, was, now)
		}
	}

	// The messages that can move are in the document's order.
	f, _, _ := readMessages(activePath(w.dir, es), es)
	last := -1
	for _, e := range f.entries {
		i := slices.IndexFunc(w.units, func(u unit.Unit) bool { return u.ID == e.id })
		if i < 0 || !f.block(e).moves {
			continue
		}
		if i < last {
			t.Fatalf("%s is out of order:\n%s", e.id, f.Data)
		}
		last = i
	}

	// Every unit has a message; go-i18n reads the file (parseMessages asks it).
	for _, u := range w.units {
		if f.byID[u.ID] == nil {
			t.Fatalf("no message for %s:\n%s", u.ID, f.Data)
		}
	}

	// A second run has nothing to do.
	was := w.snapshot(t)
	for tag, u := range extract(t, w.dir, w.units) {
		if u.Changed {
			t.Errorf("the second run changed %s", tag)
		}
	}
	if now := w.snapshot(t); now != was {
		t.Fatalf("the second run wrote\n%s\nover\n%s", now, was)
	}
}

// Through any history of edits, by any hand, no text is lost.
func TestNothingIsEverLost(t *testing.T) {
	root := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		w := &world{dir: filepath.Join(root, fmt.Sprint(n))}
		defer os.RemoveAll(w.dir)
		for range rapid.IntRange(0, 6).Draw(t, "units") {
			w.units = append(w.units, w.newUnit(t))
		}
		put(t, w.dir, "active.es.toml", w.handwritten(t))
		w.extract(t)
		for range rapid.IntRange(1, 6).Draw(t, "rounds") {
			for range rapid.IntRange(0, 3).Draw(t, "changes") {
				w.change(t)
			}
			if rapid.Bool().Draw(t, "translate first") {
				w.translate(t)
			}
			w.extract(t)
		}
	})
}
