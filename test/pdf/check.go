package pdftest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A checker holds what the checks share.
type checker struct {
	file     *File
	problems []Problem
	pages    []Ref
	fonts    map[Ref]*fontFace
	shown    map[Ref]map[int]*shownText
	elements []*structElement
	byRef    map[Ref]*structElement
	roots    []*structElement
}

func newChecker(f *File) *checker {
	return &checker{file: f, pages: f.Pages(), fonts: map[Ref]*fontFace{}, shown: map[Ref]map[int]*shownText{}, byRef: map[Ref]*structElement{}}
}

func (c *checker) say(rule, format string, args ...any) {
	p := Problem{rule, fmt.Sprintf(format, args...)}
	if !slices.Contains(c.problems, p) {
		c.problems = append(c.problems, p)
	}
}

// Check says what is wrong with the file as one of ours: consistency of the
// structure tree with the pages, replacement text, bookmarks, labels, and of the
// standards' conditions those that are stricter for such a file. What the
// standards ask of any file, package pdfua checks.
func (f *File) Check() (problems []Problem) {
	c := newChecker(f)
	defer func() {
		if r := recover(); r != nil {
			c.say("broken", "the file is not built as PDF asks: %v", r)
			problems = c.problems
		}
	}()
	c.read()
	c.catalog()
	c.metadata()
	c.parents()
	c.structure()
	c.annotations()
	c.fontPrograms()
	c.outlines()
	c.archive()
	return c.problems
}

// read reads the structure tree and the pages' content.
func (c *checker) read() {
	c.tree()
	if len(c.pages) == 0 {
		c.say("pages", "there are no pages")
	}
	for _, page := range c.pages {
		r := &contentReader{file: c.file, page: page, fonts: c.fonts, say: c.say, shown: map[int]*shownText{}, xobj: map[Ref]bool{}}
		r.read()
		c.shown[page] = r.shown
	}
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

func (c *checker) language(v any, where string) {
	if l, ok := Text(v); !ok || !languageTag.MatchString(l) {
		c.say("lang", "%s: the language %q is no tag", where, l)
	}
}

func (c *checker) catalog() {
	cat := c.file.Catalog()
	if c.file.Version != "1.7" {
		c.say("header", "the version is %s", c.file.Version)
	}
	if c.file.Dict(cat["MarkInfo"])["Marked"] != true {
		c.say("marked", "MarkInfo does not say that the file is tagged")
	}
	if c.file.Dict(cat["MarkInfo"])["Suspects"] == true {
		c.say("01-007", "the tags are suspect")
	}
	if cat["Lang"] == nil {
		c.say("11-001", "the document has no language")
	} else {
		c.language(cat["Lang"], "the catalog")
	}
	prefs := c.file.Dict(cat["ViewerPreferences"])
	if v, ok := prefs["DisplayDocTitle"]; !ok {
		c.say("07-001", "there is no DisplayDocTitle")
	} else if v != true {
		c.say("07-002", "DisplayDocTitle is %v", v)
	}
	labels := c.file.NumberTree(cat["PageLabels"], 0)
	if _, ok := labels[0]; !ok {
		c.say("labels", "the page labels do not begin with the first page")
	}
	for n := range labels {
		if n >= len(c.pages) {
			c.say("labels", "page %d has a label and is not there", n)
		}
	}
}

// parents compares three things that must say the same: the marked content of
// the pages, the structure tree, and the parent tree.
func (c *checker) parents() {
	root := c.file.Dict(c.file.Catalog()["StructTreeRoot"])
	tree := c.file.NumberTree(root["ParentTree"], 0)
	next, _ := c.file.Get(root["ParentTreeNextKey"]).(float64)
	for key := range tree {
		if key >= int(next) {
			c.say("parents", "the parent tree has the key %d, and ParentTreeNextKey is %v", key, next)
		}
	}
	owner := map[contentKid]*structElement{}
	for _, e := range c.elements {
		for _, k := range e.kids {
			k, ok := k.(contentKid)
			if !ok {
				continue
			}
			if owner[k] != nil {
				c.say("parents", "content %d of page %d belongs to two elements", k.mcid, k.page)
			}
			owner[k] = e
			if c.shown[k.page][k.mcid] == nil {
				c.say("parents", "the element %s (%d) has content %d of page %d, which is not there", e.role, e.ref, k.mcid, k.page)
			}
		}
	}
	keys := map[int]bool{}
	for _, page := range c.pages {
		key, ok := c.file.Dict(page)["StructParents"].(float64)
		if !ok {
			c.say("parents", "page %d has no StructParents", page)
			continue
		}
		if keys[int(key)] {
			c.say("parents", "two pages have the StructParents %v", key)
		}
		keys[int(key)] = true
		list := c.file.Array(tree[int(key)])
		for mcid, shown := range c.shown[page] {
			e := owner[contentKid{page, mcid}]
			switch {
			case e == nil:
				c.say("parents", "content %d of page %d has no element", mcid, page)
				continue
			case mcid >= len(list) || list[mcid] != e.ref:
				c.say("parents", "the parent tree does not lead from content %d of page %d to its element", mcid, page)
			}
			if shown.n > 1 {
				c.say("parents", "page %d has the MCID %d %d times", page, mcid, shown.n)
			}
		}
		if len(list) != len(c.shown[page]) {
			c.say("parents", "page %d has %d pieces of content, and %d parents", page, len(c.shown[page]), len(list))
		}
	}
}

// fontPrograms checks the fonts of all text.
func (c *checker) fontPrograms() {
	for _, ref := range slices.Sorted(maps.Keys(c.fonts)) {
		f := c.fonts[ref]
		name, _ := f.dict["BaseFont"].(Name)
		if f.dict["Subtype"] != Name("Type0") || f.dict["Encoding"] != Name("Identity-H") || f.cid["Subtype"] != Name("CIDFontType2") {
			c.say("font", "%s is not a composite TrueType font with the encoding Identity-H", name)
		}
		if !regexp.MustCompile(`^[A-Z]{6}\+[A-Za-z0-9-]+$`).MatchString(string(name)) {
			c.say("font", "%s: the name has no subset tag", name)
		}
		descriptor := c.file.Dict(f.cid["FontDescriptor"])
		if f.cid["BaseFont"] != name || descriptor["FontName"] != name {
			c.say("font", "%s: its dictionaries have different names", name)
		}
		for _, key := range []string{"Flags", "FontBBox", "ItalicAngle", "Ascent", "Descent", "CapHeight", "StemV"} {
			if descriptor[key] == nil {
				c.say("font", "%s: its descriptor has no %s", name, key)
			}
		}
		if f.cid["CIDToGIDMap"] == nil {
			c.say("31-005", "%s has no CIDToGIDMap", name)
		} else if f.cid["CIDToGIDMap"] != Name("Identity") {
			c.say("31-004", "%s: its CIDToGIDMap is %v", name, f.cid["CIDToGIDMap"])
		}
		if f.fault != nil {
			c.say("31-009", "%s: %v", name, f.fault)
		}
		for _, code := range slices.Sorted(maps.Keys(f.used)) {
			u, ok := f.unicode[code]
			switch {
			case !ok || u == "":
				c.say("31-027", "%s: the code %d has no text", name, code)
			case strings.ContainsRune(u, 0):
				c.say("31-028", "%s: the code %d means U+0000", name, code)
			case strings.ContainsAny(u, "\uFEFF\uFFFE"):
				c.say("31-029", "%s: the code %d means a byte order mark", name, code)
			}
			for _, r := range u {
				if unicode.Is(unicode.Co, r) || r == unicode.ReplacementChar || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC {
					c.say("text", "%s: the code %d means %U, which nobody types", name, code, r)
				}
			}
			if code == 0 {
				c.say("31-030", "%s: .notdef is shown", name)
			}
			if f.program == nil {
				continue
			}
			if code >= f.program.Glyphs {
				c.say("31-011", "%s: the font has no glyph %d", name, code)
				continue
			}
			inFont := float64(f.program.Advances[code]) * 1000 / float64(f.program.UnitsPerEm)
			if w, ok := f.widths[code]; !ok || w-inFont > 0.6 || inFont-w > 0.6 {
				c.say("31-016", "%s: the code %d is %v wide, and %.1f in the font", name, code, w, inFont)
			}
		}
	}
}

// outlines checks that the bookmarks hang together and lead somewhere.
func (c *checker) outlines() {
	v := c.file.Catalog()["Outlines"]
	if v == nil {
		return
	}
	visible := 0
	var walk func(parent Ref, d Dict, depth int) (open int)
	walk = func(parent Ref, d Dict, depth int) (open int) {
		var last any
		n := 0
		for at := d["First"]; at != nil; n++ {
			ref, _ := at.(Ref)
			item := c.file.Dict(at)
			if item == nil || n > 100000 || depth > 50 {
				c.say("outline", "the bookmarks do not hang together")
				return open
			}
			title, ok := Text(item["Title"])
			if !ok || strings.TrimSpace(title) == "" {
				c.say("outline", "a bookmark has no title")
			}
			if item["Parent"] != parent {
				c.say("outline", "the bookmark %q says that its parent is %v", title, item["Parent"])
			}
			if item["Prev"] != last {
				c.say("outline", "the bookmark %q says that %v stands before it", title, item["Prev"])
			}
			c.destination(item["Dest"], fmt.Sprintf("the bookmark %q", title))
			open++
			if item["First"] != nil {
				below := walk(ref, item, depth+1)
				switch count := item["Count"]; count {
				case float64(below):
					open += below
				case float64(-below):
				default:
					c.say("outline", "the bookmark %q has %d below it, and says %v", title, below, count)
				}
			}
			last, at = at, item["Next"]
		}
		if d["Last"] != last {
			c.say("outline", "the last of the bookmarks is %v, not %v", last, d["Last"])
		}
		return open
	}
	ref, _ := v.(Ref)
	visible = walk(ref, c.file.Dict(v), 0)
	if got := c.file.Dict(v)["Count"]; got != float64(visible) {
		c.say("outline", "the outline shows %d bookmarks, and says %v", visible, got)
	}
}

// destination checks that v is [page /XYZ left top zoom] or its like.
func (c *checker) destination(v any, where string) {
	a, _ := c.file.Get(v).(Array)
	if len(a) < 2 {
		c.say("destination", "%s leads nowhere", where)
		return
	}
	page, _ := a[0].(Ref)
	if !slices.Contains(c.pages, page) {
		c.say("destination", "%s leads to %v, which is no page", where, a[0])
	}
}
