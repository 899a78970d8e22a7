package pdf

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"multitude/internal/edition"
	"multitude/internal/locale"
	"multitude/internal/typeset"
)

// A finisher turns gofpdf's objects into those of the finished file.
type finisher struct {
	objects []object // by number; 0 is unused
	layout  *typeset.Layout
	pages   []int // object numbers
	zlib    *deflater
}

// finish makes gofpdf's file into an accessible one.
func finish(drawn []byte, ed *edition.Edition, layout *typeset.Layout, o *options, info information, c *codes, m *marks) ([]byte, error) {
	objects, err := readObjects(drawn)
	if err != nil {
		return nil, err
	}
	f := &finisher{objects: objects, layout: layout, zlib: deflaters.Get().(*deflater)}
	defer deflaters.Put(f.zlib)

	annotations, err := f.finishPages()
	if err != nil {
		return nil, err
	}
	if err := f.finishResources(c); err != nil {
		return nil, err
	}
	catalog := len(objects) - 1
	outlines := refNumber(f.objects[catalog].dict.get("Outlines"))
	if err := f.finishOutlines(outlines); err != nil {
		return nil, err
	}
	f.finishInfo(catalog-1, o)

	root := f.finishStructure(annotations, m)
	metadata := f.stream(dict{{"Type", []byte("/Metadata")}, {"Subtype", []byte("/XML")}}, xmp(info, o.date), false)
	profile := f.stream(dict{{"N", []byte("3")}}, srgbProfile(), true)
	intent := "[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile " +
		strconv.Itoa(profile) + " 0 R>>]"

	d := dict{
		{"Type", []byte("/Catalog")}, {"Pages", appendRef(nil, 1)},
		{"Lang", appendText(nil, cmp.Or(ed.Locale.Tag, "und"))},
		{"MarkInfo", []byte("<</Marked true>>")},
		{"StructTreeRoot", appendRef(nil, root)},
		{"ViewerPreferences", viewerPreferences(ed.Locale.Dir, layout.Imposed)},
		{"Metadata", appendRef(nil, metadata)},
		{"OutputIntents", []byte(intent)},
		{"PageLabels", f.pageLabels()},
	}
	if outlines != 0 {
		d = append(d, entry{"Outlines", appendRef(nil, outlines)}, entry{"PageMode", []byte("/UseOutlines")})
	}
	f.objects[catalog] = object{dict: d}
	return assembleFile(f.objects, catalog, catalog-1, f.zlib), nil
}

// viewerPreferences say how readers show the file, and print sheets (ISO
// 32000-1 §12.2): landscape, so that they are turned over the short edge, and
// at their own size, so that the fold is in the middle.
func viewerPreferences(dir locale.Dir, imposed bool) []byte {
	b := []byte("<</DisplayDocTitle true")
	if dir == locale.RTL {
		b = append(b, "/Direction/R2L"...)
	}
	if imposed {
		b = append(b, "/Duplex/DuplexFlipShortEdge/PrintScaling/None"...)
	}
	return append(b, ">>"...)
}

// lead makes the destination of a link or a bookmark begin at the place's own
// left edge: gofpdf knows only that of the page.
func lead(d *dict, place typeset.Place) {
	if raw := d.get("Dest"); raw != nil && place.X != 0 {
		d.set("Dest", bytes.Replace(raw, []byte("/XYZ 0 "), append(appendHundredths([]byte("/XYZ "), hundredths(place.X)), ' '), 1))
	}
}

// add gives an object a number.
func (f *finisher) add(o object) int {
	f.objects = append(f.objects, o)
	return len(f.objects) - 1
}

// stream adds a stream.
func (f *finisher) stream(d dict, data []byte, compress bool) int {
	if compress {
		data = f.zlib.deflate(data)
		d = append(d, entry{"Filter", []byte("/FlateDecode")})
	}
	d = append(d, entry{"Length", appendInt(nil, len(data))})
	return f.add(object{dict: d, stream: data})
}

// finishPages gives each page its place in the parent tree, compresses its
// content, and makes its link annotations accessible. It returns the object
// numbers of each page's annotations.
func (f *finisher) finishPages() ([][]int, error) {
	annotations := make([][]int, len(f.layout.Pages))
	key := len(f.layout.Pages) // of the parent tree: first the pages, then annotations
	for n, page := range f.layout.Pages {
		number := 3 + 2*n
		f.pages = append(f.pages, number)
		if number+1 >= len(f.objects) || string(f.objects[number].dict.get("Type")) != "/Page" || f.objects[number+1].stream == nil {
			return nil, errIrregular
		}
		d := &f.objects[number].dict
		if len(page.Images) == 0 {
			d.drop("Group")
		}
		d.set("StructParents", appendInt(nil, n))
		d.set("Tabs", []byte("/S"))
		var links [][]byte
		if raw := d.get("Annots"); raw != nil {
			var ok bool
			if links, ok = readArray(raw); !ok {
				return nil, errIrregular
			}
		}
		if len(links) != len(page.Links) {
			return nil, errIrregular
		}
		var refs []byte
		for i := range links {
			a, ok := readDict(links[i])
			if !ok {
				return nil, errIrregular
			}
			a.set("F", []byte("4")) // it prints
			a.set("Contents", appendText(nil, cmp.Or(page.Links[i].Text, page.Links[i].URI, page.Links[i].Anchor)))
			a.set("StructParent", appendInt(nil, key))
			a.set("P", appendRef(nil, number))
			lead(&a, f.layout.Anchors[page.Links[i].Anchor])
			if action := a.get("A"); action != nil {
				a.set("A", append([]byte("<</Type/Action"), action[2:]...))
			}
			key++
			num := f.add(object{dict: a})
			annotations[n] = append(annotations[n], num)
			refs = append(appendRef(refs, num), ' ')
		}
		d = &f.objects[number].dict // add may have moved it
		if len(refs) > 0 {
			d.set("Annots", append(append([]byte("["), bytes.TrimRight(refs, " ")...), ']'))
		}
		content := &f.objects[number+1]
		content.stream = f.zlib.deflate(content.stream)
		content.dict = dict{{"Filter", []byte("/FlateDecode")}, {"Length", appendInt(nil, len(content.stream))}}
	}
	return annotations, nil
}

// finishResources writes composite fonts in place of gofpdf's simple ones, and
// gives the pictures numbers that do not hang on the order of a map.
func (f *finisher) finishResources(c *codes) error {
	d := f.objects[2].dict
	d.drop("ProcSet")
	byName, ok := readDict(d.get("Font"))
	if !ok || len(byName) != len(c.subsets) {
		return errIrregular
	}
	fonts := make(dict, len(c.subsets))
	for _, e := range byName {
		number := refNumber(e.value)
		if number <= 0 || number >= len(f.objects) {
			return errIrregular
		}
		old := f.objects[number].dict
		index, err := strconv.Atoi(strings.TrimPrefix(string(old.get("BaseFont")), "/F"))
		widths, descriptor := refNumber(old.get("Widths")), refNumber(old.get("FontDescriptor"))
		if err != nil || index < 0 || index >= len(fonts) || widths <= 0 || widths >= len(f.objects) || descriptor <= 0 || descriptor >= len(f.objects) {
			return errIrregular
		}
		s := c.subsets[index]
		name := appendName(nil, s.name)
		text := f.stream(nil, toUnicode(s.texts), true)
		f.objects[number] = object{dict: compositeFont(name, widths, text)}
		f.objects[widths] = object{dict: cidFont(name, descriptor, s)}
		set := f.stream(nil, cidSet(s.synth.Written()), true)
		f.objects[descriptor].dict.set("FontName", name)
		f.objects[descriptor].dict.set("CIDSet", appendRef(nil, set))
		f.objects[descriptor].dict.drop("MissingWidth")
		fonts[index] = entry{resourceName(index), appendRef(nil, number)}
	}
	if len(fonts) > 0 {
		d.set("Font", fonts.append(nil))
	} else {
		d.drop("Font")
	}
	pictures, ok := readDict(d.get("XObject"))
	if !ok {
		return errIrregular
	}
	// Two files with the same picture have one name, twice.
	sort.SliceStable(pictures, func(i, j int) bool { return pictures[i].key < pictures[j].key })
	pictures = slices.CompactFunc(pictures, func(a, b entry) bool { return a.key == b.key })
	if len(pictures) == 0 {
		d.drop("XObject")
	} else if err := f.sortPictures(pictures); err != nil {
		return err
	} else {
		d.set("XObject", pictures.append(nil))
	}
	f.objects[2].dict = d
	return nil
}

// sortPictures numbers the pictures in the order in which they are given, that
// of their names, which are hashes: gofpdf sorts a map's keys by width alone. A
// picture's mask or palette follows it.
func (f *finisher) sortPictures(pictures dict) error {
	var old []int
	for _, e := range pictures {
		n := refNumber(e.value)
		if n <= 0 || n >= len(f.objects) || f.objects[n].stream == nil {
			return errIrregular
		}
		old = append(old, n)
	}
	from := slices.Min(old)
	var sorted []object
	for i, n := range old {
		at := from + len(sorted)
		pictures[i].value = appendRef(nil, at)
		o := f.objects[n]
		second := 0
		if mask := refNumber(o.dict.get("SMask")); mask != 0 {
			second = mask
			o.dict.set("SMask", appendRef(nil, at+1))
		} else if space := o.dict.get("ColorSpace"); bytes.HasPrefix(space, []byte("[/Indexed")) {
			parts, ok := readArray(space)
			if !ok || len(parts) != 4 {
				return errIrregular
			}
			second = refNumber(parts[3])
			o.dict.set("ColorSpace", append(appendRef(append(append([]byte("[/Indexed/DeviceRGB "), parts[2]...), ' '), at+1), ']'))
		}
		sorted = append(sorted, o)
		if second != 0 {
			if second != n+1 || second >= len(f.objects) || f.objects[second].stream == nil {
				return errIrregular
			}
			sorted = append(sorted, f.objects[second])
		}
	}
	copy(f.objects[from:], sorted)
	return nil
}

// finishOutlines counts the bookmarks' visible descendants (ISO 32000-1
// §12.3.3): all are open, but in a long outline only the outermost.
func (f *finisher) finishOutlines(root int) error {
	if root == 0 {
		return nil
	}
	var levels []int
	var places []typeset.Place
	for _, b := range f.layout.Outline {
		if b.Place.Page >= 0 && b.Place.Page < len(f.layout.Pages) {
			last := 0
			if len(levels) > 0 {
				last = levels[len(levels)-1]
			}
			levels = append(levels, min(max(b.Level, 1), last+1))
			places = append(places, b.Place)
		}
	}
	first := root - len(levels)
	if first <= 0 || root >= len(f.objects) {
		return errIrregular
	}
	open := len(levels) <= maxOpenBookmarks
	outermost := 0
	for i, level := range levels {
		d := &f.objects[first+i].dict
		if d.get("Title") == nil {
			return errIrregular
		}
		d.drop("Count")
		lead(d, places[i])
		below := 0
		for _, l := range levels[i+1:] {
			if l <= level {
				break
			}
			if open || l == level+1 {
				below++
			}
		}
		if level == 1 {
			outermost++
		}
		switch {
		case below > 0 && open:
			d.set("Count", appendInt(nil, below))
		case below > 0:
			d.set("Count", appendInt(nil, -below))
		}
	}
	d := &f.objects[root].dict
	if open {
		outermost = len(levels)
	}
	d.set("Count", appendInt(nil, outermost))
	return nil
}

const maxOpenBookmarks = 60

// finishInfo mends gofpdf's dates, which lack their zone.
func (f *finisher) finishInfo(number int, o *options) {
	d := &f.objects[number].dict
	for _, key := range []string{"CreationDate", "ModDate"} {
		if o.date.IsZero() {
			d.drop(key)
		} else {
			d.set(key, appendText(nil, o.date.UTC().Format("D:20060102150405")+"+00'00'"))
		}
	}
}

// finishStructure adds the structure tree and returns the number of its root.
func (f *finisher) finishStructure(annotations [][]int, m *marks) int {
	root := f.add(object{})
	t := buildTree(f.layout, m, annotations, len(f.objects))
	for _, n := range t.nodes {
		f.add(object{body: n.append(nil, root, f.pages, m)})
	}
	nums := []byte("[")
	for n, owners := range m.owners {
		refs := []byte("[")
		for i, c := range owners {
			if i > 0 {
				refs = append(refs, ' ')
			}
			refs = appendRef(refs, t.owner[c].number)
		}
		nums = append(appendInt(nums, n), ' ')
		nums = append(appendRef(nums, f.add(object{body: append(refs, ']')})), ' ')
	}
	key := len(f.layout.Pages)
	for _, page := range f.layout.Pages {
		for i := range page.Links {
			link := t.links[page.Links[i].Element]
			nums = append(appendInt(nums, key), ' ')
			nums = append(appendRef(nums, link.number), ' ')
			key++
		}
	}
	nums = append(bytes.TrimRight(nums, " "), ']')
	parents := f.add(object{body: append(append([]byte("<</Nums"), nums...), ">>"...)})
	d := dict{
		{"Type", []byte("/StructTreeRoot")},
		{"K", appendRef(nil, t.nodes[0].number)},
		{"ParentTree", appendRef(nil, parents)},
		{"ParentTreeNextKey", appendInt(nil, key)},
	}
	if ids := t.ids(); ids != nil {
		d = append(d, entry{"IDTree", appendRef(nil, f.add(object{body: ids}))})
	}
	f.objects[root] = object{dict: d}
	return root
}

// ids is the name tree from IDs to elements; nil where no element has an ID.
func (t *tree) ids() []byte {
	var named []*node
	for _, n := range t.nodes {
		if n.element != nil && n.element.ID != "" {
			named = append(named, n)
		}
	}
	if len(named) == 0 {
		return nil
	}
	slices.SortStableFunc(named, func(a, b *node) int {
		return bytes.Compare(textBytes(a.element.ID), textBytes(b.element.ID))
	})
	b := []byte("<</Names[")
	for i, n := range named {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendRef(append(appendText(b, n.element.ID), ' '), n.number)
	}
	return append(b, "]>>"...)
}

// pageLabels is the number tree of the labels (ISO 32000-1 §12.4.2): plain
// numbers that follow each other are a range, any other label is a prefix
// without a number.
func (f *finisher) pageLabels() []byte {
	b := []byte("<</Nums[")
	expect := -1
	for n, page := range f.layout.Pages {
		number, err := strconv.Atoi(page.Label)
		plain := err == nil && number > 0 && strconv.Itoa(number) == page.Label
		if plain && number == expect {
			expect++
			continue
		}
		b = append(appendInt(b, n), "<<"...)
		expect = -1
		switch {
		case plain:
			b = append(b, "/S/D"...)
			if number != 1 {
				b = appendInt(append(b, "/St "...), number)
			}
			expect = number + 1
		case page.Label != "":
			b = appendText(append(b, "/P"...), page.Label)
		}
		b = append(b, ">>"...)
	}
	return append(b, "]>>"...)
}
