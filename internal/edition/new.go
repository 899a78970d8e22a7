package edition

import (
	"slices"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

// Settings are what an edition needs of the project.
type Settings struct {
	Name       string // base name of the files
	Source     locale.Locale
	Contact    string        // e-mail address or URL where readers report a mistake, or ""
	LeastState catalog.State // messages below it are not used
	Images     map[string]*Image
	Accent     string // "#rrggbb"
	Cover      Text   // the theme's line on the cover, in the language in which it is written
	Logo       *Image // the theme's, or nil
}

// DefaultAccent is the accent of a project that names none: the burnt orange
// of the monarch, the butterfly that crosses borders.
const DefaultAccent = "#8c2f0d"

// New makes the edition of the document in the catalog's locale. units are the
// document's own, as unit.Split cut them. Where the catalog has no message that
// may be used, the source's text stands, in the source's language. For the
// edition in the source's own language, cat has that locale.
func New(d *doc.Document, units []unit.Unit, cat *catalog.Catalog, s Settings) (*Edition, error) {
	w, err := newWords(cat.Locale, s.Source, cat.Words)
	if err != nil {
		return nil, err
	}
	e := &Edition{Name: s.Name, Locale: cat.Locale, Source: s.Source, Issued: d.Front.Issued,
		Contact: s.Contact, Images: s.Images, Accent: accent(s.Accent), Cover: s.Cover, Logo: s.Logo, words: w}
	b := &builder{edition: e, catalog: cat, settings: s, units: make(map[*doc.Text]*unit.Unit, len(units)), notes: map[string]*doc.Note{}}
	for i := range units {
		b.units[units[i].Source] = &units[i]
	}
	for _, n := range d.Notes {
		b.notes[n.Label] = n
	}
	e.Title, _ = b.text(d.Front.Title)
	e.Subtitle, _ = b.text(d.Front.Subtitle)
	e.Date, _ = b.text(d.Front.Date)
	for _, a := range d.Front.Authors {
		t, _ := b.text(a)
		e.Authors = append(e.Authors, t)
	}
	e.Rights, _ = b.text(d.Front.Rights)
	e.Blocks = b.blocks(d.Blocks)
	// A note whose mark the translation lost is still part of the text.
	for _, n := range d.Notes {
		b.note(n.Label)
	}
	b.notices()
	b.colophon()
	return e, nil
}

// accent is the accent that an edition uses for the one that the theme names:
// a darker shade where that could not be read on white. On other papers the
// format finds the shade.
func accent(named string) string {
	c, ok := ParseColor(named)
	if !ok {
		c, _ = ParseColor(DefaultAccent)
	}
	return Readable(c, WhitePaper).String()
}

// A builder is the state of New.
type builder struct {
	edition  *Edition
	catalog  *catalog.Catalog
	settings Settings
	units    map[*doc.Text]*unit.Unit
	notes    map[string]*doc.Note
}

// text is t in the edition's language, and the block that tells its state.
// A nil t is an absent text.
func (b *builder) text(t *doc.Text) (Text, Block) {
	if t == nil {
		return Text{}, Block{}
	}
	u := b.units[t]
	e := b.edition
	if u == nil || e.Locale == e.Source {
		// Not a unit: there is nothing in it to translate.
		state := Block{Freshness: catalog.Fresh, State: catalog.Approved}
		if u != nil {
			state.ID = u.ID
			e.Tally.Units++
			e.Tally.Words += unit.Words(u.Text)
			e.Tally.Fresh++
		}
		return Text{Spans: t.Spans, Locale: e.Locale, ID: state.ID, Freshness: state.Freshness, State: state.State}, state
	}
	words := unit.Words(u.Text)
	state := Block{ID: u.ID, Freshness: b.catalog.Freshness(*u), State: b.catalog.State(*u)}
	text := Text{Spans: t.Spans, Locale: e.Source}
	if state.Freshness != catalog.Missing && state.State >= b.settings.LeastState {
		// A message that cannot be shown safely is as good as missing; check
		// says what is wrong with it.
		if spans, err := source.ParseInline(b.catalog.Messages[u.ID].Text); err == nil {
			text = Text{Spans: b.known(spans), Locale: e.Locale}
		} else {
			state.Freshness = catalog.Missing
		}
	} else {
		state.Freshness = catalog.Missing
	}
	if state.Freshness != catalog.Missing {
		_, state.Guessed = b.catalog.Guess(*u)
	}
	e.Tally.add(state, words)
	if ch, ok := b.catalog.Change(*u); ok && state.Freshness == catalog.Stale && ch.Class.Small() {
		e.Tally.SmallEdits++
	}
	text.ID, text.Freshness, text.State, text.Guessed = state.ID, state.Freshness, state.State, state.Guessed
	return text, state
}

// known drops the references to notes that the document does not have.
func (b *builder) known(spans []doc.Span) []doc.Span {
	return slices.DeleteFunc(spans, func(s doc.Span) bool {
		return s.Kind == doc.NoteRef && b.notes[s.Text] == nil
	})
}

func (b *builder) blocks(blocks []*doc.Block) []*Block {
	var out []*Block
	for _, d := range blocks {
		text, block := b.text(d.Text)
		block.Kind = d.Kind
		block.Text = text
		block.Level = d.Level
		block.Anchor = d.Anchor
		block.Ordered = d.Ordered
		block.Start = d.Start
		block.Align = d.Align
		block.Code = d.Code
		block.Children = b.blocks(d.Children)
		out = append(out, &block)
		for _, s := range text.Spans {
			if s.Kind == doc.NoteRef {
				b.note(s.Text)
			}
		}
	}
	return out
}

// note gives the note of that label the next number, unless it has one.
func (b *builder) note(label string) {
	n := b.notes[label]
	if n == nil || b.edition.NoteByLabel(label) != nil {
		return
	}
	note := &Note{Label: label, Number: len(b.edition.Notes) + 1}
	b.edition.Notes = append(b.edition.Notes, note)
	note.Blocks = b.blocks(n.Blocks)
}

func (t *Tally) add(s Block, words int) {
	t.Units++
	t.Words += words
	switch s.Freshness {
	case catalog.Missing:
		t.Missing++
		t.MissingWords += words
		return
	case catalog.Stale:
		t.Stale++
		t.StaleWords += words
	default:
		t.Fresh++
		t.ByState[s.State].Units++
		t.ByState[s.State].Words += words
		if s.Guessed {
			t.Guessed.Units++
			t.Guessed.Words += words
		}
	}
	switch s.State {
	case catalog.Machine:
		t.Machine++
	case catalog.Translated:
		t.Translated++
	case catalog.Reviewed:
		t.Reviewed++
	case catalog.Approved:
		t.Approved++
	}
}

// AllMachine says whether the edition has a translation and no person has
// checked any of it.
func (t Tally) AllMachine() bool { return t.Machine > 0 && t.Machine == t.Units-t.Missing }

// notices writes what a reader must know before the first word.
func (b *builder) notices() {
	e := b.edition
	if e.Locale == e.Source {
		return
	}
	t := e.Tally
	switch {
	case t.AllMachine():
		e.Notices = append(e.Notices, e.Word("edition.draft-notice", nil))
		e.Running = e.Word("edition.draft-running", nil)
	case t.Machine > 0:
		e.Notices = append(e.Notices, e.Word("edition.partly-notice", nil))
		e.Running = e.Word("edition.partly-running", nil)
	}
	if t.Machine > 0 {
		e.Draft = e.Word("edition.draft", nil)
	}
	if t.Missing > 0 {
		name, _ := e.Source.Endonym()
		e.Notices = append(e.Notices, e.Word("edition.untranslated-notice", map[string]string{"Language": name}))
	}
	if t.Stale > 0 {
		e.Notices = append(e.Notices, e.Word("edition.stale-notice", nil))
	}
}

// colophon writes who made the edition, of what, and whom to tell of a mistake.
func (b *builder) colophon() {
	e := b.edition
	add := func(label string, value ...Text) {
		value = slices.DeleteFunc(value, func(t Text) bool { return len(t.Spans) == 0 })
		if len(value) > 0 {
			e.Colophon = append(e.Colophon, Entry{Label: e.Word(label, nil), Value: value})
		}
	}
	add("edition.authors", e.Authors...)
	add("edition.date", e.Date)
	if e.Locale != e.Source {
		name, _ := e.Source.Endonym()
		add("edition.original-language", Text{Spans: []doc.Span{{Text: name}}, Locale: e.Source})
		b.people()
		t := e.Tally
		lines := []Text{e.Count("edition.translated-count", t.Units-t.Missing, map[string]string{"Total": e.Locale.Number(t.Units)})}
		for _, l := range []struct {
			id string
			n  int
		}{{"edition.reviewed-count", t.ByState[catalog.Reviewed].Units + t.ByState[catalog.Approved].Units}, {"edition.stale-count", t.Stale}, {"edition.missing-count", t.Missing}} {
			if l.n > 0 {
				lines = append(lines, e.Count(l.id, l.n, nil))
			}
		}
		share := e.Word("edition.reviewed-share", map[string]string{"Percent": e.Locale.Percent(t.ReviewedPercent())})
		lines = slices.Insert(lines, 1, share)
		add("edition.state", lines...)
	}
	add("edition.rights", e.Rights)
	if e.Contact == "" {
		add("edition.mistake", e.Word("edition.mistake-no-contact", nil))
		return
	}
	target := e.Contact
	if !strings.Contains(target, ":") {
		target = "mailto:" + target
	}
	add("edition.mistake", e.Word("edition.mistake-contact", map[string]string{"Contact": e.Contact}))
	e.Colophon[len(e.Colophon)-1].Target = target
}

// people credits translators and reviewers by the names that they signed with.
func (b *builder) people() {
	e := b.edition
	credit := func(label string, names []string, unnamed bool, also ...Text) {
		var value []Text
		for _, n := range names {
			value = append(value, Text{Spans: []doc.Span{{Text: n}}, Locale: e.Locale})
		}
		if unnamed {
			value = append(value, e.Word("edition.nobody-named", nil))
		}
		value = append(value, also...)
		if len(value) > 0 {
			e.Colophon = append(e.Colophon, Entry{Label: e.Word(label, nil), Value: value})
		}
	}
	who := b.catalog.Credits()
	e.Translators, e.Reviewers = who.Translators, who.Reviewers
	var machine []Text
	if e.Tally.Machine > e.Tally.Guessed.Units {
		machine = append(machine, e.Word("edition.machine", nil))
	}
	credit("edition.translators", who.Translators, who.UnnamedTranslators, machine...)
	credit("edition.reviewers", who.Reviewers, who.UnnamedReviewers)
}
