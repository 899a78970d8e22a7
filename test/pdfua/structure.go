package pdfua

import (
	"slices"
	"strings"

	pdftest "multitude/test/pdf"
)

// An element is an element of the structure tree.
type element struct {
	ref    pdftest.Ref // 0 for one that is no object of its own
	dict   pdftest.Dict
	role   string // as it is written
	std    string // the standard type that stands for it; "" for none
	lang   bool   // it, or one around it, has a language
	parent *element
	kids   []*element
	marked []place
	others []pdftest.Ref // annotations and XObjects
}

// A place is a marked-content sequence: of a page or of a form.
type place struct {
	owner pdftest.Ref
	mcid  int
}

// standard are the standard structure types (ISO 32000-1 §14.8.4).
var standard = strings.Fields(`Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private
	P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry
	Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form`)

// standardFor follows the role map from a type to a standard one; round says
// that it never ends.
func (d *document) standardFor(role string) (std string, round bool) {
	for n := 0; !slices.Contains(standard, role); n++ {
		next := d.name(d.roles[role])
		if next == "" {
			return "", false
		}
		if n > len(d.roles) {
			return "", true
		}
		role = next
	}
	return role, false
}

// tree reads the structure tree.
func (d *document) tree() {
	root := d.Dict(d.catalog["StructTreeRoot"])
	d.roles = d.Dict(root["RoleMap"])
	d.parents = d.NumberTree(root["ParentTree"], 0)
	seen := map[pdftest.Ref]bool{}
	var walk func(v any, parent *element, page pdftest.Ref, depth int)
	walk = func(v any, parent *element, page pdftest.Ref, depth int) {
		ref, _ := v.(pdftest.Ref)
		content := func(owner pdftest.Ref, v any) {
			if n, ok := d.number(v); ok && parent != nil {
				p := place{owner, int(n)}
				parent.marked = append(parent.marked, p)
				d.byContent[p] = parent
			}
		}
		if _, ok := d.number(v); ok {
			content(page, v)
			return
		}
		dict := d.Dict(v)
		if dict == nil || depth > 500 || ref != 0 && seen[ref] {
			return
		}
		seen[ref] = true
		if p, ok := dict["Pg"].(pdftest.Ref); ok {
			page = p
		}
		switch {
		case dict["S"] == nil && dict["MCID"] != nil:
			if form, ok := dict["Stm"].(pdftest.Ref); ok {
				content(form, dict["MCID"])
			} else {
				content(page, dict["MCID"])
			}
			return
		case dict["S"] == nil && dict["Obj"] != nil:
			if o, ok := dict["Obj"].(pdftest.Ref); ok && parent != nil {
				parent.others = append(parent.others, o)
				d.byObject[o] = parent
			}
			return
		}
		e := &element{ref: ref, dict: dict, role: d.name(dict["S"]), parent: parent}
		e.std, _ = d.standardFor(e.role)
		e.lang = dict["Lang"] != nil || parent != nil && parent.lang
		d.elements = append(d.elements, e)
		if ref != 0 {
			d.byRef[ref] = e
		}
		if parent != nil {
			parent.kids = append(parent.kids, e)
		}
		for _, k := range d.Array(dict["K"]) {
			walk(k, e, page, depth+1)
		}
	}
	for _, k := range d.Array(root["K"]) {
		walk(k, nil, 0, 0)
	}
}

// within is the type of the element around, and kinds those of the elements
// inside: a NonStruct is none (ISO 32000-1 §14.8.4.2).
func (e *element) within() string {
	p := e.parent
	for p != nil && p.std == "NonStruct" {
		p = p.parent
	}
	if p == nil {
		return ""
	}
	return p.std
}

func (e *element) inside() []*element {
	var out []*element
	for _, k := range e.kids {
		if k.std == "NonStruct" {
			out = append(out, k.inside()...)
		} else {
			out = append(out, k)
		}
	}
	return out
}

func kinds(elements []*element) []string {
	var out []string
	for _, e := range elements {
		out = append(out, e.std)
	}
	return out
}

// A nest says where elements of a type may stand and what may stand in them,
// where ISO 32000-1 §14.8.4.3 and §14.8.4.4 say so. Empty is anything.
type nest struct{ rule, in, of string }

var nests = map[string]nest{
	"Table": {"09-004", "", "TR THead TBody TFoot Caption"},
	"TR":    {"09-004", "Table THead TBody TFoot", "TH TD"},
	"THead": {"09-004", "Table", "TR"},
	"TBody": {"09-004", "Table", "TR"},
	"TFoot": {"09-004", "Table", "TR"},
	"TH":    {"09-004", "TR", ""},
	"TD":    {"09-004", "TR", ""},
	"L":     {"09-005", "", "L LI Caption"},
	"LI":    {"09-005", "L", "Lbl LBody"},
	"LBody": {"09-005", "LI", ""},
	"TOC":   {"09-006", "", "TOC TOCI Caption"},
	"TOCI":  {"09-006", "TOC", ""},
	"Ruby":  {"09-007", "", "RB RT RP"},
	"RB":    {"09-007", "Ruby", ""},
	"RT":    {"09-007", "Ruby", ""},
	"RP":    {"09-007", "Ruby", ""},
	"WT":    {"09-008", "Warichu", ""},
	"WP":    {"09-008", "Warichu", ""},
}

// structure checks the elements: checkpoints 02, 09, 11, 13 to 19.
func (d *document) structure() {
	for role := range d.roles {
		if slices.Contains(standard, role) {
			d.say("02-004", "the standard type %s is mapped to another", role)
		}
		if _, round := d.standardFor(role); round {
			d.say("02-003", "the role map leads from %s in a circle", role)
		}
	}
	level, ids := 0, map[string]bool{}
	plain, numbered := false, false
	for _, e := range d.elements {
		if e.std == "" {
			d.say("02-001", "the type %s stands for no standard one", e.role)
		}
		d.nesting(e)
		for _, key := range []string{"Alt", "ActualText", "E"} {
			if _, ok := pdftest.Text(d.Get(e.dict[key])); ok && !e.lang && !d.language {
				d.say("11-002", "%s of the element %s (%d) is in no language", key, e.role, e.ref)
			}
		}
		_, actual := pdftest.Text(d.Get(e.dict["ActualText"]))
		switch e.std {
		case "Figure":
			if !d.has(e.dict["Alt"]) && !actual {
				d.say("13-004", "the Figure (%d) has neither Alt nor ActualText", e.ref)
			}
		case "Formula":
			if !d.has(e.dict["Alt"]) && !actual {
				d.say("17-002", "the Formula (%d) has no Alt", e.ref)
			}
		case "H":
			plain = true
		case "H1", "H2", "H3", "H4", "H5", "H6":
			numbered = true
			n := int(e.std[1] - '0')
			if level == 0 && n != 1 {
				d.say("14-002", "the first heading is %s", e.std)
			} else if n > level+1 {
				d.say("14-003", "%s follows H%d", e.std, level)
			}
			level = n
		case "Note":
			id, _ := pdftest.Text(d.Get(e.dict["ID"]))
			if id == "" {
				d.say("19-003", "the Note (%d) has no ID", e.ref)
			} else if ids[id] {
				d.say("19-004", "two Notes have the ID %q", id)
			}
			ids[id] = true
		case "Table":
			d.table(e)
		}
		h := 0
		for _, k := range kinds(e.inside()) {
			if k == "H" {
				h++
			}
		}
		if h > 1 {
			d.say("14-006", "the element %s (%d) has %d kids H", e.role, e.ref, h)
		}
	}
	if plain && numbered {
		d.say("14-007", "there are H and numbered headings")
	}
}

// nesting is 09-004 to 09-008.
func (d *document) nesting(e *element) {
	n, known := nests[e.std]
	in, of := strings.Fields(n.in), kinds(e.inside())
	wrong := func() { d.say(n.rule, "the element %s (%d) may not stand in %s", e.role, e.ref, e.within()) }
	if known && len(in) > 0 && !slices.Contains(in, e.within()) {
		wrong()
	}
	bad := func() { d.say(n.rule, "the element %s (%d) may not hold %v", e.role, e.ref, of) }
	if known && n.of != "" {
		for _, k := range of {
			if !slices.Contains(strings.Fields(n.of), k) {
				bad()
			}
		}
	}
	count := func(kind string) (c int) {
		for _, k := range of {
			if k == kind {
				c++
			}
		}
		return c
	}
	caption := slices.Index(of, "Caption")
	switch e.std {
	case "Table":
		if count("THead") > 1 || count("TFoot") > 1 || count("Caption") > 1 || caption > 0 && caption < len(of)-1 ||
			count("THead")+count("TFoot") > 0 && count("TBody") == 0 {
			bad()
		}
	case "L", "TOC":
		if caption > 0 || count("Caption") > 1 {
			bad()
		}
	case "Ruby":
		if s := strings.Join(of, " "); s != "" && s != "RB RT" && s != "RB RP RT RP" {
			bad()
		}
	case "Warichu":
		if s := strings.Join(of, " "); s != "" && s != "WP WT WP" {
			d.say("09-008", "the Warichu (%d) holds %v", e.ref, of)
		}
	}
}

// attribute is an attribute's value, by its owner; classes count.
func (d *document) attribute(e *element, owner, key string) any {
	classes := d.Dict(d.Dict(d.catalog["StructTreeRoot"])["ClassMap"])
	all := append(pdftest.Array{}, d.Array(e.dict["A"])...)
	for _, c := range d.Array(e.dict["C"]) {
		if n := d.name(c); n != "" {
			all = append(all, d.Array(classes[n])...)
		}
	}
	for _, a := range all {
		if a := d.Dict(a); d.name(a["O"]) == owner && a[key] != nil {
			return d.Get(a[key])
		}
	}
	return nil
}

func (d *document) span(e *element, key string) int {
	if n, ok := d.attribute(e, "Table", key).(float64); ok && n >= 1 && n < 10000 {
		return int(n)
	}
	return 1
}

// table lays the cells on a grid (09-004), and asks each for its headers
// (15-003).
func (d *document) table(t *element) {
	var rows []*element
	var collect func(*element)
	collect = func(e *element) {
		for _, k := range e.inside() {
			switch k.std {
			case "TR":
				rows = append(rows, k)
			case "THead", "TBody", "TFoot":
				collect(k)
			}
		}
	}
	collect(t)
	type at struct{ row, column int }
	type cell struct {
		*element
		at
		rows, columns int
	}
	grid := map[at]bool{}
	var heads, data []cell
	ids := map[string]bool{}
	for r, row := range rows {
		column := 0
		for _, e := range row.inside() {
			if e.std != "TH" && e.std != "TD" {
				continue
			}
			for grid[at{r, column}] {
				column++
			}
			c := cell{e, at{r, column}, d.span(e, "RowSpan"), d.span(e, "ColSpan")}
			for y := r; y < r+c.rows; y++ {
				for x := column; x < column+c.columns; x++ {
					if grid[at{y, x}] {
						d.say("09-004", "the Table (%d) has two cells in one place", t.ref)
					}
					grid[at{y, x}] = true
				}
			}
			column += c.columns
			if id, ok := pdftest.Text(d.Get(e.dict["ID"])); ok {
				ids[id] = true
			}
			if e.std == "TH" {
				heads = append(heads, c)
			} else {
				data = append(data, c)
			}
		}
	}
	width, height := 0, 0
	for p := range grid {
		width, height = max(width, p.column+1), max(height, p.row+1)
	}
	if len(grid) != width*height || height > len(rows) {
		d.say("09-004", "the Table (%d) has rows of different length", t.ref)
	}
	for _, c := range data {
		if headers := d.Array(d.attribute(c.element, "Table", "Headers")); len(headers) > 0 {
			for _, h := range headers {
				if id, _ := pdftest.Text(d.Get(h)); !ids[id] {
					d.say("15-003", "the Table (%d) has a cell whose header %q is not there", t.ref, id)
				}
			}
			continue
		}
		if len(heads) == 0 {
			continue // a table without headers: whether it may be, a person must say
		}
		found := !slices.ContainsFunc(heads, func(h cell) bool { return d.attribute(h.element, "Table", "Scope") == nil })
		for _, h := range heads {
			scope, _ := d.attribute(h.element, "Table", "Scope").(pdftest.Name)
			found = found || scope != "Column" && scope != "" && h.row < c.row+c.rows && c.row < h.row+h.rows ||
				scope != "Row" && scope != "" && h.column < c.column+c.columns && c.column < h.column+h.columns
		}
		if !found {
			d.say("15-003", "the Table (%d) has a cell without Headers, and headers without Scope", t.ref)
		}
	}
}
