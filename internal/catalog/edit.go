package catalog

import (
	"os"

	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
	"multitude/internal/unit"
)

// An Edit gives a message a new text.
type Edit struct {
	Unit   unit.Unit // as it is now: the text translates it; for the edition's own words its ID alone
	Text   string
	Former string // the text that the editor started from; "" where there was none
}

// A Conflict is an Edit that was not made, because the message no longer reads
// as its editor thought.
type Conflict struct {
	Edit
	Theirs string // what stands in the file
}

// SetText saves texts into the message file of loc. Of each message only the
// text changes, and the hash, which becomes the unit's: the new text translates
// what the unit says now. An edit that started from another text than the file
// has is not made, and comes back as a Conflict, so that neither text is lost;
// the others are. Signatures are left alone: they hold for the text that was
// signed.
func SetText(dir string, source, loc locale.Locale, edits []Edit) (conflicts []Conflict, found []finding.Finding, err error) {
	err = locked(dir, func() error {
		conflicts, found, err = setText(dir, source, loc, edits)
		return err
	})
	return conflicts, found, err
}

// setText is SetText for callers who hold the lock.
func setText(dir string, source, loc locale.Locale, edits []Edit) (conflicts []Conflict, found []finding.Finding, err error) {
	path := activePath(dir, loc)
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return nil, []finding.Finding{missingFile(path, loc)}, nil
	}
	want := map[string]SourceText{}
	for _, e := range edits {
		if e.Unit.Text != "" {
			want[e.Unit.Hash()] = SourceText{e.Unit.Description, e.Unit.Text}
		}
	}
	if found, err = remember(dir, source, want, nil); found != nil || err != nil {
		return nil, found, err
	}
	found, err = change(path, loc, parseMessages, func(f *file) (data []byte, after map[string]record, err error) {
		data, after, conflicts, err = f.edit(source, edits)
		return data, after, err
	})
	return conflicts, found, err
}

// edit makes the edits that started from what the file has.
func (f *file) edit(source locale.Locale, edits []Edit) (data []byte, after map[string]record, conflicts []Conflict, err error) {
	w := &work{lang: source}
	made := map[string]bool{}
	p := plan{still: true, rank: func(string) (int, bool) { return 0, true }}
	after = f.records()
	eol := f.EOL()
	for _, edit := range edits {
		id, text := edit.Unit.ID, tomltree.Clean(edit.Text)
		e := f.byID[id]
		now := after[id][0]
		switch {
		case now == text && (text == "" || e != nil && e.get("hash") == edit.Unit.Hash()):
			continue
		case made[id] || now != text && now != tomltree.Clean(edit.Former):
			conflicts = append(conflicts, Conflict{edit, now})
			continue
		}
		rec := after[id].with(f.kind, "other", text)
		fields := []assignment{{"other", text}}
		if edit.Unit.Text != "" {
			rec = rec.with(f.kind, "hash", edit.Unit.Hash())
			fields = []assignment{{"hash", edit.Unit.Hash()}, {"other", text}}
		}
		after[id], made[id] = rec, true
		if e == nil {
			block := heading(id, eol)
			if edit.Unit.Text != "" {
				block = w.english(SourceText{edit.Unit.Description, edit.Unit.Text}, eol) + block
			}
			for _, a := range fields {
				block += line(a.name, a.text, eol)
			}
			p.insert = append(p.insert, insertion{1, block})
			continue
		}
		for _, a := range fields {
			more, err := f.set(e, a.name, a.text)
			if err != nil {
				return nil, nil, nil, err
			}
			p.edits = append(p.edits, more...)
		}
	}
	return f.rebuild(p), after, conflicts, nil
}
