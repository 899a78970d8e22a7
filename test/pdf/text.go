package pdftest

import (
	"fmt"
	"slices"
	"strings"
)

// A Block is a piece of text as a reader of the structure tree meets it: an
// element that is no part of a line, such as P, H1, Lbl, TD, or a Reference.
type Block struct {
	Role  string
	Lang  string // its own or inherited
	Text  string // in logical order; of what stands in lines inside it too
	Whole string // the same with the References inside it, as a page shows it
	Alt   string
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
func (f *File) StructText() []Block { return f.blocks(nil, true) }

// StructTextToUnicode is StructText without ActualText: what ToUnicode alone says
// of the structure tree's content, in the order of writing.
func StructTextToUnicode(pdf []byte) ([]Block, error) {
	f, err := Read(pdf)
	if err != nil {
		return nil, err
	}
	return f.blocks(nil, false), nil
}

// StructTextPDFJS is StructText with the text that pdf.js gives for each piece
// of marked content, and without ActualText: what the pages show, in the order
// of the structure tree.
func StructTextPDFJS(pdf []byte) ([]Block, error) {
	f, err := Read(pdf)
	if err != nil {
		return nil, err
	}
	js, err := ReadPDFJS(pdf)
	if err != nil {
		return nil, err
	}
	return f.blocks(js.Marked, false), nil
}

// blocks reads the structure tree, with ActualText where actual is true. marked
// is another reader's text of the marked content; nil for our own.
func (f *File) blocks(marked map[string]string, actual bool) []Block {
	c := newChecker(f)
	c.read()
	var blocks []Block
	var walk func(e *structElement, block, around int)
	walk = func(e *structElement, block, around int) {
		alt, _ := Text(e.dict["Alt"])
		if block < 0 || !slices.Contains(inline, e.role) {
			if around = -1; e.role == "Reference" {
				around = block
			}
			block = len(blocks)
			blocks = append(blocks, Block{Role: e.role, Lang: e.lang, Alt: alt})
		}
		add := func(s string) {
			blocks[block].Text += s
			blocks[block].Whole += s
			if around >= 0 {
				blocks[around].Whole += s
			}
		}
		if s, ok := Text(e.dict["ActualText"]); ok && actual {
			add(s)
			return
		}
		for _, k := range e.kids {
			switch k := k.(type) {
			case contentKid:
				if marked != nil {
					add(marked[fmt.Sprintf("%d/%d", k.page, k.mcid)])
				} else if t := c.shown[k.page][k.mcid]; t != nil {
					add(t.text)
				}
			case *structElement:
				walk(k, block, around)
			}
		}
	}
	for _, e := range c.roots {
		walk(e, -1, -1)
	}
	return slices.DeleteFunc(blocks, func(b Block) bool { return strings.TrimSpace(b.Text) == "" && b.Alt == "" })
}

// Lost are the texts that the pages do not give back whole: as they are by
// Essence, or without their hyphens too, since pdftotext takes those at line
// ends away. A text may go on from one page to the next, since the foot and the
// head of a page come between.
func Lost(texts []string, pages []string) []string {
	essence, plain := make([]string, len(pages)), make([]string, len(pages))
	for i, p := range pages {
		essence[i] = Essence(p)
		plain[i] = withoutHyphens(essence[i])
	}
	var lost []string
	for _, s := range texts {
		e := Essence(s)
		if !found(e, essence) && !found(withoutHyphens(e), plain) {
			lost = append(lost, s)
		}
	}
	return lost
}

func withoutHyphens(s string) string {
	return strings.NewReplacer("-", "", "\u2010", "").Replace(s)
}

// found says whether s is on one of the pages, or begins on one and goes on on
// the next.
func found(s string, pages []string) bool {
	for i, page := range pages {
		if strings.Contains(page, s) {
			return true
		}
		if i+1 == len(pages) {
			break
		}
		// The longest beginning of s on the page, and every shorter one: the rest
		// must be on the next page, whole or again in two.
		runes := []rune(s)
		low, high := 0, len(runes)
		for low < high {
			middle := (low + high + 1) / 2
			if strings.Contains(page, string(runes[:middle])) {
				low = middle
			} else {
				high = middle - 1
			}
		}
		for cut := low; cut > 0; cut-- {
			rest := string(runes[cut:])
			if strings.Contains(pages[i+1], rest) || cut == low && low > 20 && found(rest, pages[i+1:]) {
				return true
			}
			if low-cut > 40 {
				break // what follows it on the page cannot agree with it for longer
			}
		}
	}
	return false
}

// text is the text of an element and all that is in it.
func (c *checker) text(e *structElement) string {
	if actual, ok := Text(e.dict["ActualText"]); ok {
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
