package pdftest

import (
	"bytes"
	"errors"
	"fmt"
)

// A shownText is what one marked-content sequence shows.
type shownText struct {
	tag  Name
	raw  []byte // of text, while it is read
	text string // by ToUnicode, in the order of writing; U+FFFD for a code without
	n    int    // how many sequences have this MCID
}

// A mark is an open marked-content sequence.
type mark struct {
	tag      Name
	mcid     int // -1 for none
	artifact bool
}

// A contentReader follows a page's content stream.
type contentReader struct {
	file  *File
	page  Ref
	res   Dict
	fonts map[Ref]*fontFace
	say   func(rule, format string, args ...any)

	marks []mark
	shown map[int]*shownText
	font  *fontFace
	state []*fontFace // of q
	xobj  map[Ref]bool
}

// read interprets the page's content.
func (c *contentReader) read() {
	d := c.file.Dict(c.page)
	c.res = c.file.Dict(d["Resources"])
	for _, s := range c.file.Array(d["Contents"]) {
		s, ok := c.file.Get(s).(*Stream)
		if !ok {
			c.say("content", "page %d: Contents is no stream", c.page)
			continue
		}
		if err := Operators(s.Data, func(op string, args []any) { c.operate(operator(op), args) }); err != nil {
			c.say("content", "page %d: %v", c.page, err)
		}
	}
	for _, t := range c.shown {
		t.text = string(t.raw)
	}
	if len(c.marks) > 0 {
		c.say("content", "page %d: %d marked-content sequences are not closed", c.page, len(c.marks))
	}
}

// Operators calls do for each operator of a content stream or of a CMap, with
// what stands before it. The data of an inline picture is one String, before
// EI.
func Operators(data []byte, do func(op string, args []any)) error {
	l := &lexer{b: data}
	var args []any
	for {
		v, err := l.value()
		if err == errEnd {
			return nil
		}
		if err != nil {
			return err
		}
		op, ok := v.(operator)
		if !ok {
			args = append(args, v)
			continue
		}
		do(string(op), args)
		args = nil
		if op == "ID" {
			end := bytes.Index(data[l.i:], []byte("\nEI"))
			if end < 0 {
				return errors.New("an inline picture does not end")
			}
			args = []any{String(data[l.i : l.i+end])}
			l.i += end
		}
	}
}

func (c *contentReader) operate(op operator, args []any) {
	switch op {
	case "BMC", "BDC":
		c.begin(op, args)
	case "EMC":
		if len(c.marks) == 0 {
			c.say("content", "page %d: EMC without a beginning", c.page)
			return
		}
		c.marks = c.marks[:len(c.marks)-1]
	case "q":
		c.state = append(c.state, c.font)
	case "Q":
		if n := len(c.state); n > 0 {
			c.font, c.state = c.state[n-1], c.state[:n-1]
		}
	case "Tf":
		name, _ := args[0].(Name)
		ref, ok := c.file.Dict(c.res["Font"])[string(name)].(Ref)
		if !ok {
			c.say("content", "page %d: there is no font %s", c.page, name)
			c.font = nil
			return
		}
		if c.fonts[ref] == nil {
			c.fonts[ref] = c.file.font(ref)
		}
		c.font = c.fonts[ref]
	case "Tj", "'", "\"":
		c.show(args[len(args)-1])
	case "TJ":
		for _, v := range args[0].(Array) {
			if _, ok := v.(String); ok {
				c.show(v)
			}
		}
	case "Do":
		c.paint("picture")
		name, _ := args[0].(Name)
		if ref, ok := c.file.Dict(c.res["XObject"])[string(name)].(Ref); ok {
			c.xobj[ref] = true
			if s := c.file.Dict(ref); s["Subtype"] != Name("Image") {
				c.say("content", "page %d: %s is not a picture", c.page, name)
			}
		} else {
			c.say("content", "page %d: there is no picture %s", c.page, name)
		}
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "BI":
		c.paint("drawing")
	}
}

func (c *contentReader) begin(op operator, args []any) {
	m := mark{mcid: -1}
	m.tag, _ = args[0].(Name)
	m.artifact = m.tag == "Artifact"
	inArtifact, inContent := false, false
	for _, o := range c.marks {
		inArtifact = inArtifact || o.artifact
		inContent = inContent || o.mcid >= 0
	}
	if op == "BDC" && len(args) > 1 {
		d, _ := args[1].(Dict)
		if v, ok := d["MCID"].(float64); ok {
			m.mcid = int(v)
		}
		if m.artifact {
			switch d["Type"] {
			case Name("Pagination"), Name("Layout"), Name("Page"), Name("Background"):
			default:
				c.say("artifact", "page %d: an artifact of type %v", c.page, d["Type"])
			}
		}
	}
	switch {
	case m.artifact && inContent:
		c.say("01-003", "page %d: an artifact inside tagged content", c.page)
	case m.mcid >= 0 && inArtifact:
		c.say("01-004", "page %d: tagged content inside an artifact", c.page)
	case m.mcid >= 0 && inContent:
		c.say("content", "page %d: tagged content %d inside tagged content", c.page, m.mcid)
	}
	if m.mcid >= 0 {
		t := c.shown[m.mcid]
		if t == nil {
			t = &shownText{tag: m.tag}
			c.shown[m.mcid] = t
		}
		t.n++
	}
	c.marks = append(c.marks, m)
}

// paint is called for everything that leaves a trace on paper.
func (c *contentReader) paint(what string) *shownText {
	for i := len(c.marks) - 1; i >= 0; i-- {
		if m := c.marks[i]; m.artifact {
			return nil
		} else if m.mcid >= 0 {
			return c.shown[m.mcid]
		}
	}
	c.say("01-005", "page %d: a %s is neither tagged nor an artifact", c.page, what)
	return nil
}

func (c *contentReader) show(v any) {
	s, ok := v.(String)
	if !ok || c.font == nil {
		c.say("content", "page %d: text without a font", c.page)
		return
	}
	t := c.paint("text")
	if len(s)%2 != 0 {
		c.say("content", "page %d: half a code in the text", c.page)
	}
	for i := 0; i+1 < len(s); i += 2 {
		code := int(s[i])<<8 | int(s[i+1])
		c.font.used[code] = true
		if t == nil {
			continue
		}
		if u, ok := c.font.unicode[code]; ok {
			t.raw = append(t.raw, u...)
		} else {
			t.raw = append(t.raw, "\uFFFD"...)
		}
	}
}

// A structElement is an element of the structure tree.
type structElement struct {
	ref     Ref
	dict    Dict
	role    string
	lang    string // its own or inherited
	parent  *structElement
	kids    []any // *structElement, contentKid, objectKid
	ordered bool
}

type contentKid struct {
	page Ref
	mcid int
}

type objectKid struct{ object Ref }

// tree reads the structure tree.
func (c *checker) tree() {
	root := c.file.Dict(c.file.Catalog()["StructTreeRoot"])
	if root == nil {
		c.say("tree", "there is no StructTreeRoot")
		return
	}
	if root["RoleMap"] != nil {
		c.say("02-004", "there is a RoleMap, and only standard types are used")
	}
	rootLang, _ := Text(c.file.Catalog()["Lang"])
	seen := map[Ref]bool{}
	var walk func(v any, parent *structElement, lang string, depth int) *structElement
	walk = func(v any, parent *structElement, lang string, depth int) *structElement {
		ref, ok := v.(Ref)
		d := c.file.Dict(v)
		if !ok || d == nil || depth > 500 {
			c.say("tree", "a structure element is not an indirect dictionary")
			return nil
		}
		if seen[ref] {
			c.say("tree", "the structure element %d stands in two places", ref)
			return nil
		}
		seen[ref] = true
		e := &structElement{ref: ref, dict: d, parent: parent, lang: lang}
		role, _ := d["S"].(Name)
		e.role = string(role)
		if l, ok := Text(d["Lang"]); ok {
			e.lang = l
		}
		up := c.file.Catalog()["StructTreeRoot"]
		if parent != nil {
			up = parent.ref
		}
		if d["P"] != up {
			c.say("tree", "the element %s (%d) says that its parent is %v, not %v", e.role, ref, d["P"], up)
		}
		c.elements = append(c.elements, e)
		c.byRef[ref] = e
		page, _ := d["Pg"].(Ref)
		for _, k := range c.file.Array(d["K"]) {
			switch k := k.(type) {
			case float64:
				e.kids = append(e.kids, contentKid{page, int(k)})
				continue
			case Dict:
				on := page
				if p, ok := k["Pg"].(Ref); ok {
					on = p
				}
				switch k["Type"] {
				case Name("MCR"):
					id, _ := k["MCID"].(float64)
					e.kids = append(e.kids, contentKid{on, int(id)})
				case Name("OBJR"):
					object, _ := k["Obj"].(Ref)
					e.kids = append(e.kids, objectKid{object})
				default:
					c.say("tree", "the element %s (%d) has a kid of type %v", e.role, ref, k["Type"])
				}
				continue
			}
			if kid := walk(k, e, e.lang, depth+1); kid != nil {
				e.kids = append(e.kids, kid)
			}
		}
		return e
	}
	for _, k := range c.file.Array(root["K"]) {
		if e := walk(k, nil, rootLang, 0); e != nil {
			c.roots = append(c.roots, e)
		}
	}
	if len(c.roots) != 1 || c.roots[0].role != "Document" {
		c.say("tree", "the structure tree is not one Document")
	}
}

// NumberTree reads a number tree, its kids' limits aside.
func (f *File) NumberTree(v any, depth int) map[int]any {
	m := map[int]any{}
	d := f.Dict(v)
	nums := f.Array(d["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		if n, ok := nums[i].(float64); ok {
			m[int(n)] = nums[i+1]
		}
	}
	if depth < 20 {
		for _, k := range f.Array(d["Kids"]) {
			for n, v := range f.NumberTree(k, depth+1) {
				m[n] = v
			}
		}
	}
	return m
}

// A Problem is something that a file should not have. Rule is a condition of the
// Matterhorn Protocol, such as "13-004", or a word for what the protocol takes
// for granted or PDF/A asks.
type Problem struct {
	Rule, Message string
}

func (p Problem) String() string { return fmt.Sprintf("%s: %s", p.Rule, p.Message) }
