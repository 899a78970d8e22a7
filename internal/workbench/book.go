package workbench

import (
	"maps"
	"sync"

	"multitude/internal/catalog"
	"multitude/internal/check"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
	"multitude/internal/unit"
)

// A book is the catalog of one locale, open.
type book struct {
	desk     *desk
	original *original
	locale   locale.Locale

	memory remembered
	saving sync.Mutex // one save at a time; held before mu

	mu      sync.Mutex // guards what follows
	catalog *catalog.Catalog
	stamp   string // of the files that it was read from
	stands  []standing
	kept    map[string][]string          // texts that are kept beside the messages, by ID
	checked map[string][]finding.Finding // what is wrong with a message, by ID and text
}

// read is the catalog as it is on disk. It does not change; who saves puts
// another in its place.
func (b *book) read() (*catalog.Catalog, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.readLocked()
}

func (b *book) readLocked() (*catalog.Catalog, error) {
	stamp := b.desk.stampOf(b.locale.Tag)
	if b.catalog != nil && b.stamp == stamp {
		return b.catalog, nil
	}
	cat, found, err := catalog.Load(b.desk.dir(), b.locale)
	if err != nil {
		return nil, err
	}
	if cat == nil {
		return nil, &errBroken{found}
	}
	kept, _, err := catalog.Conflicts(b.desk.dir(), b.locale)
	if err != nil {
		return nil, err
	}
	b.kept = map[string][]string{}
	for _, m := range kept {
		b.kept[m.ID] = append(b.kept[m.ID], m.Text)
	}
	b.catalog, b.stamp, b.stands = cat, stamp, nil
	return cat, nil
}

// standings are how the messages stand, in the order of the document.
func (b *book) standings() ([]standing, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	cat, err := b.readLocked()
	if err != nil {
		return nil, err
	}
	if b.stands == nil {
		b.stands = make([]standing, len(b.original.in.Units))
		for i, u := range b.original.in.Units {
			b.stands[i] = standingOf(cat, u)
		}
	}
	return b.stands, nil
}

// beside are the texts that are kept beside a message.
func (b *book) beside(id string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.kept[id]
}

// revision tells versions of a message apart: what it says, and which wording
// of the source that translates.
func revision(m catalog.Message) string {
	return unit.Hash(m.Hash, m.Text)[len("sha1-"):][:20]
}

// mostChecked bounds what is remembered of the rules' answers.
const mostChecked = 50_000

// findings is what the rules say of a text for a unit. Whether it is missing or
// stale is shown otherwise.
func (b *book) findings(cat *catalog.Catalog, u unit.Unit, text string) []finding.Finding {
	if text == "" {
		return nil
	}
	key := u.ID + "\x00" + text
	b.mu.Lock()
	found, ok := b.checked[key]
	b.mu.Unlock()
	if ok {
		return found
	}
	one := *cat
	one.Messages = map[string]catalog.Message{u.ID: {ID: u.ID, Text: text, Hash: u.Hash(), Pos: cat.Messages[u.ID].Pos}}
	o := b.desk.options(b.original, b.locale)
	o.Severity = maps.Clone(o.Severity)
	if o.Severity == nil {
		o.Severity = map[string]finding.Severity{}
	}
	o.Severity["untranslated"], o.Severity["stale"] = finding.Off, finding.Off
	for _, f := range check.Prepare([]unit.Unit{u}).Run(&one, o) {
		if f.Unit == u.ID {
			found = append(found, f)
		}
	}
	b.mu.Lock()
	if len(b.checked) >= mostChecked {
		clear(b.checked)
	}
	b.checked[key] = found
	b.mu.Unlock()
	return found
}

// A saved is what became of a text that somebody wrote.
type saved struct {
	revision string
	text     string // what stands in the catalog now
	conflict bool   // that is somebody else's, and the text was not saved
	found    []finding.Finding
}

// save puts a text into the catalog, where the message is still the one of that
// revision. Where it is not, nothing is written, and the answer says what
// stands there.
func (b *book) save(id, text, base string) (saved, error) {
	u, i, ok := b.original.unit(id)
	if !ok {
		return saved{}, errNoUnit
	}
	b.saving.Lock()
	defer b.saving.Unlock()
	if err := b.desk.settle(); err != nil {
		return saved{}, err
	}
	cat, err := b.read()
	if err != nil {
		return saved{}, err
	}
	now := cat.Messages[id]
	if revision(now) != base && now.Text != text {
		return saved{revision: revision(now), text: now.Text, conflict: true}, nil
	}
	d := b.desk
	conflicts, found, err := catalog.SetText(d.dir(), d.project().Language, b.locale, []catalog.Edit{{Unit: u, Text: text, Former: now.Text}})
	if err != nil {
		return saved{}, err
	}
	if finding.Worst(found) == finding.Error {
		return saved{found: found}, &errBroken{found}
	}
	if len(conflicts) > 0 {
		now = catalog.Message{Text: conflicts[0].Theirs, Hash: now.Hash}
		return saved{revision: revision(now), text: now.Text, conflict: true}, nil
	}
	b.put(i, u, text)
	if cat, err = b.read(); err != nil {
		return saved{}, err
	}
	now = cat.Messages[id]
	return saved{revision: revision(now), text: now.Text}, nil
}

// quickRead is how many units a document may have whose catalogs are simply read
// anew after a save.
const quickRead = 400

// put notes in memory what was saved, so that a long catalog is not read anew
// for each sentence. Where another program wrote in the same moment, its words
// are seen when the file changes next; SetText compares with the file itself.
func (b *book) put(i int, u unit.Unit, text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.catalog == nil || len(b.original.in.Units) <= quickRead {
		return
	}
	c := *b.catalog
	c.Messages = maps.Clone(c.Messages)
	m := c.Messages[u.ID]
	m.ID, m.Text, m.Hash = u.ID, tomltree.Clean(text), u.Hash()
	c.Messages[u.ID] = m
	b.catalog, b.stamp = &c, b.desk.stampOf(b.locale.Tag)
	if b.stands != nil {
		b.stands[i] = standingOf(&c, u)
	}
}

// keepBeside keeps texts that lost a conflict, so that nobody's words are gone.
func (b *book) keepBeside(id string, texts ...string) error {
	u, _, ok := b.original.unit(id)
	if !ok {
		return errNoUnit
	}
	in := catalog.Incoming{Origin: "workbench"}
	for _, t := range texts {
		if t != "" {
			in.Kept = append(in.Kept, catalog.Kept{Unit: u, Text: t})
		}
	}
	if len(in.Kept) == 0 {
		return nil
	}
	_, found, err := catalog.Receive(b.desk.dir(), b.desk.project().Language, b.locale, in)
	if err == nil && finding.Worst(found) == finding.Error {
		err = &errBroken{found}
	}
	b.mu.Lock()
	b.stamp = ""
	b.mu.Unlock()
	return err
}
