package catalog

import (
	"os"
	"path/filepath"
	"slices"

	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
	"multitude/internal/unit"
)

// A Fill is a text from somewhere else for a message that has none.
type Fill struct {
	Unit   unit.Unit // as it is now: the text translates just this
	Text   string
	Origin string // from where it comes, for people
}

// FillIn writes texts into messages that have none, and into the ledger from
// where they come: they are guesses, for which nobody vouches. A message that has
// a text by now, or a signature from before, is left as it is. It says which
// units were filled in.
func FillIn(dir string, source, loc locale.Locale, fills []Fill) (filled []string, found []finding.Finding, err error) {
	if len(fills) == 0 {
		return nil, nil, nil
	}
	err = locked(dir, func() error {
		ledger, _, more, err := loadLedger(dir, loc)
		if found = more; len(found) > 0 || err != nil {
			return err
		}
		var edits []Edit
		of := map[string]*Signature{}
		for _, f := range fills {
			if r := ledger[f.Unit.ID]; r.State > Machine || tomltree.Clean(f.Text) == "" || of[f.Unit.ID] != nil {
				continue
			}
			edits = append(edits, Edit{Unit: f.Unit, Text: f.Text})
			of[f.Unit.ID] = &Signature{State: Machine, Origin: f.Origin}
		}
		conflicts, found2, err := setText(dir, source, loc, edits)
		if found = found2; len(found) > 0 || err != nil {
			return err
		}
		for _, c := range conflicts { // somebody was faster
			delete(of, c.Unit.ID)
		}
		var units []unit.Unit
		texts := map[string]string{}
		for _, e := range edits {
			if of[e.Unit.ID] != nil {
				units = append(units, e.Unit)
				filled = append(filled, e.Unit.ID)
				texts[e.Unit.ID] = unit.Hash("", tomltree.Clean(e.Text))
			}
		}
		if len(units) == 0 {
			return nil
		}
		found, err = change(ledgerPath(dir, loc), loc, parseLedger, func(f *file) ([]byte, map[string]record, error) {
			return f.enter(units, func(id string) *Signature { return of[id] }, nil, texts)
		})
		return err
	})
	found, err = mendable(err, found)
	return filled, found, err
}

func suggestionsPath(dir string, loc locale.Locale) string {
	return filepath.Join(dir, "suggestions."+loc.Tag+".toml")
}

func suggestionsOpening(loc locale.Locale) string {
	return "# Where a text of the source was split, or several became one: the translations\n" +
		"# (" + loc.Tag + ") that its parts had before. The tool takes an entry out when its message\n" +
		"# in active." + loc.Tag + ".toml is translated anew.\n"
}

// Suggestions are the former translations of texts that were split or merged,
// with the IDs of the units that they went into. Their hashes are those of the
// source texts that they translate. An ID may stand several times.
func Suggestions(dir string, loc locale.Locale) ([]Message, []finding.Finding, error) {
	return beside(suggestionsPath(dir, loc), loc)
}

// suggest keeps the former translations of the units that were split or merged,
// for each unit that their words went into, and takes out those whose message
// has been translated since. The message files are up to date.
func (w *work) suggest(loc locale.Locale, o *outcome) error {
	path := suggestionsPath(w.dir, loc)
	_, err := os.Stat(path)
	there := err == nil
	if !there && !slices.ContainsFunc(w.units, func(u unit.Unit) bool { return len(u.Origins) > 0 }) {
		return nil
	}
	active, found, err := readMessages(activePath(w.dir, loc), loc)
	if active == nil || err != nil {
		o.found = append(o.found, found...)
		return err
	}
	retired, found, err := readMessages(retiredPath(w.dir, loc), loc)
	if retired == nil || err != nil {
		o.found = append(o.found, found...)
		return err
	}
	ledger, _, found, err := loadLedger(w.dir, loc)
	if ledger == nil || err != nil {
		o.found = append(o.found, found...)
		return err
	}
	translated := func(id, _ string) bool {
		e, i := active.byID[id], w.place[id]
		if _, ok := w.place[id]; !ok || e == nil || e.get("other") == "" {
			return false
		}
		r := ledger[id]
		guess := r.Origin != "" && r.State == Machine && r.Translation == unit.Hash("", e.get("other"))
		return !guess && e.get("hash") == w.hashes[i]
	}
	gone := newest(retired)
	var kept []Kept
	for _, u := range w.units {
		if translated(u.ID, "") {
			continue
		}
		for _, id := range u.Origins {
			e := active.byID[id]
			if e == nil || !hasText(e) {
				e = gone[id]
			}
			if e == nil || e.get("other") == "" {
				continue
			}
			if own := active.byID[u.ID]; own != nil && own.get("other") == e.get("other") {
				continue
			}
			was := unit.Unit{ID: u.ID}
			if t, ok := w.past.Text(e.get("hash")); ok {
				was.Text, was.Description = t.Other, t.Description
			}
			kept = append(kept, Kept{Unit: was, Text: e.get("other"), Origin: id})
		}
	}
	if !there && len(kept) == 0 {
		return nil
	}
	before, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	found, err = keepTexts(path, suggestionsOpening(loc), w.lang, loc, kept, translated, active.records())
	if err != nil || len(found) > 0 {
		o.found = append(o.found, found...)
		return err
	}
	after, err := os.ReadFile(path)
	if err == nil && string(after) != string(before) {
		o.update.Changed = true
		for _, k := range kept {
			if !slices.Contains(o.update.Suggested, k.Unit.ID) {
				o.update.Suggested = append(o.update.Suggested, k.Unit.ID)
			}
		}
	}
	return err
}

// besideHashes are the hashes that the texts beside the messages refer to.
func besideHashes(dir string, loc locale.Locale) (hashes []string) {
	for _, path := range []string{suggestionsPath(dir, loc), conflictsPath(dir, loc)} {
		// A broken file is a finding elsewhere.
		all, _, _ := beside(path, loc)
		for _, m := range all {
			hashes = append(hashes, m.Hash)
		}
	}
	return hashes
}
