package pdfua_test

import (
	"bytes"
	"strings"

	pdftest "multitude/test/pdf"
)

// form adds a form to the first page and shows it.
func (e *editor) form(d dict, operators string) {
	d["Subtype"] = name("Form")
	e.resources("XObject")["Form"] = e.stream(d, operators)
	e.show("/Form Do")
}

// picture is the picture of the document.
func (e *editor) picture() dict {
	for _, x := range e.resources("XObject") {
		if d := e.Dict(x); d["SMask"] != nil {
			return d
		}
	}
	panic("there is no picture")
}

func (e *editor) intent() dict { return e.Dict(e.Array(e.Catalog()["OutputIntents"])[0]) }

func (e *editor) profile() *pdftest.Stream {
	return e.Get(e.intent()["DestOutputProfile"]).(*pdftest.Stream)
}

func (e *editor) graphics(d dict) { e.resources("ExtGState")["GS"] = d }

func (e *editor) space(v any) { e.resources("ColorSpace")["CS"] = v }

var archive = []mutation{
	{"version 2.0", "6.1.2", func(e *editor) { e.Raw = bytes.Replace(e.Raw, []byte("%PDF-1.7"), []byte("%PDF-2.0"), 1) }},
	{"a file of plain text", "6.1.2", func(e *editor) {
		e.Raw = bytes.Replace(e.Raw, []byte("%\xE2\xE3\xCF\xD3"), []byte("%abcd"), 1)
	}},
	{"no ID", "6.1.3", func(e *editor) { delete(e.Trailer, "ID") }},
	{"encrypted", "6.1.3", func(e *editor) { e.Trailer["Encrypt"] = dict{} }},
	{"more behind the end", "6.1.3", func(e *editor) { e.Raw = append(append([]byte{}, e.Raw...), "more"...) }},
	{"data elsewhere", "6.1.7.1", func(e *editor) { e.content().Dict["F"] = str("elsewhere") }},
	{"LZW", "6.1.7.2", func(e *editor) { e.content().Dict["Filter"] = name("LZWDecode") }},
	{"Crypt", "6.1.7.2", func(e *editor) { e.content().Dict["Filter"] = name("Crypt") }},
	{"a name that is no UTF-8", "6.1.8", func(e *editor) { e.Catalog()["\xFF"] = true }},
	{"an inline picture in LZW", "6.1.10", func(e *editor) { e.show("BI /W 1 /H 1 /F /LZW ID x\nEI") }},
	{"permissions", "6.1.12", func(e *editor) { e.Catalog()["Perms"] = dict{"Own": true} }},
	{"a long string", "6.1.13", func(e *editor) { e.Catalog()["Own"] = str(strings.Repeat("x", 40000)) }},
	{"a long name", "6.1.13", func(e *editor) { e.Catalog()["Own"] = name(strings.Repeat("x", 128)) }},
	{"a large number", "6.1.13", func(e *editor) { e.Catalog()["Own"] = 3e9 }},
	{"a large page", "6.1.13", func(e *editor) { e.page()["MediaBox"] = arr{0.0, 0.0, 15000.0, 100.0} }},
	{"q in q", "6.1.13", func(e *editor) { e.show(strings.Repeat("q ", 29) + strings.Repeat("Q ", 29)) }},
	{"an operator of one's own", "6.2.2", func(e *editor) { e.show("BX own EX") }},
	{"a font that is not there", "6.2.2", func(e *editor) { e.show("BT /Nowhere 9 Tf ET") }},
	{"a form without resources of its own", "6.2.2", func(e *editor) { e.form(dict{}, "BT /F0 9 Tf ET") }},
	{"a damaged profile", "6.2.3", func(e *editor) { e.profile().Data = e.profile().Data[:1000] }},
	{"no profile", "6.2.3", func(e *editor) { delete(e.intent(), "DestOutputProfile") }},
	{"N of another profile", "6.2.3", func(e *editor) { e.profile().Dict["N"] = 4.0 }},
	{"a profile of a scanner", "6.2.3", func(e *editor) { copy(e.profile().Data[12:], "scnr") }},
	{"a profile without curves", "6.2.3", func(e *editor) { e.replace(e.profile(), "gTRC", "gXXX") }},
	{"a profile of version 5", "6.2.3", func(e *editor) { e.profile().Data[8] = 5 }},
	{"a condition without a name", "6.2.3", func(e *editor) { delete(e.intent(), "OutputConditionIdentifier") }},
	{"two profiles", "6.2.3", func(e *editor) {
		e.Catalog()["OutputIntents"] = arr{e.intent(), dict{"S": name("Own"), "DestOutputProfile": e.stream(dict{}, "")}}
	}},
	{"a colour space with a damaged profile", "6.2.4.2", func(e *editor) { e.space(arr{name("ICCBased"), e.stream(dict{"N": 3.0}, "x")}) }},
	{"CMYK", "6.2.4.3", func(e *editor) { e.show("0 0 0 1 k") }},
	{"no output intent", "6.2.4.3", func(e *editor) { delete(e.Catalog(), "OutputIntents") }},
	{"a picture in CMYK", "6.2.4.3", func(e *editor) { e.picture()["ColorSpace"] = name("DeviceCMYK") }},
	{"colorants", "6.2.4.4", func(e *editor) {
		e.space(arr{name("DeviceN"), arr{name("Gold")}, name("DeviceRGB"), dict{"FunctionType": 2.0}, dict{}})
	}},
	{"a transfer function", "6.2.5", func(e *editor) { e.graphics(dict{"TR": dict{}}) }},
	{"a halftone", "6.2.5", func(e *editor) { e.graphics(dict{"HT": dict{"HalftoneType": 6.0}}) }},
	{"a rendering intent of one's own", "6.2.6", func(e *editor) { e.graphics(dict{"RI": name("Own")}) }},
	{"a rendering intent on the page", "6.2.6", func(e *editor) { e.show("/Own ri") }},
	{"an interpolated picture", "6.2.8", func(e *editor) { e.picture()["Interpolate"] = true }},
	{"an interpolated inline picture", "6.2.8", func(e *editor) { e.show("BI /W 1 /H 1 /I true ID x\nEI") }},
	{"a picture of 3 bits", "6.2.8", func(e *editor) { e.picture()["BitsPerComponent"] = 3.0 }},
	{"PostScript", "6.2.9", func(e *editor) { e.stream(dict{"Subtype": name("PS")}, "") }},
	{"a form from elsewhere", "6.2.9", func(e *editor) { e.form(dict{"Ref": dict{}}, "") }},
	{"a blend mode of one's own", "6.2.10", func(e *editor) { e.graphics(dict{"BM": name("Own")}) }},
	{"transparency without a colour space", "6.2.10", func(e *editor) {
		delete(e.Catalog(), "OutputIntents")
		for _, p := range e.Pages() {
			delete(e.Dict(p), "Group")
		}
	}},
	{"a font without a name", "6.2.11.2", func(e *editor) { f, _, _ := e.type0(); delete(f, "BaseFont") }},
	{"another ordering", "6.2.11.3.1", func(e *editor) { f, _, _ := e.type0(); f["Encoding"] = name("UniJIS-UTF16-H") }},
	{"no map of glyphs", "6.2.11.3.2", func(e *editor) { _, cid, _ := e.type0(); delete(cid, "CIDToGIDMap") }},
	{"a CMap that nobody knows", "6.2.11.3.3", func(e *editor) { f, _, _ := e.type0(); f["Encoding"] = name("Own-H") }},
	{"a font that is not embedded", "6.2.11.4.1", func(e *editor) { _, _, d := e.type0(); delete(d, "FontFile2") }},
	{"CIDSet lacks a glyph", "6.2.11.4.2", func(e *editor) {
		_, _, d := e.type0()
		e.Get(d["CIDSet"]).(*pdftest.Stream).Data[0] = 0x80
	}},
	{"wrong widths", "6.2.11.5", func(e *editor) { _, cid, _ := e.type0(); delete(cid, "W") }},
	{"a font for symbols with an Encoding", "6.2.11.6", func(e *editor) { e.trueType(4, name("WinAnsiEncoding"), [2]int{3, 0}) }},
	{"no ToUnicode", "6.2.11.7.2", func(e *editor) { f, _, _ := e.type0(); delete(f, "ToUnicode") }},
	{"private characters", "6.2.11.7.3", func(e *editor) { e.unicode("1 beginbfrange <0001> <0FFF> <E000> endbfrange") }},
	{".notdef", "6.2.11.8", func(e *editor) { e.show("BT /F0 9 Tf (\x00\x00) Tj ET") }},
	{"a film", "6.3.1", func(e *editor) { e.annotate(dict{"Subtype": name("Movie")}, "Annot") }},
	{"a link that does not print", "6.3.2", func(e *editor) { e.link()["F"] = 0.0 }},
	{"a hidden link", "6.3.2", func(e *editor) { e.link()["F"] = 6.0 }},
	{"a stamp without an appearance", "6.3.3", func(e *editor) { e.annotate(dict{"Subtype": name("Stamp")}, "Annot") }},
	{"an appearance under the mouse", "6.3.3", func(e *editor) {
		e.annotate(dict{"Subtype": name("Stamp"), "AP": dict{"N": e.stream(dict{}, ""), "R": e.stream(dict{}, "")}}, "Annot")
	}},
	{"a field with an action", "6.4.1", func(e *editor) {
		e.annotate(dict{"Subtype": name("Widget"), "A": dict{"S": name("URI")}}, "Form")
	}},
	{"fields without appearances", "6.4.1", func(e *editor) { e.Catalog()["AcroForm"] = dict{"NeedAppearances": true} }},
	{"XFA", "6.4.2", func(e *editor) { e.Catalog()["AcroForm"] = dict{"XFA": arr{}} }},
	{"a script on opening", "6.5.1", func(e *editor) { e.Catalog()["OpenAction"] = dict{"S": name("JavaScript")} }},
	{"a script", "6.5.1", func(e *editor) { e.Catalog()["Names"] = dict{"JavaScript": dict{}} }},
	{"a link that runs a program", "6.5.1", func(e *editor) { e.link()["A"] = dict{"S": name("Launch")} }},
	{"a link that goes on to a film", "6.5.1", func(e *editor) {
		e.link()["A"] = dict{"S": name("URI"), "Next": arr{dict{"S": name("Movie")}}}
	}},
	{"an action of another name", "6.5.1", func(e *editor) { e.link()["A"] = dict{"S": name("Named"), "N": name("Print")} }},
	{"additional actions", "6.5.2", func(e *editor) { e.page()["AA"] = dict{} }},
	{"no metadata", "6.6.2.1", func(e *editor) { delete(e.Catalog(), "Metadata") }},
	{"compressed metadata", "6.6.2.1", func(e *editor) { e.metadata().Dict["Filter"] = name("FlateDecode") }},
	{"a packet with an encoding", "6.6.2.1", func(e *editor) { e.replace(e.metadata(), " id=", " encoding=\"UTF-8\" id=") }},
	{"no schema for pdfuaid", "6.6.2.3", func(e *editor) {
		e.replace(e.metadata(), "<pdfaProperty:name>part", "<pdfaProperty:name>other")
	}},
	{"half a schema", "6.6.2.3.3", func(e *editor) {
		e.replace(e.metadata(), "<pdfaProperty:category>internal</pdfaProperty:category>", "")
	}},
	{"a schema without a prefix", "6.6.2.3.3", func(e *editor) {
		e.replace(e.metadata(), "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>", "")
	}},
	{"two titles", "6.6.3", func(e *editor) { e.Dict(e.Trailer["Info"])["Title"] = str("another") }},
	{"two dates", "6.6.3", func(e *editor) { e.Dict(e.Trailer["Info"])["ModDate"] = str("D:20200101000000+00'00'") }},
	{"PDF/A-2b", "6.6.4", func(e *editor) { e.replace(e.metadata(), "<pdfaid:conformance>A", "<pdfaid:conformance>B") }},
	{"PDF/A-3", "6.6.4", func(e *editor) { e.replace(e.metadata(), "<pdfaid:part>2", "<pdfaid:part>3") }},
	{"not tagged", "6.7.2.2", func(e *editor) { delete(e.Catalog(), "MarkInfo") }},
	{"no tree", "6.7.3.3", func(e *editor) { delete(e.Catalog(), "StructTreeRoot") }},
	{"a type of one's own", "6.7.3.4", func(e *editor) { e.element("P", 0)["S"] = name("Paragraph") }},
	{"a language that is none", "6.7.4", func(e *editor) { e.Catalog()["Lang"] = str("en_US!") }},
	{"an attachment", "6.8", func(e *editor) { e.Catalog()["Names"] = dict{"EmbeddedFiles": dict{}} }},
	{"a configuration without a name", "6.9", func(e *editor) { e.Catalog()["OCProperties"] = dict{"D": dict{}} }},
	{"a slide show", "6.10", func(e *editor) { e.page()["PresSteps"] = dict{} }},
	{"requirements", "6.11", func(e *editor) { e.Catalog()["Requirements"] = arr{} }},
}
