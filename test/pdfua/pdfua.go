// Package pdfua checks finished PDFs against two standards, whoever made the
// files: the conditions of the Matterhorn Protocol 1.1 that a machine can check
// (PDF/UA-1, ISO 14289-1), and what PDF/A-2a (ISO 19005-2) asks for and a machine
// can check. Font programs are read as far as the conditions need it: TrueType
// whole, of Type 1 and CFF the names of glyphs and nothing of their widths.
//
// Package pdftest reads the files; its own checks are about what our files have
// beyond the standards.
package pdfua

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	pdftest "multitude/test/pdf"
)

// A document is a file in which faults are looked for.
type document struct {
	*pdftest.File
	catalog pdftest.Dict
	found   []pdftest.Problem

	language  bool // the document has one
	roles     pdftest.Dict
	elements  []*element // in reading order, parents before their kids
	byRef     map[pdftest.Ref]*element
	byContent map[place]*element
	byObject  map[pdftest.Ref]*element
	parents   map[int]any
	fonts     map[string]*font
	forms     map[pdftest.Ref]int // how often a form with marked content is shown
}

// Check says which conditions of the Matterhorn Protocol the file fails: the
// Rule of each problem is the condition's number.
func Check(f *pdftest.File) (problems []pdftest.Problem) {
	d := open(f)
	defer d.rescue(&problems)
	d.tree()
	d.properties()
	d.metadata()
	d.optionalContent()
	d.attachments()
	d.structure()
	d.pages()
	d.annotations()
	for _, f := range d.fonts {
		d.font(f)
	}
	return d.sorted()
}

func open(f *pdftest.File) *document {
	d := &document{
		File: f, catalog: f.Catalog(), byRef: map[pdftest.Ref]*element{}, byContent: map[place]*element{},
		byObject: map[pdftest.Ref]*element{}, fonts: map[string]*font{}, forms: map[pdftest.Ref]int{},
	}
	d.language = d.catalog["Lang"] != nil
	return d
}

// rescue makes a problem of a file that is not built as PDF asks.
func (d *document) rescue(problems *[]pdftest.Problem) {
	if r := recover(); r != nil {
		d.say("broken", "the file is not built as PDF asks: %v", r)
		*problems = d.sorted()
	}
}

func (d *document) sorted() []pdftest.Problem {
	slices.SortStableFunc(d.found, func(a, b pdftest.Problem) int { return strings.Compare(a.Rule, b.Rule) })
	return d.found
}

func (d *document) say(rule, format string, args ...any) {
	p := pdftest.Problem{Rule: rule, Message: fmt.Sprintf(format, args...)}
	if len(d.found) < 1000 && !slices.Contains(d.found, p) {
		d.found = append(d.found, p)
	}
}

// has is a text string that is there and not empty.
func (d *document) has(v any) bool {
	s, ok := pdftest.Text(d.Get(v))
	return ok && strings.TrimSpace(s) != ""
}

func (d *document) name(v any) string {
	n, _ := d.Get(v).(pdftest.Name)
	return string(n)
}

func (d *document) number(v any) (float64, bool) {
	n, ok := d.Get(v).(float64)
	return n, ok
}

// properties are what the catalog says of the document: 01-007, 07-001, 07-002,
// 11-003 and 26-*.
func (d *document) properties() {
	if d.Dict(d.catalog["MarkInfo"])["Suspects"] == true {
		d.say("01-007", "Suspects is true")
	}
	prefs := d.Dict(d.catalog["ViewerPreferences"])
	if v, ok := prefs["DisplayDocTitle"]; !ok {
		d.say("07-001", "there is no DisplayDocTitle")
	} else if d.Get(v) != true {
		d.say("07-002", "DisplayDocTitle is %v", d.Get(v))
	}
	if !d.language && d.Dict(d.Dict(d.catalog["Outlines"])["First"]) != nil {
		d.say("11-003", "there are bookmarks, and the document has no language")
	}
	if e := d.Trailer["Encrypt"]; e != nil {
		if p, ok := d.number(d.Dict(e)["P"]); !ok {
			d.say("26-001", "the encryption dictionary has no P")
		} else if int64(p)&(1<<9) == 0 {
			d.say("26-002", "the encryption keeps assistive technology out")
		}
	}
	for _, s := range d.Array(d.Dict(d.catalog["AcroForm"])["XFA"]) {
		if s, ok := d.Get(s).(*pdftest.Stream); ok && dynamic.Match(s.Data) {
			d.say("25-001", "a dynamic XFA form is required")
		}
	}
}

var dynamic = regexp.MustCompile(`dynamicRender[^<]*>\s*required`)

// metadata is checkpoint 06.
func (d *document) metadata() {
	s, ok := d.Get(d.catalog["Metadata"]).(*pdftest.Stream)
	if !ok || d.name(s.Dict["Type"]) != "Metadata" || d.name(s.Dict["Subtype"]) != "XML" {
		d.say("06-001", "there is no XMP metadata")
		return
	}
	x, err := readXMP(s.Data)
	if err != nil {
		d.say("06-001", "the XMP metadata is not well-formed: %v", err)
		return
	}
	if x.value(nsUA, "part") != "1" {
		d.say("06-002", "pdfuaid:part is %q", x.value(nsUA, "part"))
	}
	if strings.TrimSpace(strings.Join(x.texts(nsDC, "title"), "")) == "" {
		d.say("06-003", "there is no dc:title")
	}
	if !d.language && x.defaults {
		d.say("11-006", "the metadata has a text in no language, and neither has the document one")
	}
}

// optionalContent is checkpoint 20.
func (d *document) optionalContent() {
	oc := d.Dict(d.catalog["OCProperties"])
	if oc == nil {
		return
	}
	check := func(v any, rule string) {
		c := d.Dict(v)
		if !d.has(c["Name"]) {
			d.say(rule, "a configuration of optional content has no Name")
		}
		if c["AS"] != nil {
			d.say("20-003", "a configuration of optional content has AS")
		}
	}
	for _, v := range d.Array(oc["Configs"]) {
		check(v, "20-001")
	}
	if oc["D"] != nil {
		check(oc["D"], "20-002")
	}
}

// attachments are 21-001, and of media clips 28-014 and 28-015.
func (d *document) attachments() {
	d.everyDict(func(where int, v pdftest.Dict) {
		if d.Dict(v["EF"]) != nil && (!d.has(v["F"]) || !d.has(v["UF"])) {
			d.say("21-001", "object %d: a specification of an embedded file lacks F or UF", where)
		}
		if d.name(v["S"]) == "MCD" {
			if v["CT"] == nil {
				d.say("28-014", "object %d: a media clip has no CT", where)
			}
			alt := d.Array(v["Alt"])
			good := len(alt) > 0 && len(alt)%2 == 0
			for i := 1; i < len(alt); i += 2 {
				good = good && d.has(alt[i])
			}
			if !good {
				d.say("28-015", "object %d: a media clip has no good Alt", where)
			}
		}
	})
}

// everyDict calls do for every dictionary of the file, those inside of others
// and those of streams too. where is the object that has it.
func (d *document) everyDict(do func(where int, v pdftest.Dict)) {
	var walk func(where int, v any)
	walk = func(where int, v any) {
		switch v := v.(type) {
		case *pdftest.Stream:
			walk(where, v.Dict)
		case pdftest.Dict:
			do(where, v)
			for _, kid := range v {
				walk(where, kid)
			}
		case pdftest.Array:
			for _, kid := range v {
				walk(where, kid)
			}
		}
	}
	for n, o := range d.Objects {
		walk(n, o)
	}
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// Conditions are the 87 conditions of the Matterhorn Protocol 1.1 that a machine
// can check, all of which Check knows.
var Conditions = strings.Fields(`
	01-003 01-004 01-005 01-007 02-001 02-003 02-004 06-001 06-002 06-003 07-001 07-002
	09-004 09-005 09-006 09-007 09-008 10-001 11-001 11-002 11-003 11-004 11-005 11-006
	13-004 14-002 14-003 14-006 14-007 15-003 17-002 17-003 19-003 19-004 20-001 20-002 20-003 21-001 25-001 26-001 26-002
	28-002 28-004 28-005 28-006 28-007 28-008 28-009 28-010 28-011 28-012 28-014 28-015 28-016 28-017 28-018 30-001 30-002
	31-001 31-002 31-003 31-004 31-005 31-006 31-007 31-008 31-009 31-011 31-012 31-013 31-014 31-015 31-016 31-017 31-018
	31-019 31-020 31-021 31-022 31-023 31-024 31-025 31-026 31-027 31-028 31-029 31-030`)

// Clauses are those of ISO 19005-2 that CheckArchive knows.
var Clauses = strings.Fields(`
	6.1.2 6.1.3 6.1.7.1 6.1.7.2 6.1.8 6.1.10 6.1.12 6.1.13 6.2.2 6.2.3 6.2.4.2 6.2.4.3 6.2.4.4 6.2.5 6.2.6 6.2.8 6.2.9 6.2.10
	6.2.11.2 6.2.11.3.1 6.2.11.3.2 6.2.11.3.3 6.2.11.4.1 6.2.11.4.2 6.2.11.5 6.2.11.6 6.2.11.7.2 6.2.11.7.3 6.2.11.8
	6.3.1 6.3.2 6.3.3 6.4.1 6.4.2 6.5.1 6.5.2 6.6.2.1 6.6.2.3 6.6.2.3.3 6.6.3 6.6.4 6.7.2.2 6.7.3.3 6.7.3.4 6.7.4
	6.8 6.9 6.10 6.11`)
