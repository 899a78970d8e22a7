package pdfua_test

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"

	pdftest "multitude/test/pdf"
	"multitude/test/sfnt"
)

// Short names for what mutations are made of.
type (
	name = pdftest.Name
	str  = pdftest.String
	arr  = pdftest.Array
	dict = pdftest.Dict
	ref  = pdftest.Ref
)

// An editor changes a file in memory.
type editor struct{ *pdftest.File }

func (e *editor) add(v any) ref {
	n := 0
	for at := range e.Objects {
		n = max(n, at)
	}
	e.Objects[n+1] = v
	return ref(n + 1)
}

func (e *editor) stream(d dict, data string) ref {
	return e.add(&pdftest.Stream{Dict: d, Data: []byte(data)})
}

// element is the n-th structure element with a role.
func (e *editor) element(role string, n int) dict {
	for _, at := range slices.Sorted(maps.Keys(e.Objects)) {
		d, ok := e.Objects[at].(dict)
		if ok && d["S"] == name(role) && d["P"] != nil {
			if n == 0 {
				return d
			}
			n--
		}
	}
	panic("there is no " + role)
}

func (e *editor) refOf(d dict) ref {
	for at, o := range e.Objects {
		if o, ok := o.(dict); ok && len(o) == len(d) {
			mark := "a mark that no file has"
			d[mark] = true
			same := o[mark] != nil
			delete(d, mark)
			if same {
				return ref(at)
			}
		}
	}
	panic("the dictionary is no object")
}

// child makes an element the last kid of another, and gives it kids.
func (e *editor) child(parent dict, role string, roles ...string) dict {
	d := dict{"S": name(role), "P": e.refOf(parent)}
	at := e.add(d)
	parent["K"] = append(append(arr{}, e.Array(parent["K"])...), at)
	for _, r := range roles {
		e.child(d, r)
	}
	return d
}

func (e *editor) root() dict { return e.Dict(e.Catalog()["StructTreeRoot"]) }

func (e *editor) page() dict { return e.Dict(e.Pages()[0]) }

func (e *editor) content() *pdftest.Stream {
	return e.Get(e.page()["Contents"]).(*pdftest.Stream)
}

// show adds operators to the first page; what they show is an artifact.
func (e *editor) show(operators string) {
	e.bare("/Artifact<</Type/Layout>>BDC " + operators + " EMC")
}

// bare adds operators to the first page as they are.
func (e *editor) bare(operators string) {
	s := e.content()
	s.Data = append(append(append([]byte{}, s.Data...), '\n'), operators...)
}

func (e *editor) replace(s *pdftest.Stream, old, new string) {
	if !bytes.Contains(s.Data, []byte(old)) {
		panic("a mutation changes nothing: " + old)
	}
	s.Data = bytes.Replace(s.Data, []byte(old), []byte(new), 1)
}

func (e *editor) metadata() *pdftest.Stream {
	return e.Get(e.Catalog()["Metadata"]).(*pdftest.Stream)
}

func (e *editor) resources(kind string) dict {
	r := e.Dict(e.page()["Resources"])
	if e.Dict(r[kind]) == nil {
		r[kind] = dict{}
	}
	return e.Dict(r[kind])
}

// annotate adds an annotation to the first page; role is the element that it
// is in, "" for none.
func (e *editor) annotate(a dict, role string) {
	a["Rect"], a["F"] = arr{10.0, 10.0, 20.0, 20.0}, 4.0
	at := e.add(a)
	p := e.page()
	p["Annots"] = append(append(arr{}, e.Array(p["Annots"])...), at)
	p["Tabs"] = name("S")
	if role == "" {
		return
	}
	el := e.child(e.element("Document", 0), role)
	el["K"] = dict{"Type": name("OBJR"), "Obj": at, "Pg": e.Pages()[0]}
	tree := e.Dict(e.root()["ParentTree"])
	a["StructParent"] = 100000.0
	tree["Nums"] = append(append(arr{}, e.Array(tree["Nums"])...), 100000.0, e.refOf(el))
}

func (e *editor) link() dict {
	for _, p := range e.Pages() {
		for _, a := range e.Array(e.Dict(p)["Annots"]) {
			return e.Dict(a)
		}
	}
	panic("there is no link")
}

// type0 is the first composite font.
func (e *editor) type0() (font, cid, descriptor dict) {
	font = e.Dict(e.resources("Font")["F0"])
	cid = e.Dict(e.Array(font["DescendantFonts"])[0])
	return font, cid, e.Dict(cid["FontDescriptor"])
}

// cmap gives the first font a CMap of the file's own.
func (e *editor) cmap(d dict, body string) {
	font, _, _ := e.type0()
	if d["CIDSystemInfo"] == nil {
		d["CIDSystemInfo"] = dict{"Registry": str("Adobe"), "Ordering": str("Identity"), "Supplement": 0.0}
	}
	d["Type"], d["CMapName"] = name("CMap"), name("Own")
	font["Encoding"] = e.stream(d, "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 begincidrange <0000> <FFFF> 0 endcidrange "+body)
}

// unicode replaces the first font's ToUnicode.
func (e *editor) unicode(body string) {
	font, _, _ := e.type0()
	e.Get(font["ToUnicode"]).(*pdftest.Stream).Data = []byte(body)
}

// trueType adds a simple TrueType font, and shows the letter A in it. cmaps are
// the platforms and encodings of the maps that the program has, each from A to
// glyph 1.
func (e *editor) trueType(flags float64, encoding any, cmaps ...[2]int) {
	_, _, old := e.type0()
	program := e.Get(old["FontFile2"]).(*pdftest.Stream).Data
	d := dict{"Type": name("Font"), "Subtype": name("TrueType"), "BaseFont": name("Plain"), "FirstChar": 65.0, "LastChar": 65.0,
		"Widths": arr{e.advance(program)}, "FontDescriptor": dict{"Type": name("FontDescriptor"), "FontName": name("Plain"), "Flags": flags,
			"FontFile2": e.stream(dict{}, string(withCmaps(program, cmaps)))}}
	if encoding != nil {
		d["Encoding"] = encoding
	}
	e.resources("Font")["Plain"] = e.add(d)
	e.show("BT /Plain 9 Tf (A) Tj ET")
}

// advance is the width of glyph 1, in thousandths of an em.
func (e *editor) advance(program []byte) float64 {
	f, err := pdftest.ReadSFNT(program)
	if err != nil {
		panic(err)
	}
	return float64(f.Advances[1]) * 1000 / float64(f.UnitsPerEm)
}

// withCmaps is a font program with a table cmap.
func withCmaps(program []byte, cmaps [][2]int) []byte {
	f, err := pdftest.ReadSFNT(program)
	if err != nil {
		panic(err)
	}
	be := binary.BigEndian
	if len(cmaps) > 0 {
		t := be.AppendUint16([]byte{0, 0}, uint16(len(cmaps)))
		for _, c := range cmaps {
			t = be.AppendUint16(be.AppendUint16(t, uint16(c[0])), uint16(c[1]))
			t = be.AppendUint32(t, uint32(4+8*len(cmaps)))
		}
		sub := make([]byte, 262) // format 0
		be.PutUint16(sub[2:], 262)
		sub[6+65] = 1
		f.Tables["cmap"] = append(t, sub...)
	}
	return sfnt.File(f.Tables)
}

// type1 adds a subset of a Type 1 font that has the glyphs A and B, and says
// what CharSet it is given.
func (e *editor) type1(charSet string) {
	plain := "    /Private /CharStrings 3 dict dup begin /.notdef 1 RD x ND /A 1 RD x ND /B 1 RD x ND end"
	key := uint16(55665)
	secret := make([]byte, len(plain))
	for i := range plain {
		secret[i] = plain[i] ^ byte(key>>8)
		key = (uint16(secret[i])+key)*52845 + 22719
	}
	d := dict{"Type": name("Font"), "Subtype": name("Type1"), "BaseFont": name("ABCDEF+Old"), "Encoding": name("WinAnsiEncoding"),
		"FontDescriptor": dict{"Flags": 32.0, "CharSet": str(charSet), "FontFile": e.stream(dict{}, "%!PS\neexec\n"+string(secret))}}
	e.resources("Font")["Old"] = e.add(d)
	e.show("BT /Old 9 Tf (A) Tj ET")
}
