package pdfua_test

import (
	pdftest "multitude/test/pdf"
)

var matterhorn = []mutation{
	{"an artifact in content", "01-003", func(e *editor) {
		e.replace(e.content(), "/H1<</MCID 0>>BDC", "/H1<</MCID 0>>BDC /Artifact BMC EMC")
	}},
	{"content in an artifact", "01-004", func(e *editor) { e.bare("/Artifact BMC /H1<</MCID 0>>BDC EMC EMC") }},
	{"bare drawing", "01-005", func(e *editor) { e.bare("0 0 9 9 re f") }},
	{"bare text", "01-005", func(e *editor) { e.bare("BT /F0 9 Tf (\x00\x01) Tj ET") }},
	{"bare inline picture", "01-005", func(e *editor) { e.bare("BI /W 1 /H 1 /BPC 1 /CS /G ID x\nEI") }},
	{"an MCID that nobody has", "01-005", func(e *editor) { e.bare("/P<</MCID 999>>BDC 0 0 9 9 re f EMC") }},
	{"suspects", "01-007", func(e *editor) { e.Dict(e.Catalog()["MarkInfo"])["Suspects"] = true }},

	{"a type of one's own", "02-001", func(e *editor) { e.element("P", 0)["S"] = name("Paragraph") }},
	{"a circle of roles", "02-003", func(e *editor) {
		e.root()["RoleMap"] = dict{"A": name("B"), "B": name("A")}
		e.element("P", 0)["S"] = name("A")
	}},
	{"a standard type mapped", "02-004", func(e *editor) { e.root()["RoleMap"] = dict{"P": name("H1")} }},

	{"no metadata", "06-001", func(e *editor) { delete(e.Catalog(), "Metadata") }},
	{"broken metadata", "06-001", func(e *editor) { e.replace(e.metadata(), "</rdf:RDF>", "") }},
	{"PDF/UA-2", "06-002", func(e *editor) { e.replace(e.metadata(), "<pdfuaid:part>1", "<pdfuaid:part>2") }},
	{"no title", "06-003", func(e *editor) {
		e.replace(e.metadata(), "<dc:title>", "<dc:source>")
		e.replace(e.metadata(), "</dc:title>", "</dc:source>")
	}},
	{"no DisplayDocTitle", "07-001", func(e *editor) { delete(e.Dict(e.Catalog()["ViewerPreferences"]), "DisplayDocTitle") }},
	{"DisplayDocTitle false", "07-002", func(e *editor) { e.Dict(e.Catalog()["ViewerPreferences"])["DisplayDocTitle"] = false }},

	{"a paragraph in a table", "09-004", func(e *editor) { e.child(e.element("Table", 0), "P") }},
	{"a row alone", "09-004", func(e *editor) { e.child(e.element("Document", 0), "TR") }},
	{"rows of different length", "09-004", func(e *editor) { r := e.element("TR", 1); r["K"] = e.Array(r["K"])[:1] }},
	{"two cells in one place", "09-004", func(e *editor) {
		e.element("TH", 1)["A"] = dict{"O": name("Table"), "Scope": name("Column"), "RowSpan": 2.0}
	}},
	{"a head without a body", "09-004", func(e *editor) { e.child(e.element("Table", 0), "THead") }},
	{"a caption in the middle", "09-004", func(e *editor) {
		t := e.element("Table", 0)
		e.child(t, "Caption")
		e.child(t, "TR")
	}},
	{"an item alone", "09-005", func(e *editor) { e.child(e.element("Document", 0), "LI") }},
	{"a paragraph in a list", "09-005", func(e *editor) { e.child(e.element("L", 0), "P") }},
	{"a paragraph in an item", "09-005", func(e *editor) { e.child(e.element("LI", 0), "P") }},
	{"a caption behind a list", "09-005", func(e *editor) { e.child(e.element("L", 0), "Caption") }},
	{"a body alone", "09-005", func(e *editor) { e.child(e.element("Document", 0), "LBody") }},
	{"an entry alone", "09-006", func(e *editor) { e.child(e.element("Document", 0), "TOCI") }},
	{"a paragraph in the contents", "09-006", func(e *editor) { e.child(e.element("TOC", 0), "P") }},
	{"Ruby without text", "09-007", func(e *editor) { e.child(e.element("P", 0), "Ruby", "RB") }},
	{"RT alone", "09-007", func(e *editor) { e.child(e.element("P", 0), "RT") }},
	{"Warichu upside down", "09-008", func(e *editor) { e.child(e.element("P", 0), "Warichu", "WT", "WP") }},
	{"WP alone", "09-008", func(e *editor) { e.child(e.element("P", 0), "WP") }},

	{"a code that means nothing", "10-001", func(e *editor) { e.unicode("") }},

	{"no language for a text", "11-001", func(e *editor) { delete(e.Catalog(), "Lang"); delete(e.element("Document", 0), "Lang") }},
	{"no language for Alt", "11-002", func(e *editor) {
		delete(e.Catalog(), "Lang")
		delete(e.element("Document", 0), "Lang")
	}},
	{"no language for ActualText on the page", "11-002", func(e *editor) {
		delete(e.Catalog(), "Lang")
		delete(e.element("Document", 0), "Lang")
		delete(e.element("Figure", 0), "Alt")
		e.show("/Span<</ActualText(x)>>BDC EMC")
	}},
	{"no language for bookmarks", "11-003", func(e *editor) { delete(e.Catalog(), "Lang") }},
	{"no language for Contents", "11-004", func(e *editor) { delete(e.Catalog(), "Lang"); delete(e.element("Document", 0), "Lang") }},
	{"no language for TU", "11-005", func(e *editor) {
		delete(e.Catalog(), "Lang")
		e.annotate(dict{"Subtype": name("Widget"), "TU": str("Name")}, "")
	}},
	{"no language for metadata", "11-006", func(e *editor) { delete(e.Catalog(), "Lang") }},

	{"no Alt", "13-004", func(e *editor) { delete(e.element("Figure", 0), "Alt") }},
	{"H2 first", "14-002", func(e *editor) { e.element("H1", 0)["S"] = name("H2") }},
	{"H3 left out", "14-003", func(e *editor) { e.element("H3", 0)["S"] = name("H5") }},
	{"two H", "14-006", func(e *editor) { e.child(e.element("Document", 0), "Sect", "H", "H") }},
	{"H beside H1", "14-007", func(e *editor) { e.child(e.element("Document", 0), "H") }},
	{"no Scope", "15-003", func(e *editor) { delete(e.element("TH", 0), "A"); delete(e.element("TH", 1), "A") }},
	{"headers that are not there", "15-003", func(e *editor) {
		e.element("TD", 0)["A"] = dict{"O": name("Table"), "Headers": arr{str("nowhere")}}
	}},
	{"a formula without Alt", "17-002", func(e *editor) { e.element("P", 0)["S"] = name("Formula") }},
	{"a formula without Unicode", "17-003", func(e *editor) { e.element("H1", 0)["S"] = name("Formula"); e.unicode("") }},
	{"a note without ID", "19-003", func(e *editor) { delete(e.element("Note", 0), "ID") }},
	{"two notes with one ID", "19-004", func(e *editor) { e.element("Note", 1)["ID"] = e.element("Note", 0)["ID"] }},

	{"a configuration without a name", "20-001", func(e *editor) {
		e.Catalog()["OCProperties"] = dict{"D": dict{"Name": str("D")}, "Configs": arr{dict{"Name": str("")}}}
	}},
	{"the configuration without a name", "20-002", func(e *editor) { e.Catalog()["OCProperties"] = dict{"D": dict{}} }},
	{"a configuration with AS", "20-003", func(e *editor) {
		e.Catalog()["OCProperties"] = dict{"D": dict{"Name": str("D"), "AS": arr{}}}
	}},
	{"an attachment without UF", "21-001", func(e *editor) {
		e.add(dict{"Type": name("Filespec"), "F": str("a"), "EF": dict{"F": e.stream(dict{}, "a")}})
	}},
	{"dynamic XFA", "25-001", func(e *editor) {
		e.Catalog()["AcroForm"] = dict{"XFA": e.stream(dict{}, "<acrobat7><dynamicRender>required</dynamicRender></acrobat7>")}
	}},
	{"encryption without P", "26-001", func(e *editor) { e.Trailer["Encrypt"] = dict{"V": 1.0} }},
	{"readers kept out", "26-002", func(e *editor) { e.Trailer["Encrypt"] = dict{"P": -1852.0} }},

	{"an annotation outside Annot", "28-002", func(e *editor) { e.annotate(dict{"Subtype": name("Stamp"), "Contents": str("x")}, "P") }},
	{"an annotation without Contents", "28-004", func(e *editor) { e.annotate(dict{"Subtype": name("Stamp")}, "Annot") }},
	{"a field without TU", "28-005", func(e *editor) { e.annotate(dict{"Subtype": name("Widget")}, "Form") }},
	{"an annotation of no kind", "28-006", func(e *editor) { e.annotate(dict{"Subtype": name("Hologram"), "Contents": str("x")}, "Annot") }},
	{"TrapNet", "28-007", func(e *editor) { e.annotate(dict{"Subtype": name("TrapNet")}, "Annot") }},
	{"no Tabs", "28-008", func(e *editor) {
		e.annotate(dict{"Subtype": name("Stamp"), "Contents": str("x")}, "Annot")
		delete(e.page(), "Tabs")
	}},
	{"Tabs by rows", "28-009", func(e *editor) {
		e.annotate(dict{"Subtype": name("Stamp"), "Contents": str("x")}, "Annot")
		e.page()["Tabs"] = name("R")
	}},
	{"a field outside Form", "28-010", func(e *editor) { e.annotate(dict{"Subtype": name("Widget"), "TU": str("x")}, "P") }},
	{"a link outside Link", "28-011", func(e *editor) { e.annotate(dict{"Subtype": name("Link"), "Contents": str("x")}, "P") }},
	{"a link that the parent tree does not have", "28-011", func(e *editor) { e.link()["StructParent"] = 99999.0 }},
	{"a link without Contents", "28-012", func(e *editor) { delete(e.link(), "Contents") }},
	{"a clip without CT", "28-014", func(e *editor) { e.add(dict{"S": name("MCD"), "Alt": arr{str(""), str("a film")}}) }},
	{"a clip without Alt", "28-015", func(e *editor) { e.add(dict{"S": name("MCD"), "CT": str("video/mp4")}) }},
	{"an attachment on a page", "28-016", func(e *editor) {
		e.annotate(dict{"Subtype": name("FileAttachment"), "Contents": str("x"), "FS": dict{"F": str("a")}}, "Annot")
	}},
	{"a PrinterMark in the tree", "28-017", func(e *editor) { e.annotate(dict{"Subtype": name("PrinterMark")}, "Annot") }},
	{"a PrinterMark that shows", "28-018", func(e *editor) {
		e.annotate(dict{"Subtype": name("PrinterMark"), "AP": dict{"N": e.stream(dict{"Subtype": name("Form")}, "0 0 9 9 re f")}}, "")
	}},

	{"a form from elsewhere", "30-001", func(e *editor) {
		e.resources("XObject")["Form"] = e.stream(dict{"Subtype": name("Form"), "Ref": dict{}}, "")
		e.show("/Form Do")
	}},
	{"a form with content, twice", "30-002", func(e *editor) {
		at := e.stream(dict{"Subtype": name("Form"), "StructParents": 9.0}, "/P<</MCID 0>>BDC EMC")
		e.resources("XObject")["Form"] = at
		p := e.element("P", 0)
		p["K"] = append(append(arr{}, e.Array(p["K"])...), dict{"Type": name("MCR"), "Stm": at, "MCID": 0.0})
		e.bare("/Form Do /Form Do")
	}},

	{"another registry", "31-001", func(e *editor) {
		e.cmap(dict{"CIDSystemInfo": dict{"Registry": str("Us"), "Ordering": str("Identity"), "Supplement": 0.0}}, "")
	}},
	{"another ordering", "31-002", func(e *editor) {
		e.cmap(dict{"CIDSystemInfo": dict{"Registry": str("Adobe"), "Ordering": str("Japan1"), "Supplement": 0.0}}, "")
	}},
	{"a predefined CMap of another ordering", "31-002", func(e *editor) { f, _, _ := e.type0(); f["Encoding"] = name("UniJIS-UTF16-H") }},
	{"a later supplement", "31-003", func(e *editor) {
		_, cid, _ := e.type0()
		e.Dict(cid["CIDSystemInfo"])["Supplement"] = 3.0
		e.cmap(dict{}, "")
	}},
	{"a map of glyphs that is none", "31-004", func(e *editor) { _, cid, _ := e.type0(); cid["CIDToGIDMap"] = name("Other") }},
	{"no map of glyphs", "31-005", func(e *editor) { _, cid, _ := e.type0(); delete(cid, "CIDToGIDMap") }},
	{"a CMap that nobody knows", "31-006", func(e *editor) { f, _, _ := e.type0(); f["Encoding"] = name("Own-H") }},
	{"two writing modes", "31-007", func(e *editor) { e.cmap(dict{"WMode": 0.0}, "/WMode 1 def") }},
	{"a CMap that uses another", "31-008", func(e *editor) { e.cmap(dict{}, "/Own-H usecmap") }},
	{"a font that is not embedded", "31-009", func(e *editor) { _, _, d := e.type0(); delete(d, "FontFile2") }},
	{"a broken font", "31-009", func(e *editor) {
		_, _, d := e.type0()
		s := e.Get(d["FontFile2"]).(*pdftest.Stream)
		s.Data = s.Data[:len(s.Data)/2]
	}},
	{"a glyph that is not there", "31-011", func(e *editor) { e.show("BT /F0 9 Tf (\xF0\x00) Tj ET") }},
	{"CharSet lacks a glyph", "31-012", func(e *editor) { e.type1("/A") }},
	{"CharSet has too many", "31-013", func(e *editor) { e.type1("/A/B/C") }},
	{"CIDSet lacks a glyph", "31-014", func(e *editor) {
		_, _, d := e.type0()
		e.Get(d["CIDSet"]).(*pdftest.Stream).Data[0] &^= 0x40
	}},
	{"CIDSet has too many", "31-015", func(e *editor) {
		_, _, d := e.type0()
		s := e.Get(d["CIDSet"]).(*pdftest.Stream)
		s.Data = append(append([]byte{}, s.Data...), 1)
	}},
	{"wrong widths", "31-016", func(e *editor) {
		_, cid, _ := e.type0()
		w := e.Array(e.Array(cid["W"])[1])
		for i := range w {
			w[i] = w[i].(float64) + 7
		}
	}},
	{"a cmap for symbols alone", "31-017", func(e *editor) { e.trueType(32, name("WinAnsiEncoding"), [2]int{3, 0}) }},
	{"no way to a glyph", "31-018", func(e *editor) {
		e.trueType(32, name("WinAnsiEncoding"), [2]int{3, 1})
		e.show("BT /Plain 9 Tf (B) Tj ET")
	}},
	{"no Encoding", "31-019", func(e *editor) { e.trueType(32, nil, [2]int{3, 1}) }},
	{"no BaseEncoding", "31-020", func(e *editor) { e.trueType(32, dict{"Differences": arr{66.0, name("B")}}, [2]int{3, 1}) }},
	{"another Encoding", "31-021", func(e *editor) { e.trueType(32, name("MacExpertEncoding"), [2]int{3, 1}) }},
	{"a name that nobody knows", "31-022", func(e *editor) {
		e.trueType(32, dict{"BaseEncoding": name("WinAnsiEncoding"), "Differences": arr{66.0, name("g17")}}, [2]int{3, 1})
	}},
	{"names without Unicode", "31-023", func(e *editor) {
		e.trueType(32, dict{"BaseEncoding": name("WinAnsiEncoding"), "Differences": arr{66.0, name("B")}}, [2]int{1, 0})
	}},
	{"symbols with an Encoding", "31-024", func(e *editor) { e.trueType(4, name("WinAnsiEncoding"), [2]int{3, 0}) }},
	{"symbols without a cmap", "31-025", func(e *editor) { e.trueType(4, nil) }},
	{"symbols without a cmap for them", "31-026", func(e *editor) { e.trueType(4, nil, [2]int{1, 0}, [2]int{3, 1}) }},
	{"no ToUnicode", "31-027", func(e *editor) { f, _, _ := e.type0(); delete(f, "ToUnicode") }},
	{"U+0000", "31-028", func(e *editor) { e.unicode("1 beginbfrange <0001> <0FFF> <0000> endbfrange") }},
	{"U+FEFF", "31-029", func(e *editor) { e.unicode("1 beginbfrange <0001> <0FFF> [<FEFF>] endbfrange") }},
	{".notdef", "31-030", func(e *editor) { e.show("BT /F0 9 Tf (\x00\x00) Tj ET") }},
}
