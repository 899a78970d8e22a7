package pdf_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"multitude/internal/pdf"
	pdftest "multitude/test/pdf"
	"multitude/test/pdfua"
)

// A mutation spoils a good file in one way; the checks must say so.
type mutation struct {
	name, rule string
	do         func(f *pdftest.File)
}

// elements are the structure elements with a role.
func elements(f *pdftest.File, role string) []pdftest.Dict {
	var found []pdftest.Dict
	for _, n := range slices.Sorted(maps.Keys(f.Objects)) {
		d, ok := f.Objects[n].(pdftest.Dict)
		if ok && d["S"] == pdftest.Name(role) && d["P"] != nil {
			found = append(found, d)
		}
	}
	return found
}

func firstOf(f *pdftest.File, role string) pdftest.Dict { return elements(f, role)[0] }

// links are the annotations.
func links(f *pdftest.File) []pdftest.Dict {
	var all []pdftest.Dict
	for _, p := range f.Pages() {
		for _, a := range f.Array(f.Dict(p)["Annots"]) {
			all = append(all, f.Dict(a))
		}
	}
	return all
}

// fontDicts are the composite fonts, in the order of their names.
func fontDict(f *pdftest.File) (type0, cid pdftest.Dict) {
	fonts := f.Dict(f.Dict(f.Dict(f.Pages()[0])["Resources"])["Font"])
	type0 = f.Dict(fonts["F0"])
	return type0, f.Dict(f.Array(type0["DescendantFonts"])[0])
}

// pageContent is the content stream of the first page.
func pageContent(f *pdftest.File) *pdftest.Stream {
	return f.Get(f.Dict(f.Pages()[0])["Contents"]).(*pdftest.Stream)
}

func replaceIn(s *pdftest.Stream, old, new string) {
	if !bytes.Contains(s.Data, []byte(old)) {
		panic("a mutation changes nothing: " + old)
	}
	s.Data = bytes.Replace(s.Data, []byte(old), []byte(new), 1)
}

func metadata(f *pdftest.File) *pdftest.Stream {
	return f.Get(f.Catalog()["Metadata"]).(*pdftest.Stream)
}

func structRoot(f *pdftest.File) pdftest.Dict { return f.Dict(f.Catalog()["StructTreeRoot"]) }

var mutations = []mutation{
	{"no language", "11-001", func(f *pdftest.File) { delete(f.Catalog(), "Lang") }},
	{"a language that is none", "lang", func(f *pdftest.File) { f.Catalog()["Lang"] = pdftest.String("en_US!") }},
	{"an element's language that is none", "lang", func(f *pdftest.File) { firstOf(f, "P")["Lang"] = pdftest.String("") }},
	{"not marked", "marked", func(f *pdftest.File) { f.Dict(f.Catalog()["MarkInfo"])["Marked"] = false }},
	{"suspects", "01-007", func(f *pdftest.File) { f.Dict(f.Catalog()["MarkInfo"])["Suspects"] = true }},
	{"no structure tree", "tree", func(f *pdftest.File) { delete(f.Catalog(), "StructTreeRoot") }},
	{"no DisplayDocTitle", "07-001", func(f *pdftest.File) { delete(f.Dict(f.Catalog()["ViewerPreferences"]), "DisplayDocTitle") }},
	{"DisplayDocTitle is false", "07-002", func(f *pdftest.File) { f.Dict(f.Catalog()["ViewerPreferences"])["DisplayDocTitle"] = false }},
	{"a role of one's own", "02-001", func(f *pdftest.File) { firstOf(f, "P")["S"] = pdftest.Name("Paragraph") }},
	{"a role map", "02-004", func(f *pdftest.File) { structRoot(f)["RoleMap"] = pdftest.Dict{"P": pdftest.Name("H1")} }},
	{"a wrong parent", "tree", func(f *pdftest.File) { firstOf(f, "P")["P"] = pdftest.Ref(1) }},
	{"an element in two places", "tree", func(f *pdftest.File) {
		d := f.Dict(structRoot(f)["K"])
		kids := f.Array(d["K"])
		d["K"] = append(append(pdftest.Array{}, kids...), kids[0])
	}},
	{"text without a tag", "01-005", func(f *pdftest.File) { replaceIn(pageContent(f), "/H1<</MCID 1>>BDC", "/Span BMC") }},
	{"an artifact in text", "01-003", func(f *pdftest.File) {
		replaceIn(pageContent(f), "/H1<</MCID 1>>BDC", "/H1<</MCID 1>>BDC /Artifact<</Type/Layout>>BDC EMC")
	}},
	{"text in an artifact", "01-004", func(f *pdftest.File) {
		replaceIn(pageContent(f), "/H1<</MCID 1>>BDC", "/Artifact<</Type/Layout>>BDC /H1<</MCID 1>>BDC EMC")
	}},
	{"a marked content that is not closed", "content", func(f *pdftest.File) { replaceIn(pageContent(f), "EMC\nET", "ET") }},
	{"an MCID twice", "parents", func(f *pdftest.File) { replaceIn(pageContent(f), "/H1<</MCID 1>>", "/H1<</MCID 2>>") }},
	{"an artifact without a type", "artifact", func(f *pdftest.File) { replaceIn(pageContent(f), "/Type/Pagination", "/Type/Nothing") }},
	{"a parent tree that leads astray", "parents", func(f *pdftest.File) {
		tree := f.Dict(structRoot(f)["ParentTree"])
		list := f.Array(f.Array(tree["Nums"])[1])
		list[0], list[1] = list[1], list[0]
	}},
	{"a page without StructParents", "parents", func(f *pdftest.File) { delete(f.Dict(f.Pages()[0]), "StructParents") }},
	{"ParentTreeNextKey too small", "parents", func(f *pdftest.File) { structRoot(f)["ParentTreeNextKey"] = 1.0 }},
	{"content without an element", "parents", func(f *pdftest.File) { firstOf(f, "H1")["K"] = pdftest.Array{} }},
	{"a figure without alternative text", "13-004", func(f *pdftest.File) { delete(firstOf(f, "Figure"), "Alt") }},
	{"a figure without a box", "figure", func(f *pdftest.File) { delete(firstOf(f, "Figure"), "A") }},
	{"the first heading is H2", "14-002", func(f *pdftest.File) { firstOf(f, "H1")["S"] = pdftest.Name("H2") }},
	{"a heading is left out", "14-003", func(f *pdftest.File) { firstOf(f, "H2")["S"] = pdftest.Name("H3") }},
	{"a plain H", "14-007", func(f *pdftest.File) { firstOf(f, "H2")["S"] = pdftest.Name("H") }},
	{"a note without ID", "19-003", func(f *pdftest.File) { delete(firstOf(f, "Note"), "ID") }},
	{"two notes with one ID", "19-004", func(f *pdftest.File) {
		e := firstOf(f, "Lbl")
		e["S"], e["ID"] = pdftest.Name("Note"), pdftest.String("note-1")
	}},
	{"an ID tree that leads astray", "id", func(f *pdftest.File) {
		f.Array(f.Dict(structRoot(f)["IDTree"])["Names"])[1] = pdftest.Ref(1)
	}},
	{"a list item outside a list", "09-005", func(f *pdftest.File) { firstOf(f, "L")["S"] = pdftest.Name("Div") }},
	{"a paragraph in a list", "09-005", func(f *pdftest.File) { firstOf(f, "LI")["S"] = pdftest.Name("P") }},
	{"a list without numbering", "list", func(f *pdftest.File) { delete(firstOf(f, "L"), "A") }},
	{"a numbering of PDF 2.0", "list", func(f *pdftest.File) {
		f.Dict(firstOf(f, "L")["A"])["ListNumbering"] = pdftest.Name("Unordered")
	}},
	{"a contents entry outside the contents", "09-006", func(f *pdftest.File) { firstOf(f, "TOC")["S"] = pdftest.Name("Div") }},
	{"a row outside a table", "09-004", func(f *pdftest.File) { firstOf(f, "Table")["S"] = pdftest.Name("Div") }},
	{"rows of different length", "09-004", func(f *pdftest.File) {
		row := elements(f, "TR")[1]
		row["K"] = f.Array(row["K"])[:1]
	}},
	{"a header without scope", "15-003", func(f *pdftest.File) { delete(firstOf(f, "TH"), "A") }},
	{"no Tabs", "28-008", func(f *pdftest.File) { delete(f.Dict(f.Pages()[0]), "Tabs") }},
	{"Tabs by rows", "28-009", func(f *pdftest.File) { f.Dict(f.Pages()[0])["Tabs"] = pdftest.Name("R") }},
	{"a link without Contents", "28-012", func(f *pdftest.File) { delete(links(f)[0], "Contents") }},
	{"a link outside a Link", "28-011", func(f *pdftest.File) { firstOf(f, "Link")["S"] = pdftest.Name("Span") }},
	{"a link without StructParent", "28-011", func(f *pdftest.File) { delete(links(f)[0], "StructParent") }},
	{"an annotation of another kind", "28-006", func(f *pdftest.File) { links(f)[0]["Subtype"] = pdftest.Name("Text") }},
	{"a link that does not print", "annotation", func(f *pdftest.File) { links(f)[0]["F"] = 0.0 }},
	{"a link off its page", "annotation", func(f *pdftest.File) { links(f)[0]["Rect"] = pdftest.Array{-9.0, -9.0, -1.0, -1.0} }},
	{"a link to nowhere", "destination", func(f *pdftest.File) { links(f)[0]["Dest"] = pdftest.Array{pdftest.Ref(1), pdftest.Name("Fit")} }},
	{"a link that runs a script", "action", func(f *pdftest.File) {
		for _, l := range links(f) {
			if a := f.Dict(l["A"]); a != nil {
				a["S"] = pdftest.Name("JavaScript")
			}
		}
	}},
	{"a font that is not embedded", "31-009", func(f *pdftest.File) {
		_, cid := fontDict(f)
		delete(f.Dict(cid["FontDescriptor"]), "FontFile2")
	}},
	{"a broken font", "31-009", func(f *pdftest.File) {
		_, cid := fontDict(f)
		s := f.Get(f.Dict(cid["FontDescriptor"])["FontFile2"]).(*pdftest.Stream)
		s.Data = s.Data[:len(s.Data)/2]
	}},
	{"no CIDToGIDMap", "31-005", func(f *pdftest.File) { _, cid := fontDict(f); delete(cid, "CIDToGIDMap") }},
	{"wrong widths", "31-016", func(f *pdftest.File) {
		_, cid := fontDict(f)
		w := f.Array(f.Array(cid["W"])[1])
		w[3] = w[3].(float64) + 7
	}},
	{"no ToUnicode", "31-027", func(f *pdftest.File) { type0, _ := fontDict(f); delete(type0, "ToUnicode") }},
	{"a code that means nothing", "31-028", func(f *pdftest.File) {
		type0, _ := fontDict(f)
		s := f.Get(type0["ToUnicode"]).(*pdftest.Stream)
		s.Data = []byte("1 beginbfrange <0001> <0FFF> <0000> endbfrange")
	}},
	{"private characters", "text", func(f *pdftest.File) {
		type0, _ := fontDict(f)
		s := f.Get(type0["ToUnicode"]).(*pdftest.Stream)
		s.Data = []byte("1 beginbfrange <0001> <00FF> <E000> endbfrange")
	}},
	{".notdef is shown", "31-030", func(f *pdftest.File) { replaceIn(pageContent(f), "[(", "[(\x00\x00") }},
	{"a glyph that is not there", "31-011", func(f *pdftest.File) { replaceIn(pageContent(f), "[(", "[(\xFF\xF0") }},
	{"no subset tag", "font", func(f *pdftest.File) { type0, _ := fontDict(f); type0["BaseFont"] = pdftest.Name("NotoSans") }},
	{"no metadata", "06-001", func(f *pdftest.File) { delete(f.Catalog(), "Metadata") }},
	{"metadata that is not XML", "06-001", func(f *pdftest.File) { replaceIn(metadata(f), "</rdf:RDF>", "") }},
	{"no claim of PDF/UA", "06-002", func(f *pdftest.File) { replaceIn(metadata(f), "<pdfuaid:part>1", "<pdfuaid:part>2") }},
	{"no title in the metadata", "06-003", func(f *pdftest.File) { replaceIn(metadata(f), "x-default", "x-other") }},
	{"no claim of PDF/A", "pdfa", func(f *pdftest.File) { replaceIn(metadata(f), "<pdfaid:conformance>A", "<pdfaid:conformance>B") }},
	{"two titles", "info", func(f *pdftest.File) { f.Dict(f.Trailer["Info"])["Title"] = pdftest.String("another") }},
	{"two dates", "info", func(f *pdftest.File) {
		f.Dict(f.Trailer["Info"])["ModDate"] = pdftest.String("D:20200101000000+00'00'")
	}},
	{"no ID", "pdfa", func(f *pdftest.File) { delete(f.Trailer, "ID") }},
	{"no output intent", "pdfa", func(f *pdftest.File) { delete(f.Catalog(), "OutputIntents") }},
	{"an action on opening", "pdfa", func(f *pdftest.File) { f.Catalog()["OpenAction"] = pdftest.Array{} }},
	{"a bookmark without a title", "outline", func(f *pdftest.File) { delete(f.Dict(f.Dict(f.Catalog()["Outlines"])["First"]), "Title") }},
	{"bookmarks miscounted", "outline", func(f *pdftest.File) { f.Dict(f.Catalog()["Outlines"])["Count"] = 99.0 }},
	{"bookmarks out of order", "outline", func(f *pdftest.File) { delete(f.Dict(f.Dict(f.Catalog()["Outlines"])["Last"]), "Prev") }},
	{"no page labels", "labels", func(f *pdftest.File) { delete(f.Catalog(), "PageLabels") }},
	{"replacement text that says something else", "actual", func(f *pdftest.File) {
		firstOf(f, "H1")["ActualText"] = pdftest.String("something else")
	}},
}

func TestMutations(t *testing.T) {
	file := write(t, english)
	for _, m := range mutations {
		f, err := pdftest.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		m.do(f)
		problems := f.Check()
		if !slices.ContainsFunc(problems, func(p pdftest.Problem) bool { return p.Rule == m.rule }) {
			t.Errorf("%s: rule %s says nothing; the problems are %v", m.name, m.rule, problems)
		}
	}
}

// A damaged file is an error, or has problems; never a panic.
func TestDamagedFile(t *testing.T) {
	file := write(t, english)
	for i := 0; i < len(file); i += 97 {
		damaged := slices.Clone(file)
		damaged[i] ^= 0x55
		if f, err := pdftest.Read(damaged); err == nil {
			f.Check()
		}
		if f, err := pdftest.Read(file[:i]); err == nil {
			t.Fatalf("the first %d bytes are taken for a whole file of %d objects", i, len(f.Objects))
		}
	}
}

// A project's own font may have signs of private use: then the element says
// them once more, as PDF/A-2a asks.
func TestPrivateUse(t *testing.T) {
	layout := document(t, english)
	for _, p := range layout.Pages {
		for i := range p.Runs {
			if r := &p.Runs[i]; r.Content != nil && r.Content.Element.Role == "P" {
				r.Clusters[0].Text = "\uE000"
			}
		}
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, an(english), layout); err != nil {
		t.Fatal(err)
	}
	f, err := pdftest.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pdfua.CheckArchive(f) {
		t.Error(p)
	}
	if !slices.ContainsFunc(f.StructText(), func(b pdftest.Block) bool { return strings.Contains(b.Text, "\uE000") }) {
		t.Error("the sign of private use is gone")
	}
}
