package pdftest

import (
	"slices"
	"sort"
	"strings"
)

// roles are the standard structure types (ISO 32000-1 §14.8.4).
var roles = strings.Fields(`Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private
	P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry
	Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form`)

// inside says in which elements an element may stand, and of which it may be
// made, where ISO 32000-1 §14.8.4 says so (Matterhorn 09-004 to 09-006).
var (
	inside = map[string][]string{
		"TR": {"Table", "THead", "TBody", "TFoot"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
		"TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "LBody": {"LI"}, "TOCI": {"TOC"},
	}
	madeOf = map[string][]string{
		"Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "TR": {"TH", "TD"},
		"THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"},
		"L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOC", "TOCI", "Caption"},
		"TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
	}
	nesting = map[string]string{
		"Table": "09-004", "TR": "09-004", "THead": "09-004", "TBody": "09-004", "TFoot": "09-004", "TH": "09-004", "TD": "09-004",
		"L": "09-005", "LI": "09-005", "LBody": "09-005", "TOC": "09-006", "TOCI": "09-006",
	}
)

// structure checks the elements one by one.
func (c *checker) structure() {
	level := 0
	notes := map[string]bool{}
	ids := map[string]Ref{}
	for _, e := range c.elements {
		if !slices.Contains(roles, e.role) {
			c.say("02-001", "%s is not a standard type", e.role)
		}
		if e.dict["Lang"] != nil {
			c.language(e.dict["Lang"], e.role)
		}
		if want := inside[e.role]; want != nil && (e.parent == nil || !slices.Contains(want, e.parent.role)) {
			c.say(nesting[e.role], "the element %s (%d) stands in the wrong place", e.role, e.ref)
		}
		for _, k := range e.kids {
			k, ok := k.(*structElement)
			if want := madeOf[e.role]; want != nil && (!ok || !slices.Contains(want, k.role)) {
				c.say(nesting[e.role], "the element %s (%d) has a kid that it may not have", e.role, e.ref)
			}
		}
		switch e.role {
		case "Figure", "Formula":
			alt, _ := Text(e.dict["Alt"])
			actual, _ := Text(e.dict["ActualText"])
			if strings.TrimSpace(alt+actual) == "" {
				c.say(map[string]string{"Figure": "13-004", "Formula": "17-002"}[e.role], "the element %s (%d) has no alternative text", e.role, e.ref)
			}
			if e.role == "Figure" && c.attribute(e, "Layout", "BBox") == nil {
				c.say("figure", "the element Figure (%d) has no bounding box", e.ref)
			}
		case "H":
			c.say("14-007", "the element H (%d) stands among numbered headings", e.ref)
		case "H1", "H2", "H3", "H4", "H5", "H6":
			n := int(e.role[1] - '0')
			if level == 0 && n != 1 {
				c.say("14-002", "the first heading is %s", e.role)
			} else if n > level+1 {
				c.say("14-003", "%s follows H%d", e.role, level)
			}
			level = n
			if strings.TrimSpace(c.text(e)) == "" {
				c.say("heading", "the heading %s (%d) is empty", e.role, e.ref)
			}
		case "Note":
			id, ok := Text(e.dict["ID"])
			switch {
			case !ok || id == "":
				c.say("19-003", "a Note has no ID")
			case notes[id]:
				c.say("19-004", "two Notes have the ID %q", id)
			}
			notes[id] = true
		case "L":
			if v := c.attribute(e, "List", "ListNumbering"); v != nil {
				n, _ := v.(Name)
				if !slices.Contains(strings.Fields("None Disc Circle Square Decimal UpperRoman LowerRoman UpperAlpha LowerAlpha"), string(n)) {
					c.say("list", "the element L (%d) has the numbering %s, which PDF 1.7 does not know", e.ref, n)
				}
			}
			if c.attribute(e, "List", "ListNumbering") == nil && c.labelled(e) {
				c.say("list", "the element L (%d) has labels and no ListNumbering", e.ref)
			}
		case "Table":
			c.table(e)
		case "Link":
			if !slices.ContainsFunc(e.kids, func(k any) bool { _, ok := k.(objectKid); return ok }) {
				c.say("link", "the element Link (%d) has no annotation", e.ref)
			}
		}
		if id, ok := Text(e.dict["ID"]); ok {
			if other, twice := ids[id]; twice && other != e.ref {
				c.say("id", "two elements have the ID %q", id)
			}
			ids[id] = e.ref
		}
		c.actualText(e)
	}
	c.idTree(ids)
}

func (c *checker) labelled(l *structElement) bool {
	for _, li := range l.kids {
		if li, ok := li.(*structElement); ok {
			for _, k := range li.kids {
				if k, ok := k.(*structElement); ok && k.role == "Lbl" {
					return true
				}
			}
		}
	}
	return false
}

// attribute is the value that an attribute has for the element itself.
func (c *checker) attribute(e *structElement, owner, key string) any {
	for _, a := range c.file.Array(e.dict["A"]) {
		d := c.file.Dict(a)
		if d["O"] == Name(owner) && d[key] != nil {
			return c.file.Get(d[key])
		}
	}
	return nil
}

// idTree compares the name tree of IDs with the elements.
func (c *checker) idTree(ids map[string]Ref) {
	names := c.file.Array(c.file.Dict(c.file.Dict(c.file.Catalog()["StructTreeRoot"])["IDTree"])["Names"])
	found := map[string]Ref{}
	last := String("")
	for i := 0; i+1 < len(names); i += 2 {
		raw, _ := names[i].(String)
		if i > 0 && raw <= last {
			c.say("id", "the ID tree is not sorted")
		}
		last = raw
		id, _ := Text(raw)
		found[id], _ = names[i+1].(Ref)
	}
	for id, ref := range ids {
		if found[id] != ref {
			c.say("id", "the ID tree does not lead from %q to its element", id)
		}
	}
	if len(found) > len(ids) {
		c.say("id", "the ID tree has IDs that no element has")
	}
}

// table checks that the rows are equally long and that every cell has headers
// that say for what they stand.
func (c *checker) table(t *structElement) {
	var rows []*structElement
	var collect func(e *structElement)
	collect = func(e *structElement) {
		for _, k := range e.kids {
			if k, ok := k.(*structElement); ok {
				if k.role == "TR" {
					rows = append(rows, k)
				} else {
					collect(k)
				}
			}
		}
	}
	collect(t)
	headers, width := 0, -1
	for _, r := range rows {
		if width >= 0 && len(r.kids) != width {
			c.say("09-004", "the Table (%d) has rows of %d and of %d cells", t.ref, width, len(r.kids))
		}
		width = len(r.kids)
		for _, k := range r.kids {
			cell, ok := k.(*structElement)
			if !ok || cell.role != "TH" {
				continue
			}
			headers++
			switch c.attribute(cell, "Table", "Scope") {
			case Name("Column"), Name("Row"), Name("Both"):
			default:
				c.say("15-003", "the Table (%d) has a TH without Scope", t.ref)
			}
		}
	}
	if headers == 0 {
		c.say("15-003", "the Table (%d) has no header cells", t.ref)
	}
}

// actualText checks that a replacement text has the letters of what it stands
// for, in whatever order the page has them.
func (c *checker) actualText(e *structElement) {
	actual, ok := Text(e.dict["ActualText"])
	if !ok {
		return
	}
	var shown strings.Builder
	for _, k := range e.kids {
		switch k := k.(type) {
		case contentKid:
			if t := c.shown[k.page][k.mcid]; t != nil {
				shown.WriteString(t.text)
			}
		case *structElement:
			c.say("actual", "the element %s (%d) has ActualText and elements in it", e.role, e.ref)
		}
	}
	if letters(actual) != letters(shown.String()) {
		c.say("actual", "the element %s (%d) says %q and shows %q", e.role, e.ref, actual, shown.String())
	}
}

// letters are the characters of a text's Essence, sorted.
func letters(s string) string {
	r := []rune(Essence(s))
	sort.Slice(r, func(i, j int) bool { return r[i] < r[j] })
	return string(r)
}

// annotations checks the links.
func (c *checker) annotations() {
	parents := c.file.NumberTree(c.file.Dict(c.file.Catalog()["StructTreeRoot"])["ParentTree"], 0)
	holder := map[Ref]*structElement{}
	for _, e := range c.elements {
		for _, k := range e.kids {
			if k, ok := k.(objectKid); ok {
				if holder[k.object] != nil {
					c.say("tree", "the annotation %d is in two elements", k.object)
				}
				holder[k.object] = e
			}
		}
	}
	seen := map[Ref]bool{}
	keys := map[float64]bool{}
	for _, page := range c.pages {
		d := c.file.Dict(page)
		annots := c.file.Array(d["Annots"])
		if len(annots) > 0 && d["Tabs"] == nil {
			c.say("28-008", "page %d has annotations and no Tabs", page)
		} else if len(annots) > 0 && d["Tabs"] != Name("S") {
			c.say("28-009", "page %d: Tabs is %v", page, d["Tabs"])
		}
		box := c.file.Array(d["MediaBox"])
		if box == nil {
			box = c.file.Array(c.file.Dict(d["Parent"])["MediaBox"])
		}
		for _, v := range annots {
			ref, _ := v.(Ref)
			a := c.file.Dict(v)
			seen[ref] = true
			if a["Subtype"] != Name("Link") {
				c.say("28-006", "the annotation %d is a %v", ref, a["Subtype"])
				continue
			}
			if s, ok := Text(a["Contents"]); !ok || strings.TrimSpace(s) == "" {
				c.say("28-012", "the link %d has no Contents", ref)
			}
			if a["F"] != 4.0 {
				c.say("annotation", "the link %d: F is %v, and it must print", ref, a["F"])
			}
			key, ok := a["StructParent"].(float64)
			e := holder[ref]
			switch {
			case e == nil || e.role != "Link":
				c.say("28-011", "the link %d is not in a Link element", ref)
			case !ok || parents[int(key)] != e.ref:
				c.say("28-011", "the parent tree does not lead from the link %d to its element", ref)
			}
			if keys[key] {
				c.say("28-011", "two links have the StructParent %v", key)
			}
			keys[key] = true
			c.rectangle(a["Rect"], box, ref)
			action := c.file.Dict(a["A"])
			switch {
			case action == nil:
				c.destination(a["Dest"], "a link")
			case action["S"] != Name("URI"):
				c.say("action", "the link %d has the action %v", ref, action["S"])
			default:
				uri, _ := action["URI"].(String)
				if uri == "" || strings.ContainsFunc(string(uri), func(r rune) bool { return r <= ' ' || r >= 0x7F }) {
					c.say("action", "the link %d leads to %q", ref, uri)
				}
			}
		}
	}
	for ref := range holder {
		if !seen[ref] {
			c.say("tree", "the structure tree has the annotation %d, which is on no page", ref)
		}
	}
}

func (c *checker) rectangle(v any, box Array, ref Ref) {
	var r, b [4]float64
	a := c.file.Array(v)
	if len(a) != 4 || len(box) != 4 {
		c.say("annotation", "the link %d has no rectangle", ref)
		return
	}
	for i := range 4 {
		r[i], _ = c.file.Get(a[i]).(float64)
		b[i], _ = c.file.Get(box[i]).(float64)
	}
	x0, x1, y0, y1 := min(r[0], r[2]), max(r[0], r[2]), min(r[1], r[3]), max(r[1], r[3])
	if x1-x0 <= 0 || y1-y0 <= 0 || x1 < b[0] || x0 > b[2] || y1 < b[1] || y0 > b[3] {
		c.say("annotation", "the link %d is not on its page", ref)
	}
}
