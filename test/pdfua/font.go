package pdfua

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"

	pdftest "multitude/test/pdf"
)

// A font is a font that text is shown in.
type font struct {
	*document
	ref        string // for messages
	dict       pdftest.Dict
	kind       string       // Subtype
	cid        pdftest.Dict // of a composite font
	descriptor pdftest.Dict
	symbolic   bool
	toUnicode  *cmap // nil for none
	encoding   *cmap // a CMap that the file embeds
	program    *pdftest.SFNT
	fault      error           // why the program cannot be read
	embedded   *pdftest.Stream // nil where it is not
	widths     map[int]float64 // by code, or by CID
	names      map[int]string  // glyph names by code
	used       map[code]*usage
}

// A usage says how a code is shown.
type usage struct {
	shown bool // in ink
	bare  bool // somewhere without replacement text
}

func (d *document) fontOf(v any) *font {
	dict := d.Dict(v)
	if dict == nil {
		return nil
	}
	key := fmt.Sprintf("%p", dict)
	if ref, ok := v.(pdftest.Ref); ok {
		key = fmt.Sprint(int(ref))
	}
	f := d.fonts[key]
	if f == nil {
		f = &font{document: d, ref: d.name(dict["BaseFont"]), dict: dict, kind: d.name(dict["Subtype"]),
			widths: map[int]float64{}, names: map[int]string{}, used: map[code]*usage{}}
		f.read()
		d.fonts[key] = f
	}
	return f
}

func (f *font) read() {
	f.descriptor = f.Dict(f.dict["FontDescriptor"])
	if f.kind == "Type0" {
		if kids := f.Array(f.dict["DescendantFonts"]); len(kids) > 0 {
			f.cid = f.Dict(kids[0])
		}
		f.descriptor = f.Dict(f.cid["FontDescriptor"])
		if s, ok := f.Get(f.dict["Encoding"]).(*pdftest.Stream); ok {
			f.encoding = readCMap(s.Data)
		}
		f.readW()
	} else {
		first, _ := f.number(f.dict["FirstChar"])
		for i, w := range f.Array(f.dict["Widths"]) {
			f.widths[int(first)+i], _ = f.number(w)
		}
		f.readNames()
	}
	flags, _ := f.number(f.descriptor["Flags"])
	f.symbolic = int(flags)&4 != 0
	if s, ok := f.Get(f.dict["ToUnicode"]).(*pdftest.Stream); ok {
		f.toUnicode = readCMap(s.Data)
	}
	for _, key := range []string{"FontFile", "FontFile2", "FontFile3"} {
		if s, ok := f.Get(f.descriptor[key]).(*pdftest.Stream); ok {
			f.embedded = s
			if key == "FontFile2" {
				f.program, f.fault = pdftest.ReadSFNT(s.Data)
			}
		}
	}
}

// readW reads the widths of CIDs (ISO 32000-1 §9.7.4.3).
func (f *font) readW() {
	w := f.Array(f.cid["W"])
	for i := 0; i+1 < len(w); {
		first, _ := f.number(w[i])
		if list, ok := f.Get(w[i+1]).(pdftest.Array); ok {
			for j, v := range list {
				f.widths[int(first)+j], _ = f.number(v)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			return
		}
		last, _ := f.number(w[i+1])
		v, _ := f.number(w[i+2])
		for c := int(first); c <= int(min(last, 0xFFFF)); c++ {
			f.widths[c] = v
		}
		i += 3
	}
}

// base is the name of a simple font's encoding, without its differences.
func (f *font) base() string {
	if e, ok := f.Get(f.dict["Encoding"]).(pdftest.Dict); ok {
		return f.name(e["BaseEncoding"])
	}
	return f.name(f.dict["Encoding"])
}

// readNames reads the differences of a simple font.
func (f *font) readNames() {
	at := 0
	for _, v := range f.Array(f.Dict(f.dict["Encoding"])["Differences"]) {
		if n, ok := f.number(v); ok {
			at = int(n)
			continue
		}
		f.names[at] = f.name(v)
		at++
	}
}

// codes divides a string that is shown.
func (f *font) codes(s pdftest.String) []code {
	var out []code
	b := []byte(s)
	for len(b) > 0 {
		c := code{int(b[0]), 1}
		if f.kind == "Type0" {
			m := f.encoding
			if m == nil {
				m = &cmap{}
			}
			c = m.next(b)
		}
		out = append(out, c)
		b = b[c.length:]
	}
	return out
}

func (f *font) use(c code) *usage {
	if f.used[c] == nil {
		f.used[c] = &usage{}
	}
	return f.used[c]
}

// ordering is the character collection of a CIDSystemInfo: registry, ordering,
// supplement.
func (d *document) ordering(v any) (registry, ordering string, supplement float64) {
	if a := d.Array(v); len(a) > 0 {
		v = a[0]
	}
	i := d.Dict(v)
	registry, _ = pdftest.Text(d.Get(i["Registry"]))
	ordering, _ = pdftest.Text(d.Get(i["Ordering"]))
	supplement, _ = d.number(i["Supplement"])
	return registry, ordering, supplement
}

var uniName = regexp.MustCompile(`^(?:uni|u)([0-9A-F]{4,6})$`)

// text is what a code means: by ToUnicode, or where ISO 32000-1 §9.10.2 says how
// to do without.
func (f *font) text(c code) (string, bool) {
	if f.toUnicode != nil {
		if u, ok := f.toUnicode.unicode[c.value]; ok && u != "" {
			return u, true
		}
	}
	if f.kind == "Type0" {
		registry, ordering, _ := f.ordering(f.cid["CIDSystemInfo"])
		known := registry == "Adobe" && slices.Contains([]string{"GB1", "CNS1", "Japan1", "Korea1"}, ordering)
		return "", known
	}
	if n, ok := f.names[c.value]; ok {
		if m := uniName.FindStringSubmatch(n); m != nil {
			v, err := strconv.ParseInt(m[1], 16, 32)
			return string(rune(v)), err == nil
		}
		return "", slices.Contains(latinNames, n)
	}
	switch f.base() {
	case "WinAnsiEncoding":
		return string(charmap.Windows1252.DecodeByte(byte(c.value))), true
	case "MacRomanEncoding", "MacExpertEncoding":
		return string(charmap.Macintosh.DecodeByte(byte(c.value))), true
	}
	return "", f.kind != "Type3" && !f.symbolic
}

// cidOf is the CID of a code of a composite font.
func (f *font) cidOf(c code) (int, bool) {
	if strings.HasPrefix(f.name(f.dict["Encoding"]), "Identity-") {
		return c.value, true
	}
	if f.encoding == nil {
		return 0, false
	}
	cid, ok := f.encoding.cids[c.value]
	if !ok && strings.HasPrefix(f.encoding.uses, "Identity-") {
		return c.value, true
	}
	return cid, ok
}

// glyphOf is the glyph of a CID of a TrueType program.
func (f *font) glyphOf(cid int) int {
	s, ok := f.Get(f.cid["CIDToGIDMap"]).(*pdftest.Stream)
	if !ok {
		return cid
	}
	if 2*cid+1 >= len(s.Data) {
		return 0
	}
	return int(binary.BigEndian.Uint16(s.Data[2*cid:]))
}

// font checks a font: checkpoints 10 and 31.
func (d *document) font(f *font) {
	shown := slices.ContainsFunc(slices.Collect(maps.Values(f.used)), func(u *usage) bool { return u.shown })
	if shown && f.kind != "Type3" && f.embedded == nil {
		d.say("31-009", "%s is not embedded", f.ref)
	}
	if f.fault != nil {
		d.say("31-009", "%s: %v", f.ref, f.fault)
	}
	switch f.kind {
	case "Type0":
		f.collection()
		f.composite()
	case "TrueType":
		if shown {
			f.trueType()
		}
	}
	f.subset()
	for _, c := range slices.SortedFunc(maps.Keys(f.used), func(a, b code) int { return a.value - b.value }) {
		text, ok := f.text(c)
		if !ok {
			d.say("10-001", "%s: the code %d means nothing", f.ref, c.value)
			if f.toUnicode == nil {
				d.say("31-027", "%s has no ToUnicode", f.ref)
			}
		}
		if strings.ContainsRune(text, 0) {
			d.say("31-028", "%s: the code %d means U+0000", f.ref, c.value)
		}
		if strings.ContainsAny(text, "\uFEFF\uFFFE") {
			d.say("31-029", "%s: the code %d means a byte order mark", f.ref, c.value)
		}
		if f.names[c.value] == ".notdef" && f.kind != "Type0" {
			d.say("31-030", "%s: the code %d is .notdef", f.ref, c.value)
		}
	}
}

// collection is 31-001 to 31-003, and 31-006 to 31-008.
func (f *font) collection() {
	name := f.name(f.dict["Encoding"])
	if strings.HasPrefix(name, "Identity-") {
		return
	}
	registry, ordering, supplement := f.ordering(f.cid["CIDSystemInfo"])
	if f.encoding == nil {
		known, ok := predefined(name)
		if !ok {
			f.say("31-006", "%s: the CMap %s is neither predefined nor embedded", f.ref, name)
			return
		}
		if registry != "Adobe" {
			f.say("31-001", "%s: the registry %s is not that of %s", f.ref, registry, name)
		}
		if ordering != known {
			f.say("31-002", "%s: the ordering %s is not that of %s", f.ref, ordering, name)
		}
		return
	}
	s := f.Get(f.dict["Encoding"]).(*pdftest.Stream)
	r, o, n := f.ordering(s.Dict["CIDSystemInfo"])
	if r != registry {
		f.say("31-001", "%s: the registries %s and %s", f.ref, registry, r)
	}
	if o != ordering {
		f.say("31-002", "%s: the orderings %s and %s", f.ref, ordering, o)
	}
	if supplement > n {
		f.say("31-003", "%s: the supplement %v is more than the CMap's %v", f.ref, supplement, n)
	}
	if mode, _ := f.number(s.Dict["WMode"]); mode != f.encoding.mode {
		f.say("31-007", "%s: WMode is %v in the dictionary, and %v in the CMap", f.ref, mode, f.encoding.mode)
	}
	for _, uses := range []string{f.encoding.uses, f.name(s.Dict["UseCMap"])} {
		if _, ok := predefined(uses); uses != "" && !ok {
			f.say("31-008", "%s: the CMap uses %s", f.ref, uses)
		}
	}
}

// composite is 31-004, 31-005, 31-011, 31-016 and 31-030.
func (f *font) composite() {
	if f.name(f.cid["Subtype"]) != "CIDFontType2" || f.embedded == nil {
		return
	}
	switch m := f.Get(f.cid["CIDToGIDMap"]).(type) {
	case nil:
		f.say("31-005", "%s has no CIDToGIDMap", f.ref)
	case *pdftest.Stream:
	default:
		if m != pdftest.Name("Identity") {
			f.say("31-004", "%s: its CIDToGIDMap is %v", f.ref, m)
		}
	}
	standard := 1000.0
	if w, ok := f.number(f.cid["DW"]); ok {
		standard = w
	}
	for c, u := range f.used {
		cid, ok := f.cidOf(c)
		if !ok {
			continue
		}
		glyph := f.glyphOf(cid)
		if cid == 0 || glyph == 0 {
			f.say("31-030", "%s: the code %d is .notdef", f.ref, c.value)
		}
		if f.program == nil || !u.shown {
			continue
		}
		if glyph >= f.program.Glyphs {
			f.say("31-011", "%s has no glyph %d", f.ref, glyph)
			continue
		}
		w, ok := f.widths[cid]
		if !ok {
			w = standard
		}
		f.wide(c, w, glyph)
	}
}

// wide compares a width with the program's (31-016).
func (f *font) wide(c code, w float64, glyph int) {
	if in := float64(f.program.Advances[glyph]) * 1000 / float64(f.program.UnitsPerEm); w-in > 1 || in-w > 1 {
		f.say("31-016", "%s: the code %d is %v wide, and %.1f in the program", f.ref, c.value, w, in)
	}
}

// subset is 31-012 to 31-015: lists of what a subset holds say the truth.
func (f *font) subset() {
	if !regexp.MustCompile(`^[A-Z]{6}\+`).MatchString(f.ref) || f.embedded == nil {
		return
	}
	if set, ok := pdftest.Text(f.Get(f.descriptor["CharSet"])); ok && f.kind == "Type1" {
		listed := strings.FieldsFunc(set, func(r rune) bool { return r == '/' || r == ' ' })
		if has := type1Names(f.embedded.Data); has != nil {
			for _, n := range has {
				if n != ".notdef" && !slices.Contains(listed, n) {
					f.say("31-012", "%s: CharSet lacks %s", f.ref, n)
				}
			}
			for _, n := range listed {
				if !slices.Contains(has, n) {
					f.say("31-013", "%s: CharSet has %s, and the program has not", f.ref, n)
				}
			}
		}
	}
	if set, ok := f.Get(f.descriptor["CIDSet"]).(*pdftest.Stream); ok && f.program != nil {
		listed := func(cid int) bool { return cid/8 < len(set.Data) && set.Data[cid/8]&(0x80>>(cid%8)) != 0 }
		m, mapped := f.Get(f.cid["CIDToGIDMap"]).(*pdftest.Stream)
		for cid := range max(8*len(set.Data), f.program.Glyphs) {
			has := cid < f.program.Glyphs
			if mapped {
				has = 2*cid+1 < len(m.Data) && f.glyphOf(cid) > 0 && f.glyphOf(cid) < f.program.Glyphs
			}
			if cid == 0 {
				continue
			}
			if has && !listed(cid) {
				f.say("31-014", "%s: CIDSet lacks %d", f.ref, cid)
			} else if !has && listed(cid) {
				f.say("31-015", "%s: CIDSet has %d, and the program has not", f.ref, cid)
			}
		}
	}
}

// type1Names are the names of a Type 1 program's glyphs, in its encrypted part
// (Adobe Type 1 Font Format, chapter 7).
func type1Names(data []byte) []string {
	_, secret, ok := bytes.Cut(data, []byte("eexec"))
	if !ok {
		return nil
	}
	secret = bytes.TrimLeft(secret, " \t\r\n")
	plain := make([]byte, len(secret))
	key := uint16(55665)
	for i, c := range secret {
		plain[i] = c ^ byte(key>>8)
		key = (uint16(c)+key)*52845 + 22719
	}
	_, plain, ok = bytes.Cut(plain, []byte("/CharStrings"))
	if !ok {
		return nil
	}
	var names []string
	for _, m := range regexp.MustCompile(`/([^\s/]+) \d+ (?:RD|-\|) `).FindAllSubmatch(plain, -1) {
		names = append(names, string(m[1]))
	}
	return names
}
