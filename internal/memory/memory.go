// Package memory is the translation memory of a locale: what has been
// translated before, here or elsewhere, found again by the English it was made
// from.
package memory

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"multitude/internal/catalog"
	"multitude/internal/unit"
)

// A Segment is a text that somebody has translated. Both texts are inline
// Markdown.
type Segment struct {
	Source string
	Target string
	Origin string        // where it stands, for people: a file and an ID
	State  catalog.State // how far people vouch for it there; Machine where nobody knows
}

// A Match is a segment that is like a text.
type Match struct {
	Segment
	Score float64 // from 0 to 1, the share of characters that need no edit; 1 is the same text
	Part  bool    // of a text that the unit was part of, or that became part of it
}

// Exact says that the match is for the very same text.
func (m Match) Exact() bool { return m.Score == 1 }

// LeastScore is the score below which a segment is no match: below it, to edit
// a translation takes longer than to write one. It is what most tools for
// translators have.
const LeastScore = 0.6

// The bounds of a search: how many entries of the index are read, how many texts
// are compared letter by letter, and of how many runes; a longer one matches the
// very same text only.
const (
	entriesRead   = 150_000
	textsCompared = 120
	longestText   = 10_000
)

// A Memory finds segments. It may be searched by several at once.
type Memory struct {
	segments []Segment
	exact    map[string][]int32
	parts    map[string][]Segment // by the ID of the unit that was split or merged

	indexed sync.Once
	runes   [][]rune           // of the segments' sources, as they are compared
	grams   map[uint64][]int32 // segments by three runes that stand together, ascending
}

// New is a memory of these segments; of several of equal score, the earlier
// come first. Those without a text on either side are left out, as are
// repetitions.
func New(segments []Segment) *Memory {
	m := &Memory{exact: map[string][]int32{}}
next:
	for _, s := range segments {
		if strings.TrimSpace(s.Source) == "" || strings.TrimSpace(s.Target) == "" {
			continue
		}
		for _, i := range m.exact[s.Source] {
			if m.segments[i].Target == s.Target {
				m.segments[i].State = max(m.segments[i].State, s.State)
				continue next
			}
		}
		i := int32(len(m.segments))
		m.segments = append(m.segments, s)
		m.exact[s.Source] = append(m.exact[s.Source], i)
	}
	return m
}

// index makes what only a search by likeness needs.
func (m *Memory) index() {
	m.grams = map[uint64][]int32{}
	var seen []uint64
	for i, s := range m.segments {
		text := comparable(s.Source)
		if len(text) > longestText {
			text = nil
		}
		m.runes = append(m.runes, text)
		seen = grams(text, seen[:0])
		for _, g := range seen {
			m.grams[g] = append(m.grams[g], int32(i))
		}
	}
}

// Len is the number of segments.
func (m *Memory) Len() int { return len(m.segments) }

// Exact are the matches of the very same text: those that people vouch for most
// first.
func (m *Memory) Exact(english string) []Match {
	var all []Match
	for _, i := range m.exact[english] {
		all = append(all, Match{Segment: m.segments[i], Score: 1})
	}
	slices.SortStableFunc(all, func(a, b Match) int { return cmp.Compare(b.State, a.State) })
	return all
}

// Match are the segments whose source is most like english, the best first, at
// most limit; none below LeastScore.
func (m *Memory) Match(english string, limit int) []Match {
	if limit <= 0 {
		return nil
	}
	text := comparable(english)
	if len(text) > longestText {
		all := m.Exact(english)
		return all[:min(limit, len(all))]
	}
	m.indexed.Do(m.index)
	p := newPattern(text)
	var found []Match
	for _, i := range m.candidates(text) {
		other := m.runes[i]
		longer := max(len(text), len(other))
		// What the lengths alone forbid.
		if longer == 0 || float64(min(len(text), len(other))) < LeastScore*float64(longer) {
			continue
		}
		score := 1 - float64(p.distance(other))/float64(longer)
		switch s := m.segments[i]; {
		case s.Source == english:
			found = append(found, Match{Segment: s, Score: 1})
		case score >= LeastScore:
			// Another text, if only in case or spaces, is no exact match.
			const almost = 0.99
			found = append(found, Match{Segment: s, Score: min(score, almost)})
		}
	}
	slices.SortStableFunc(found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.State, a.State))
	})
	return found[:min(limit, len(found))]
}

// For are the matches for a unit: the former translations of what it was split or
// merged from, and Match, but for what its message says already (now).
func (m *Memory) For(u unit.Unit, now string, limit int) []Match {
	var all []Match
	text := comparable(u.Text)
	for _, s := range m.parts[u.ID] {
		match := Match{Segment: s, Part: true}
		if other := comparable(s.Source); max(len(text), len(other)) <= longestText {
			match.Score = 1 - float64(newPattern(text).distance(other))/float64(max(len(text), len(other), 1))
		}
		all = append(all, match)
	}
	for _, match := range m.Match(u.Text, limit+len(all)+1) {
		same := func(a Match) bool { return a.Target == match.Target }
		if !slices.ContainsFunc(all, same) && (match.Target != now || !strings.HasSuffix(match.Origin, ": "+u.ID)) {
			all = append(all, match)
		}
	}
	return all[:min(limit, len(all))]
}

// comparable is a text as it is compared: in lower case, with one space where
// there were several.
func comparable(text string) []rune {
	runes := make([]rune, 0, len(text))
	space := true
	for _, r := range text {
		if unicode.IsSpace(r) {
			if !space {
				runes = append(runes, ' ')
			}
			space = true
			continue
		}
		space = false
		runes = append(runes, unicode.ToLower(r))
	}
	if n := len(runes); n > 0 && space {
		runes = runes[:n-1]
	}
	return runes
}

// grams are the different threes of runes of a text, and of its beginning.
func grams(text []rune, into []uint64) []uint64 {
	const bits = 21 // of a rune
	var g uint64
	for _, r := range text {
		g = (g<<bits | uint64(r)) & (1<<(3*bits) - 1)
		into = append(into, g)
	}
	slices.Sort(into)
	return slices.Compact(into)
}

// candidates are the segments that share most threes with text, judged by the
// rarest of them, in the order of the memory where they share as many.
func (m *Memory) candidates(text []rune) []int32 {
	all := grams(text, nil)
	lists := make([][]int32, 0, len(all))
	for _, g := range all {
		if list := m.grams[g]; len(list) > 0 {
			lists = append(lists, list)
		}
	}
	slices.SortStableFunc(lists, func(a, b []int32) int { return len(a) - len(b) })
	hits := make([]int32, len(m.segments))
	var found []int32
	read := 0
	for _, list := range lists {
		if read += len(list); read > entriesRead && len(found) > 0 {
			break
		}
		for _, i := range list {
			if hits[i] == 0 {
				found = append(found, i)
			}
			hits[i]++
		}
	}
	// The least number of hits that leaves few enough; counted, for to sort all
	// would take longer than the search.
	shared := make([]int, len(lists)+1)
	for _, i := range found {
		shared[hits[i]]++
	}
	least, room := len(lists), textsCompared
	for ; least > 1 && shared[least] <= room; least-- {
		room -= shared[least]
	}
	best := found[:0]
	for _, i := range found {
		if hits[i] == int32(least) {
			if room--; room < 0 {
				continue
			}
		}
		if hits[i] >= int32(least) {
			best = append(best, i)
		}
	}
	slices.Sort(best)
	return best
}
