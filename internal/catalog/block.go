package catalog

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strings"

	"multitude/internal/tomltree"
)

// A block is an entry as a stretch of its file: the comments directly above
// it, its heading, its lines.
type block struct {
	exprs []int            // the expressions that define it, in order
	lead  tomltree.Range   // the comment lines directly above it
	lines []tomltree.Range // its own lines, comments between them left out
	alone bool             // its lines hold nothing else, so that it can be taken out
	moves bool             // it is alone, under a heading of its own: it can be put elsewhere
	whole tomltree.Range   // if it moves: from its lead to its last line
}

// block finds where e stands.
func (f *file) block(e *entry) block {
	var b block
	var collect func(n *tomltree.Node)
	collect = func(n *tomltree.Node) {
		b.exprs = append(b.exprs, n.Exprs...)
		for _, c := range n.Children {
			collect(c)
		}
	}
	collect(e.node)
	slices.Sort(b.exprs)
	b.exprs = slices.Compact(b.exprs)
	b.alone = !e.named
	for up := e.node.Parent; up != nil; up = up.Parent {
		if up.Kind == tomltree.Array {
			b.alone = false
		}
	}
	for _, i := range b.exprs {
		x := f.Exprs[i]
		b.lines = append(b.lines, x.Range)
		own := false
		for n := x.Node; n != nil; n = n.Parent {
			own = own || n == e.node
		}
		b.alone = b.alone && own
	}
	first, last := b.exprs[0], b.exprs[len(b.exprs)-1]
	b.lead = f.lead(first)
	b.moves = b.alone && f.Exprs[first].Kind == tomltree.Header && f.Exprs[first].Node == e.node
	for i := first + 1; i <= last && b.moves; i++ {
		b.moves = f.Exprs[i].Kind == tomltree.Comment || slices.Contains(b.exprs, i) && f.Exprs[i].Kind == tomltree.KeyValue
	}
	b.whole = tomltree.Range{Start: b.lead.Start, End: f.Exprs[last].End}
	return b
}

// lead is the stretch of comment lines directly above expression i.
func (f *file) lead(i int) tomltree.Range {
	r := tomltree.Range{Start: f.Exprs[i].Start, End: f.Exprs[i].Start}
	for i--; i >= 0 && f.Exprs[i].Kind == tomltree.Comment && f.Exprs[i].End == r.Start; i-- {
		r.Start = f.Exprs[i].Start
	}
	return r
}

// A plan says what is to become of a file.
type plan struct {
	rank   func(id string) (int, bool) // place of an entry in the wanted order; false: it stays where it is
	still  bool                        // no entry moves: rank only says where new ones go
	remove map[*entry]bool             // entries to be taken out; those whose lines hold more stay
	insert []insertion
	edits  []tomltree.Edit
}

// An insertion is a new block, without blank lines around it.
type insertion struct {
	rank int
	text string
}

// A segment is a stretch of a file that stays together: a block that can move,
// with the blank lines below it, or all that stands between two such blocks.
type segment struct {
	tomltree.Range
	e    *entry
	rank int
	stay bool
}

// rebuild carries out the plan. Of the blocks that must change places it moves
// the fewest; all that is not in the plan keeps its bytes and its place.
func (f *file) rebuild(p plan) []byte {
	if len(p.remove) == 0 && len(p.insert) == 0 && len(p.edits) == 0 && p.still {
		return f.Data
	}
	segments, edits := f.segments(p)
	if !p.still {
		settle(segments)
	}

	// Where each new or moved block goes: behind the last that stays and comes
	// before it in the wanted order.
	type arrival struct {
		insertion
		blank bool // the text brings the blank lines below it
	}
	var arrivals []arrival
	for _, in := range p.insert {
		arrivals = append(arrivals, arrival{insertion: in})
	}
	texts := f.texts(segments, edits)
	for i, s := range segments {
		if s.e != nil && !s.stay && !p.remove[s.e] {
			arrivals = append(arrivals, arrival{insertion{s.rank, string(texts[i])}, true})
		}
	}
	slices.SortStableFunc(arrivals, func(a, b arrival) int { return cmp.Compare(a.rank, b.rank) })
	type stayer struct{ rank, segment int }
	var stayers []stayer
	for i, s := range segments {
		if s.e != nil && s.stay && s.rank >= 0 && !p.remove[s.e] {
			stayers = append(stayers, stayer{s.rank, i})
		}
	}
	slices.SortStableFunc(stayers, func(a, b stayer) int { return cmp.Compare(a.rank, b.rank) })
	behind := make(map[int][]arrival)
	for _, a := range arrivals {
		i := sort.Search(len(stayers), func(i int) bool { return stayers[i].rank > a.rank })
		at := -1 // before all
		if i > 0 {
			at = stayers[i-1].segment
		} else if len(segments) > 0 && segments[0].e == nil {
			at = 0 // a file's opening, and keys without a heading, stay first
		}
		behind[at] = append(behind[at], a)
	}

	w := writer{eol: f.EOL()}
	put := func(at int) {
		for _, a := range behind[at] {
			w.put([]byte(a.text), true)
		}
	}
	put(-1)
	former := -1 // segment that was written last
	for i, s := range segments {
		if s.e == nil || s.stay && !p.remove[s.e] {
			w.put(texts[i], former != i-1 && w.needsBlank(texts[i]))
			former = i
			if len(behind[i]) > 0 {
				put(i)
				w.apart = true
				former = i
			}
		}
	}
	if n := len(segments); former != n-1 || w.apart {
		w.trim()
	}
	return w.out
}

// segments cuts the file. Edits that take out entries which stand among others
// are added to the plan's; all come back sorted by place.
func (f *file) segments(p plan) ([]segment, []tomltree.Edit) {
	edits := slices.Clone(p.edits)
	var all []segment
	at := 0
	for _, e := range f.entries {
		b := f.block(e)
		if p.remove[e] && !b.alone {
			delete(p.remove, e)
		}
		if !b.moves {
			if p.remove[e] {
				edits = append(edits, tomltree.Edit{Range: b.lead})
				for _, r := range b.lines {
					edits = append(edits, tomltree.Edit{Range: r})
				}
			}
			continue
		}
		if b.whole.Start > at {
			all = append(all, segment{Range: tomltree.Range{Start: at, End: b.whole.Start}})
		}
		s := segment{Range: b.whole, e: e, rank: -1, stay: true}
		if rank, ok := p.rank(e.id); ok {
			s.rank = rank
		}
		for s.End < len(f.Data) && isBlank(f.Data[s.End]) {
			s.End++
		}
		// Indentation belongs to the line that it begins.
		for s.End < len(f.Data) && s.End > b.whole.End && f.Data[s.End-1] != '\n' {
			s.End--
		}
		all = append(all, s)
		at = s.End
	}
	if at < len(f.Data) {
		all = append(all, segment{Range: tomltree.Range{Start: at, End: len(f.Data)}})
	}
	slices.SortStableFunc(edits, func(a, b tomltree.Edit) int { return cmp.Compare(a.Start, b.Start) })
	return all, edits
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// texts are the bytes of the segments, edits made.
func (f *file) texts(segments []segment, edits []tomltree.Edit) [][]byte {
	all := make([][]byte, len(segments))
	for i, s := range segments {
		n := 0
		for n < len(edits) && (edits[n].Start < s.End || i == len(segments)-1) {
			n++
		}
		all[i] = f.SpliceSorted(s.Range, edits[:n])
		edits = edits[n:]
	}
	return all
}

// settle marks the segments that change places: those outside a longest
// sequence of blocks that are in order already.
func settle(segments []segment) {
	var ranked []int
	for i, s := range segments {
		if s.e != nil && s.rank >= 0 {
			ranked = append(ranked, i)
			segments[i].stay = false
		}
	}
	// Patience sorting: tails[k] ends the best sequence of k+1 blocks.
	var tails []int
	before := make([]int, len(ranked))
	for j, i := range ranked {
		k := sort.Search(len(tails), func(k int) bool { return segments[ranked[tails[k]]].rank >= segments[i].rank })
		before[j] = -1
		if k > 0 {
			before[j] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, j)
		} else {
			tails[k] = j
		}
	}
	if len(tails) == 0 {
		return
	}
	for j := tails[len(tails)-1]; j >= 0; j = before[j] {
		segments[ranked[j]].stay = true
	}
}

// writer joins pieces of a file.
type writer struct {
	out   []byte
	eol   string
	apart bool // the next piece was not behind the last one before
}

// put adds a piece; where blank, with a blank line before it.
func (w *writer) put(piece []byte, blank bool) {
	if len(piece) == 0 {
		return
	}
	if len(w.out) > 0 && (blank || w.apart) {
		w.endLine()
		if !w.endsBlank() {
			w.out = append(w.out, w.eol...)
		}
	}
	w.apart = false
	w.out = append(w.out, piece...)
}

func (w *writer) endLine() {
	if n := len(w.out); n > 0 && w.out[n-1] != '\n' {
		w.out = append(w.out, w.eol...)
	}
}

// lastLine is the last line written, without its end.
func (w *writer) lastLine() []byte {
	s := bytes.TrimSuffix(w.out, []byte("\n"))
	return bytes.TrimSpace(s[bytes.LastIndexByte(s, '\n')+1:])
}

func (w *writer) endsBlank() bool { return len(w.lastLine()) == 0 }

// needsBlank says whether a comment would come to stand directly above the
// block next, which is about to become the neighbour of what was written.
func (w *writer) needsBlank(next []byte) bool {
	w.endLine()
	last := w.lastLine()
	return len(last) > 0 && last[0] == '#' && len(bytes.TrimSpace(next)) > 0
}

// trim leaves one line end behind the last line.
func (w *writer) trim() {
	w.out = bytes.TrimRight(w.out, " \t\r\n")
	if len(w.out) > 0 {
		w.out = append(w.out, w.eol...)
	}
}

// ownLead is the edit, if one is needed, that makes want the tool's own
// comment lines above a block: the lines that begin with one of the prefixes
// are replaced, all others are people's, and stay. New lines go to the place
// of the former; where there were none, directly above the block, or first.
func (f *file) ownLead(b block, want string, first bool, prefixes ...string) []tomltree.Edit {
	var above, below, mine strings.Builder
	seen := false
	for line := range strings.Lines(string(f.Bytes(b.lead))) {
		switch {
		case isOwn(line, prefixes):
			seen = true
			mine.WriteString(line)
		case seen:
			below.WriteString(line)
		default:
			above.WriteString(line)
		}
	}
	plain := func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
	if plain(mine.String()) == plain(want) {
		return nil
	}
	text := above.String() + want + below.String()
	if !seen && first {
		text = want + above.String()
	}
	return []tomltree.Edit{{Range: b.lead, New: text}}
}

// isOwn says whether a comment line begins with one of the prefixes.
func isOwn(line string, prefixes []string) bool {
	line = strings.TrimLeft(line, " \t")
	for _, p := range prefixes {
		if strings.HasPrefix(line, p) || strings.TrimRight(line, "\r\n") == strings.TrimRight(p, " ") {
			return true
		}
	}
	return false
}
