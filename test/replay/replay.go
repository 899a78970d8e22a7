package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

// A tally counts units, and their words.
type tally struct{ units, keptUnits, words, kept int }

func (t *tally) add(words int, kept bool) {
	t.units++
	t.words += words
	if kept {
		t.keptUnits++
		t.kept += words
	}
}

func (t tally) share() string {
	if t.words == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f %%", 100*float64(t.kept)/float64(t.words))
}

// A replay is what was seen on the way.
type replay struct {
	dir       string
	documents map[string]*document // by path

	steps, units  int
	html          int   // tags and comments that were taken out
	errors        int   // what else cannot stand in a source
	same          tally // texts that stayed the same
	ours, theirs  tally // edited texts: that kept their ID; that msgmerge found
	suggested     tally // edited texts that lost it, but whose former translation is a suggestion
	translated    int   // translations that were written
	lost          int   // of these, that stand nowhere any more
	losses        []pair
	times         map[string][]time.Duration
	latest, first string // commits
}

// A document is a file as the last step left it, with its catalogs.
type document struct {
	dir          string // locales/
	units        []unit.Unit
	translations map[string]bool
}

var (
	english = locale.MustParse("en")
	spanish = locale.MustParse("es")
)

func (r *replay) run(repository string, steps []step) error {
	files, err := open(repository)
	if err != nil {
		return err
	}
	defer files.close()
	r.times = map[string][]time.Duration{}
	r.first, r.latest = steps[0].commit, steps[len(steps)-1].commit
	for i, s := range steps {
		d := r.documents[cmp.Or(s.former, s.path)]
		if s.former != "" {
			delete(r.documents, s.former)
		}
		if s.path == "" {
			if d != nil {
				if err := r.reckon(d); err != nil {
					return err
				}
			}
			continue
		}
		data, err := files.read(s.commit, s.path)
		if err != nil {
			return err
		}
		if d == nil {
			d = &document{dir: filepath.Join(r.dir, fmt.Sprint(i)), translations: map[string]bool{}}
			if err := os.Mkdir(d.dir, 0o700); err != nil {
				return err
			}
		}
		r.documents[s.path] = d
		if err := r.step(d, s.path, data); err != nil {
			return fmt.Errorf("%s:%s: %w", s.commit, s.path, err)
		}
	}
	for _, d := range r.documents {
		if err := r.reckon(d); err != nil {
			return err
		}
	}
	return nil
}

func (r *replay) timed(name string, f func() error) error {
	begun := time.Now()
	err := f()
	r.times[name] = append(r.times[name], time.Since(begun))
	return err
}

// step extracts a new version of a document, and has what is new translated.
func (r *replay) step(d *document, path string, markdown []byte) error {
	var now []unit.Unit
	r.steps++
	retired, found, err := catalog.RetiredSource(d.dir, english)
	if err := cmp.Or(err, wrong(found)); err != nil {
		return err
	}
	r.timed("match", func() error {
		clean, n := neutral(markdown)
		r.html += n
		document, found := source.Parse(path, clean)
		for _, f := range found {
			if f.Severity == finding.Error {
				r.errors++
			}
		}
		now = unit.Restore(document, d.units, retired)
		return nil
	})
	err = r.timed("extract", func() error {
		_, found, err := catalog.Extract(d.dir, english, now)
		return cmp.Or(err, wrong(found))
	})
	if err != nil {
		return err
	}
	if d.units != nil {
		if err := r.compare(d.units, now); err != nil {
			return err
		}
	} else if _, found, err := catalog.Add(d.dir, english, spanish, now); err != nil || wrong(found) != nil {
		return cmp.Or(err, wrong(found))
	}
	r.units += len(now)
	cat, found, err := catalog.Load(d.dir, spanish)
	if err := cmp.Or(err, wrong(found)); err != nil {
		return err
	}
	var edits []catalog.Edit
	for _, u := range now {
		if cat.Freshness(u) == catalog.Missing {
			r.translated++
			text := fmt.Sprintf("traducción %d", r.translated)
			d.translations[text] = true
			edits = append(edits, catalog.Edit{Unit: u, Text: text})
		}
	}
	_, found, err = catalog.SetText(d.dir, english, spanish, edits)
	d.units = now
	return cmp.Or(err, wrong(found))
}

// wrong is the first error of the findings.
func wrong(found []finding.Finding) error {
	for _, f := range found {
		if f.Severity == finding.Error {
			return f
		}
	}
	return nil
}

// compare counts what became of the texts, here and in msgmerge.
func (r *replay) compare(former, now []unit.Unit) error {
	texts := map[string]int{}            // how often each stood there
	kept := map[string]map[string]bool{} // IDs that each had
	for _, u := range former {
		texts[u.Text]++
		if kept[u.Text] == nil {
			kept[u.Text] = map[string]bool{}
		}
		kept[u.Text][u.ID] = true
	}
	// Where a text stands more often than before, those that kept an ID count.
	again := slices.Clone(now)
	slices.SortStableFunc(again, func(a, b unit.Unit) int {
		switch x, y := kept[a.Text][a.ID], kept[b.Text][b.ID]; {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	})
	for _, u := range again {
		if texts[u.Text] > 0 {
			texts[u.Text]--
			r.same.add(unit.Words(u.Text), kept[u.Text][u.ID])
		}
	}
	pairs := edited(former, now)
	if len(pairs) == 0 {
		return nil
	}
	var theirs map[string]string
	err := r.timed("msgmerge", func() (err error) {
		theirs, err = msgmerge(r.dir, former, now)
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range pairs {
		words := unit.Words(p.now.Text)
		kept := p.now.ID == p.former.ID
		r.ours.add(words, kept)
		r.theirs.add(words, theirs[p.now.Text] == p.former.Text)
		if !kept {
			r.suggested.add(words, slices.Contains(p.now.Origins, p.former.ID))
			r.losses = append(r.losses, p)
		}
	}
	return nil
}

// reckon looks for the translations that were ever written.
func (r *replay) reckon(d *document) error {
	have := map[string]bool{}
	cat, found, err := catalog.Load(d.dir, spanish)
	if err := cmp.Or(err, wrong(found)); err != nil {
		return err
	}
	for _, m := range cat.Messages {
		have[m.Text] = true
	}
	gone, found, err := catalog.Retired(d.dir, spanish)
	if err := cmp.Or(err, wrong(found)); err != nil {
		return err
	}
	for _, m := range gone {
		have[m.Text] = true
	}
	for text := range d.translations {
		if !have[text] {
			r.lost++
		}
	}
	return os.RemoveAll(d.dir)
}

func (r *replay) report(out io.Writer, losses int) {
	p := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	p("%d versions of files, %.12s to %.12s; %d units in all versions", r.steps, r.first, r.latest, r.units)
	p("%d tags and comments of HTML were taken out before; %d other constructs that cannot stand in a source were taken as plain text", r.html, r.errors)
	p("")
	p("%-44s %8s %10s %10s", "", "units", "words", "of words")
	line := func(name string, t tally) { p("%-44s %8d %10d %10s", name, t.units, t.words, t.share()) }
	line("the same text, kept its ID", r.same)
	line("edited text, kept its ID", r.ours)
	line("edited text, found by msgmerge", r.theirs)
	if r.suggested.units > 0 {
		line("  no ID kept, but suggested", r.suggested)
	}
	p("%d translations were written; %d cannot be found any more", r.translated, r.lost)
	p("")
	p("%-44s %8s %10s %10s", "milliseconds for each version", "median", "95 %", "longest")
	for _, name := range []string{"match", "extract", "msgmerge"} {
		t := r.times[name]
		if len(t) == 0 {
			continue
		}
		slices.Sort(t)
		ms := func(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }
		what := map[string]string{"match": "match: parse and give IDs", "extract": "extract: write the catalogs", "msgmerge": "msgmerge, the program"}[name]
		p("%-44s %8s %10s %10s", what, ms(t[len(t)/2]), ms(t[len(t)*95/100]), ms(t[len(t)-1]))
	}
	slices.SortStableFunc(r.losses, func(a, b pair) int { return unit.Words(b.now.Text) - unit.Words(a.now.Text) })
	for _, l := range r.losses[:min(losses, len(r.losses))] {
		p("\n- %s: %s\n+ %s: %s", l.former.ID, l.former.Text, l.now.ID, l.now.Text)
	}
}
