package unit

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// How the units of a document are matched with the former ones
//
// Translations hang on IDs. Two mistakes are possible, and they are not equally
// bad: a unit that loses its ID loses its translation, which the memory finds
// again; an ID that goes to another text shows readers a wrong translation. So
// a match has to be earned, and each pass takes only what the passes before it
// left, the surest first:
//
//  1. Front matter: the field is the identity. front.title remains so though
//     all its words change. Authors are persons, and are matched as text is.
//  2. Exact text keeps its ID, wherever it moved and whatever it became, a
//     heading for example. A text that stands once on either side is certain.
//     Texts that stand several times, such as the cells of a table, are told
//     apart by their neighbours: a match spreads to the texts before and after
//     it for as long as they are the same (this is what Heckel's diff of 1978
//     does with lines). What is still left is taken section by section, then
//     in order.
//  3. A retired unit that comes back word for word has its ID again, and with it
//     its translation, whatever else may be like it.
//  4. Names that the author gave: a note is known by its label, a heading by
//     its {#anchor}.
//  5. Edited text: the likeness of words and word pairs, see similar.go. All
//     pairs that are recognisably the same are ranked by likeness, then by
//     likeness with rare words weighing more, then by what is around them; the
//     best pair is taken first. So of a split, the part that holds most keeps the ID; of
//     a merge, the ID of the larger part lives on. What the rest of the
//     document says has no part in the decision whether two texts of eight
//     words or more are the same, only in the choice between several.
//  6. Rewritten text: what has too little in common for that, but half of its
//     words, and stands where the former text stood, between the same matches.
//
// A rank needs candidates. Comparing all with all would be quadratic: instead,
// an index of the unmatched former texts is asked for the rarest words and
// pairs of each unmatched new one; of a word that stands everywhere, it names
// the texts around the place where the new one would stand if nothing had
// moved. The work per edited unit has a bound, so that the whole is nearly
// linear.

// A matching is the state of Restore.
type matching struct {
	now     []piece
	former  []Unit
	retired []Unit
	of      []int    // by index of now: the index in former, or -1
	by      []int    // by index of former: the index in now, or -1
	back    []string // by index of now: the ID of a retired unit that came back, or ""
}

func newMatching(now []piece, former, retired []Unit) *matching {
	m := &matching{now: now, former: withoutRepeated(former), retired: retired, back: make([]string, len(now))}
	m.of, m.by = slices.Repeat([]int{-1}, len(now)), slices.Repeat([]int{-1}, len(m.former))
	return m
}

func (m *matching) match() {
	m.fields()
	body := func(p *piece) bool { return p.role != frontText }
	author := func(p *piece) bool { return p.field == authorField }
	isAuthor := func(id string) bool { return strings.HasPrefix(id, authorField) }
	isBody := func(id string) bool { return !isField(id) }
	now, former := m.free(author, isAuthor)
	m.exact(now, former)
	now, former = m.free(author, isAuthor)
	m.edited(now, former)

	now, former = m.free(body, isBody)
	m.exact(now, former)
	m.restore()
	m.names()
	now, former = m.free(body, isBody)
	m.edited(now, former)
	m.rewritten()
}

// free are the indices of what has no match yet, in order.
func (m *matching) free(isNow func(*piece) bool, isFormer func(id string) bool) (now, former []int) {
	for i := range m.now {
		if m.isFree(i) && isNow(&m.now[i]) {
			now = append(now, i)
		}
	}
	for f := range m.former {
		if m.by[f] < 0 && isFormer(m.former[f].ID) {
			former = append(former, f)
		}
	}
	return now, former
}

// isFree reports whether a piece has neither a match nor a retired ID.
func (m *matching) isFree(i int) bool { return m.of[i] < 0 && m.back[i] == "" }

func (m *matching) take(i, f int) { m.of[i], m.by[f] = f, i }

// fields matches front matter but the authors.
func (m *matching) fields() {
	at := map[string]int{}
	for f, u := range m.former {
		if isField(u.ID) {
			at[u.ID] = f
		}
	}
	for i, p := range m.now {
		if f, ok := at[p.field]; ok && p.field != authorField {
			m.take(i, f)
		}
	}
}

// exact matches the same texts.
func (m *matching) exact(now, former []int) {
	type both struct{ now, former []int }
	texts := make(map[string]*both, len(former))
	for _, f := range former {
		t := texts[m.former[f].Text]
		if t == nil {
			t = &both{}
			texts[m.former[f].Text] = t
		}
		t.former = append(t.former, f)
	}
	var several []string // in order, so that every run does the same
	for _, i := range now {
		if t := texts[m.now[i].Text]; t != nil {
			if t.now = append(t.now, i); len(t.now) == 1 {
				several = append(several, m.now[i].Text)
			}
		}
	}
	for _, text := range several {
		if t := texts[text]; len(t.now) == 1 && len(t.former) == 1 {
			m.take(t.now[0], t.former[0])
		}
	}
	spread := func() {
		for i := range m.now {
			m.spread(i, 1)
		}
		for i := range slices.Backward(m.now) {
			m.spread(i, -1)
		}
	}
	spread()
	// Of what is left, the texts that stay in their section are the same.
	for _, bySection := range []bool{true, false} {
		for _, text := range several {
			t := texts[text]
			if len(t.now) == 1 && len(t.former) == 1 {
				continue
			}
			left := map[string][]int{}
			section := func(id string) string {
				if bySection {
					return id
				}
				return ""
			}
			for _, f := range t.former {
				if m.by[f] < 0 {
					s := section(parent(m.former[f].ID))
					left[s] = append(left[s], f)
				}
			}
			for _, i := range t.now {
				s := section(m.sectionOf(i))
				if f := left[s]; m.of[i] < 0 && len(f) > 0 {
					m.take(i, f[0])
					left[s] = f[1:]
				}
			}
		}
		spread()
	}
}

// spread carries a match over to the next text, or the one before, if it is
// the same on both sides.
func (m *matching) spread(i, step int) {
	f := m.of[i]
	if f < 0 {
		return
	}
	i, f = i+step, f+step
	if i >= 0 && i < len(m.now) && f >= 0 && f < len(m.former) && m.of[i] < 0 && m.by[f] < 0 &&
		m.now[i].role != frontText && !isField(m.former[f].ID) && m.now[i].Text == m.former[f].Text {
		m.take(i, f)
	}
}

// sectionOf is the former ID of the section that a piece stands in, or "".
func (m *matching) sectionOf(i int) string {
	s := m.now[i].section
	switch {
	case s < 0:
		return ""
	case m.of[s] >= 0:
		return m.former[m.of[s]].ID
	}
	return m.back[s]
}

// names matches notes by label and headings by anchor.
func (m *matching) names() {
	at := make(map[string]int, len(m.former))
	sections := map[string]bool{} // IDs that others stand below
	byLast := map[string][]int{}
	for f, u := range m.former {
		at[u.ID] = f
		for s := parent(u.ID); s != "" && !sections[s]; s = parent(s) {
			sections[s] = true
		}
		byLast[lastPart(u.ID)] = append(byLast[lastPart(u.ID)], f)
	}
	for i := range m.now {
		p := &m.now[i]
		if !m.isFree(i) || p.role == frontText {
			continue
		}
		switch {
		case p.label != "":
			if f, ok := at[notePart+"."+part(slug(p.label, 0), false)]; ok && m.by[f] < 0 {
				m.take(i, f)
			}
		case p.anchor != "" && p.role == headingText:
			name := slug(p.anchor, 0)
			id := part(name, true)
			if p.section >= 0 {
				id = m.sectionOf(i) + "." + part(name, false)
			}
			// An ID of one part, or one that others stand below, was a
			// heading's.
			if f, ok := at[id]; ok && m.by[f] < 0 && (sections[id] || !strings.Contains(id, ".")) {
				m.take(i, f)
				break
			}
			// The section moved into another: its ID ends as the anchor does.
			for _, f := range byLast[part(name, false)] {
				if m.by[f] < 0 && sections[m.former[f].ID] && !isField(m.former[f].ID) {
					m.take(i, f)
					break
				}
			}
		}
	}
}

// A pairing is a candidate for a match.
type pairing struct {
	now, former int
	rank        float64
	distance    int
}

// The bounds of the search for candidates: how many rare items of a text are
// looked up, how many texts of each, and how many of them are compared.
const (
	itemsLookedUp = 24
	textsPerItem  = 48
	textsCompared = 12
	widestGap     = 200 // former texts between two matches, among which rewritten ones are looked for
)

// The parts of a rank, beside likeness as such.
const (
	rareBonus      = 0.01  // for likeness with rare words weighing more
	neighbourBonus = 0.001 // for each neighbour in common, and for the section
)

// edited matches texts that are recognisably the same.
func (m *matching) edited(now, former []int) {
	if len(now) == 0 || len(former) == 0 {
		return
	}
	all := make([]profile, len(m.former))
	for f := range m.former {
		all[f] = profileOf(m.former[f].Text)
	}
	rare := rarityOf(all)
	index := newIndex(former, all)
	expected := m.expected()
	var pairs []pairing
	for _, i := range now {
		p := profileOf(m.now[i].Text)
		for _, f := range index.candidates(p, expected[i]) {
			if !recognisable(all[f], p, rare) {
				continue
			}
			rank := compare(all[f], p, same).dice + rareBonus*compare(all[f], p, rare.weight).dice + neighbourBonus*float64(m.company(i, f))
			// Without the last digits, in which sums of the same weights differ.
			rank = math.Round(rank*1e9) / 1e9
			pairs = append(pairs, pairing{i, f, rank, max(f-expected[i], expected[i]-f)})
		}
	}
	m.takeBest(pairs)
}

// takeBest takes the best pairs first. What was near enough and found another is
// noted: the parts of a split, the former parts of a merge.
func (m *matching) takeBest(pairs []pairing) {
	slices.SortFunc(pairs, func(a, b pairing) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), a.distance-b.distance, a.now-b.now, a.former-b.former)
	})
	for _, p := range pairs {
		if m.of[p.now] < 0 && m.by[p.former] < 0 {
			m.take(p.now, p.former)
			u, id := &m.now[p.now].Unit, m.former[p.former].ID
			u.Origins = slices.DeleteFunc(u.Origins, func(o string) bool { return o == id })
		}
	}
	for _, p := range pairs {
		if m.of[p.now] < 0 || m.by[p.former] < 0 {
			if u, id := &m.now[p.now].Unit, m.former[p.former].ID; !slices.Contains(u.Origins, id) {
				u.Origins = append(u.Origins, id)
			}
		}
	}
}

// rewritten matches texts that stand where the former ones stood: between the
// same two matches.
func (m *matching) rewritten() {
	after := slices.Repeat([]int{len(m.former)}, len(m.now)+1) // the match of the next piece that has one
	for i := range slices.Backward(m.now) {
		if after[i] = after[i+1]; m.of[i] >= 0 {
			after[i] = m.of[i]
		}
	}
	var rare rarity
	var pairs []pairing
	before := -1
	for i := range m.now {
		if m.of[i] >= 0 {
			before = m.of[i]
			continue
		}
		if !m.isFree(i) || m.now[i].role == frontText || after[i]-before > widestGap {
			continue
		}
		for f := before + 1; f < after[i]; f++ {
			if m.by[f] >= 0 || isField(m.former[f].ID) {
				continue
			}
			if rare.in == nil {
				all := make([]profile, len(m.former))
				for f := range m.former {
					all[f] = wordsOf(m.former[f].Text)
				}
				rare = rarityOf(all)
			}
			if like, ok := rewritten(m.former[f].Text, m.now[i].Text, rare); ok {
				pairs = append(pairs, pairing{i, f, math.Round(like*1e9) / 1e9, 0})
			}
		}
	}
	m.takeBest(pairs)
}

// expected is, for each piece, where in former it would stand if nothing had
// moved: as far behind the match of the nearest piece before it.
func (m *matching) expected() []int {
	at := make([]int, len(m.now))
	next := 0
	for i, f := range m.of {
		if f >= 0 {
			next = f
		}
		at[i] = next
		next++
	}
	return at
}

// beside are the former units next to the matches of a piece's neighbours.
func (m *matching) beside(i int) []int {
	var near []int
	if i > 0 && m.of[i-1] >= 0 {
		near = append(near, m.of[i-1]+1)
	}
	if i+1 < len(m.of) && m.of[i+1] >= 0 {
		near = append(near, m.of[i+1]-1)
	}
	return near
}

// company counts what a piece and a former unit have around them in common:
// the text before, the text behind, the section.
func (m *matching) company(i, f int) int {
	n := 0
	for _, near := range m.beside(i) {
		if near == f {
			n++
		}
	}
	if m.sectionOf(i) == parent(m.former[f].ID) {
		n++
	}
	return n
}

// restore gives retired IDs back to texts that came back.
func (m *matching) restore() {
	used := make(map[string]bool, len(m.former))
	for _, u := range m.former {
		used[u.ID] = true
	}
	at := map[string]string{}
	for _, u := range m.retired {
		if _, ok := at[u.Text]; !ok && u.Text != "" && !isField(u.ID) && !used[u.ID] {
			at[u.Text] = u.ID
			used[u.ID] = true
		}
	}
	for i := range m.now {
		if p := &m.now[i]; m.of[i] < 0 && p.role != frontText {
			if id, ok := at[p.Text]; ok {
				m.back[i] = id
				delete(at, p.Text)
			}
		}
	}
}
