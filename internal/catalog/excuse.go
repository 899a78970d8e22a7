package catalog

import (
	"slices"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// An Excuse is an entry of the ledger that says why a finding of a rule is
// right as it is. It holds for the two texts that the person saw: an edit of
// either ends it.
type Excuse struct {
	Unit, Rule  string
	Reason      string
	On          string // date, ISO 8601
	Source      string // hash of the source's text, without its description
	Translation string // hash of the translation
	Pos         doc.Position
}

// excuseMark stands between a unit's ID and a rule in the heading of an excuse;
// no ID has it.
const excuseMark = "#"

// excuseOf reads an entry as an excuse; false where it is none.
func (f *file) excuseOf(e *entry, r Review) (Excuse, bool) {
	id, rule, ok := strings.Cut(e.id, excuseMark)
	return Excuse{Unit: id, Rule: rule, Reason: e.get("reason"), On: r.On, Source: r.Source, Translation: r.Translation, Pos: r.Pos}, ok
}

// Excused is the excuse for what the rule finds in the message of u as both
// read now.
func (c *Catalog) Excused(u unit.Unit, rule string) (Excuse, bool) {
	x, ok := c.Excuses[u.ID+excuseMark+rule]
	return x, ok && x.Reason != "" && x.Source == unit.Hash("", u.Text) && x.Translation == unit.Hash("", c.Messages[u.ID].Text)
}

// EnterExcuses enters the excuse into the ledger for each of the units, for the
// texts that the units and their messages have now. A former one for the same
// rule is replaced. Where one of the messages has no text, nothing is entered.
func EnterExcuses(dir string, loc locale.Locale, units []unit.Unit, rule, reason, on string) (found []finding.Finding, err error) {
	no := func(cure, message string) []finding.Finding {
		return []finding.Finding{{Rule: RuleSign, Severity: finding.Error, Locale: loc.Tag, Message: message, Cure: cure}}
	}
	reason = strings.Join(strings.Fields(reason), " ")
	switch {
	case reason == "":
		return no("say why the finding is right as it is", "an excuse needs a reason"), nil
	case on != "" && !validDate(on):
		return no("write year, month and day, as in 2025-01-31", on+" is no date"), nil
	}
	err = locked(dir, func() error {
		cat, more, err := Load(dir, loc)
		if cat == nil || err != nil {
			found = more
			return err
		}
		texts := map[string]string{}
		for _, u := range units {
			m := cat.Messages[u.ID]
			if m.Text == "" {
				found = append(found, finding.Finding{Rule: RuleSign, Severity: finding.Error, Locale: loc.Tag, Unit: u.ID, Pos: m.Pos, Message: "there is no translation to excuse", Cure: "write it first"})
			}
			texts[u.ID] = m.Text
		}
		if found != nil {
			return nil
		}
		var entries []ledgerEntry
		for _, u := range units {
			entries = append(entries, ledgerEntry{u.ID + excuseMark + rule, []assignment{
				{"on", on}, {"source", unit.Hash("", u.Text)}, {"translation", unit.Hash("", texts[u.ID])}, {"reason", reason},
			}})
		}
		found, err = change(ledgerPath(dir, loc), loc, parseLedger, func(f *file) ([]byte, map[string]record, error) {
			return f.put(entries)
		})
		return err
	})
	return found, err
}

// A ledgerEntry is an entry to be put into a ledger.
type ledgerEntry struct {
	id     string
	fields []assignment
}

// put enters the entries, each in the place of its IDs' order; those that are
// there get the new fields.
func (f *file) put(entries []ledgerEntry) ([]byte, map[string]record, error) {
	p := plan{still: true}
	after := f.records()
	place := map[string]int{}
	var ids []string
	for _, e := range f.entries {
		ids = append(ids, e.id)
	}
	for _, in := range entries {
		if f.byID[in.id] == nil {
			ids = append(ids, in.id)
		}
	}
	slices.Sort(ids)
	for i, id := range ids {
		place[id] = i
	}
	p.rank = func(id string) (int, bool) { i, ok := place[id]; return i, ok }
	for _, in := range entries {
		e, rec, text := f.byID[in.id], after[in.id], heading(in.id, f.EOL())
		for _, a := range in.fields {
			rec = rec.with(f.kind, a.name, a.text)
			if e == nil {
				text += line(a.name, a.text, f.EOL())
				continue
			}
			edits, err := f.set(e, a.name, a.text)
			if err != nil {
				return nil, nil, err
			}
			p.edits = append(p.edits, edits...)
		}
		if e == nil {
			p.insert = append(p.insert, insertion{place[in.id], text})
		}
		after[in.id] = rec
	}
	return f.withOpening(f.rebuild(p), ledgerOpening(f.loc)), after, nil
}
