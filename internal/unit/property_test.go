package unit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"multitude/internal/doc"
)

// A model is a document that is edited at random. Every text of it has a
// number that no other text has, so that the tests know which text is which.
type model struct {
	items []item
	next  int
}

type item struct {
	key     int // of the text; a new text has a new key
	heading bool
	words   []string
}

// vocabulary has words that stand everywhere and words that stand rarely.
var vocabulary = func() []string {
	words := strings.Fields("the of and to a in we for all people have right with that is our")
	common := len(words)
	for i := range 400 {
		words = append(words, fmt.Sprintf("%s%s%s", string(rune('b'+i%20)), string("aeiou"[i%5]), strings.Repeat(string(rune('d'+i/20)), 1+i%3)))
		if i%4 == 0 {
			words = append(words, words[i%common])
		}
	}
	return words
}()

func drawWords(t *rapid.T, least, most int) []string {
	n := rapid.IntRange(least, most).Draw(t, "words")
	out := make([]string, n)
	for i := range out {
		out[i] = rapid.SampledFrom(vocabulary).Draw(t, "word")
	}
	return out
}

func (m *model) draw(t *rapid.T) item {
	m.next++
	it := item{key: m.next}
	if it.heading = rapid.IntRange(0, 4).Draw(t, "heading") == 0; it.heading {
		it.words = drawWords(t, 1, 5)
	} else {
		it.words = drawWords(t, 8, 40)
	}
	return it
}

// document is the model as a Document; source has its own tests.
func (m *model) document() *doc.Document {
	text := func(words []string) *doc.Text {
		s := strings.Join(words, " ")
		return &doc.Text{Markdown: s, Spans: []doc.Span{{Text: s}}, Pos: doc.Position{Line: 1, Column: 1}}
	}
	d := &doc.Document{Front: doc.Front{Title: text([]string{"Title"})}}
	for _, it := range m.items {
		b := &doc.Block{Kind: doc.Paragraph, Text: text(it.words)}
		if it.heading {
			b.Kind, b.Level = doc.Heading, 2
		}
		d.Blocks = append(d.Blocks, b)
	}
	return d
}

// edit changes the model. A small edit leaves the key as it is.
func (m *model) edit(t *rapid.T) {
	at := func() int { return rapid.IntRange(0, len(m.items)-1).Draw(t, "at") }
	switch op := rapid.IntRange(0, 6).Draw(t, "edit"); {
	case op == 0 || len(m.items) < 3:
		m.items = slices.Insert(m.items, rapid.IntRange(0, len(m.items)).Draw(t, "at"), m.draw(t))
	case op == 1:
		i := at()
		m.items = slices.Delete(m.items, i, i+1)
	case op == 2: // move
		i := at()
		it := m.items[i]
		m.items = slices.Delete(m.items, i, i+1)
		m.items = slices.Insert(m.items, rapid.IntRange(0, len(m.items)).Draw(t, "to"), it)
	case op == 3: // another text in the same place
		m.items[at()] = m.draw(t)
	default: // a small edit
		i := at()
		if words := slices.Clone(m.items[i].words); len(words) >= 8 {
			for range rapid.IntRange(1, 2).Draw(t, "changes") {
				k := rapid.IntRange(0, len(words)-1).Draw(t, "word")
				word := fmt.Sprintf("new%d", rapid.IntRange(0, 99).Draw(t, "new"))
				switch rapid.IntRange(0, 2).Draw(t, "change") {
				case 0:
					words[k] = word
				case 1:
					words = slices.Insert(words, k, word)
				case 2:
					words = slices.Delete(words, k, k+1)
				}
			}
			if len(words) >= 8 {
				m.items[i].words = words
			}
		}
	}
}

// Over any sequence of edits, extracted now and then: IDs are unique and well
// formed; every run gives the same; a text that did not change keeps its ID
// wherever it moved; a text that changed a little keeps it, too; and an ID
// that was given once belongs to that text alone, though it may be gone for
// long.
func TestIdentityOverEdits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &model{}
		for range rapid.IntRange(2, 12).Draw(rt, "items") {
			m.items = append(m.items, m.draw(rt))
		}
		var former []Unit
		formerKeys := map[string]int{} // by ID, of the last extract
		lastText := map[string]string{}
		var retired []string
		for range rapid.IntRange(1, 6).Draw(rt, "extracts") {
			touched := map[int]int{} // small edits of a text since the last extract
			before := map[int]string{}
			for _, it := range m.items {
				before[it.key] = strings.Join(it.words, " ")
			}
			for range rapid.IntRange(0, 5).Draw(rt, "edits") {
				was := map[int]string{}
				for _, it := range m.items {
					was[it.key] = strings.Join(it.words, " ")
				}
				m.edit(rt)
				for _, it := range m.items {
					if w, ok := was[it.key]; ok && w != strings.Join(it.words, " ") {
						touched[it.key]++
					}
				}
			}
			d := m.document()
			units := Split(d, former, retired...)
			checkIDs(rt, units)
			if again := Split(d, former, retired...); !slices.Equal(idsOf(again), idsOf(units)) {
				rt.Fatalf("two runs differ:\n%q\n%q", idsOf(units), idsOf(again))
			}
			if len(units) != len(m.items)+1 {
				rt.Fatalf("%d units of %d texts", len(units), len(m.items))
			}
			texts := map[string]int{} // how often a text stands
			for _, u := range units {
				texts[u.Text]++
			}
			idOf := map[int]string{}
			for id, key := range formerKeys {
				idOf[key] = id
			}
			inFormer := map[string]int{}
			for _, u := range former {
				inFormer[u.Text]++
			}
			keys := map[string]int{}
			for i, it := range m.items {
				u := units[i+1]
				keys[u.ID] = it.key
				id, known := idOf[it.key]
				// Of texts that stand several times, any may have the ID.
				alone := texts[u.Text] == 1 && inFormer[u.Text] <= 1
				switch {
				case known && before[it.key] == u.Text && alone && u.ID != id:
					rt.Fatalf("%q did not change, and its ID became %s instead of %s", u.Text, u.ID, id)
				case known && touched[it.key] <= 1 && len(it.words) >= 8 && texts[u.Text] == 1 && inFormer[before[it.key]] == 1 && u.ID != id:
					rt.Fatalf("%q changed little to %q, and its ID became %s instead of %s", before[it.key], u.Text, u.ID, id)
				}
				if last, used := lastText[u.ID]; used && !related(last, u.Text) {
					rt.Fatalf("the ID %s was that of %q, and is given to %q", u.ID, last, u.Text)
				}
			}
			for _, u := range former {
				if !slices.ContainsFunc(units, func(v Unit) bool { return v.ID == u.ID }) {
					retired = append(retired, u.ID)
				}
			}
			for _, u := range units {
				lastText[u.ID] = u.Text
			}
			former, formerKeys = asCatalog(units), keys
		}
	})
}

// related is a judgement of its own: of the shorter text, two words in five
// stand in the longer, in their order.
func related(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	lengths := make([]int, len(y)+1) // of the longest common subsequence
	for _, w := range x {
		diagonal := 0
		for j, v := range y {
			above := lengths[j+1]
			if w == v {
				lengths[j+1] = diagonal + 1
			} else {
				lengths[j+1] = max(above, lengths[j])
			}
			diagonal = above
		}
	}
	return 5*lengths[len(y)] >= 2*min(len(x), len(y))
}

// Units that are taken away or added do not touch the IDs of the others.
func TestOthersAreUndisturbed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &model{}
		for range rapid.IntRange(3, 20).Draw(rt, "items") {
			m.items = append(m.items, m.draw(rt))
		}
		first := Split(m.document(), nil)
		want := map[int]string{}
		before, after := map[string]int{}, map[string]int{} // how often a text stands
		for i, it := range m.items {
			want[it.key] = first[i+1].ID
			before[first[i+1].Text]++
		}
		for range rapid.IntRange(1, 10).Draw(rt, "edits") {
			if rapid.Bool().Draw(rt, "insert") || len(m.items) < 2 {
				m.items = slices.Insert(m.items, rapid.IntRange(0, len(m.items)).Draw(rt, "at"), m.draw(rt))
			} else {
				i := rapid.IntRange(0, len(m.items)-1).Draw(rt, "at")
				m.items = slices.Delete(m.items, i, i+1)
			}
		}
		now := Split(m.document(), asCatalog(first))
		for _, u := range now {
			after[u.Text]++
		}
		for i, it := range m.items {
			if id, ok := want[it.key]; ok && now[i+1].ID != id && before[now[i+1].Text] == 1 && after[now[i+1].Text] == 1 {
				rt.Fatalf("%q was %s and is %s", now[i+1].Text, id, now[i+1].ID)
			}
		}
	})
}

// Diff explains every difference, and nothing moved that could have stayed.
func TestDiffLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(label string) []Unit {
			ids := rapid.SliceOfNDistinct(rapid.IntRange(0, 12), 0, 10, rapid.ID[int]).Draw(rt, label)
			var units []Unit
			for _, id := range ids {
				units = append(units, Unit{ID: fmt.Sprint(id), Text: rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "text")})
			}
			return units
		}
		former, now := draw("former"), draw("now")
		changes := Diff(former, now)
		var gotNow, gotFormer, stay []string
		for _, c := range changes {
			if c.Kind != Removed {
				gotNow = append(gotNow, c.Unit.ID)
			}
			if c.Kind != Added {
				gotFormer = append(gotFormer, c.Former.ID)
			}
			if c.Kind == Kept {
				stay = append(stay, c.Unit.ID)
			}
			if (c.Kind == Edited) != (c.Unit.ID != "" && c.Former.ID != "" && c.Unit.Text != c.Former.Text) {
				rt.Fatalf("%+v", c)
			}
		}
		if !slices.Equal(gotNow, idsOf(now)) {
			rt.Fatalf("the changes lead to %q, not to %q", gotNow, idsOf(now))
		}
		slices.Sort(gotFormer)
		want := idsOf(former)
		slices.Sort(want)
		if !slices.Equal(gotFormer, want) {
			rt.Fatalf("the changes start from %q, not from %q", gotFormer, want)
		}
		place := -1
		for _, id := range stay {
			i := slices.Index(idsOf(former), id)
			if i < place {
				rt.Fatalf("%s is kept, but moved", id)
			}
			place = i
		}
	})
}

// Of a split, the part that holds most keeps the ID; of a merge, the ID of the
// larger part lives on.
func TestSplitAndMergeLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &model{}
		for range rapid.IntRange(0, 8).Draw(rt, "items") {
			m.items = append(m.items, m.draw(rt))
		}
		words := drawWords(rt, 20, 80)
		cut := rapid.IntRange(max(8, len(words)/4), min(len(words)-8, 3*len(words)/4)).Draw(rt, "cut")
		if d := 2*cut - len(words); -2 < d && d < 2 {
			cut += 2 // or neither part is the larger one
		}
		at := rapid.IntRange(0, len(m.items)).Draw(rt, "at")
		whole, parts := &model{}, &model{}
		whole.items = slices.Insert(slices.Clone(m.items), at, item{words: words})
		parts.items = slices.Insert(slices.Clone(m.items), at, item{words: words[:cut]}, item{words: words[cut:]})
		larger, smaller := at+1, at+2
		if 2*cut < len(words) {
			larger, smaller = smaller, larger
		}

		one := Split(whole.document(), nil)
		two := Split(parts.document(), asCatalog(one))
		if two[larger].ID != one[at+1].ID {
			rt.Fatalf("the larger part of %s is %s, the smaller one %s", one[at+1].ID, two[larger].ID, two[smaller].ID)
		}
		if len(two[smaller].Origins) == 0 {
			rt.Fatalf("nobody knows where %q comes from", two[smaller].Text)
		}

		two = Split(parts.document(), nil)
		one = Split(whole.document(), asCatalog(two))
		if one[at+1].ID != two[larger].ID {
			rt.Fatalf("%q and %q became %q", two[larger].ID, two[smaller].ID, one[at+1].ID)
		}
	})
}
