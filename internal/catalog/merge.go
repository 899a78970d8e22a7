package catalog

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"multitude/internal/locale"
	"multitude/internal/tomltree"
)

// Merge merges three versions of one file of locales/, message by message, as
// git's merge drivers do: base is the version that ours and theirs came from.
// name is the file's name, or "" where it is not known. A message that one side
// changed is taken from it; one that both changed is merged field by field, and
// where they changed the same field in different ways it comes with conflict
// marks around it, and its ID is in conflicts. A text is never dropped because
// the other side took its message out.
//
// ok is false where the files cannot be merged so: because one of them cannot
// be read, or has messages that are not under headings of their own.
func Merge(name string, base, ours, theirs []byte) (merged []byte, conflicts []string, ok bool) {
	parse := parser(parseMessages)
	if strings.HasPrefix(filepath.Base(name), "review.") || name == "" && isLedger(ours, theirs) {
		parse = parseLedger
	}
	var m merge
	for _, side := range []struct {
		f    **file
		data []byte
	}{{&m.base, base}, {&m.ours, ours}, {&m.theirs, theirs}} {
		if *side.f, _ = parse(name, side.data, locale.Locale{}); *side.f == nil {
			return nil, nil, false
		}
	}
	m.o, m.a, m.b = blocksOf(m.base), blocksOf(m.ours), blocksOf(m.theirs)
	if m.o == nil || m.a == nil || m.b == nil || m.ours.EOL() != m.theirs.EOL() && len(m.ours.Data) > 0 && len(m.theirs.Data) > 0 {
		return nil, nil, false
	}
	if m.b.loose != m.o.loose && m.b.loose != m.a.loose {
		return nil, nil, false
	}
	data, want := m.merge()
	if len(m.conflicts) == 0 && verify(name, data, want, locale.Locale{}, parse) != nil {
		return nil, nil, false
	}
	return data, m.conflicts, true
}

// isLedger says whether files are ledgers, by the fields of their entries.
func isLedger(files ...[]byte) bool {
	for _, data := range files {
		f, _ := parseLedger("", data, locale.Locale{})
		if f == nil {
			return false
		}
		for _, e := range f.entries {
			for _, name := range e.names {
				if !slices.Contains(reviewFields, name) {
					return false
				}
			}
		}
	}
	return true
}

// Blocks are the entries of a file, each as it stands there.
type blocks struct {
	order []string
	text  map[string]string
	loose string // what stands between them
}

// blocksOf is nil where an entry does not stand under a heading of its own.
func blocksOf(f *file) *blocks {
	out := &blocks{text: map[string]string{}}
	var loose strings.Builder
	at := 0
	for _, e := range f.entries {
		b := f.block(e)
		if !b.moves {
			return nil
		}
		out.order = append(out.order, e.id)
		out.text[e.id] = string(f.Bytes(b.whole))
		if out.text[e.id][len(out.text[e.id])-1] != '\n' {
			out.text[e.id] += f.EOL()
		}
		loose.Write(bytes.TrimSpace(f.Data[at:b.whole.Start]))
		at = b.whole.End
	}
	loose.Write(bytes.TrimSpace(f.Data[at:]))
	out.loose = loose.String()
	return out
}

// A merge is three versions of a file, and what comes of them.
type merge struct {
	base, ours, theirs *file
	o, a, b            *blocks // of the three
	conflicts          []string
}

// merge is our file with what they changed, and, where there is no conflict,
// what it must say.
func (m *merge) merge() ([]byte, map[string]record) {
	order, still := m.order()
	place := make(map[string]int, len(order))
	for i, id := range order {
		place[id] = i
	}
	p := plan{still: still, remove: map[*entry]bool{}, rank: func(id string) (int, bool) { i, ok := place[id]; return i, ok }}
	want := m.ours.records()
	theirs := m.theirs.records()
	take := func(id string) {
		delete(want, id)
		if rec, ok := theirs[id]; ok {
			want[id] = rec
		}
	}
	for _, id := range order {
		o, inBase := m.o.text[id]
		a, inOurs := m.a.text[id]
		b, inTheirs := m.b.text[id]
		replace := func(text string) {
			p.edits = append(p.edits, tomltree.Edit{Range: m.ours.block(m.ours.byID[id]).whole, New: text})
		}
		switch {
		case inOurs && inTheirs && (a == b || inBase && b == o):
		case inOurs && inTheirs && inBase && a == o:
			replace(b)
			take(id)
		case inOurs && inTheirs:
			text, rec, clash := m.both(id)
			if clash {
				eol := m.ours.EOL()
				text = "<<<<<<< ours" + eol + a + "=======" + eol + b + ">>>>>>> theirs" + eol
				m.conflicts = append(m.conflicts, id)
			}
			replace(text)
			want[id] = rec
		case inOurs: // they took it out, or never had it
			if inBase && a == o {
				p.remove[m.ours.byID[id]] = true
				delete(want, id)
			}
		case inTheirs && !(inBase && b == o):
			p.insert = append(p.insert, insertion{place[id], b})
			take(id)
		}
	}
	return m.ours.rebuild(p), want
}

// order is the order of all entries: ours, or theirs if they alone moved some,
// with what the other side added behind what it stands behind there. still says
// that our entries keep their places.
func (m *merge) order() (order []string, still bool) {
	common := func(b *blocks, with ...*blocks) (ids []string) {
		for _, id := range b.order {
			if !slices.ContainsFunc(with, func(w *blocks) bool { _, ok := w.text[id]; return !ok }) {
				ids = append(ids, id)
			}
		}
		return ids
	}
	first, second := m.a, m.b
	still = true
	if slices.Equal(common(m.a, m.o, m.b), common(m.o, m.a, m.b)) && !slices.Equal(common(m.b, m.o, m.a), common(m.o, m.a, m.b)) {
		first, second, still = m.b, m.a, false
	}
	order = slices.Clone(first.order)
	place := make(map[string]bool, len(order))
	for _, id := range order {
		place[id] = true
	}
	at := 0 // behind the one that was met last
	for _, id := range second.order {
		if place[id] {
			at = slices.Index(order, id) + 1
			continue
		}
		order = slices.Insert(order, at, id)
		place[id] = true
		at++
	}
	return order, still
}

// both merges an entry that both sides changed, or added. clash says that they
// changed the same in different ways.
func (m *merge) both(id string) (text string, rec record, clash bool) {
	a, b := m.ours.byID[id], m.theirs.byID[id]
	var ra, rb, ro record
	ra, rb = m.ours.record(a), m.theirs.record(b)
	o := m.base.byID[id]
	if o != nil {
		ro = m.base.record(o)
	}
	if m.ours.kind[0] != messageFields[0] {
		// A signature is of one piece.
		order := make([]int, len(m.ours.kind))
		for i := range order {
			order[i] = i
		}
		return m.written(id, ra, order), ra, ra != rb || a.empty != b.empty
	}
	// The hash says what the text translates, and goes with it.
	const textAt, hashAt = 0, 1
	rec = ra
	for i := range rec {
		switch {
		case i == hashAt || ra[i] == rb[i]:
		case ra[i] == ro[i]:
			rec[i] = rb[i]
		case rb[i] == ro[i]:
		default:
			clash = true
		}
	}
	ours, theirs := ra[textAt] != ro[textAt], rb[textAt] != ro[textAt]
	switch {
	case ra[hashAt] == rb[hashAt]:
	case ours && !theirs:
	case theirs && !ours:
		rec[hashAt] = rb[hashAt]
	case ra[hashAt] == ro[hashAt]:
		rec[hashAt] = rb[hashAt]
	case rb[hashAt] == ro[hashAt]:
	default:
		clash = clash || rec[textAt] != ""
	}
	if clash {
		return "", rec, true
	}
	// What a person reads comes last.
	return m.written(id, rec, []int{2, 1, 3, 4, 5, 6, 7, 0, 8, 9}), rec, false
}

// written is an entry that says rec, its fields in that order.
func (m *merge) written(id string, rec record, order []int) string {
	eol := m.ours.EOL()
	text := m.comments(id) + heading(id, eol)
	for _, i := range order {
		name := m.ours.kind[i]
		if rec[i] != "" || m.ours.byID[id].field(name) != nil || m.theirs.byID[id].field(name) != nil {
			text += line(name, rec[i], eol)
		}
	}
	return text
}

// comments are our comments of an entry, with the lines that they wrote, and
// without those that they took out. Where both sides renewed the source's text
// above a message, both stand there until the next extract.
func (m *merge) comments(id string) string {
	lines := func(f *file) []string {
		e := f.byID[id]
		if e == nil {
			return nil
		}
		mine, theirs := f.comments(f.block(e), nil)
		return slices.Collect(strings.Lines(mine + theirs))
	}
	o, a, b := lines(m.base), lines(m.ours), lines(m.theirs)
	var out strings.Builder
	for _, line := range a {
		if slices.Contains(b, line) || !slices.Contains(o, line) {
			out.WriteString(line)
		}
	}
	for _, line := range b {
		if !slices.Contains(a, line) && !slices.Contains(o, line) {
			out.WriteString(line)
		}
	}
	return out.String()
}
