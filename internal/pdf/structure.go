package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"multitude/internal/typeset"
)

// A node is a structure element as the file has it. It mirrors a
// typeset.Element, but for two that are put in:
//
//   - a Link around the content of an element that has link areas and is none
//     itself (a Reference), since PDF/UA wants annotations in a Link element;
//   - a Span with the text of content that is drawn from right to left, where
//     it has siblings of another kind. See actual.
type node struct {
	element *typeset.Element // nil for one that was put in
	role    typeset.Role
	parent  *node
	number  int // object number
	kids    []nodeKid
	actual  string // replacement text; "" for none
}

// A nodeKid is one of three: an element, a marked-content sequence, an
// annotation.
type nodeKid struct {
	node       *node
	sequence   sequence
	annotation int // object number
	page       int // of the annotation
}

// A tree is the structure tree.
type tree struct {
	nodes  []*node // in reading order, parents before their kids; the first is the Document
	owner  map[*typeset.Content]*node
	links  map[*typeset.Element]*node // the Link element of an element with link areas
	layout *typeset.Layout
	marks  *marks
	actual map[*typeset.Content]string
}

// buildTree builds the structure tree. annotations are the object numbers of
// each page's link areas; first is the number of the first element.
func buildTree(layout *typeset.Layout, m *marks, annotations [][]int, first int) *tree {
	t := &tree{
		owner: map[*typeset.Content]*node{}, links: map[*typeset.Element]*node{},
		layout: layout, marks: m, actual: m.spoken,
	}
	linked := map[*typeset.Element]bool{}
	for _, p := range layout.Pages {
		for i := range p.Links {
			linked[p.Links[i].Element] = true
		}
	}
	t.add(layout.Root, nil, linked)
	for n, p := range layout.Pages {
		for i := range p.Links {
			if link := t.links[p.Links[i].Element]; link != nil {
				link.kids = append(link.kids, nodeKid{annotation: annotations[n][i], page: n})
			}
		}
	}
	for i, n := range t.nodes {
		n.number = first + i
	}
	return t
}

func (t *tree) put(role typeset.Role, element *typeset.Element, parent *node) *node {
	n := &node{role: role, element: element, parent: parent}
	t.nodes = append(t.nodes, n)
	if parent != nil {
		parent.kids = append(parent.kids, nodeKid{node: n})
	}
	return n
}

func (t *tree) add(e *typeset.Element, parent *node, linked map[*typeset.Element]bool) {
	n := t.put(e.Role, e, parent)
	if linked[e] {
		if e.Role != "Link" {
			n = t.put("Link", nil, n)
		}
		t.links[e] = n
	}
	leaf := !linked[e]
	speaks := false
	for _, k := range e.Kids {
		switch k := k.(type) {
		case *typeset.Element:
			leaf = false
		case *typeset.Content:
			_, ok := t.actual[k]
			speaks = speaks || ok
		}
	}
	for _, k := range e.Kids {
		switch k := k.(type) {
		case *typeset.Element:
			t.add(k, n, linked)
		case *typeset.Content:
			sequences := t.marks.of[k]
			if len(sequences) == 0 {
				continue
			}
			slices.SortStableFunc(sequences, sequence.before)
			in := n
			if speaks && leaf {
				n.actual += t.actual[k]
			} else if speaks && t.actual[k] != "" {
				in = t.put("Span", nil, n)
				in.actual = t.actual[k]
			}
			for _, s := range sequences {
				in.kids = append(in.kids, nodeKid{sequence: s})
			}
			t.owner[k] = in
		}
	}
}

// spoken is the text of content that is drawn from right to left, in logical
// order, and of its siblings in the same element. On the page such text stands
// in visual order, as readers of pages expect; a reader of the structure tree
// must not turn it round, so the element says it once more as ActualText
// (ISO 32000-1 §14.9.4). On an element, and not on the marked content, because
// poppler would take it there for the page's text too. PDF/A-2a asks the same for
// characters of private use, whose meaning no table tells (ISO 19005-2
// §6.2.11.7.3).
func spoken(layout *typeset.Layout) map[*typeset.Content]string {
	elements := map[*typeset.Element]bool{}
	for _, p := range layout.Pages {
		for i := range p.Runs {
			if r := &p.Runs[i]; r.Content != nil && (r.RTL || private(r)) {
				elements[r.Content.Element] = true
			}
		}
	}
	if len(elements) == 0 {
		return nil
	}
	type line struct {
		page int
		y    float64
		text strings.Builder
	}
	lines := map[*typeset.Content]*line{}
	for n, p := range read(layout) {
		for i := range p.Runs {
			r := &p.Runs[i]
			if r.Content == nil || !elements[r.Content.Element] {
				continue
			}
			l := lines[r.Content]
			if l == nil {
				l = &line{page: n, y: r.Y}
				lines[r.Content] = l
			}
			var text strings.Builder
			for j := range r.Clusters {
				text.WriteString(r.Clusters[j].Text)
			}
			if l.page != n || math.Abs(l.y-r.Y) > r.Size {
				joinLines(&l.text, text.String())
			}
			l.page, l.y = n, r.Y
			l.text.WriteString(text.String())
		}
	}
	texts := make(map[*typeset.Content]string, len(lines))
	for c, l := range lines {
		text := strings.TrimSuffix(l.text.String(), "\u00AD")
		if len(textBytes(text)) <= longestActual {
			texts[c] = text
		}
	}
	return texts
}

// read is the pages of a layout in the order in which they are read: of sheets,
// page by page what they show.
func read(layout *typeset.Layout) []*typeset.Page {
	if !layout.Imposed {
		return layout.Pages
	}
	var leaves []*typeset.Page
	for _, p := range layout.Pages {
		for i := range p.Runs {
			r := &p.Runs[i]
			for len(leaves) <= r.Leaf {
				leaves = append(leaves, &typeset.Page{})
			}
			leaves[r.Leaf].Runs = append(leaves[r.Leaf].Runs, *r)
		}
	}
	return leaves
}

// longestActual is how many bytes a string may have (ISO 19005-2 §6.1.13).
// Text of many pages in one paragraph comes back by its codes alone.
const longestActual = 32767

// private says whether the run has characters of private use.
func private(r *typeset.Run) bool {
	for i := range r.Clusters {
		if strings.ContainsFunc(r.Clusters[i].Text, func(r rune) bool { return r >= 0xE000 && unicode.Is(unicode.Co, r) }) {
			return true
		}
	}
	return false
}

// joinLines makes the text ready for that of the next line: a hyphen that line
// breaking put in goes, a space that it took is put back. Beside a dash a line
// may end without a space.
func joinLines(text *strings.Builder, next string) {
	s := text.String()
	if cut, ok := strings.CutSuffix(s, "\u00AD"); ok {
		text.Reset()
		text.WriteString(cut)
		return
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	first, _ := utf8.DecodeRuneInString(next)
	parts := func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) }
	if s != "" && next != "" && !parts(last) && !parts(first) && last != '\u200B' {
		text.WriteByte(' ')
	}
}

// append writes the element's dictionary. pages are the pages' object numbers.
func (n *node) append(b []byte, root int, pages []int, m *marks) []byte {
	b = appendName(append(b, "<</S"...), string(n.role))
	b = append(b, "/P "...)
	if n.parent == nil {
		b = appendRef(b, root)
	} else {
		b = appendRef(b, n.parent.number)
	}
	page := -1
	for _, k := range n.kids {
		if k.node == nil && k.annotation == 0 {
			page = k.sequence.page
			b = appendRef(append(b, "/Pg "...), pages[page])
			break
		}
	}
	if n.actual != "" {
		b = appendText(append(b, "/ActualText"...), n.actual)
	}
	if e := n.element; e != nil {
		b = appendOptional(b, "/ID", e.ID)
		b = appendOptional(b, "/Lang", e.Lang)
		b = appendOptional(b, "/T", e.Title)
		b = appendOptional(b, "/Alt", e.Alt)
		b = appendAttributes(b, e, m)
	}
	if len(n.kids) > 0 {
		b = append(b, "/K"...)
		if len(n.kids) > 1 {
			b = append(b, '[')
		}
		for i, k := range n.kids {
			if c := b[len(b)-1]; i > 0 && c != '>' || i == 0 && c == 'K' {
				b = append(b, ' ')
			}
			b = k.append(b, page, pages)
		}
		if len(n.kids) > 1 {
			b = append(b, ']')
		}
	}
	return append(b, ">>"...)
}

func (k nodeKid) append(b []byte, page int, pages []int) []byte {
	switch {
	case k.node != nil:
		return appendRef(b, k.node.number)
	case k.annotation != 0:
		b = appendRef(append(b, "<</Type/OBJR/Pg "...), pages[k.page])
		b = appendRef(append(b, "/Obj "...), k.annotation)
	case k.sequence.page == page:
		return appendInt(b, k.sequence.mcid)
	default:
		b = appendRef(append(b, "<</Type/MCR/Pg "...), pages[k.sequence.page])
		b = appendInt(append(b, "/MCID "...), k.sequence.mcid)
	}
	return append(b, ">>"...)
}

func appendOptional(b []byte, key, text string) []byte {
	if text == "" {
		return b
	}
	return appendText(append(b, key...), text)
}

// numberings are the values of ListNumbering before PDF 2.0 (ISO 32000-1
// §14.8.5.5).
var numberings = []string{"None", "Disc", "Circle", "Square", "Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha"}

func appendAttributes(b []byte, e *typeset.Element, m *marks) []byte {
	var a []byte
	count := 0
	// The writing mode is inherited; only text in another language turns it back.
	if parent := e.Parent; e.RTL != (parent != nil && parent.RTL) && (e.RTL || e.Lang != "") {
		mode := "/LrTb"
		if e.RTL {
			mode = "/RlTb"
		}
		a = append(a, "<</O/Layout/WritingMode"...)
		a = append(append(a, mode...), ">>"...)
		count++
	}
	if e.Role == "Figure" {
		for _, k := range e.Kids {
			c, ok := k.(*typeset.Content)
			if f, drawn := m.images[c]; ok && drawn {
				a = append(a, "<</O/Layout/Placement/Block/BBox["...)
				p := f.picture
				for i, v := range [...]float64{p.X, f.height - p.Y - p.Height, p.X + p.Width, f.height - p.Y} {
					if i > 0 {
						a = append(a, ' ')
					}
					a = appendHundredths(a, hundredths(v))
				}
				a = append(a, "]>>"...)
				count++
				break
			}
		}
	}
	if e.Role == "L" && slices.Contains(numberings, e.Ordered) {
		a = append(append(append(a, "<</O/List/ListNumbering/"...), e.Ordered...), ">>"...)
		count++
	}
	if e.Role == "TH" && e.Scope != "" {
		a = append(appendName(append(a, "<</O/Table/Scope"...), e.Scope), ">>"...)
		count++
	}
	switch count {
	case 0:
		return b
	case 1:
		return append(append(b, "/A"...), a...)
	}
	return append(append(append(b, "/A["...), a...), ']')
}
