package pdfua

import (
	"fmt"
	"slices"

	pdftest "multitude/test/pdf"
)

// A mark is an open marked-content sequence.
type mark struct {
	tagged   *element // what it belongs to; nil for nothing
	artifact bool
	lang     bool
	actual   bool // it has replacement text
}

// A pen is the part of the graphics state that the conditions need.
type pen struct {
	font      *font
	invisible bool // text rendering mode 3 or 7
}

// A content walks a content stream and those of the forms that it shows.
type content struct {
	*document
	owner      pdftest.Ref // page or form that MCIDs are counted in
	where      string
	resources  pdftest.Dict
	marks      []mark
	pen        pen
	state      []pen
	forms      []pdftest.Ref // that are being shown, outermost first
	appearance bool          // of an annotation: tagged by its annotation
}

// inherited is a page's entry, or that of the nodes above it.
func (d *document) inherited(page any, key string) any {
	p := d.Dict(page)
	for range 50 {
		if p == nil {
			return nil
		}
		if v := p[key]; v != nil {
			return d.Get(v)
		}
		p = d.Dict(p["Parent"])
	}
	return nil
}

// pages walks all that pages and annotations show: 01-003 to 01-005, 11-001,
// 11-002, 28-018, checkpoint 30.
func (d *document) pages() {
	for _, ref := range d.Pages() {
		page := d.Dict(ref)
		c := &content{document: d, owner: ref, where: fmt.Sprintf("page %d", ref), resources: d.Dict(d.inherited(ref, "Resources"))}
		var data []byte
		for _, s := range d.Array(page["Contents"]) {
			if s, ok := d.Get(s).(*pdftest.Stream); ok {
				data = append(append(data, s.Data...), '\n')
			}
		}
		c.walk(data)
		for _, a := range d.Array(page["Annots"]) {
			d.appearance(d.Dict(a))
		}
	}
	for form, n := range d.forms {
		if n > 1 {
			d.say("30-002", "the form %d has marked content, and is shown %d times", form, n)
		}
	}
}

func (d *document) appearance(a pdftest.Dict) {
	normal := d.Get(d.Dict(a["AP"])["N"])
	streams := []any{normal}
	if states, ok := normal.(pdftest.Dict); ok {
		streams = nil
		for _, s := range states {
			streams = append(streams, s)
		}
	}
	for _, s := range streams {
		s, ok := d.Get(s).(*pdftest.Stream)
		if !ok {
			continue
		}
		c := &content{document: d, where: "an appearance", resources: d.Dict(s.Dict["Resources"]), appearance: true}
		if d.name(a["Subtype"]) == "PrinterMark" {
			artifact := false
			pdftest.Operators(s.Data, func(op string, args []any) {
				artifact = artifact || (op == "BMC" || op == "BDC") && len(args) > 0 && args[0] == pdftest.Name("Artifact")
			})
			if !artifact {
				d.say("28-018", "the appearance of a PrinterMark is no artifact")
			}
		}
		c.walk(s.Data)
	}
}

func (c *content) walk(data []byte) {
	if err := pdftest.Operators(data, c.operate); err != nil {
		c.say("content", "%s: %v", c.where, err)
	}
}

func (c *content) operate(op string, args []any) {
	last := func() any {
		if len(args) == 0 {
			return nil
		}
		return args[len(args)-1]
	}
	switch op {
	case "BMC", "BDC":
		c.begin(op, args)
	case "EMC":
		if n := len(c.marks); n > 0 {
			c.marks = c.marks[:n-1]
		}
	case "q":
		c.state = append(c.state, c.pen)
	case "Q":
		if n := len(c.state); n > 0 {
			c.pen, c.state = c.state[n-1], c.state[:n-1]
		}
	case "Tf":
		c.pen.font = nil
		if len(args) > 1 {
			name, _ := args[0].(pdftest.Name)
			c.pen.font = c.fontOf(c.Dict(c.resources["Font"])[string(name)])
		}
	case "Tr":
		n, _ := last().(float64)
		c.pen.invisible = n == 3 || n == 7
	case "Tj", "'", "\"":
		c.show(last())
	case "TJ":
		a, _ := last().(pdftest.Array)
		for _, v := range a {
			if _, ok := v.(pdftest.String); ok {
				c.show(v)
			}
		}
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "EI":
		c.real("a drawing")
	case "Do":
		name, _ := last().(pdftest.Name)
		c.paint(c.Dict(c.resources["XObject"])[string(name)])
	}
}

// properties are those of a BDC: given in place, or named.
func (c *content) properties(args []any) pdftest.Dict {
	if len(args) < 2 {
		return nil
	}
	if name, ok := args[1].(pdftest.Name); ok {
		return c.Dict(c.Dict(c.resources["Properties"])[string(name)])
	}
	return c.Dict(args[1])
}

func (c *content) begin(op string, args []any) {
	var m mark
	tag := pdftest.Name("")
	if len(args) > 0 {
		tag, _ = args[0].(pdftest.Name)
	}
	var p pdftest.Dict
	if op == "BDC" {
		p = c.properties(args)
	}
	m.artifact = tag == "Artifact"
	if n, ok := c.number(p["MCID"]); ok {
		m.tagged = c.byContent[place{c.owner, int(n)}]
	}
	inArtifact, inContent := false, false
	for _, o := range c.marks {
		inArtifact, inContent = inArtifact || o.artifact, inContent || o.tagged != nil
		m.lang = m.lang || o.lang
	}
	if m.artifact && inContent {
		c.say("01-003", "%s: an artifact inside tagged content", c.where)
	}
	if m.tagged != nil && inArtifact {
		c.say("01-004", "%s: tagged content inside an artifact", c.where)
	}
	if lang, ok := pdftest.Text(c.Get(p["Lang"])); ok {
		m.lang = true
		if !languageTag.MatchString(lang) {
			c.say("lang", "%s: the language %q is none", c.where, lang)
		}
	}
	m.lang = m.lang || m.tagged != nil && m.tagged.lang
	for _, key := range []string{"ActualText", "Alt", "E"} {
		if _, ok := pdftest.Text(c.Get(p[key])); ok {
			m.actual = m.actual || key == "ActualText"
			if tag == "Span" && !m.lang && !c.language {
				c.say("11-002", "%s: %s of a Span is in no language", c.where, key)
			}
		}
	}
	c.marks = append(c.marks, m)
}

// real is called for content that is seen: it is tagged, or an artifact.
func (c *content) real(what string) {
	if !c.appearance && !slices.ContainsFunc(c.marks, func(m mark) bool { return m.artifact || m.tagged != nil }) {
		c.say("01-005", "%s: %s is neither tagged nor an artifact", c.where, what)
	}
}

func (c *content) show(v any) {
	s, _ := v.(pdftest.String)
	if s == "" {
		return
	}
	c.real("a text")
	var in *element
	lang, actual := c.language, false
	for _, m := range c.marks {
		lang, actual = lang || m.lang, actual || m.actual
		if m.tagged != nil {
			in = m.tagged
		}
	}
	formula := false
	for e := in; e != nil; e = e.parent {
		_, ok := pdftest.Text(c.Get(e.dict["ActualText"]))
		actual = actual || ok
		formula = formula || e.std == "Formula"
	}
	if !lang && !c.appearance {
		c.say("11-001", "%s: a text is in no language", c.where)
	}
	if c.pen.font == nil {
		return
	}
	for _, code := range c.pen.font.codes(s) {
		u := c.pen.font.use(code)
		u.shown = u.shown || !c.pen.invisible
		u.bare = u.bare || !actual
		if _, ok := c.pen.font.text(code); !ok && formula {
			c.say("17-003", "%s: a formula has a code without Unicode", c.where)
		}
	}
}

func (c *content) paint(v any) {
	ref, _ := v.(pdftest.Ref)
	s, ok := c.Get(v).(*pdftest.Stream)
	if !ok {
		return
	}
	object := c.byObject[ref]
	if c.name(s.Dict["Subtype"]) == "Image" {
		if object == nil {
			c.real("a picture")
		}
		return
	}
	if s.Dict["Ref"] != nil {
		c.say("30-001", "%s: the form %d refers to another file", c.where, ref)
	}
	if slices.Contains(c.forms, ref) || len(c.forms) > 20 {
		return
	}
	inner := &content{
		document: c.document, owner: c.owner, where: fmt.Sprintf("form %d", ref), resources: c.resources,
		marks: slices.Clone(c.marks), pen: c.pen, forms: append(slices.Clone(c.forms), ref), appearance: c.appearance,
	}
	if r := c.Dict(s.Dict["Resources"]); r != nil {
		inner.resources = r
	}
	if s.Dict["StructParents"] != nil || slices.ContainsFunc(c.elements, func(e *element) bool {
		return slices.ContainsFunc(e.marked, func(p place) bool { return p.owner == ref })
	}) {
		inner.owner = ref
		c.document.forms[ref]++
	}
	if object != nil {
		inner.marks = append(inner.marks, mark{tagged: object, lang: object.lang})
	}
	inner.walk(s.Data)
}
