package catalog

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
	"multitude/internal/unit"
)

// An Incoming is what somebody brings from outside: texts, signatures, and
// texts that must not take the place of what is there.
type Incoming struct {
	Edits  []Edit // each with the text that it may replace
	Kept   []Kept
	Signed []Signed // of messages as they read after the edits
	Origin string   // where it all comes from, for people: the name of a file
}

// Kept is a text that is kept beside the message, because two people changed
// it, or because nobody knows whether it is good.
type Kept struct {
	Unit   unit.Unit // as the text translates it
	Text   string
	Origin string // from where it comes, if not from the Incoming's
}

// Signed is a signature for one message.
type Signed struct {
	Unit unit.Unit // as it was translated
	Signature
}

// Receive takes over an Incoming: all of it, or, where a file of the locale is
// not sound or a change cannot be made, nothing. Edits whose message has another
// text by now than they started from are kept beside it, and come back as
// Conflicts.
//
// The files are written in such an order that no text is ever in none of them:
// what is kept beside first, the ledger last.
func Receive(dir string, source, loc locale.Locale, in Incoming) (conflicts []Conflict, found []finding.Finding, err error) {
	for _, s := range in.Signed {
		if f := s.refused(loc); f != nil {
			return nil, f, nil
		}
	}
	err = locked(dir, func() error {
		active, more, err := readMessages(activePath(dir, loc), loc)
		if err != nil {
			return err
		}
		if _, err := os.Stat(activePath(dir, loc)); os.IsNotExist(err) {
			more = []finding.Finding{missingFile(activePath(dir, loc), loc)}
		}
		if found = more; len(found) > 0 {
			return nil
		}
		// Nothing is written before all is known to succeed.
		data, after, late, err := active.edit(source, in.Edits)
		if err != nil {
			return err
		}
		if err := verify(activePath(dir, loc), data, after, loc, parseMessages); err != nil {
			return err
		}
		if more, err := in.trySigning(dir, loc, after); err != nil || len(more) > 0 {
			found = more
			return err
		}
		if _, more, err := LoadHistory(dir, source); err != nil || len(more) > 0 {
			found = more
			return err
		}
		conflicts = late
		if found, err = keepBeside(dir, source, loc, in, late, active.records(), after); len(found) > 0 || err != nil {
			return err
		}
		isLate := map[string]bool{}
		for _, c := range late {
			isLate[c.Unit.ID] = true
		}
		edits := slices.DeleteFunc(slices.Clone(in.Edits), func(e Edit) bool { return isLate[e.Unit.ID] })
		if len(edits) > 0 {
			var later []Conflict
			if later, found, err = setText(dir, source, loc, edits); len(found) > 0 || err != nil {
				return err
			}
			for _, c := range later { // an editor saved between two of our steps
				isLate[c.Unit.ID] = true
			}
			conflicts = append(conflicts, later...)
			if found, err = keepBeside(dir, source, loc, Incoming{Origin: in.Origin}, later, after, after); len(found) > 0 || err != nil {
				return err
			}
		}
		for _, g := range in.signatures(isLate) {
			if found, err = vouchLocked(dir, source, loc, g.units, &g.signature); len(found) > 0 || err != nil {
				return err
			}
		}
		return nil
	})
	found, err = mendable(err, found)
	return conflicts, found, err
}

type signing struct {
	signature Signature
	units     []unit.Unit
}

// signatures are the messages to sign, by what is signed.
func (in *Incoming) signatures(without map[string]bool) (all []signing) {
	place := map[Signature]int{}
	for _, s := range in.Signed {
		if without[s.Unit.ID] {
			continue
		}
		i, ok := place[s.Signature]
		if !ok {
			i = len(all)
			place[s.Signature] = i
			all = append(all, signing{signature: s.Signature})
		}
		all[i].units = append(all[i].units, s.Unit)
	}
	return all
}

// trySigning says what would keep the ledger from taking the signatures.
func (in *Incoming) trySigning(dir string, loc locale.Locale, after map[string]record) ([]finding.Finding, error) {
	raw, err := read(ledgerPath(dir, loc))
	if err != nil {
		return nil, err
	}
	if _, _, found, err := loadLedger(dir, loc); len(found) > 0 || err != nil {
		return found, err
	}
	f, found := parseLedger(ledgerPath(dir, loc), raw, loc)
	if f == nil {
		return found, nil
	}
	for _, g := range in.signatures(nil) {
		texts := map[string]string{}
		for _, u := range g.units {
			texts[u.ID] = unit.Hash("", after[u.ID][0])
		}
		if _, _, err := f.enter(g.units, func(string) *Signature { return &g.signature }, nil, texts); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func conflictsPath(dir string, loc locale.Locale) string {
	return filepath.Join(dir, "conflicts."+loc.Tag+".toml")
}

func conflictsOpening(loc locale.Locale) string {
	return "# Second texts of messages (" + loc.Tag + "), where an import and the catalog differ: nothing is lost.\n" +
		"# Put what is right into active." + loc.Tag + ".toml, and take the entry out here.\n"
}

// Conflicts are the texts that are kept beside the messages of a locale, with
// the IDs of their units: those that were kept from imports and that nobody has
// decided about.
func Conflicts(dir string, loc locale.Locale) ([]Message, []finding.Finding, error) {
	return beside(conflictsPath(dir, loc), loc)
}

// beside are the messages of a file in which one ID may stand several times.
func beside(path string, loc locale.Locale) ([]Message, []finding.Finding, error) {
	f, found, err := readMessages(path, loc)
	if f == nil || err != nil {
		return nil, found, err
	}
	var all []Message
	for _, e := range f.entries {
		if !e.empty {
			m := f.message(e)
			m.ID, _ = original(e.id)
			all = append(all, m)
		}
	}
	return all, found, nil
}

// keepBeside enters texts into conflicts.<tag>.toml, and takes out those that
// are the message's own in the file as it stands; after is what it will say.
func keepBeside(dir string, source, loc locale.Locale, in Incoming, late []Conflict, before, after map[string]record) ([]finding.Finding, error) {
	kept := slices.Clone(in.Kept)
	for _, c := range late {
		kept = append(kept, Kept{Unit: c.Unit, Text: c.Text})
	}
	for i := range kept {
		kept[i].Origin = cmp.Or(kept[i].Origin, in.Origin)
	}
	decided := func(id, text string) bool { return before[id][0] == text && text != "" }
	return keepTexts(conflictsPath(dir, loc), conflictsOpening(loc), source, loc, kept, decided, after)
}

// keepTexts enters texts into a file of texts beside the messages, and takes out
// those that are decided; after is what the message file will say.
func keepTexts(path, opening string, source, loc locale.Locale, kept []Kept, decided func(id, text string) bool, after map[string]record) ([]finding.Finding, error) {
	if len(kept) == 0 {
		if _, err := os.Stat(path); os.IsNotExist(err) {
			return nil, nil
		}
	}
	w := &work{lang: source}
	return change(path, loc, parseMessages, func(f *file) ([]byte, map[string]record, error) {
		p := plan{still: true, remove: map[*entry]bool{}}
		want := f.records()
		eol := f.EOL()
		there := map[string]bool{}
		var ids []string
		for _, e := range f.entries {
			id, _ := original(e.id)
			text := e.get("other")
			if decided(id, text) && f.block(e).alone {
				p.remove[e] = true
				delete(want, e.id)
				continue
			}
			there[id+"\x00"+text] = true
			ids = append(ids, e.id)
		}
		blocks := map[string]string{}
		for _, k := range kept {
			text := tomltree.Clean(k.Text)
			if key := k.Unit.ID + "\x00" + text; text == "" || there[key] {
				continue
			} else {
				there[key] = true
			}
			id := k.Unit.ID
			for n := 2; f.byID[id] != nil || blocks[id] != ""; n++ {
				id = fmt.Sprintf("%s (%d)", k.Unit.ID, n)
			}
			rec := record{}.with(f.kind, "other", text).with(f.kind, "description", k.Origin)
			block := ""
			if k.Unit.Text != "" {
				block += w.english(SourceText{"", k.Unit.Text}, eol)
				rec = rec.with(f.kind, "hash", k.Unit.Hash())
			}
			if now := after[k.Unit.ID][0]; now != "" {
				block += tomltree.CommentLines("# "+loc.Tag+" (active): ", now, eol)
			}
			block += heading(id, eol)
			for i, name := range []string{"other", "hash", "description"} {
				if rec[i] != "" && name != "other" {
					block += line(name, rec[i], eol)
				}
			}
			blocks[id] = block + line("other", text, eol)
			want[id] = rec
			ids = append(ids, id)
		}
		slices.SortFunc(ids, strings.Compare)
		place := make(map[string]int, len(ids))
		for i, id := range ids {
			place[id] = i
			if block, ok := blocks[id]; ok {
				p.insert = append(p.insert, insertion{i, block})
			}
		}
		p.rank = func(id string) (int, bool) { i, ok := place[id]; return i, ok }
		return f.withOpening(f.rebuild(p), opening), want, nil
	})
}
