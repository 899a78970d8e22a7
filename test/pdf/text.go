package pdftest

import (
	"slices"
	"strings"
)

// A Block is a piece of text as a reader of the structure tree meets it: an
// element that is no part of a line, such as P, H1, Lbl, TD, or a Reference.
type Block struct {
	Role string
	Lang string // its own or inherited
	Text string // in logical order; of what stands in lines inside it too
	Alt  string
}

// inline are the roles whose text belongs to the block around them.
var inline = []string{"Span", "Link", "Quote", "Code"}

// StructText is the text of the structure tree, in its order. Text comes from
// ToUnicode, or from ActualText where an element has it. A Reference is a block
// of its own, so that the mark of a footnote is no part of the text around it.
func StructText(pdf []byte) ([]Block, error) {
	f, err := Read(pdf)
	if err != nil {
		return nil, err
	}
	return f.StructText(), nil
}

// StructText is the text of the structure tree: see the function of this name.
func (f *File) StructText() []Block {
	c := newChecker(f)
	c.read()
	var blocks []Block
	var walk func(e *structElement, block int)
	walk = func(e *structElement, block int) {
		alt, _ := text(e.dict["Alt"])
		if block < 0 || !slices.Contains(inline, e.role) {
			block = len(blocks)
			blocks = append(blocks, Block{Role: e.role, Lang: e.lang, Alt: alt})
		}
		if actual, ok := text(e.dict["ActualText"]); ok {
			blocks[block].Text += actual
			return
		}
		for _, k := range e.kids {
			switch k := k.(type) {
			case contentKid:
				if t := c.shown[k.page][k.mcid]; t != nil {
					blocks[block].Text += t.text
				}
			case *structElement:
				walk(k, block)
			}
		}
	}
	for _, e := range c.roots {
		walk(e, -1)
	}
	return slices.DeleteFunc(blocks, func(b Block) bool { return strings.TrimSpace(b.Text) == "" && b.Alt == "" })
}

// text is the text of an element and all that is in it.
func (c *checker) text(e *structElement) string {
	if actual, ok := text(e.dict["ActualText"]); ok {
		return actual
	}
	s := ""
	for _, k := range e.kids {
		switch k := k.(type) {
		case contentKid:
			if t := c.shown[k.page][k.mcid]; t != nil {
				s += t.text
			}
		case *structElement:
			s += c.text(k)
		}
	}
	return s
}
