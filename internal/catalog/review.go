package catalog

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
	"multitude/internal/unit"
)

// A Signature says that somebody vouches for messages. It is what the person
// gave, and nothing else: a name is never taken from anywhere.
type Signature struct {
	State State
	By    string // a pen name, or ""
	On    string // the day, as ISO 8601 writes it, or ""
	Note  string
	// Origin says from where a Machine text was filled in, if from the
	// translation of a like text: it is a guess. People's signatures have none.
	Origin string
}

// Sign enters the signature for the messages of the units: for the texts that
// the units and the messages have now. With that the messages are fresh. Where
// one of them cannot be signed, none is.
func Sign(dir string, source, loc locale.Locale, units []unit.Unit, s Signature) ([]finding.Finding, error) {
	return vouch(dir, source, loc, units, &s)
}

// Keep says that the messages hold against what the units say now: they are
// fresh again. Their states stay: who had signed the message, as it reads, is
// taken to have meant this.
func Keep(dir string, source, loc locale.Locale, units []unit.Unit) ([]finding.Finding, error) {
	return vouch(dir, source, loc, units, nil)
}

func vouch(dir string, source, loc locale.Locale, units []unit.Unit, s *Signature) (found []finding.Finding, err error) {
	if s != nil {
		if f := s.refused(loc); f != nil {
			return f, nil
		}
	}
	err = locked(dir, func() error {
		found, err = vouchLocked(dir, source, loc, units, s)
		return err
	})
	return found, err
}

// vouchLocked is vouch for callers who hold the lock.
func vouchLocked(dir string, source, loc locale.Locale, units []unit.Unit, s *Signature) (found []finding.Finding, err error) {
	// Both files must be sound before one is changed.
	if _, _, found, err = loadLedger(dir, loc); found != nil || err != nil {
		return found, err
	}
	want := map[string]SourceText{}
	for _, u := range units {
		want[u.Hash()] = SourceText{u.Description, u.Text}
	}
	if found, err = remember(dir, source, want, nil); found != nil || err != nil {
		return found, err
	}
	former := map[string]string{} // hashes of the messages before
	texts := map[string]string{}  // hashes of the translations
	path := activePath(dir, loc)
	var refused []finding.Finding
	found, err = change(path, loc, parseMessages, func(f *file) ([]byte, map[string]record, error) {
		refused = nil
		p := plan{still: true, rank: func(string) (int, bool) { return 0, false }}
		after := f.records()
		for _, u := range units {
			e := f.byID[u.ID]
			if e == nil || e.get("other") == "" {
				no := finding.Finding{Rule: RuleSign, Severity: finding.Error, Locale: loc.Tag, Unit: u.ID, Pos: doc.Position{File: path}, Message: "there is no translation to review", Cure: "write it first"}
				if e != nil {
					no.Pos = f.Pos(e.at())
				}
				refused = append(refused, no)
				continue
			}
			former[u.ID], texts[u.ID] = e.get("hash"), unit.Hash("", e.get("other"))
			edits, err := f.set(e, "hash", u.Hash())
			if err != nil {
				return nil, nil, err
			}
			p.edits = append(p.edits, edits...)
			after[u.ID] = after[u.ID].with(f.kind, "hash", u.Hash())
		}
		if refused != nil {
			return f.Data, f.records(), nil
		}
		return f.rebuild(p), after, nil
	})
	if found = append(found, refused...); len(found) > 0 || err != nil {
		return found, err
	}
	more, err := change(ledgerPath(dir, loc), loc, parseLedger, func(f *file) ([]byte, map[string]record, error) {
		return f.enter(units, func(string) *Signature { return s }, former, texts)
	})
	return append(found, more...), err
}

// enter writes the signature of each unit, by its ID, into the ledger; without
// one, it moves those along that were given for the message as it reads. former are the hashes of the
// source texts, translations those of the translations, before.
func (f *file) enter(units []unit.Unit, signature func(id string) *Signature, former, translations map[string]string) ([]byte, map[string]record, error) {
	p := plan{still: true}
	after := f.records()
	var ids []string
	for _, e := range f.entries {
		ids = append(ids, e.id)
	}
	texts := map[string]string{}
	eol := f.EOL()
	for _, u := range units {
		var fields []assignment
		e := f.byID[u.ID]
		if s := signature(u.ID); s != nil {
			translators, reviewers := e.earlier(s, translations[u.ID])
			fields = []assignment{
				{"state", s.State.String()}, {"by", s.By}, {"on", s.On}, {"note", s.Note},
				{"origin", s.Origin}, {"translators", translators}, {"reviewers", reviewers},
				{"source", u.Hash()}, {"translation", translations[u.ID]},
			}
		} else if e != nil && e.get("source") == former[u.ID] && e.get("translation") == translations[u.ID] {
			fields = []assignment{{"source", u.Hash()}}
		}
		if len(fields) == 0 {
			continue
		}
		rec := after[u.ID]
		text := heading(u.ID, eol)
		for _, a := range fields {
			rec = rec.with(f.kind, a.name, a.text)
			if e == nil && a.text != "" {
				text += line(a.name, a.text, eol)
			}
			if e != nil && (a.text != "" || e.field(a.name) != nil) {
				edits, err := f.sign(e, a.name, a.text)
				if err != nil {
					return nil, nil, err
				}
				p.edits = append(p.edits, edits...)
			}
		}
		if e == nil && texts[u.ID] == "" {
			texts[u.ID] = text
			ids = append(ids, u.ID)
		}
		after[u.ID] = rec
	}
	slices.Sort(ids)
	place := make(map[string]int, len(ids))
	for i, id := range ids {
		place[id] = i
		if text, ok := texts[id]; ok {
			p.insert = append(p.insert, insertion{i, text})
		}
	}
	p.rank = func(id string) (int, bool) { i, ok := place[id]; return i, ok }
	return f.withOpening(f.rebuild(p), ledgerOpening(f.loc)), after, nil
}

// refused says what is wrong with a signature.
func (s *Signature) refused(loc locale.Locale) (found []finding.Finding) {
	no := func(cure, format string, args ...any) {
		found = append(found, finding.Finding{Rule: RuleSign, Severity: finding.Error, Locale: loc.Tag, Message: fmt.Sprintf(format, args...), Cure: cure})
	}
	if s.On != "" && !validDate(s.On) {
		no("write year, month and day, as in 2025-01-31", "%q is no date", s.On)
	}
	if strings.ContainsFunc(s.By, unicode.IsControl) {
		no("write it on one line, in letters", "the name %q has characters that cannot be printed", s.By)
	}
	if strings.ContainsRune(s.By, ';') || s.By == Unnamed {
		no("write it without semicolons and brackets", "the name %q would be taken for a list of names", s.By)
	}
	if strings.TrimSpace(s.By) != s.By {
		no("leave it out", "there is space around the name %q", s.By)
	}
	return found
}

// Forget takes a pen name out of all ledgers in dir: the signatures stay, with
// no name. It says how many there were. Where the name still stands somewhere
// in a ledger, in a note or comment, a warning says where.
func Forget(dir, name string) (n int, found []finding.Finding, err error) {
	if name == "" {
		return 0, nil, nil
	}
	err = locked(dir, func() error {
		paths, err := filepath.Glob(filepath.Join(glob(dir), "review.*.toml"))
		if err != nil {
			return err
		}
		for _, path := range paths {
			tag := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "review."), ".toml")
			var here int
			var left []finding.Finding
			f, err := change(path, locale.Locale{Tag: tag}, parseLedger, func(f *file) ([]byte, map[string]record, error) {
				here, left = 0, nil
				p := plan{still: true, rank: func(string) (int, bool) { return 0, false }}
				after := f.records()
				for _, e := range f.entries {
					for _, field := range []string{"by", "translators", "reviewers"} {
						was := e.get(field)
						left := without(was, name)
						if was == name {
							left = ""
						} else if !slices.Contains(names(was), name) {
							continue
						}
						edits, err := f.set(e, field, left)
						if err != nil {
							return nil, nil, err
						}
						p.edits = append(p.edits, edits...)
						after[e.id] = after[e.id].with(f.kind, field, left)
						here++
					}
				}
				data := f.rebuild(p)
				left = mentions(path, tag, data, name)
				return data, after, nil
			})
			if err != nil {
				return err
			}
			n += here
			found = append(found, f...)
			found = append(found, left...)
		}
		return nil
	})
	return n, found, err
}

// mentions finds the lines of data that still have the name.
func mentions(path, tag string, data []byte, name string) (found []finding.Finding) {
	f := &tomltree.File{Path: path, Data: data}
	n := 0
	for line := range strings.Lines(string(f.Data)) {
		n++
		if i := strings.Index(line, name); i >= 0 {
			found = append(found, finding.Finding{
				Rule: RuleSign, Severity: finding.Warning, Locale: tag,
				Pos:     doc.Position{File: path, Line: n, Column: 1 + len([]rune(line[:i]))},
				Message: fmt.Sprintf("the name %q still stands here", name), Cure: "take it out in an editor, if it means that person",
			})
		}
	}
	return found
}
