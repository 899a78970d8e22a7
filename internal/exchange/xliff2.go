package exchange

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/finding"
)

// XLIFF 2.1 (OASIS Standard, 13 February 2018), with the modules of metadata
// and of translation candidates. Version 2.0 is read as well.

// writeXLIFF21 writes a unit of one segment for each message.
func writeXLIFF21(out io.Writer, f *File) error {
	w := newXML()
	w.start("xliff", "version", "2.1", "srcLang", f.Source, "trgLang", f.Target, "xmlns", "urn:oasis:names:tc:xliff:document:2.0",
		"xmlns:mda", "urn:oasis:names:tc:xliff:metadata:2.0", "xmlns:mtc", "urn:oasis:names:tc:xliff:matches:2.0")
	w.start("file", "id", "f1", "original", f.SourcePath)
	w.metadata("project", xmlText(f.Project), "source", f.Fingerprint)
	for i, m := range f.Messages {
		id := m.ID
		if !isNMTOKEN(id) {
			id = "u" + strconv.Itoa(i+1)
		}
		w.start("unit", "id", id, "name", m.ID, "xml:space", "preserve")
		source, translation := pieces(m.Source), pieces(m.Text)
		identify(source, translation)
		if m.Former != "" {
			w.former21(m)
		}
		w.metadata("message", metaOf(m).String())
		w.start("notes")
		w.line("note", xmlText(place(m)), nil, "category", "location")
		if len(m.Path) > 0 {
			w.line("note", xmlText(breadcrumb(m.Path)), nil, "category", "headings")
		}
		if m.Description != "" {
			w.line("note", xmlText(m.Description), nil, "category", "context", "appliesTo", "source")
		}
		if m.Note != "" {
			w.line("note", xmlText(m.Note), nil, "category", "review", "appliesTo", "target")
		}
		w.end()
		data := dataRefs{}
		data.add(source)
		data.add(translation)
		w.originalData(data)
		state, sub := state21(m)
		w.start("segment", "id", "s1", "state", state, "subState", sub)
		w.line("source", "", func() { w.inline21(source, data) })
		if m.Text != "" {
			w.line("target", "", func() { w.inline21(translation, data) })
		}
		w.end()
		w.end()
	}
	if len(f.Messages) == 0 { // a file has at least one unit
		w.start("unit", "id", "none")
		w.start("segment")
		w.line("source", "", nil)
		w.end()
		w.end()
	}
	w.end()
	w.end()
	return w.to(out)
}

// former21 writes the source text that the translation was made from.
func (w *xmlWriter) former21(m Message) {
	source, translation := pieces(m.Former), pieces(m.Text)
	identify(source, translation)
	data := dataRefs{}
	data.add(source)
	data.add(translation)
	w.start("mtc:matches")
	w.start("mtc:match", "ref", "#s1", "type", "other", "subType", "multitude:previous-version")
	w.originalData(data)
	w.line("source", "", func() { w.inline21(source, data) })
	w.line("target", "", func() { w.inline21(translation, data) })
	w.end()
	w.end()
}

// metadata writes metadata of our own: type, text, type, text.
func (w *xmlWriter) metadata(all ...string) {
	w.start("mda:metadata")
	w.start("mda:metaGroup", "category", "multitude")
	for i := 0; i < len(all); i += 2 {
		w.line("mda:meta", all[i+1], nil, "type", all[i])
	}
	w.end()
	w.end()
}

func place(m Message) string {
	if m.Where.Line == 0 {
		return m.Where.File
	}
	return fmt.Sprintf("%s:%d", m.Where.File, m.Where.Line)
}

// dataRefs are the codes of a unit, and the names of their data.
type dataRefs struct {
	names map[string]string
	order []string
}

func (d *dataRefs) add(all []piece) {
	for _, p := range all {
		if p.kind == opening || p.kind == closing || p.kind == single {
			if d.names == nil {
				d.names = map[string]string{}
			}
			if d.names[p.text] == "" {
				d.order = append(d.order, p.text)
				d.names[p.text] = "d" + strconv.Itoa(len(d.order))
			}
		}
	}
}

func (w *xmlWriter) originalData(d dataRefs) {
	if len(d.order) == 0 {
		return
	}
	w.start("originalData")
	for _, text := range d.order {
		w.line("data", text, nil, "id", d.names[text], "xml:space", "preserve")
	}
	w.end()
}

// state21 is the state and the subState of a message's segment.
func state21(m Message) (state, sub string) {
	switch {
	case m.Text == "":
		return "initial", ""
	case m.Freshness == catalog.Stale:
		return "initial", "multitude:stale"
	case m.Guessed:
		return "translated", "multitude:guessed"
	case m.State == catalog.Machine:
		return "translated", "multitude:machine"
	}
	return [...]string{"", "translated", "reviewed", "final"}[m.State], ""
}

// inline21 writes pieces: pairs as <pc>, single codes as <ph/>.
func (w *xmlWriter) inline21(all []piece, data dataRefs) {
	for _, p := range all {
		id := strconv.Itoa(p.id)
		switch p.kind {
		case plain:
			w.escape(p.text)
		case opening:
			kind, sub := "fmt", map[string]string{"bold": "xlf:b", "italic": "xlf:i"}[p.role]
			if sub == "" {
				kind = p.role // link, image
			}
			w.tag("pc", "id", id, "type", kind, "subType", sub, "dataRefStart", data.names[p.text], "dataRefEnd", data.names[all[p.pair].text])
			w.WriteString(">")
		case closing:
			w.WriteString("</pc>")
		case single:
			kind, sub := "other", "multitude:"+p.role
			switch p.role {
			case "break":
				kind, sub = "fmt", "xlf:lb"
			case "link":
				kind, sub = "link", ""
			}
			w.tag("ph", "id", id, "type", kind, "subType", sub, "equiv", p.text, "dataRef", data.names[p.text])
			w.WriteString("/>")
		case control:
			fmt.Fprintf(w, `<cp hex="%04X"/>`, []rune(p.text)[0])
		}
	}
}

// isNMTOKEN says whether s can be the id of a unit (XML 1.0 §2.3), in the
// letters that matter.
func isNMTOKEN(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_')
	}) < 0
}

// xliff2 reads all files of an XLIFF 2 document as one.
func (r *xmlReader) xliff2(f *File, root *element) {
	f.Source, f.Target = root.get("srcLang"), root.get("trgLang")
	r.each(func(start xml.StartElement) bool {
		switch start.Name.Local {
		case "file":
			f.SourcePath = (&element{attr: start.Attr}).get("original")
		case "metadata": // of the file: those of units are read with them
			e := r.read(start)
			if e == nil {
				return false
			}
			all := metadata(e)
			f.Project, f.Fingerprint = all["project"], all["source"]
		case "unit":
			if !r.room(f, int(r.dec.InputOffset())) {
				return false
			}
			e := r.read(start)
			if e == nil {
				return false
			}
			if m, ok := r.unit2(e); ok {
				f.Messages = append(f.Messages, m)
			}
		}
		return true
	})
}

// metadata are our own metadata, by their types.
func metadata(e *element) map[string]string {
	out := map[string]string{}
	e.all("metaGroup", func(g *element) {
		if g.get("category") == "multitude" {
			g.all("meta", func(m *element) { out[m.get("type")] = m.content() })
		}
	})
	return out
}

func (r *xmlReader) unit2(e *element) (Message, bool) {
	m := Message{ID: e.get("name")}
	if m.ID == "" {
		m.ID = e.get("id")
	}
	m.Pos = r.position(e.at)
	data := originalData(e)
	ok, segments, settled := true, 0, true
	state, sub := "", ""
	var source, target strings.Builder
	lowest := 4
	for _, c := range e.children {
		part, isElement := c.(*element)
		if !isElement || part.name != "segment" && part.name != "ignorable" {
			continue
		}
		s, t := part.child("source"), part.child("target")
		if s == nil {
			r.say(finding.Error, m.Pos, m.ID, "export the file again", "a segment has no <source>")
			return m, false
		}
		codes := map[string]*element{}
		collect(s, codes)
		text, good := r.inline2(s, data, codes, m.ID)
		source.WriteString(text)
		if t == nil && part.name == "ignorable" {
			t = s
		}
		there, better := r.inline2(t, data, codes, m.ID)
		target.WriteString(there)
		ok = ok && good && better
		if part.name == "segment" {
			if t != nil && segments == 0 {
				m.Pos = r.position(t.at)
			}
			segments++
			state, sub = part.get("state"), part.get("subState")
			rank := map[string]int{"": 0, "initial": 0, "translated": 1, "reviewed": 2, "final": 3}[state]
			lowest = min(lowest, rank)
			settled = settled && rank > 0
		}
	}
	if segments == 0 || !ok {
		if ok && e.get("id") != "none" {
			r.say(finding.Error, m.Pos, m.ID, "export the file again", "the unit has no segment")
		}
		return m, false
	}
	if source.Len() == 0 && e.get("id") == "none" {
		return m, false
	}
	m.Source, m.Text, m.Settled = source.String(), target.String(), settled
	e.child("matches").all("match", func(match *element) {
		if s := match.child("source"); s != nil && match.get("subType") == "multitude:previous-version" && ok {
			own := map[string]*element{}
			collect(s, own)
			m.Former, ok = r.inline2(s, originalData(match), own, m.ID)
		}
	})
	if !ok {
		return m, false
	}
	all := metadata(e.child("metadata"))
	m.By = all["by"]
	k, known := parseMeta(all["message"])
	was, wasSub := "", ""
	if known {
		m.recall(k)
		was, wasSub = state21(k.exported())
	}
	claimed := catalog.Machine
	if sub != "multitude:machine" && sub != "multitude:guessed" && lowest < 4 {
		claimed = catalog.State(lowest)
	}
	m.claims(claimed, known && segments == 1 && state == was && sub == wasSub)
	return m, true
}

func originalData(e *element) map[string]string {
	out := map[string]string{}
	e.child("originalData").all("data", func(d *element) { out[d.get("id")] = withCodePoints(d) })
	return out
}

// withCodePoints is the content of e, <cp/> resolved.
func withCodePoints(e *element) string {
	var b strings.Builder
	for _, c := range e.children {
		switch c := c.(type) {
		case string:
			b.WriteString(c)
		case *element:
			b.WriteString(codeOf(c))
		}
	}
	return b.String()
}

// codeOf is the character of <cp hex="…"/>, or "".
func codeOf(c *element) string {
	if n, err := strconv.ParseUint(c.get("hex"), 16, 32); c.name == "cp" && err == nil && n > 0 && n <= 0x10ffff {
		return string(rune(n))
	}
	return ""
}

// inline2 is the text of a source or target, codes resolved by their data, else
// as the code of that number in the source says.
func (r *xmlReader) inline2(e *element, data map[string]string, codes map[string]*element, id string) (string, bool) {
	if e == nil {
		return "", true
	}
	var b strings.Builder
	ok := true
	code := func(c *element, attr string) string {
		if text := data[c.get(attr)]; text != "" {
			return text
		}
		if twin := codes[c.get("id")]; twin != nil && twin.name == c.name {
			if text := data[twin.get(attr)]; text != "" {
				return text
			}
		}
		if text := c.get("equiv"); text != "" && attr == "dataRef" {
			return text
		}
		if ok {
			r.say(finding.Error, r.position(c.at), id, "take the code out, or copy it from the source", "<%s id=%q> stands for a code that the source does not have", c.name, c.get("id"))
		}
		ok = false
		return ""
	}
	var walk func(*element)
	walk = func(e *element) {
		for _, child := range e.children {
			c, isElement := child.(*element)
			if !isElement {
				b.WriteString(child.(string))
				continue
			}
			switch c.name {
			case "pc":
				b.WriteString(code(c, "dataRefStart"))
				walk(c)
				b.WriteString(code(c, "dataRefEnd"))
			case "ph", "sc", "ec":
				b.WriteString(code(c, "dataRef"))
			case "cp":
				b.WriteString(codeOf(c))
			default: // mrk, sm, em: what a tool has put around words
				walk(c)
			}
		}
	}
	walk(e)
	return b.String(), ok
}
