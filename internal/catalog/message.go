package catalog

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
)

// The rules of this package's findings.
const (
	RuleFile = "catalog-file" // a file of locales/ that cannot be read as what it is
	RuleTag  = "catalog-tag"  // a file of locales/ under a name that cannot be, or that another has too
	RuleSign = "review"       // a signature that cannot be given
	RuleEdit = "catalog-edit" // a change that cannot be made
)

// An entry is a table of one of our files: a message, or an entry of the
// ledger.
type entry struct {
	id     string
	node   *tomltree.Node // its table, or the text that is the whole message
	fields []*tomltree.Node
	names  []string // of fields, in lower case
	named  bool     // it has an "id" of its own
	empty  bool     // a heading with nothing below it: no message yet
}

func (e *entry) field(name string) *tomltree.Node {
	if i := slices.Index(e.names, name); i >= 0 {
		return e.fields[i]
	}
	return nil
}

// get is the text of a field, or "".
func (e *entry) get(name string) string {
	if n := e.field(name); n != nil {
		return n.Text
	}
	return ""
}

// at is the offset of what a person looks for who looks for the entry: its
// text, else its first field, else its heading.
func (e *entry) at() int {
	if n := e.field("other"); n != nil {
		return n.Range.Start
	}
	return e.node.KeyRange.Start
}

// A file is one of our TOML files with its entries, in their order.
type file struct {
	*tomltree.File
	loc     locale.Locale
	kind    []string // messageFields or reviewFields
	entries []*entry
	byID    map[string]*entry
}

func (f *file) add(e *entry) bool {
	if f.byID[e.id] != nil {
		return false
	}
	f.entries = append(f.entries, e)
	f.byID[e.id] = e
	return true
}

// sort puts the entries in the order in which they stand.
func (f *file) sort() {
	slices.SortStableFunc(f.entries, func(a, b *entry) int { return cmp.Compare(a.node.KeyRange.Start, b.node.KeyRange.Start) })
}

// complaint collects findings about one file.
type complaint struct {
	loc   string
	found []finding.Finding
}

func (c *complaint) add(f *tomltree.File, at int, unit, cure, format string, args ...any) {
	c.found = append(c.found, finding.Finding{
		Rule: RuleFile, Severity: finding.Error, Locale: c.loc, Unit: unit,
		Pos: f.Pos(at), Message: fmt.Sprintf(format, args...), Cure: cure,
	})
}

// syntax turns tomltree's error about data into a finding.
func syntax(err error, data []byte, loc string) finding.Finding {
	f := finding.Finding{Rule: RuleFile, Severity: finding.Error, Locale: loc, Message: err.Error()}
	var e *tomltree.Error
	if errors.As(err, &e) {
		f.Pos, f.Message, f.Cure = e.Pos, e.Message, e.Cure
		if lines := bytes.SplitN(data, []byte("\n"), e.Pos.Line+1); e.Pos.Line > 0 && e.Pos.Line <= len(lines) && bytes.HasPrefix(lines[e.Pos.Line-1], []byte("<<<<<<< ")) {
			f.Message, f.Cure = "git left two versions of these lines, because both sides changed them", "leave one of them, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>"
		}
	}
	return f
}

// The keys that go-i18n gives a meaning to.
var (
	pluralForms = []string{"zero", "one", "two", "few", "many"}
	reserved    = append([]string{"id", "description", "hash", "leftdelim", "rightdelim", "other", "translation"}, pluralForms...)
)

// parseMessages reads a message file of go-i18n's format. It follows go-i18n's
// own rules, so as to know where each text stands, and asks go-i18n as well: a
// file is good if both read it, and read the same.
func parseMessages(path string, data []byte, loc locale.Locale) (*file, []finding.Finding) {
	t, err := tomltree.Parse(path, data)
	if err != nil {
		return nil, []finding.Finding{syntax(err, data, loc.Tag)}
	}
	f := &file{File: t, loc: loc, kind: messageFields, byID: make(map[string]*entry, len(t.Root.Children))}
	c := &complaint{loc: loc.Tag}
	m := reader{f, c}
	if len(t.Root.Children) > 0 {
		m.table(t.Root, "")
	}
	if len(c.found) > 0 {
		finding.Sort(c.found)
		return nil, c.found
	}
	f.sort()
	if err := f.askGoI18n(); err != nil {
		c.add(t, 0, "", "write each message under a heading of its own: its ID in quotes and brackets, then other = \"…\"", "go-i18n cannot read it: %v", err)
		return nil, c.found
	}
	return f, nil
}

// reader walks the tree as go-i18n's recGetMessages does.
type reader struct {
	f *file
	c *complaint
}

func isReserved(n *tomltree.Node) bool {
	return n.Key == "translation" || n.Kind == tomltree.String && slices.Contains(reserved, strings.ToLower(n.Key))
}

// table reads the messages of table n, whose own messages' IDs begin with
// prefix, and says whether n is a message itself.
func (r reader) table(n *tomltree.Node, prefix string) (message bool) {
	var strange *tomltree.Node
	for _, child := range n.Children {
		if isReserved(child) {
			message = true
		} else if strange == nil {
			strange = child
		}
	}
	switch {
	case message && n == r.f.Root:
		r.c.add(r.f.File, n.Children[0].KeyRange.Start, "", "write its ID above it, in quotes and brackets: [\"part.name\"]", "a message without an ID")
	case message && strange != nil:
		id := prefix + n.Key
		if strange.Kind == tomltree.Table && strange.Header() {
			r.c.add(r.f.File, strange.KeyRange.Start, id, fmt.Sprintf("write the whole ID as one quoted key: [%s]", tomltree.QuoteKey(id+"."+strange.Key)), "the message %q cannot hold another, %q", id, strange.Key)
			break
		}
		cure := "a message has description, hash, other, and the plural forms zero, one, two, few, many"
		if near := finding.Suggest(strange.Key, reserved); near != "" {
			cure = fmt.Sprintf("write %q if you mean that; %s", near, cure)
		}
		if slices.Contains(reserved, strings.ToLower(strange.Key)) {
			cure = "put it in quotes"
		}
		r.c.add(r.f.File, strange.KeyRange.Start, id, cure, "a message has no %q that is %s", strange.Key, strange.Kind)
	case message:
		r.message(n, prefix)
	case len(n.Children) == 0 && n.Header() && n.Key != "":
		e := &entry{id: prefix + n.Key, node: n, empty: true}
		if r.f.byID[e.id] == nil {
			r.f.add(e)
		}
	default:
		for _, child := range n.Children {
			r.child(child, prefixOf(n, prefix))
		}
	}
	return message
}

// prefixOf is what begins the IDs of the messages in n.
func prefixOf(n *tomltree.Node, prefix string) string {
	if n.Parent == nil || n.Parent.Kind == tomltree.Array {
		return prefix // the root, and members of a list, have no key
	}
	return prefix + n.Key + "."
}

func (r reader) child(n *tomltree.Node, prefix string) {
	switch n.Kind {
	case tomltree.Table:
		r.table(n, prefix)
	case tomltree.String:
		r.keep(&entry{id: prefix + n.Key, node: n, fields: []*tomltree.Node{n}, names: []string{"other"}})
	case tomltree.Array:
		if n.Parent.Kind != tomltree.Array {
			prefix += n.Key + "."
		}
		for _, member := range n.Children {
			r.child(member, prefix)
		}
	default:
		r.c.add(r.f.File, n.Range.Start, prefix+n.Key, "put it in quotes", "a message's text cannot be %s", n.Kind)
	}
}

func (r reader) message(n *tomltree.Node, prefix string) {
	e := &entry{node: n}
	r.fields(e, n)
	e.id = prefix + n.Key
	if id := e.get("id"); id != "" {
		e.id = prefix + id
	}
	e.named = e.field("id") != nil
	r.keep(e)
}

func (r reader) fields(e *entry, n *tomltree.Node) {
	for _, child := range n.Children {
		name := strings.ToLower(child.Key)
		switch {
		case child.Key == "translation" && child.Kind == tomltree.String:
			name = "other" // go-i18n's first format
		case child.Key == "translation" && child.Kind == tomltree.Table:
			r.fields(e, child)
			continue
		case child.Kind != tomltree.String:
			r.c.add(r.f.File, child.KeyRange.Start, e.id, "write a text in quotes", "the field %q cannot be %s", child.Key, child.Kind)
			continue
		case name == "translation" || !slices.Contains(reserved, name):
			continue
		}
		if e.field(name) != nil {
			r.c.add(r.f.File, child.KeyRange.Start, e.id, "leave one of them", "the message has %q twice", name)
			continue
		}
		e.fields = append(e.fields, child)
		e.names = append(e.names, name)
	}
}

func (r reader) keep(e *entry) {
	if former := r.f.byID[e.id]; former != nil {
		r.c.add(r.f.File, e.at(), e.id, "leave one of them, or give one another ID", "the message %q stands twice; first in line %d", e.id, r.f.Pos(former.at()).Line)
		return
	}
	r.f.add(e)
}

// askGoI18n has go-i18n's loader read the file, and compares.
func (f *file) askGoI18n() error {
	decoded := func(_ []byte, v any) error {
		*(v.(*any)) = f.Root.Value()
		return nil
	}
	// go-i18n learns the format from the name, and a language that we ignore:
	// it takes those that x/text does not know for none.
	mf, err := i18n.ParseMessageFileBytes(f.Data, "active.und.toml", map[string]i18n.UnmarshalFunc{"toml": decoded})
	if err != nil {
		return err
	}
	n := 0
	for _, e := range f.entries {
		if !e.empty {
			n++
		}
	}
	if n != len(mf.Messages) {
		return fmt.Errorf("it finds %d messages where there are %d", len(mf.Messages), n)
	}
	for _, m := range mf.Messages {
		e := f.byID[m.ID]
		if e == nil {
			return fmt.Errorf("it finds a message %q", m.ID)
		}
		if f.record(e) != recordOf(m) {
			return fmt.Errorf("it reads the message %q in another way", m.ID)
		}
	}
	return nil
}

// A record is what an entry says, to compare: its fields in the order of the
// file's kind.
type record [10]string

var (
	messageFields = []string{"other", "hash", "description", "zero", "one", "two", "few", "many", "leftdelim", "rightdelim"}
	reviewFields  = []string{"state", "by", "on", "note", "origin", "translators", "reviewers", "source", "translation", "reason"}
)

// with is the record with one field changed.
func (r record) with(fields []string, name, text string) record {
	r[slices.Index(fields, name)] = tomltree.Clean(text)
	return r
}

func recordOf(m *i18n.Message) record {
	r := record{m.Other, m.Hash, m.Description, m.Zero, m.One, m.Two, m.Few, m.Many, m.LeftDelim, m.RightDelim}
	for i, s := range r {
		r[i] = tomltree.Newlines(s)
	}
	return r
}

func (f *file) record(e *entry) record {
	var r record
	for i, name := range f.kind {
		r[i] = e.get(name)
	}
	return r
}

// records is the content of the file.
func (f *file) records() map[string]record {
	all := make(map[string]record, len(f.entries))
	for _, e := range f.entries {
		if !e.empty {
			all[e.id] = f.record(e)
		}
	}
	return all
}

// message is the entry as others see it.
func (f *file) message(e *entry) Message {
	m := Message{ID: e.id, Text: e.get("other"), Hash: e.get("hash"), Pos: f.Pos(e.at())}
	for _, form := range pluralForms {
		if n := e.field(form); n != nil {
			if m.Forms == nil {
				m.Forms = map[string]string{}
			}
			m.Forms[form] = n.Text
		}
	}
	return m
}
