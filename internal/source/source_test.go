package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

var kindNames = map[doc.Kind]string{
	doc.Heading: "heading", doc.Paragraph: "paragraph", doc.List: "list", doc.Item: "item", doc.Quote: "quote",
	doc.Table: "table", doc.Row: "row", doc.Cell: "cell", doc.Break: "break", doc.Code: "code",
}

// outline writes blocks as a table of tests wants to read them: a line each,
// with place, kind and what else is known.
func outline(blocks []*doc.Block) string {
	var b strings.Builder
	var write func([]*doc.Block, string)
	write = func(blocks []*doc.Block, indent string) {
		for _, block := range blocks {
			fmt.Fprintf(&b, "%s%d:%d %s", indent, block.Pos.Line, block.Pos.Column, kindNames[block.Kind])
			if block.Level > 0 {
				fmt.Fprintf(&b, " %d", block.Level)
			}
			if block.Anchor != "" {
				fmt.Fprintf(&b, " #%s", block.Anchor)
			}
			if block.Ordered {
				fmt.Fprintf(&b, " from %d", block.Start)
			}
			if block.Align != doc.AlignDefault {
				b.WriteString([]string{"", " start", " center", " end"}[block.Align])
			}
			if block.Text != nil {
				fmt.Fprintf(&b, " %q", block.Text.Markdown)
				if block.Text.Pos != block.Pos {
					fmt.Fprintf(&b, " at %d:%d", block.Text.Pos.Line, block.Text.Pos.Column)
				}
			}
			if block.Kind == doc.Code {
				fmt.Fprintf(&b, " %q", block.Code)
			}
			b.WriteByte('\n')
			write(block.Children, indent+"\t")
		}
	}
	write(blocks, "")
	return b.String()
}

func list(found []finding.Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintln(&b, f.String())
	}
	return b.String()
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	dedent := func(s string) string {
		lines := strings.Split(strings.Trim(s, "\n"), "\n")
		cut := len(lines[0]) - len(strings.TrimLeft(lines[0], "\t"))
		for i, l := range lines {
			lines[i] = l[min(cut, len(l)):]
		}
		return strings.TrimRight(strings.Join(lines, "\n"), "\t\n")
	}
	if got, want := dedent(got), dedent(want); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

const head = "---\ntitle: T\n---\n"

func TestParseBlocks(t *testing.T) {
	for _, c := range []struct{ name, markdown, want string }{
		{"paragraphs", "one\ntwo\n\nthree\\\nfour  \nfive", `
			4:1 paragraph "one two"
			7:1 paragraph "three\\\nfour\\\nfive"`},
		{"spaces at the ends of lines", "  one &amp; \n \t two\t\n`a \nb`", `
			4:3 paragraph "one &amp; two ` + "`a  b`" + `"`},
		{"headings", "# A {#a}\n## B\n### C ###\n## D ## {#d}\nE\n=\nF {#f}\n---\n", `
			4:3 heading 2 #a "A"
			5:4 heading 3 "B"
			6:5 heading 4 "C"
			7:4 heading 3 #d "D"
			8:1 heading 2 "E"
			10:1 heading 3 #f "F"`},
		{"words in braces", "## Sets {a, b}\n## {x}\n## \\{#y}\n", `
			4:4 heading 2 "Sets {a, b}"
			5:4 heading 2 "{x}"
			6:4 heading 2 "\\{#y}"`},
		{"lists", "- a\n- b\n  c\n\n  d\n  1. e\n\n     f\n\n7) g\n", `
			4:1 list
				4:1 item
					4:3 paragraph "a"
				5:1 item
					5:3 paragraph "b c"
					8:3 paragraph "d"
					9:3 list from 1
						9:3 item
							9:6 paragraph "e"
							11:6 paragraph "f"
			13:1 list from 7
				13:1 item
					13:4 paragraph "g"`},
		{"an empty item", "-\n- a\n", `
			4:1 list
				4:1 item
				5:1 item
					5:3 paragraph "a"`},
		{"quotes", "> a\n> b\n>\n> > c\nlazy\n\n>\n", `
			4:1 quote
				4:3 paragraph "a b"
				7:3 quote
					7:5 paragraph "c lazy"`},
		{"tables", "| a | b \\| c | **d** |\n|---|:-:|--:|\n| `x\\|y` | | é |\n| z |\n", `
			4:1 table
				4:1 row
					4:3 cell "a"
					4:7 cell center "b | c"
					4:16 cell end "**d**"
				6:1 row
					6:3 cell "` + "`x|y`" + `"
					6:1 cell center ""
					6:14 cell end "é"
				7:1 row
					7:3 cell "z"
					7:1 cell center ""
					7:1 cell end ""`},
		{"a table in a list behind a line of text", "- text\n  a | b\n  :-- | --:\n  c | d\n", `
			4:1 list
				4:1 item
					4:3 paragraph "text"
					5:3 table
						5:3 row
							5:3 cell start "a"
							5:7 cell end "b"
						7:3 row
							7:3 cell start "c"
							7:7 cell end "d"`},
		{"breaks", "a\n\n***\n- - -\n___\n", `
			4:1 paragraph "a"
			6:1 break
			7:1 break
			8:1 break`},
		{"code", "```go\na\tb\n\n  c\n```\n\n    d\n     e\n~~~\n~~~\n", `
			4:1 code "a   b\n\n  c\n"
			10:5 code "d\n e\n"
			12:1 code ""`},
		{"references", "[a], [B][a], [c d][], ![p][e]\n\n[A]: https://b.c 'T'\n[c\nd]: <#x>\n[e]: f.png\n\n## X {#x}\n", `
			4:1 paragraph "[a](https://b.c \"T\"), [B](https://b.c \"T\"), [c d](#x), ![p](f.png)"
			11:4 heading 2 #x "X"`},
		{"a heading in a quote", "> ## Q\n\n### R\n", `
			4:1 quote
				4:6 heading 2 "Q"
			6:5 heading 3 "R"`},
		{"links over lines", "[a\nb](#x\n'c\nd') `e\nf` \\\n*g\nh*\n\n# X {#x}\n", `
			4:1 paragraph "[a b](#x 'c d') ` + "`e f`" + ` \\\n*g h*"
			12:3 heading 2 #x "X"`},
		{"a destination that a fold would make", "[a](<#b\nc>)\n", `
			4:1 paragraph "\\[a\\](\\<#b c>)"`},
		{"several documents of YAML", "---\n", `4:1 break`},
		{"Windows and old Mac", "one\r\ntwo\r\rthree\r\n", `
			4:1 paragraph "one two"
			7:1 paragraph "three"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, found := Parse("a.md", []byte(head+c.markdown))
			checkDocument(t, d, found)
			same(t, "findings", list(found), "")
			same(t, "blocks", outline(d.Blocks), c.want)
		})
	}
}

func TestParseNotes(t *testing.T) {
	d, found := Parse("a.md", []byte(head+"a[^2] b[^1]\n\n[^1]: one[^3]\n[^2]: two\n    more\n\n    - x\n\n[^3]: three[^1]\n"))
	checkDocument(t, d, found)
	same(t, "findings", list(found), "")
	var b strings.Builder
	for _, n := range d.Notes {
		fmt.Fprintf(&b, "%s %d:%d\n%s", n.Label, n.Pos.Line, n.Pos.Column, outline(n.Blocks))
	}
	same(t, "notes", b.String(), `
		2 7:1
		7:7 paragraph "two more"
		10:5 list
			10:5 item
				10:7 paragraph "x"
		1 6:1
		6:7 paragraph "one[^3]"
		3 12:1
		12:7 paragraph "three[^1]"`)
}

func TestParseFindings(t *testing.T) {
	for _, c := range []struct{ name, markdown, want string }{
		{"HTML", "a\n\n<div>\nb\n</div>\n\nc <b>d</b>\n<!-- e -->\n", `
			a.md:6:1: error: <div> is HTML, which has no place in a printed edition (raw-html)
			a.md:10:3: error: <b> is HTML, which has no place in a printed edition (raw-html)
			a.md:10:7: error: </b> is HTML, which has no place in a printed edition (raw-html)
			a.md:11:1: error: <!-- e --> is HTML, which has no place in a printed edition (raw-html)`},
		{"HTML in containers", "- > <p>\n", `a.md:4:5: error: <p> is HTML, which has no place in a printed edition (raw-html)`},
		{"link targets", "> é [a](javascript:b)\n> *[c](d.md)* [e](#f)\n\n## F {#ff}\n", `
			a.md:4:5: error: the link target "javascript:b" is of a kind that readers must not be sent to (link-target)
			a.md:5:4: error: the link target "d.md" works on one website only, and not on paper (link-target)
			a.md:5:15: error: no heading has the anchor #f (link-target)`},
		{"a reference with a bad target", "a [b]\n\n[b]: data:c\n", `a.md:4:3: error: the link target "data:c" is of a kind that readers must not be sent to (link-target)`},
		{"notes", "a[^x]\n\n[^y]: b\n\n[^z]: c\n[^z]: d\n\ne[^z]\n\n[^a b]: f\n\n[^g]:\n", `
			a.md:4:2: error: there is no footnote [^x] (footnote)
			a.md:6:1: error: nothing refers to the footnote [^y], so that nobody would see it (footnote)
			a.md:9:1: error: another footnote has the label [^z] already (footnote)
			a.md:13:1: error: a footnote cannot be called "a b" (footnote)
			a.md:15:1: error: the footnote [^g] has no words (footnote)`},
		{"a note that refers to itself only", "a\n\n[^b]: c[^b]\n", `a.md:6:1: error: nothing refers to the footnote [^b], so that nobody would see it (footnote)`},
		{"a heading in a note", "a[^b]\n\n[^b]: c\n\n    ## d\n", `a.md:8:8: error: a footnote cannot have headings (heading)`},
		{"tasks and strikes", "- [ ] a\n- [x] b\n- [c] d\n\n~~e~~\n", `
			a.md:4:3: error: a box to tick has no place in a printed edition (unsupported)
			a.md:5:3: error: a box to tick has no place in a printed edition (unsupported)
			a.md:8:1: error: words that are struck out have no place in a finished document (unsupported)`},
		{"pictures", "![](a.png) ![b](c.png \"d\") ![e](https://f.g/h.png)\n", `
			a.md:4:1: warning: the picture has no words for readers who cannot see it (image-alt)
			a.md:4:12: warning: no edition shows the title of a picture (unsupported)
			a.md:4:28: error: "https://f.g/h.png" is not a file beside the document: an edition carries its pictures within it (image-source)`},
		{"anchors", "## A {#a}\n## B {#a}\n## C {.c}\n## D {#d e=f}\n## E {#e&f}\n", `
			a.md:5:6: error: another heading has the anchor #a already (anchor)
			a.md:6:6: error: {.c}: of all attributes, a heading can have an anchor only (heading)
			a.md:7:6: error: {#d e=f}: of all attributes, a heading can have an anchor only (heading)
			a.md:8:6: error: "e&f" is no anchor (anchor)`},
		{"levels", "### A\n### B\n## C\n#### D\n#### E\n##### F\n", `
			a.md:4:5: warning: a level of headings is left out: here stand 3 #, where 2 are next (heading-level)
			a.md:7:6: warning: a level of headings is left out: here stand 4 #, where 3 are next (heading-level)`},
		{"too deep", "# A\n## B\n### C\n#### D\n##### E\n###### F\n", `a.md:9:8: warning: below the title there is room for 5 levels of headings only (heading-level)`},
		{"headings without words", "##\n\n## {#a}\n", `
			a.md:4:1: error: the heading has no words (heading)
			a.md:6:4: error: the heading has no words (heading)`},
		{"tables", "| a | b |\n|---|\n\n| c |\n|---|\n| d | e |\n", `
			a.md:5:1: error: this looks like a table, but its header and the line of --- do not have the same number of cells (table)
			a.md:9:1: error: the row has 2 cells, the header 1 (table)`},
		{"a wide table", strings.Repeat("|a", 51) + "\n" + strings.Repeat("|-", 51) + "\n", `a.md:5:1: error: the table has 51 columns, and no page has room for more than 50 (table)`},
		{"code without end", "```\na\n\nb\n", `a.md:4:1: warning: the code that begins here has no end: nothing in it is translated (unsupported)`},
		{"characters", "é\x07\n\n\x00a\x00", `
			a.md:4:2: error: the character U+0007 cannot be shown (encoding)
			a.md:6:1: error: the character U+0000 cannot be shown (encoding)`},
		{"characters as references", "a &#7;\n", `a.md:4:1: error: the character U+0007 cannot be shown (encoding)`},
		{"Latin-1", "r\xe9sum\xe9\n", `a.md:4:2: error: the file is not UTF-8: here stands the byte 0xe9 (encoding)`},
		{"nesting", strings.Repeat(">", 10_000) + "a\n", `a.md:4:41: error: lists and quotes stand in one another more than 20 deep (nesting)`},
		{"nesting of lists", strings.Repeat("- ", 10_000) + "a\n", `a.md:4:41: error: lists and quotes stand in one another more than 20 deep (nesting)`},
		{"nesting of marks", "a\n" + strings.Repeat("*", 10_000) + "b\n", `a.md:5:1: error: more than 32 '*' in a row (nesting)`},
		{"brackets", "a\n" + strings.Repeat("[", 10_001) + "b\n", `a.md:5:10001: error: more than 10000 stars, underscores, tildes and brackets in one paragraph (nesting)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, found := Parse("a.md", []byte(head+c.markdown))
			checkDocument(t, d, found)
			same(t, "findings", list(found), c.want)
		})
	}
}

// What an error speaks of is not lost: it stands in the document as text.
func TestNothingIsDropped(t *testing.T) {
	d, _ := Parse("a.md", []byte(head+"<div>\nb\n</div>\n\nc <b>d</b> ~~e~~ [f](g:h) ![i](https://j) k[^l]\n\n- [x] m\n"))
	same(t, "blocks", outline(d.Blocks), `
		4:1 code "<div>\nb\n</div>\n"
		8:1 paragraph "c \\<b>d\\</b> e f i k\\[^l\\]"
		10:1 list
			10:1 item
				10:3 paragraph "[x] m"`)
}

func TestParseFront(t *testing.T) {
	show := func(d *doc.Document) string {
		var b strings.Builder
		line := func(name string, t *doc.Text) {
			if t != nil {
				fmt.Fprintf(&b, "%s %d:%d %q\n", name, t.Pos.Line, t.Pos.Column, t.Markdown)
			}
		}
		line("title", d.Front.Title)
		line("subtitle", d.Front.Subtitle)
		line("date", d.Front.Date)
		for _, a := range d.Front.Authors {
			line("author", a)
		}
		line("rights", d.Front.Rights)
		if d.Front.Issued != "" {
			fmt.Fprintf(&b, "issued %s\n", d.Front.Issued)
		}
		return b.String()
	}
	for _, c := range []struct{ name, markdown, want, found string }{
		{"everything", "---\ntitle: \"A *b*: c\"\nsubtitle: 'd'\ndate: November 2019\nissued: 2019-11-03\nauthors:\n  - e\n  -   f\nrights: >\n  g\n  h\n---\n", `
			title 2:9 "A *b*: c"
			subtitle 3:12 "d"
			date 4:7 "November 2019"
			author 7:5 "e"
			author 8:7 "f"
			rights 9:9 "g h"
			issued 2019-11-03`, ""},
		{"one author, and a date that machines read", "\ufeff---\r\ntitle: é\r\nauthors: us\r\ndate: 2019-11\r\n...\r\n", `
			title 2:8 "é"
			date 4:7 "2019-11"
			author 3:10 "us"
			issued 2019-11`, ""},
		{"a year", "---\ntitle: 1984\ndate: 2019\n---\n", `
			title 2:8 "1984"
			date 3:7 "2019"
			issued 2019`, ""},
		{"mistakes", "---\ntitle: T\ntitel: x\nzzzzzzzz: x\nsubtitle: [a, b]\ndate: {a: b}\nissued: yesterday\nrights:\ntitle: U\nauthors:\n  - a: b\n  - c\n---\n", `
			title 2:8 "T"
			author 12:5 "c"`, `
			a.md:3:1: error: the front matter has no key "titel" (front-matter)
			a.md:4:1: error: the front matter has no key "zzzzzzzz" (front-matter)
			a.md:5:11: error: subtitle is a list, not a text (front-matter)
			a.md:6:7: error: date is a list of keys and values, not a text (front-matter)
			a.md:7:9: error: issued is not a date: "yesterday" (front-matter)
			a.md:8:8: warning: rights says nothing (front-matter)
			a.md:9:1: error: title is given twice (front-matter)
			a.md:11:5: error: authors is a list of keys and values, not a text (front-matter)`},
		{"impossible dates", "---\ntitle: T\nissued: 2019-13\n---\n", `title 2:8 "T"`, `a.md:3:9: error: issued is not a date: "2019-13" (front-matter)`},
		{"broken YAML", "---\ntitle: T\nsubtitle: a: b\n---\n\n# H\n", `title 6:3 "H"`, `a.md:3:1: error: the front matter is not YAML: mapping values are not allowed in this context (front-matter)`},
		{"aliases", "---\ntitle: &a T\nsubtitle: *a\n---\n", `title 2:8 "T"`, `a.md:3:11: error: subtitle is a reference to another value, not a text (front-matter)`},
		{"no list", "---\njust words\n---\n\n# H\n", `title 5:3 "H"`, `a.md:2:1: error: the front matter is no list of keys and values (front-matter)`},
		{"no end", "---\ntitle: T\n\n# H\n", `title 4:3 "H"`, `a.md:1:1: error: the front matter that begins here has no end (front-matter)`},
		{"nothing between", "---\n---\n# H\n", `title 3:3 "H"`, ""},
		{"marks in the title", "---\ntitle: a <b>c</b> d[^e]\n---\n\nf[^e]\n\n[^e]: g\n", `title 2:8 "a \\<b>c\\</b> d"`, `
			a.md:2:10: error: <b> is HTML, which has no place in a printed edition (raw-html)
			a.md:2:14: error: </b> is HTML, which has no place in a printed edition (raw-html)
			a.md:2:20: error: the front matter cannot have footnotes (footnote)`},
		{"a heading is the title", "text\n\n# A *b* {#c}\n\n## D\n", `title 3:3 "A *b*"`, `a.md:3:3: warning: the title cannot have an anchor (anchor)`},
		{"one word", "word", `title 1:1 "our vision"`, `our-vision.md:1:1: warning: the document has no title; its file's name, "our vision", stands for it (front-matter)`},
		{"nothing", "", `title 1:1 "our vision"`, `our-vision.md:1:1: warning: the document has no title; its file's name, "our vision", stands for it (front-matter)`},
		{"UTF-16", "\xff\xfea\x00", `title 1:1 "our vision"`, `
			our-vision.md:1:1: error: the file is UTF-16, not UTF-8 (encoding)
			our-vision.md:1:1: warning: the document has no title; its file's name, "our vision", stands for it (front-matter)
			our-vision.md:1:3: error: the character U+0000 cannot be shown (encoding)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := "a.md"
			if strings.Contains(c.want, "our vision") {
				file = "our-vision.md"
			}
			d, found := Parse(file, []byte(c.markdown))
			checkDocument(t, d, found)
			same(t, "front matter", show(d), c.want)
			same(t, "findings", list(found), c.found)
		})
	}
}

func TestCures(t *testing.T) {
	for markdown, want := range map[string]string{
		"---\ntitel: x\n---\n":                  "did you mean title?",
		head + "[a](#visoin)\n\n## V {#vision}": "did you mean #vision?",
		head + "<br>":                           `end the line with \`,
		head + "<strong>x":                      "write **bold**",
	} {
		_, found := Parse("a.md", []byte(markdown))
		if !slices.ContainsFunc(found, func(f finding.Finding) bool { return strings.Contains(f.Cure, want) }) {
			t.Errorf("%q: %v has no %q", markdown, found, want)
		}
	}
}

// Documents that nobody would write take no time and no stack.
func TestParseLimits(t *testing.T) {
	const n = 10_000
	for name, markdown := range map[string]string{
		"quotes in a line":         strings.Repeat(">", 100*n),
		"quotes in many lines":     strings.Repeat(strings.Repeat("> ", 100)+"a\n", 100),
		"lists in a line":          strings.Repeat("1. ", n) + "a",
		"lists by indentation":     stairs(300),
		"definitions":              strings.Repeat("[a]: b\n", n),
		"definitions, one by one":  strings.Repeat("[a]: b\n\n", n),
		"braces in a heading":      "# " + strings.Repeat("{#a", n),
		"attributes in a heading":  "# " + strings.Repeat("{a=b ", n),
		"a table of many columns":  strings.Repeat("|a", n) + "\n" + strings.Repeat("|-", n) + "\n" + strings.Repeat("|a|\n", n),
		"lines like a table's":     strings.Repeat("|-|-|\n", n),
		"pipes in code":            "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", n),
		"comments without end":     strings.Repeat("a <!-- \n\n", n),
		"marks of missing notes":   strings.Repeat("[^a] ", n/2),
		"notes in notes":           "[^0]" + chain(2000),
		"one paragraph":            strings.Repeat("word ", 20*n),
		"one paragraph of lines":   strings.Repeat("word\n", 20*n),
		"headings":                 strings.Repeat("# a\n", n),
		"anchors, and bad links":   anchors(3000),
		"empty lines":              strings.Repeat("\n", 100*n),
		"items":                    strings.Repeat("- a\n", n),
		"fences":                   strings.Repeat("```\n", n+1),
		"setext underlines":        strings.Repeat("a\n=\n", n),
		"front matter in brackets": "---\ntitle: " + strings.Repeat("[", n) + "\n---\n",
		"front matter of keys":     "---\n" + strings.Repeat("title: a\n", n) + "---\n",
		"front matter of aliases":  "---\na: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\ntitle: *c\n---\n",
	} {
		t.Run(name, func(t *testing.T) {
			d, found := Parse("a.md", []byte(markdown))
			checkDocument(t, d, found)
		})
	}
}

// stairs are lists, each within the last.
func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s- a\n", strings.Repeat("  ", i))
	}
	return b.String()
}

// chain is notes, each of which refers to the next.
func chain(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "\n\n[^%d]: a[^%d]", i, i+1)
	}
	return b.String()
}

func anchors(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "# a {#anchor-number-%d}\n\n[b](#anchor-namber-%d)\n\n", i, i)
	}
	return b.String()
}
