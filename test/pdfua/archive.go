package pdfua

import (
	"bytes"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	pdftest "multitude/test/pdf"
)

// CheckArchive says what keeps the file from being PDF/A-2a: the Rule of each
// problem is a clause of ISO 19005-2.
func CheckArchive(f *pdftest.File) (problems []pdftest.Problem) {
	d := open(f)
	defer d.rescue(&problems)
	d.tree()
	d.pages() // for the fonts and their codes
	d.found = nil
	d.syntax()
	d.streams()
	d.limits()
	d.intents()
	d.colours()
	d.archiveFonts()
	d.archiveAnnotations()
	d.actions()
	d.archiveMetadata()
	d.logical()
	d.catalogued()
	return d.sorted()
}

// syntax is 6.1.2 and 6.1.3.
func (d *document) syntax() {
	if m := regexp.MustCompile(`^%PDF-1\.[0-7]\r?\n%([\x80-\xFF]{4,})`).Find(latin1(d.Raw)); m == nil {
		d.say("6.1.2", "the file does not begin with a version and a line of bytes above 127")
	}
	id := d.Array(d.Trailer["ID"])
	if len(id) != 2 || id[0] == pdftest.String("") {
		d.say("6.1.3", "the trailer has no ID")
	}
	if d.Trailer["Encrypt"] != nil {
		d.say("6.1.3", "the file is encrypted")
	}
	if at := bytes.LastIndex(d.Raw, []byte("%%EOF")); at < 0 || len(bytes.TrimLeft(d.Raw[at+5:], "\r\n")) > 0 {
		d.say("6.1.3", "something stands behind the end of the file")
	}
}

// latin1 is the beginning of the file as UTF-8 with a character for each byte,
// since regular expressions know no others.
func latin1(b []byte) []byte {
	var out []byte
	for _, c := range b[:min(len(b), 64)] {
		out = utf8.AppendRune(out, rune(c))
	}
	return out
}

var filters = strings.Fields("ASCIIHexDecode ASCII85Decode FlateDecode RunLengthDecode CCITTFaxDecode JBIG2Decode DCTDecode JPXDecode Crypt")

// streams is 6.1.7.
func (d *document) streams() {
	for n, o := range d.Objects {
		s, ok := o.(*pdftest.Stream)
		if !ok {
			continue
		}
		for _, key := range []string{"F", "FFilter", "FDecodeParms"} {
			if s.Dict[key] != nil {
				d.say("6.1.7.1", "the stream %d has its data elsewhere: %s", n, key)
			}
		}
		params := d.Array(s.Dict["DecodeParms"])
		for i, filter := range d.Array(s.Dict["Filter"]) {
			name := d.name(filter)
			if !slices.Contains(filters, name) {
				d.say("6.1.7.2", "the stream %d has the filter %s", n, name)
			}
			if name == "Crypt" && (i >= len(params) || d.name(d.Dict(params[i])["Name"]) != "Identity") {
				d.say("6.1.7.2", "the stream %d is encrypted", n)
			}
		}
	}
}

// limits is 6.1.13, with the names of 6.1.8.
func (d *document) limits() {
	var walk func(n int, v any)
	walk = func(n int, v any) {
		switch v := v.(type) {
		case pdftest.Name:
			if len(v) > 127 {
				d.say("6.1.13", "object %d: a name of %d bytes", n, len(v))
			}
			if !utf8.ValidString(string(v)) {
				d.say("6.1.8", "object %d: the name %q is no UTF-8", n, string(v))
			}
		case pdftest.String:
			if len(v) > 32767 {
				d.say("6.1.13", "object %d: a string of %d bytes", n, len(v))
			}
		case float64:
			if v == math.Trunc(v) && math.Abs(v) > math.MaxInt32 || math.Abs(v) > 3.403e38 {
				d.say("6.1.13", "object %d: the number %v", n, v)
			}
		case *pdftest.Stream:
			walk(n, v.Dict)
		case pdftest.Dict:
			for key, kid := range v {
				walk(n, pdftest.Name(key))
				walk(n, kid)
			}
		case pdftest.Array:
			for _, kid := range v {
				walk(n, kid)
			}
		}
	}
	for n, o := range d.Objects {
		walk(n, o)
	}
	if len(d.Objects) > 8388607 {
		d.say("6.1.13", "there are %d objects", len(d.Objects))
	}
	for _, page := range d.Pages() {
		for _, key := range []string{"MediaBox", "CropBox", "TrimBox", "ArtBox", "BleedBox"} {
			if b, ok := d.box(d.inherited(page, key)); ok {
				if w, h := b[2]-b[0], b[3]-b[1]; w < 3 || h < 3 || w > 14400 || h > 14400 {
					d.say("6.1.13", "page %d: its %s is %v × %v units", page, key, w, h)
				}
			}
		}
	}
}

// clauses are those of PDF/A that say of fonts what a condition of the
// Matterhorn Protocol says.
var clauses = map[string]string{
	"31-001": "6.2.11.3.1", "31-002": "6.2.11.3.1", "31-003": "6.2.11.3.1",
	"31-004": "6.2.11.3.2", "31-005": "6.2.11.3.2",
	"31-006": "6.2.11.3.3", "31-007": "6.2.11.3.3", "31-008": "6.2.11.3.3",
	"31-009": "6.2.11.4.1", "31-011": "6.2.11.4.1",
	"31-012": "6.2.11.4.2", "31-013": "6.2.11.4.2", "31-014": "6.2.11.4.2", "31-015": "6.2.11.4.2",
	"31-016": "6.2.11.5",
	"31-017": "6.2.11.6", "31-018": "6.2.11.6", "31-019": "6.2.11.6", "31-020": "6.2.11.6", "31-021": "6.2.11.6",
	"31-022": "6.2.11.6", "31-023": "6.2.11.6", "31-024": "6.2.11.6", "31-025": "6.2.11.6", "31-026": "6.2.11.6",
	"10-001": "6.2.11.7.2", "31-027": "6.2.11.7.2", "31-028": "6.2.11.7.2", "31-029": "6.2.11.7.2",
	"31-030": "6.2.11.8",
}

// archiveFonts is 6.2.11.
func (d *document) archiveFonts() {
	before := d.found
	d.found = nil
	for _, f := range d.fonts {
		d.font(f)
	}
	fonts := d.found
	d.found = before
	for _, p := range fonts {
		d.say(clauses[p.Rule], "%s", p.Message)
	}
	for _, f := range d.fonts {
		if d.name(f.dict["Type"]) != "Font" || f.kind == "" || f.ref == "" && f.kind != "Type3" {
			d.say("6.2.11.2", "a font dictionary lacks Type, Subtype or BaseFont")
		}
		for c, u := range f.used {
			text, _ := f.text(c)
			if u.bare && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Co, r) }) {
				d.say("6.2.11.7.3", "%s: the code %d is for private use, and no text replaces it", f.ref, c.value)
			}
		}
	}
}

// archiveAnnotations is 6.3 and 6.4.
func (d *document) archiveAnnotations() {
	for _, page := range d.Pages() {
		for _, v := range d.Array(d.Dict(page)["Annots"]) {
			a := d.Dict(v)
			kind := d.name(a["Subtype"])
			if !slices.Contains(kindsOfAnnotation, kind) || slices.Contains(strings.Fields("3D Sound Screen Movie"), kind) {
				d.say("6.3.1", "page %d has an annotation of the kind %s", page, kind)
			}
			flags, ok := d.number(a["F"])
			const hides, prints = 1 | 2 | 32 | 256, 4 // Invisible, Hidden, NoView, ToggleNoView
			if kind != "Popup" && (!ok || int(flags)&hides != 0 || int(flags)&prints == 0) {
				d.say("6.3.2", "page %d has an annotation that is hidden, or does not print", page)
			}
			ap := d.Dict(a["AP"])
			box, _ := d.box(a["Rect"])
			if ap == nil && kind != "Popup" && kind != "Link" && (box[0] != box[2] || box[1] != box[3]) {
				d.say("6.3.3", "page %d has a %s without an appearance", page, kind)
			}
			for key := range ap {
				if key != "N" {
					d.say("6.3.3", "page %d has an annotation with the appearance %s", page, key)
				}
			}
			if kind == "Widget" && (a["A"] != nil || a["AA"] != nil) {
				d.say("6.4.1", "page %d has a field with an action", page)
			}
		}
	}
	form := d.Dict(d.catalog["AcroForm"])
	if d.Get(form["NeedAppearances"]) == true {
		d.say("6.4.1", "the fields need appearances")
	}
	if form["XFA"] != nil || d.Get(d.catalog["NeedsRendering"]) == true {
		d.say("6.4.2", "the form is one of XFA")
	}
}

var forbiddenActions = strings.Fields("Launch Sound Movie ResetForm ImportData Hide SetOCGState Rendition Trans GoTo3DView JavaScript")

// actions is 6.5.
func (d *document) actions() {
	check := func(v any) {
		for _, a := range d.Array(v) {
			a := d.Dict(a)
			kind := d.name(a["S"])
			if slices.Contains(forbiddenActions, kind) {
				d.say("6.5.1", "there is an action %s", kind)
			}
			if kind == "Named" && !slices.Contains(strings.Fields("NextPage PrevPage FirstPage LastPage"), d.name(a["N"])) {
				d.say("6.5.1", "there is the named action %s", d.name(a["N"]))
			}
		}
	}
	check(d.catalog["OpenAction"])
	d.everyDict(func(where int, v pdftest.Dict) {
		check(v["Next"])
		if d.Dict(v["A"])["S"] != nil {
			check(v["A"])
		}
		if v["AA"] != nil {
			d.say("6.5.2", "object %d has additional actions", where)
		}
	})
	if d.Dict(d.catalog["Names"])["JavaScript"] != nil {
		d.say("6.5.1", "the document has scripts")
	}
}

// predefinedNamespaces are those whose properties need no description (6.6.2.3).
var predefinedNamespaces = []string{nsDC, nsXMP, nsPDF, nsA, nsExtension}

// archiveMetadata is 6.6, and that the information dictionary says the same.
func (d *document) archiveMetadata() {
	s, ok := d.Get(d.catalog["Metadata"]).(*pdftest.Stream)
	if !ok {
		d.say("6.6.2.1", "there is no metadata")
		return
	}
	if s.Dict["Filter"] != nil {
		d.say("6.6.2.1", "the metadata is not in plain text")
	}
	x, err := readXMP(s.Data)
	if err != nil || !utf8.Valid(s.Data) {
		d.say("6.6.2.1", "the metadata is not well-formed: %v", err)
		return
	}
	if strings.Contains(x.packet, "bytes=") || strings.Contains(x.packet, "encoding=") || !strings.Contains(x.packet, "begin=") {
		d.say("6.6.2.1", "the metadata begins with %s", x.packet)
	}
	if x.value(nsA, "part") != "2" || x.value(nsA, "conformance") != "A" {
		d.say("6.6.4", "the metadata claims PDF/A-%s%s", x.value(nsA, "part"), x.value(nsA, "conformance"))
	}
	// Extension schemas describe every property that is not predefined.
	described := map[string]bool{}
	for _, li := range x.root.all(nsExtension, "schemas") {
		uris := li.all(nsSchema, "namespaceURI")
		if len(uris) == 0 || len(li.all(nsSchema, "prefix")) == 0 || len(li.all(nsSchema, "schema")) == 0 {
			d.say("6.6.2.3.3", "an extension schema lacks schema, namespaceURI or prefix")
			continue
		}
		for _, p := range li.all(nsProperty, "name") {
			described[strings.TrimSpace(uris[0].text)+" "+strings.TrimSpace(p.text)] = true
		}
		for _, key := range []string{"valueType", "category", "description"} {
			if len(li.all(nsProperty, key)) != len(li.all(nsProperty, "name")) {
				d.say("6.6.2.3.3", "a property of an extension schema has no %s", key)
			}
		}
	}
	for _, p := range x.properties() {
		if !slices.Contains(predefinedNamespaces, p.space) && !described[p.space+" "+p.local] {
			d.say("6.6.2.3", "no schema describes the property %s of %s", p.local, p.space)
		}
	}
	info := d.Dict(d.Trailer["Info"])
	for key, want := range map[string]string{
		"Title": x.value(nsDC, "title"), "Author": strings.Join(x.texts(nsDC, "creator"), "; "), "Subject": x.value(nsDC, "description"),
		"Producer": x.value(nsPDF, "Producer"), "Creator": x.value(nsXMP, "CreatorTool"),
	} {
		if got, _ := pdftest.Text(d.Get(info[key])); strings.TrimSpace(got) != strings.TrimSpace(want) {
			d.say("6.6.3", "the information dictionary has the %s %q, and the metadata %q", key, got, want)
		}
	}
	for key, name := range map[string]string{"CreationDate": "CreateDate", "ModDate": "ModifyDate"} {
		raw, _ := pdftest.Text(d.Get(info[key]))
		a, err1 := time.Parse("D:20060102150405-0700", strings.ReplaceAll(raw, "'", ""))
		b, err2 := time.Parse(time.RFC3339, x.value(nsXMP, name))
		if (raw != "" || x.value(nsXMP, name) != "") && (err1 != nil || err2 != nil || !a.Equal(b)) {
			d.say("6.6.3", "the information dictionary has the %s %q, and the metadata %q", key, raw, x.value(nsXMP, name))
		}
	}
}

// logical is 6.7, the clause of conformance level A.
func (d *document) logical() {
	if d.Get(d.Dict(d.catalog["MarkInfo"])["Marked"]) != true {
		d.say("6.7.2.2", "the file does not say that it is tagged")
	}
	if d.Dict(d.catalog["StructTreeRoot"]) == nil || len(d.elements) == 0 {
		d.say("6.7.3.3", "there is no structure tree")
	}
	for role := range d.roles {
		if _, round := d.standardFor(role); round {
			d.say("6.7.3.4", "the role map leads from %s in a circle", role)
		}
		if slices.Contains(standard, role) {
			d.say("6.7.3.4", "the standard type %s is mapped to another", role)
		}
	}
	language := func(v any, where string) {
		if v == nil {
			return
		}
		if s, ok := pdftest.Text(d.Get(v)); !ok || s != "" && !languageTag.MatchString(s) {
			d.say("6.7.4", "%s is in the language %q, which is none", where, s)
		}
	}
	language(d.catalog["Lang"], "the document")
	for _, e := range d.elements {
		if e.std == "" {
			d.say("6.7.3.4", "the type %s stands for no standard one", e.role)
		}
		language(e.dict["Lang"], "the element "+e.role)
	}
}

// catalogued is what the catalog and the pages must not have: 6.1.12, and 6.8 to
// 6.11.
func (d *document) catalogued() {
	for key := range d.Dict(d.catalog["Perms"]) {
		if key != "UR3" && key != "DocMDP" {
			d.say("6.1.12", "there is the permission %s", key)
		}
	}
	names := d.Dict(d.catalog["Names"])
	// What an attachment must be, a file of PDF/A itself, is not looked at: none
	// is allowed.
	if names["EmbeddedFiles"] != nil {
		d.say("6.8", "there are attachments")
	}
	oc := d.Dict(d.catalog["OCProperties"])
	configs := append(pdftest.Array{}, d.Array(oc["Configs"])...)
	if oc != nil {
		configs = append(configs, oc["D"])
	}
	seen := map[string]bool{}
	for _, v := range configs {
		c := d.Dict(v)
		name, _ := pdftest.Text(d.Get(c["Name"]))
		if name == "" || seen[name] || c["AS"] != nil {
			d.say("6.9", "a configuration of optional content has no name of its own, or has AS")
		}
		seen[name] = true
	}
	if names["AlternatePresentations"] != nil {
		d.say("6.10", "there are alternate presentations")
	}
	for _, page := range d.Pages() {
		if d.Dict(page)["PresSteps"] != nil {
			d.say("6.10", "page %d has steps of a presentation", page)
		}
	}
	if d.catalog["Requirements"] != nil {
		d.say("6.11", "the document has requirements")
	}
}
