package catalog

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"multitude/internal/tomltree"
	"multitude/internal/unit"
)

// A kindOfFile is what differs between the source's message file and a
// translation's.
type kindOfFile struct {
	// own are the prefixes of the comment lines that the tool writes.
	own []string
	// comment is the tool's own comment above unit i; first says that it goes
	// above people's comments.
	comment func(i int, eol string) string
	first   bool
	// english is the same comment for a text of the past; nil in the source.
	english func(t SourceText, eol string) string
	// fields are the fields that the entry of unit i must have, by what it has.
	fields func(i int, now *entry) []assignment
}

type assignment struct{ name, text string }

// A reconciled pair of files: the messages of the units, in their order, and
// what was retired. No text is lost on the way: retired1 has what leaves the
// active file, and is written before it; retired2 lacks what came back, and is
// written after it. Whoever is killed in between leaves a text in both.
type reconciled struct {
	active, retired1, retired2     []byte
	wantActive, want1, want2       map[string]record
	added, restored, retired, kept []string // unit IDs; kept: gone, but their lines hold other messages too
}

// reconcile brings the active and the retired messages of one locale into line
// with the units.
func reconcile(active, retired *file, units []unit.Unit, place map[string]int, past *History, k kindOfFile) (*reconciled, error) {
	out := &reconciled{wantActive: active.records(), want1: retired.records()}
	p := plan{
		rank:   func(id string) (int, bool) { i, ok := place[id]; return i, ok },
		remove: map[*entry]bool{},
	}
	eol := active.EOL()
	memory := newest(retired)
	back := map[*entry]bool{} // retired entries that are active again
	var leaving []*entry
	for _, e := range active.entries {
		if strings.HasPrefix(e.id, wordsPrefix) {
			continue
		}
		b := active.block(e)
		i, ok := place[e.id]
		switch {
		case !ok && !b.alone:
			out.kept = append(out.kept, e.id)
		case !ok:
			p.remove[e] = true
			delete(out.wantActive, e.id)
			if hasText(e) || active.people(b, k.own) != "" {
				leaving = append(leaving, e)
				out.retired = append(out.retired, e.id)
			}
		case !hasText(e) && b.alone && (e.empty || memory[e.id] != nil):
			// A message without a text makes room for the retired one, or,
			// where it has no line but its heading, for a new one; what people
			// wrote beside it stays.
			p.remove[e] = true
			text, rec, err := out.arrive(retired, memory[e.id], units[i], i, k, eol, back)
			if err != nil {
				return nil, err
			}
			p.insert = append(p.insert, insertion{i, active.people(b, k.own) + text})
			out.wantActive[e.id] = rec
		case e.empty:
			return nil, active.no(e.at(), e.id, ownHeading(e.id), "nothing can be written below the heading of %q where it stands", e.id)
		default:
			edits, rec, err := active.bring(e, b, i, k)
			if err != nil {
				return nil, err
			}
			p.edits = append(p.edits, edits...)
			out.wantActive[e.id] = rec
		}
	}
	for i, u := range units {
		if active.byID[u.ID] != nil {
			continue
		}
		text, rec, err := out.arrive(retired, memory[u.ID], u, i, k, eol, back)
		if err != nil {
			return nil, err
		}
		p.insert = append(p.insert, insertion{i, text})
		out.wantActive[u.ID] = rec
	}
	for _, in := range p.insert {
		if n := active.Root.Child(units[in.rank].ID); n != nil {
			edits, err := active.quoteBelow(n, p.remove)
			if err != nil {
				return nil, err
			}
			p.edits = append(p.edits, edits...)
		}
	}
	out.active = active.rebuild(p)
	if err := out.retire(active, retired, leaving, past, k); err != nil {
		return nil, err
	}
	return out, out.release(active, retired, back, place, k)
}

// hasText says whether somebody has written a text into the message.
func hasText(e *entry) bool {
	for i, n := range e.fields {
		switch e.names[i] {
		case "other", "zero", "one", "two", "few", "many":
			if n.Text != "" {
				return true
			}
		}
	}
	return false
}

// bring gives the entry its fields and the tool's comment: the edits, and what
// it then says.
func (f *file) bring(e *entry, b block, i int, k kindOfFile) ([]tomltree.Edit, record, error) {
	var edits []tomltree.Edit
	rec := f.record(e)
	if b.alone {
		edits = f.ownLead(b, k.comment(i, f.EOL()), k.first, k.own...)
	}
	for _, a := range k.fields(i, e) {
		more, err := f.set(e, a.name, a.text)
		if err != nil {
			return nil, rec, err
		}
		edits = append(edits, more...)
		rec = rec.with(f.kind, a.name, a.text)
	}
	return edits, rec, nil
}

// arrive is the block of a unit that the active file lacks: out of the retired
// messages if it is there, else new.
func (out *reconciled) arrive(retired *file, old *entry, u unit.Unit, i int, k kindOfFile, eol string, back map[*entry]bool) (string, record, error) {
	if old != nil {
		one, err := retired.cut(old, retired.block(old), u.ID)
		if err != nil {
			return "", record{}, err
		}
		e := one.byID[u.ID]
		edits, rec, err := one.bring(e, one.block(e), i, k)
		if err != nil {
			return "", record{}, err
		}
		back[old] = true
		out.restored = append(out.restored, u.ID)
		return string(one.Splice(tomltree.Range{End: len(one.Data)}, edits)), rec, nil
	}
	out.added = append(out.added, u.ID)
	var rec record
	text := k.comment(i, eol) + heading(u.ID, eol)
	for _, a := range k.fields(i, &entry{}) {
		text += line(a.name, a.text, eol)
		rec = rec.with(messageFields, a.name, a.text)
	}
	return text, rec, nil
}

// retire adds the leaving entries to the retired ones. What is there already,
// word for word, stays as it is: a killed process may have put it there.
func (out *reconciled) retire(active, retired *file, leaving []*entry, past *History, k kindOfFile) error {
	p := plan{still: true}
	eol := retired.EOL()
	if len(retired.Data) == 0 {
		eol = active.EOL()
	}
	var ids []string
	for _, e := range retired.entries {
		ids = append(ids, e.id)
	}
	texts := map[string]string{}
	for _, e := range leaving {
		rec := active.record(e)
		id, there := e.id, false
		for n := 2; ; n++ {
			former, ok := out.want1[id]
			if !ok && retired.byID[id] == nil {
				break
			}
			if there = ok && former == rec; there {
				break
			}
			id = fmt.Sprintf("%s (%d)", e.id, n)
		}
		if there {
			continue
		}
		one, err := active.cut(e, active.block(e), id)
		if err != nil {
			return err
		}
		text := one.Data
		if t, ok := past.Text(e.get("hash")); ok && k.english != nil {
			e := one.byID[id]
			b := one.block(e)
			if one.owned(b, k.own) == "" {
				text = one.Splice(tomltree.Range{End: len(one.Data)}, one.ownLead(b, k.english(t, eol), false, k.own...))
			}
		}
		texts[id] = string(text)
		ids = append(ids, id)
		if !e.empty {
			out.want1[id] = rec
		}
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
	out.retired1 = retired.withOpening(retired.rebuild(p), retiredOpening)
	return nil
}

const retiredOpening = "# Messages whose text has gone from the source, kept in case it comes back.\n"

// release takes out of the retired messages those that are active again.
func (out *reconciled) release(active, retired *file, back map[*entry]bool, place map[string]int, k kindOfFile) error {
	out.retired2, out.want2 = out.retired1, out.want1
	gone := map[string]bool{}
	for _, e := range retired.entries {
		id, _ := original(e.id)
		now := active.byID[id]
		_, isUnit := place[id]
		// A process that was killed before it came here leaves a message in
		// both files, the same but for the hash.
		twice := isUnit && now != nil && hasText(now) && retired.record(e).with(messageFields, "hash", "") == active.record(now).with(messageFields, "hash", "") &&
			retired.people(retired.block(e), k.own) == active.people(active.block(now), k.own)
		if back[e] || twice {
			gone[e.id] = true
		}
	}
	if len(gone) == 0 {
		return nil
	}
	f, found := parseMessages(retired.Path, out.retired1, retired.loc)
	if f == nil {
		return found[0]
	}
	p := plan{still: true, remove: map[*entry]bool{}, rank: func(string) (int, bool) { return 0, false }}
	out.want2 = f.records()
	for id := range gone {
		if e := f.byID[id]; f.block(e).alone {
			p.remove[e] = true
			delete(out.want2, id)
		}
	}
	out.retired2 = f.rebuild(p)
	return nil
}

// original takes apart the ID of a retired message: the unit's ID, and the how
// manieth it is that was retired from there.
func original(id string) (string, int) {
	if s, ok := strings.CutSuffix(id, ")"); ok {
		if i := strings.LastIndex(s, " ("); i >= 0 {
			if n, err := strconv.Atoi(s[i+2:]); err == nil && n > 1 {
				return s[:i], n
			}
		}
	}
	return id, 1
}

// newest gives for each unit the message that was retired last, of those that
// have a text and can be taken out.
func newest(retired *file) map[string]*entry {
	all, last := map[string]*entry{}, map[string]int{}
	for _, e := range retired.entries {
		id, n := original(e.id)
		if n > last[id] && hasText(e) && retired.block(e).alone {
			all[id], last[id] = e, n
		}
	}
	return all
}

// cut is the block of e as a file of its own, under the quoted heading id, with
// all that people wrote there.
func (f *file) cut(e *entry, b block, id string) (*file, error) {
	var data []byte
	if b.moves {
		data = f.Splice(b.whole, f.rename(e, b, id))
	} else {
		eol := f.EOL()
		data = append(data, f.Bytes(b.lead)...)
		for _, i := range b.exprs {
			if c := f.trailing(i); c != "" {
				data = append(data, c+eol...)
			}
		}
		data = append(data, heading(id, eol)...)
		if len(e.fields) == 0 {
			data = append(data, line("other", "", eol)...)
		}
		for _, name := range f.kind {
			if n := e.field(name); n != nil {
				data = append(data, name+" = "...)
				data = append(data, f.Bytes(n.Range)...)
				data = append(data, eol...)
			}
		}
	}
	if n := len(data); n > 0 && data[n-1] != '\n' {
		data = append(data, f.EOL()...)
	}
	one, found := parseMessages(f.Path, data, f.loc)
	if one == nil {
		return nil, found[0]
	}
	if got := one.byID[id]; got == nil || !one.block(got).moves || one.record(got) != f.record(e) {
		return nil, f.no(e.at(), e.id, ownHeading(e.id), "%q cannot be moved from where it stands", e.id)
	}
	return one, nil
}

// rename puts the one quoted key id into the heading of a block that moves.
func (f *file) rename(e *entry, b block, id string) []tomltree.Edit {
	if e.node.Key == id && e.node.Parent == f.Root {
		return nil
	}
	x := f.Exprs[b.exprs[0]]
	open := x.Start + bytes.IndexByte(f.Data[x.Start:x.End], '[') + 1
	return []tomltree.Edit{{Range: tomltree.Range{Start: open, End: e.node.KeyRange.End}, New: tomltree.QuoteKey(id)}}
}

// quoteBelow makes room for a heading of the key of n, below which people have
// written nested messages, [n.like.this]: TOML would have the new heading hold
// them. They get headings of one quoted key.
func (f *file) quoteBelow(n *tomltree.Node, removed map[*entry]bool) ([]tomltree.Edit, error) {
	in := func(m *tomltree.Node) bool {
		for m != nil && m != n {
			m = m.Parent
		}
		return m == n
	}
	var edits []tomltree.Edit
	own := map[*tomltree.Node]bool{}
	for _, e := range f.entries {
		if !in(e.node) || removed[e] {
			continue
		}
		b := f.block(e)
		if !b.moves || e.node == n {
			return nil, f.no(e.at(), e.id, ownHeading(e.id), "%q stands where a message %q must be", e.id, n.Key)
		}
		own[e.node] = true
		edits = append(edits, f.rename(e, b, e.id)...)
	}
	if n.Kind != tomltree.Table || n.Inline {
		return nil, f.no(n.KeyRange.Start, n.Key, "take it out", "%q stands where a message %q must be", n.Key, n.Key)
	}
	for _, x := range f.Exprs {
		// Headings that hold nothing but headings.
		if x.Kind == tomltree.Header && len(x.Node.Children) > 0 && in(x.Node) && !own[x.Node] {
			edits = append(edits, tomltree.Edit{Range: x.Range})
		}
	}
	return edits, nil
}

// trailing is the comment at the end of an expression's last line, or "".
func (f *file) trailing(i int) string {
	x := f.Exprs[i]
	var end int
	switch x.Kind {
	case tomltree.KeyValue:
		end = x.Node.Range.End
	case tomltree.Header, tomltree.ArrayHeader:
		end = x.Node.KeyRange.End
	default:
		return ""
	}
	rest := f.Data[end:x.End]
	if i := bytes.IndexByte(rest, '#'); i >= 0 {
		return strings.TrimRight(string(rest[i:]), "\r\n")
	}
	return ""
}

// people are the comments of a block that are not the tool's own.
func (f *file) people(b block, own []string) string {
	_, theirs := f.comments(b, own)
	return theirs
}

// owned are the tool's own comments above a block.
func (f *file) owned(b block, own []string) string {
	mine, _ := f.comments(b, own)
	return mine
}

func (f *file) comments(b block, own []string) (mine, theirs string) {
	for line := range strings.Lines(string(f.Bytes(b.lead))) {
		if isOwn(line, own) {
			mine += line
		} else {
			theirs += line
		}
	}
	eol := f.EOL()
	for i := b.exprs[0]; i <= b.exprs[len(b.exprs)-1]; i++ {
		if f.Exprs[i].Kind == tomltree.Comment && b.moves {
			theirs += string(f.Bytes(f.Exprs[i].Range))
		}
	}
	for _, i := range b.exprs {
		if c := f.trailing(i); c != "" {
			theirs += c + eol
		}
	}
	return mine, theirs
}
