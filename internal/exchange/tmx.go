package exchange

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/finding"
)

// TMX 1.4b (LISA/OSCAR, 26 April 2005), level 2. A translation unit pairs a
// translation with the text that it translates: of a stale message, with the
// source's former text.

const xmlSpace = "http://www.w3.org/XML/1998/namespace"

func writeTMX(out io.Writer, f *File) error {
	w := newXML()
	w.start("tmx", "version", "1.4")
	w.start("header", "creationtool", "multitude", "creationtoolversion", "1", "segtype", "block", "o-tmf", "multitude", "adminlang", "en", "srclang", f.Source, "datatype", "x-markdown")
	w.line("prop", xmlText(f.Project), nil, "type", "x-project")
	w.line("prop", f.Fingerprint, nil, "type", "x-source")
	w.line("prop", f.Target, nil, "type", "x-target")
	w.end()
	w.start("body")
	for _, m := range f.Messages {
		if m.Text == "" || m.Freshness == catalog.Stale && m.Former == "" {
			continue // nothing is a translation of it
		}
		text := m.Source
		if m.Freshness == catalog.Stale {
			text = m.Former
		}
		w.start("tu", "tuid", m.ID)
		if m.Description != "" {
			w.line("note", xmlText(m.Description), nil)
		}
		w.line("prop", metaOf(m).String(), nil, "type", "x-message")
		source, translation := pieces(text), pieces(m.Text)
		identify(source, translation)
		w.variant(f.Source, source)
		w.variant(f.Target, translation)
		w.end()
	}
	w.end()
	w.end()
	return w.to(out)
}

func (w *xmlWriter) variant(tag string, all []piece) {
	w.start("tuv", "xml:lang", tag)
	w.line("seg", "", func() {
		for _, p := range all {
			id := strconv.Itoa(p.id)
			code := func(name string, attrs ...string) {
				w.tag(name, attrs...)
				w.WriteString(">")
				w.escape(p.text)
				w.WriteString("</" + name + ">")
			}
			switch p.kind {
			case plain:
				w.escape(p.text)
			case opening:
				code("bpt", "i", id, "x", id, "type", p.role)
			case closing:
				code("ept", "i", id)
			case single:
				code("ph", "x", id, "type", p.role)
			case control:
				w.tag("ph", "type", "x-char")
				w.WriteString(">" + codePoint(p.text) + "</ph>")
			}
		}
	})
	w.end()
}

// tmx reads the first pair of languages that the units have.
func (r *xmlReader) tmx(f *File) {
	r.each(func(start xml.StartElement) bool {
		switch start.Name.Local {
		case "header":
			e := r.read(start)
			if e == nil {
				return false
			}
			f.Source = e.get("srclang")
			e.all("prop", func(p *element) {
				switch p.get("type") {
				case "x-project":
					f.Project = p.content()
				case "x-target":
					f.Target = p.content()
				case "x-source":
					f.Fingerprint = p.content()
				}
			})
			if r.target != "" {
				f.Target = r.target
			}
		case "tu":
			at := int(r.dec.InputOffset())
			if !r.room(f, at) {
				return false
			}
			e := r.read(start)
			if e == nil {
				return false
			}
			if m, ok := r.translationUnit(f, e); ok {
				f.Messages = append(f.Messages, m)
			}
		}
		return true
	})
}

func (r *xmlReader) translationUnit(f *File, e *element) (Message, bool) {
	m := Message{ID: e.get("tuid"), Settled: true, Pos: r.position(e.at)}
	source := f.Source
	if own := e.get("srclang"); own != "" {
		source = own
	}
	good, from, to := true, 0, 0
	e.all("tuv", func(v *element) {
		lang := v.getNS(xmlSpace, "lang")
		if lang == "" {
			lang = v.get("lang")
		}
		seg := v.child("seg")
		if seg == nil {
			r.say(finding.Error, r.position(v.at), m.ID, "export the file again", "a variant has no <seg>")
			good = false
			return
		}
		if strings.EqualFold(lang, source) || source == "*all*" && from == 0 {
			from++
			m.Source = segment(seg)
			return
		}
		if f.Target == "" {
			f.Target = lang
		}
		if strings.EqualFold(lang, f.Target) {
			to++
			m.Text, m.Pos = segment(seg), r.position(seg.at)
		}
	})
	if !good {
		return m, false
	}
	if from == 0 || to == 0 {
		return m, false // of other languages
	}
	e.all("prop", func(p *element) {
		if k, ok := parseMeta(p.content()); ok && p.get("type") == "x-message" {
			m.recall(k)
			if m.Settled = !k.stale; k.stale {
				m.Former, m.Source = m.Source, ""
			}
		}
	})
	return m, true
}

// segment is the text of a <seg>, codes and all.
func segment(seg *element) string {
	var b strings.Builder
	var walk func(*element)
	walk = func(e *element) {
		for _, c := range e.children {
			switch c := c.(type) {
			case string:
				b.WriteString(c)
			case *element:
				if text, ok := parseCodePoint(c.content()); ok && c.name == "ph" && c.get("type") == "x-char" {
					b.WriteString(text)
				} else {
					walk(c)
				}
			}
		}
	}
	walk(seg)
	return b.String()
}
