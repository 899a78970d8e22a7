package typeset

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"multitude/internal/doc"
	"multitude/internal/edition"
)

// sampler holds one of everything.
const sampler = `---
title: A sampler of everything that a document may hold
subtitle: With a subtitle
date: July 2026
issued: 2026-07
authors: [One Author, Another Author]
rights: All may copy it.
---

A first paragraph with **bold**, *italic*, ***both***, ` + "`code`" + `, a [link](https://example.org/a), a [link with a very long text that goes over the end of the line and then some more of it](https://example.org/b) and a hard break\
here. See [the tables](#tables).[^long]

## Lists {#lists}

1. First
2. Second
   - nested one
   - nested two
     1. deep
     2. deeper
3. Third

- A long item. Thriving requires effectively leveraging the resources and support that leads to collective abundance, including access to education and health care.

  Its second paragraph.

- > A quote in an item

- ` + "```\n  code in an item\n  ```" + `

### Quotes

> A block quote. Everyone should be able to pursue their dreams, engage in quality and fulfilling work, and live with joy.
>
> Second paragraph of the quote.[^short]

---

After a break.

` + "```\nfunc main() {\n\tif len(os.Args) > 1 { fmt.Println(\"a line of code that is too long for the page and must be broken\") }\n}\n```" + `

## Tables {#tables}

| Name | What it means for people who live here | Number |
|------|:-------:|-----:|
| Freedom | To stay, to move, to work, to thrive, to transform; all of these together in one long cell of text[^cell] | 5 |
| Values | Love | 7 |

| Alpha | Beta | Gamma | Delta | Epsilonepsilonepsilon | Zetazetazetazetazeta | Etaetaetaetaetaetaeta |
|---|---|---|---|---|---|---|
| a | b | c | d | some long text of words and words | f | g |
| h | i |  | j | k | l | m |

Last paragraph.[^long]

[^long]: A long note. All people have inherent dignity and value. Everyone should be able to live in safe and healthy conditions, protected equally under the law. Every human being deserves to embrace their complex histories and backgrounds.

    - with a list
    - of two
[^short]: Short, see also[^inner].
[^cell]: In a cell.
[^inner]: A note of a note.
`

// expectation is the texts of an edition in the order in which they are read.
type expectation struct {
	ed   *edition.Edition
	out  []string
	seen map[string]bool
}

func (e *expectation) text(t edition.Text) {
	var b strings.Builder
	var refs []string
	for _, s := range t.Spans {
		switch s.Kind {
		case doc.NoteRef:
			n := e.ed.NoteByLabel(s.Text)
			b.WriteString(e.ed.Locale.Number(n.Number))
			refs = append(refs, s.Text)
		case doc.HardBreak:
			b.WriteByte(' ')
		default:
			b.WriteString(s.Text)
		}
	}
	if s := squeeze(b.String()); s != "" {
		e.out = append(e.out, s)
	}
	for _, r := range refs {
		e.note(r)
	}
}

func (e *expectation) note(label string) {
	if e.seen[label] {
		return
	}
	e.seen[label] = true
	n := e.ed.NoteByLabel(label)
	e.out = append(e.out, e.ed.Locale.Number(n.Number))
	e.blocks(n.Blocks)
}

func (e *expectation) blocks(blocks []*edition.Block) {
	for _, b := range blocks {
		switch b.Kind {
		case doc.List:
			for i, item := range b.Children {
				if b.Ordered {
					e.out = append(e.out, e.ed.Locale.Number(b.Start+i)+".")
				} else {
					e.out = append(e.out, "•")
				}
				e.blocks(item.Children)
			}
		case doc.Code:
			e.out = append(e.out, squeeze(b.Code))
		default:
			e.text(b.Text)
			e.blocks(b.Children)
		}
	}
}

func expected(ed *edition.Edition) []string {
	e := &expectation{ed: ed, seen: map[string]bool{}}
	for _, t := range []edition.Text{ed.Title, ed.Subtitle, ed.Date} {
		e.text(t)
	}
	for _, a := range ed.Authors {
		if doc.PlainText(a.Spans) != doc.PlainText(ed.Title.Spans) {
			e.text(a)
		}
	}
	e.text(ed.Draft)
	for _, n := range ed.Notices {
		e.text(n)
	}
	e.blocks(ed.Blocks)
	for _, n := range ed.Notes {
		e.note(n.Label)
	}
	e.text(ed.Word("edition.about", nil))
	for _, c := range ed.Colophon {
		e.text(c.Label)
		for _, v := range c.Value {
			e.text(v)
		}
	}
	return e.out
}

// blocksOf are the texts of the structure tree, element by element, the
// contents left out.
func blocksOf(l *Layout) []string {
	content := texts(l)
	var out []string
	var visit func(el *Element)
	visit = func(el *Element) {
		switch el.Role {
		case "TOC":
			return
		case "P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "TH", "TD":
			if s := squeeze(strings.ReplaceAll(spoken(el, content), "–", "•")); s != "" {
				out = append(out, s)
			}
			for _, k := range el.Kids {
				if e, ok := k.(*Element); ok && e.Role == "Note" {
					visit(e)
				}
			}
			return
		}
		for _, k := range el.Kids {
			if e, ok := k.(*Element); ok {
				visit(e)
			}
		}
	}
	visit(l.Root)
	return out
}

func compareTexts(t failer, got, want []string) {
	for i := range max(len(got), len(want)) {
		g, w := "(nothing)", "(nothing)"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Fatalf("text %d is\n\t%q\nwant\n\t%q", i, g, w)
		}
	}
}

// The heading of the contents is a text of the tree that is in no block.
func withoutContents(ed *edition.Edition, got []string) []string {
	return slices.DeleteFunc(got, func(s string) bool { return s == plain(ed.Word("edition.contents", nil)) })
}

func TestEveryTextIsInTheTreeOnceAndInOrder(t *testing.T) {
	for _, c := range []struct{ tag, text string }{
		{"en", sampler},
		{"en", read(t, "../../source/statement.md")},
		{"ar", arabic},
		{"zh-Hans", chinese},
		{"km", khmer},
	} {
		t.Run(c.tag, func(t *testing.T) {
			ed := editionOf(t, c.tag, c.text)
			l, _ := layoutOf(t, ed, Options{})
			compareTexts(t, withoutContents(ed, blocksOf(l)), expected(ed))
		})
	}
}

func TestRunsAndTreeBelongTogether(t *testing.T) {
	ed := editionOf(t, "en", sampler)
	l, _ := layoutOf(t, ed, Options{})
	in := map[*Content]bool{}
	ids := map[string]bool{}
	walkTree(l.Root, func(el *Element) {
		for _, k := range el.Kids {
			switch k := k.(type) {
			case *Content:
				if k.Element != el || in[k] {
					t.Errorf("content of %s is in the wrong place", el.Role)
				}
				in[k] = true
			case *Element:
				if k.Parent != el {
					t.Errorf("the parent of %s is not %s", k.Role, el.Role)
				}
			}
		}
		if el.Role == "Note" {
			if el.ID == "" || ids[el.ID] {
				t.Errorf("the ID of a note is %q", el.ID)
			}
			ids[el.ID] = true
		}
	})
	shown := map[*Content]bool{}
	for _, p := range l.Pages {
		for _, r := range p.Runs {
			if (r.Content == nil) == (r.Artifact == NoArtifact) {
				t.Errorf("run %q is neither text nor artifact, or both", textOf(&r))
			}
			if r.Content != nil && !in[r.Content] {
				t.Errorf("run %q is part of nothing", textOf(&r))
			}
			shown[r.Content] = true
		}
		for _, a := range p.Links {
			if a.Element == nil || a.Element.Role != "Link" {
				t.Errorf("the link %q has no element", a.Text)
			}
			if _, ok := l.Anchors[a.Anchor]; a.URI == "" && !ok {
				t.Errorf("the link %q leads to %q, which is nowhere", a.Text, a.Anchor)
			}
			if a.Width <= 0 || a.Height <= 0 || a.Text == "" {
				t.Errorf("the link %q is %g by %g", a.Text, a.Width, a.Height)
			}
		}
	}
	for c := range in {
		if !shown[c] {
			t.Errorf("content of %s is on no page", c.Element.Role)
		}
	}
}

func TestHeadingsAreInOrder(t *testing.T) {
	ed := editionOf(t, "en", sampler)
	l, _ := layoutOf(t, ed, Options{})
	last := 0
	walkTree(l.Root, func(el *Element) {
		if len(el.Role) == 2 && el.Role[0] == 'H' {
			level, _ := strconv.Atoi(string(el.Role[1:]))
			if level > last+1 {
				t.Errorf("%s follows H%d", el.Role, last)
			}
			last = level
		}
	})
	above := 0
	for _, b := range l.Outline {
		if b.Level < 1 || b.Level > above+1 {
			t.Errorf("bookmark %q has level %d below %d", b.Title, b.Level, above)
		}
		above = b.Level
	}
}

func TestEveryAnchorHasAPlace(t *testing.T) {
	ed := editionOf(t, "en", sampler)
	l, _ := layoutOf(t, ed, Options{})
	check := func(id string) {
		if p, ok := l.Anchors[id]; id != "" && (!ok || p.Page >= len(l.Pages) || p.Page < 1) {
			t.Errorf("anchor %q is at %v, %v", id, p, ok)
		}
	}
	var walk func(blocks []*edition.Block)
	walk = func(blocks []*edition.Block) {
		for _, b := range blocks {
			if len(b.Text.Spans) > 0 {
				check(b.ID)
			}
			check(b.Anchor)
			walk(b.Children)
		}
	}
	walk(ed.Blocks)
	for _, n := range ed.Notes {
		walk(n.Blocks)
	}
	for i := range ed.Notes {
		ref, note := l.Anchors["_ref-"+strconv.Itoa(i+1)], l.Anchors["_note-"+strconv.Itoa(i+1)]
		if ref.Page != note.Page || ref.Page == 0 {
			t.Errorf("note %d is on page %d, its mark on page %d", i+1, note.Page, ref.Page)
		}
	}
}

func TestForeignTextIsMarked(t *testing.T) {
	ed := translation(t, "en", "ar", "---\ntitle: Title\n---\n\n## Head\n\nOne paragraph.\n\nTwo.\n", func(s string) string {
		return map[string]string{"Title": "عنوان", "Head": "رأس", "Two.": "اثنان."}[s]
	})
	l, _ := layoutOf(t, ed, Options{})
	content := texts(l)
	found := false
	walkTree(l.Root, func(el *Element) {
		switch {
		case el.Role == "P" && spoken(el, content) == "One paragraph.":
			found = true
			if el.Lang != "en" || el.RTL {
				t.Errorf("English text has language %q, RTL %v", el.Lang, el.RTL)
			}
		case el.Role == "P" && spoken(el, content) == "اثنان.":
			if el.Lang != "" || !el.RTL {
				t.Errorf("Arabic text has language %q, RTL %v", el.Lang, el.RTL)
			}
		}
	})
	if !found || l.Root.Lang != "ar" {
		t.Errorf("the missing text is not there, or the document is in %q", l.Root.Lang)
	}
}
