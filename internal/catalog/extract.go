package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
	"multitude/internal/unit"
)

// An Update says what became of one locale's messages.
type Update struct {
	Locale    locale.Locale
	Path      string   // of its message file, as the user knows it
	Added     []string // IDs of units that are new there, without a text yet
	Restored  []string // of units that came back with their former text
	Retired   []string // of messages that moved to the retired ones
	Stuck     []string // of messages that should have, but share their lines with others
	Stale     []string // of messages whose source has changed
	Suggested []string // of units that were split or merged, and have former translations beside
	Changed   bool     // a file of this locale was written
}

// Extract brings locales/ into line with the document's units: the source's
// message file says what the units say, in their order, with the descriptions
// that people wrote there; every translation has a message for every unit, in
// the same order, below its source text as a comment. Texts are never touched.
// A message whose source changed keeps its hash, by which it is stale; a
// message whose unit has gone moves to retired.<tag>.toml, and comes back from
// there with its unit. Where only a description changed, hashes move along.
//
// A locale with a file that cannot be read is left as it is, with findings; the
// others are done. The updates are in the order of the tags, the source first.
func Extract(dir string, source locale.Locale, units []unit.Unit) (updates []Update, found []finding.Finding, err error) {
	err = locked(dir, func() error {
		w, err := begin(dir, source, units)
		if err != nil {
			return err
		}
		if w.found != nil {
			found = w.found
			return nil
		}
		locs, more, err := Locales(dir)
		if err != nil {
			return err
		}
		found = more
		locs = slices.DeleteFunc(locs, func(l locale.Locale) bool { return l.Tag == source.Tag })
		if len(locs) > 0 || len(more) > 0 {
			if f, err := w.remember(); f != nil || err != nil {
				found = append(found, f...)
				return err
			}
		}
		whole := len(more) == 0
		referred := map[string]bool{}
		for _, o := range w.each(locs) {
			found = append(found, o.found...)
			if o.err != nil {
				err = errors.Join(err, o.err)
			}
			if len(o.found) > 0 || o.err != nil {
				whole = false
				continue
			}
			updates = append(updates, o.update)
			for _, hash := range o.referred {
				referred[hash] = true
			}
		}
		if err != nil {
			return err
		}
		// The source's file comes last: while it says what it said, the whole
		// will be done again.
		o := w.source()
		found = append(found, o.found...)
		if o.err != nil || len(o.found) > 0 {
			return o.err
		}
		updates = slices.Insert(updates, 0, o.update)
		if whole && len(locs) > 0 {
			for _, hash := range w.hashes {
				referred[hash] = true
			}
			if !w.past.knowsMoreThan(referred) {
				return nil
			}
			f, err := remember(dir, source, nil, func(hash string) bool { return referred[hash] })
			found = append(found, f...)
			return err
		}
		return nil
	})
	finding.Sort(found)
	return updates, found, err
}

// Add starts a translation: a message file with every unit, empty but for what
// retired messages of the locale know. It refuses to overwrite one.
func Add(dir string, source, loc locale.Locale, units []unit.Unit) (update Update, found []finding.Finding, err error) {
	err = locked(dir, func() error {
		refuse := func(path, message, cure string) {
			found = []finding.Finding{{Rule: RuleTag, Severity: finding.Error, Locale: loc.Tag, Pos: doc.Position{File: path}, Message: message, Cure: cure}}
		}
		if loc.Tag == source.Tag {
			refuse("", loc.Tag+" is the language of the source", "name the language to translate into")
			return nil
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if strings.EqualFold(e.Name(), filepath.Base(activePath(dir, loc))) {
				refuse(filepath.Join(dir, e.Name()), "there is a translation into "+loc.Tag+" already", "open it in an editor; to start afresh, move the file away first")
				return nil
			}
		}
		w, err := begin(dir, source, units)
		if err != nil {
			return err
		}
		if found = w.found; found != nil {
			return nil
		}
		if found, err = w.remember(); found != nil || err != nil {
			return err
		}
		o := w.translation(loc)
		update, found = o.update, o.found
		return o.err
	})
	return update, found, err
}

// work is what the updates of all locales share.
type work struct {
	dir    string
	lang   locale.Locale // of the source
	units  []unit.Unit
	hashes []string       // of the units
	place  map[string]int // of the units, by ID
	past   *History
	former []unit.Unit // of the last extract
	found  []finding.Finding
}

// begin reads what is there. The descriptions in the source's message file are
// people's: they win over the units'.
func begin(dir string, source locale.Locale, units []unit.Unit) (*work, error) {
	w := &work{dir: dir, lang: source, units: slices.Clone(units), place: make(map[string]int, len(units))}
	f, found, err := readMessages(activePath(dir, source), source)
	if f == nil || err != nil {
		w.found = found
		return w, err
	}
	for i := range w.units {
		u := &w.units[i]
		if _, taken := w.place[u.ID]; taken || u.ID == "" || strings.HasPrefix(u.ID, wordsPrefix) {
			return nil, fmt.Errorf("unit %d has the ID %q, which is not for it alone", i+1, u.ID)
		}
		w.place[u.ID] = i
		u.Text = tomltree.Clean(u.Text)
		if e := f.byID[u.ID]; e != nil && e.field("description") != nil {
			u.Description = e.get("description")
		}
		w.hashes = append(w.hashes, u.Hash())
	}
	for _, e := range f.entries {
		if !e.empty && !strings.HasPrefix(e.id, wordsPrefix) {
			w.former = append(w.former, unit.Unit{ID: e.id, Text: e.get("other"), Description: e.get("description")})
		}
	}
	w.past, found, err = LoadHistory(dir, source)
	if w.past == nil {
		w.found = found
	}
	return w, err
}

// remember writes down what the hashes mean that catalogs refer to, before any
// of them is changed.
func (w *work) remember() ([]finding.Finding, error) {
	want := map[string]SourceText{}
	for _, units := range [][]unit.Unit{w.former, w.units} {
		for _, u := range units {
			hash := u.Hash()
			if _, known := w.past.Text(hash); !known {
				want[hash] = SourceText{u.Description, u.Text}
				w.past.texts[hash] = want[hash]
			}
		}
	}
	if len(want) == 0 {
		return nil, nil
	}
	return remember(w.dir, w.lang, want, nil)
}

type outcome struct {
	update   Update
	referred []string // hashes
	found    []finding.Finding
	err      error
}

// each updates the translations, several at a time: most of the time goes by
// in waiting for the disk.
func (w *work) each(locs []locale.Locale) []outcome {
	out := make([]outcome, len(locs))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(len(locs), 4*runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				out[i] = w.translation(locs[i])
			}
		})
	}
	for i := range locs {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

// sameText says whether hash stands for the text that unit i has now.
func (w *work) sameText(hash string, i int) bool {
	t, ok := w.past.Text(hash)
	return ok && t.Other == w.units[i].Text
}

// english is the comment above a message: the text to be translated, and what
// people wrote about it.
func (w *work) english(t SourceText, eol string) string {
	s := tomltree.CommentLines("# "+w.lang.Tag+": ", t.Other, eol)
	if t.Description != "" {
		s += tomltree.CommentLines("# "+w.lang.Tag+" (context): ", t.Description, eol)
	}
	return s
}

// translationKind is the kind of a translation's files; stale, if not nil,
// hears of the units whose messages are stale.
func (w *work) translationKind(stale func(id string)) kindOfFile {
	return kindOfFile{
		own: []string{"# " + w.lang.Tag + ": ", "# " + w.lang.Tag + " (context): "},
		comment: func(i int, eol string) string {
			return w.english(SourceText{w.units[i].Description, w.units[i].Text}, eol)
		},
		english: w.english,
		fields: func(i int, e *entry) []assignment {
			hash := w.hashes[i]
			switch now := e.get("hash"); {
			case !hasText(e):
				return []assignment{{"hash", hash}, {"other", ""}}
			case now == hash:
			case now != "" && w.sameText(now, i):
				return []assignment{{"hash", hash}}
			case stale != nil:
				stale(w.units[i].ID)
			}
			return nil
		},
	}
}

func (w *work) translation(loc locale.Locale) (o outcome) {
	opening := "# " + loc.Tag + ": write each translation between the quotes behind \"other =\".\n" +
		"# Lines that begin with \"# " + w.lang.Tag + ":\" are the original; the tool renews them.\n" +
		"# Put a backslash before each quote and backslash in a text.\n"
	k := w.translationKind(func(id string) { o.update.Stale = append(o.update.Stale, id) })
	o.err = again(func() error {
		o = outcome{}
		hashes, err := w.pair(loc, k, opening, &o)
		if err != nil || o.found != nil {
			return err
		}
		o.referred = hashes
		if err := w.ledger(loc, &o); err != nil || o.found != nil {
			return err
		}
		err = w.suggest(loc, &o)
		o.referred = append(o.referred, besideHashes(w.dir, loc)...)
		return err
	})
	o.found, o.err = mendable(o.err, o.found)
	return o
}

func (w *work) source() (o outcome) {
	k := kindOfFile{
		own:   []string{"## "},
		first: true,
		comment: func(i int, eol string) string {
			path := w.units[i].Path
			if len(path) == 0 || i > 0 && slices.Equal(path, w.units[i-1].Path) {
				return ""
			}
			return tomltree.CommentLines("## ", strings.Join(strings.Fields(strings.Join(path, " › ")), " "), eol)
		},
		fields: func(i int, e *entry) []assignment {
			var all []assignment
			if u := w.units[i]; u.Description != "" && e.field("description") == nil {
				all = append(all, assignment{"description", u.Description})
			}
			return append(all, assignment{"other", w.units[i].Text})
		},
	}
	opening := "# The texts of the document (" + w.lang.Tag + "), as translators get them. The tool renews them\n" +
		"# from the document; a description = \"…\" that you write for translators stays.\n"
	o.err = again(func() error {
		o = outcome{}
		_, err := w.pair(w.lang, k, opening, &o)
		return err
	})
	o.found, o.err = mendable(o.err, o.found)
	return o
}

// pair brings the two message files of a locale up to date, and says to which
// hashes they then refer.
func (w *work) pair(loc locale.Locale, k kindOfFile, opening string, o *outcome) ([]string, error) {
	path, old := activePath(w.dir, loc), retiredPath(w.dir, loc)
	o.update.Locale, o.update.Path = loc, path
	raw, err := read(path)
	if err != nil {
		return nil, err
	}
	rawOld, err := read(old)
	if err != nil {
		return nil, err
	}
	active, found := parseMessages(path, raw, loc)
	retired, more := parseMessages(old, rawOld, loc)
	if active == nil || retired == nil {
		o.found = append(found, more...)
		return nil, nil
	}
	r, err := reconcile(active, retired, w.units, w.place, w.past, k)
	if err != nil {
		return nil, err
	}
	r.active = active.withOpening(r.active, opening)
	if len(r.active) == 0 { // an empty file looks as if something had gone wrong
		r.active = []byte(opening)
	}
	for _, f := range []struct {
		path         string
		data, former []byte
		want         map[string]record
	}{{path, r.active, active.Data, r.wantActive}, {old, r.retired1, retired.Data, r.want1}, {old, r.retired2, r.retired1, r.want2}} {
		if bytes.Equal(f.data, f.former) {
			continue
		}
		if err := verify(f.path, f.data, f.want, loc, parseMessages); err != nil {
			return nil, err
		}
	}
	if err := r.nothingLost(active, retired, loc.Tag == w.lang.Tag); err != nil {
		return nil, err
	}
	if err := save(old, retired.File, rawOld, r.retired1); err != nil {
		return nil, err
	}
	if err := save(path, active.File, raw, r.active); err != nil {
		return nil, err
	}
	between := &tomltree.File{Data: r.retired1}
	rawBetween := r.retired1
	if bytes.Equal(retired.Data, r.retired1) {
		rawBetween = rawOld // it was not written: a byte order mark is still there
	}
	if err := save(old, between, rawBetween, r.retired2); err != nil {
		return nil, err
	}
	o.update.Added, o.update.Restored, o.update.Retired, o.update.Stuck = r.added, r.restored, r.retired, r.kept
	o.update.Changed = !bytes.Equal(active.Data, r.active) || !bytes.Equal(retired.Data, r.retired2)
	var hashes []string
	for _, all := range []map[string]record{r.wantActive, r.want2} {
		for _, rec := range all {
			hashes = append(hashes, rec[slices.Index(messageFields, "hash")])
		}
	}
	return hashes, nil
}

// nothingLost holds the law of this package against what is about to be
// written: every text of the locale is in one of its two files. In the source's
// own, the text of a unit that is there gives way to the document's.
func (r *reconciled) nothingLost(active, retired *file, source bool) error {
	have := map[string]bool{"": true}
	for _, all := range []map[string]record{r.wantActive, r.want2} {
		for _, rec := range all {
			have[rec[0]] = true
		}
	}
	for _, f := range []*file{active, retired} {
		for _, e := range f.entries {
			id, _ := original(e.id)
			if _, there := r.wantActive[id]; source && there || have[e.get("other")] {
				continue
			}
			return f.no(e.at(), e.id, "please report this, with a copy of the file", "nothing was written, because the text of %q would be lost", e.id)
		}
	}
	return nil
}

// ledger moves the hashes along that were signed for a unit of which only the
// description has changed since, and gives each unit a heading. It stands there
// before anybody signs, so that people who sign neighbours at the same time
// change different places of the file: git then merges what they did.
func (w *work) ledger(loc locale.Locale, o *outcome) error {
	path := ledgerPath(w.dir, loc)
	raw, err := read(path)
	if err != nil {
		return err
	}
	f, found := parseLedger(path, raw, loc)
	if f == nil {
		o.found = found
		return nil
	}
	p := plan{still: true, remove: map[*entry]bool{}}
	want := f.records()
	var ids []string
	for _, e := range f.entries {
		ids = append(ids, e.id)
		i, ok := w.place[e.id]
		if b := f.block(e); e.empty && !ok && b.alone && f.people(b, nil) == "" {
			p.remove[e] = true
			continue
		}
		hash := e.get("source")
		if ok && hash != "" && hash != w.hashes[i] && w.sameText(hash, i) {
			edits, err := f.set(e, "source", w.hashes[i])
			if err != nil {
				return err
			}
			p.edits = append(p.edits, edits...)
			want[e.id] = want[e.id].with(reviewFields, "source", w.hashes[i])
			hash = w.hashes[i]
		}
		o.referred = append(o.referred, hash)
	}
	for _, u := range w.units {
		if f.byID[u.ID] == nil {
			ids = append(ids, u.ID)
		}
	}
	slices.Sort(ids)
	place := make(map[string]int, len(ids))
	for i, id := range ids {
		place[id] = i
		if f.byID[id] == nil {
			p.insert = append(p.insert, insertion{i, heading(id, f.EOL())})
		}
	}
	p.rank = func(id string) (int, bool) { i, ok := place[id]; return i, ok }
	data := f.withOpening(f.rebuild(p), ledgerOpening(loc))
	if bytes.Equal(data, f.Data) {
		return nil
	}
	if err := verify(path, data, want, loc, parseLedger); err != nil {
		return err
	}
	o.update.Changed = true
	return save(path, f.File, raw, data)
}
