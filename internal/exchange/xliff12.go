package exchange

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/finding"
)

// XLIFF 1.2 (OASIS Standard, 1 February 2008).

// writeXLIFF12 writes a trans-unit for each message.
func writeXLIFF12(out io.Writer, f *File) error {
	w := newXML()
	w.start("xliff", "version", "1.2", "xmlns", "urn:oasis:names:tc:xliff:document:1.2", "xmlns:m", namespace)
	w.start("file", "original", f.SourcePath, "source-language", f.Source, "target-language", f.Target, "datatype", "x-markdown",
		"product-name", xmlText(f.Project), "m:project", xmlText(f.Project), "m:source", f.Fingerprint)
	w.start("header")
	w.empty("tool", "tool-id", "multitude", "tool-name", "multitude")
	w.end()
	w.start("body")
	for _, m := range f.Messages {
		state, qualifier := state12(m)
		approved := ""
		if m.Text != "" {
			approved = map[bool]string{true: "yes", false: "no"}[state == "final"]
		}
		w.start("trans-unit", "id", m.ID, "resname", m.ID, "xml:space", "preserve", "approved", approved, "m:message", metaOf(m).String())
		source := pieces(m.Source)
		w.line("source", "", func() { w.inline12(source) })
		if m.Text != "" {
			w.line("target", "", func() { w.translated12(source, m.Text) }, "state", state, "state-qualifier", qualifier)
		}
		w.start("context-group", "purpose", "location")
		w.line("context", m.Where.File, nil, "context-type", "sourcefile")
		if m.Where.Line > 0 {
			w.line("context", strconv.Itoa(m.Where.Line), nil, "context-type", "linenumber")
		}
		w.end()
		w.notes12(m)
		if m.Former != "" {
			former := pieces(m.Former)
			w.start("alt-trans", "alttranstype", "previous-version")
			w.line("source", "", func() { w.inline12(former) })
			w.line("target", "", func() { w.translated12(former, m.Text) })
			w.end()
		}
		w.end()
	}
	w.end()
	w.end()
	w.end()
	return w.to(out)
}

func (w *xmlWriter) translated12(source []piece, text string) {
	all := pieces(text)
	identify(source, all)
	w.inline12(all)
}

func (w *xmlWriter) notes12(m Message) {
	if len(m.Path) > 0 {
		w.line("note", xmlText(breadcrumb(m.Path)), nil, "from", "multitude", "annotates", "source")
	}
	if m.Description != "" {
		w.line("note", xmlText(m.Description), nil, "from", "developer", "annotates", "source")
	}
	if m.Note != "" {
		w.line("note", xmlText(m.Note), nil, "from", "reviewer", "annotates", "target")
	}
}

// state12 is the state and the state-qualifier of a message's target.
func state12(m Message) (state, qualifier string) {
	switch {
	case m.Text == "":
		return "", ""
	case m.Freshness == catalog.Stale:
		return "needs-review-translation", "fuzzy-match"
	case m.Guessed:
		return "needs-review-translation", "leveraged-tm"
	case m.State == catalog.Machine:
		return "needs-review-translation", "leveraged-mt"
	}
	return [...]string{"", "translated", "signed-off", "final"}[m.State], ""
}

// inline12 writes pieces: pairs as <g>, single codes as <x/>.
func (w *xmlWriter) inline12(all []piece) {
	for _, p := range all {
		id := strconv.Itoa(p.id)
		switch p.kind {
		case plain:
			w.escape(p.text)
		case opening:
			w.tag("g", "id", id, "ctype", map[string]string{"bold": "bold", "italic": "italic", "link": "link", "image": "x-image"}[p.role],
				"equiv-text", p.text, "m:open", p.text, "m:close", all[p.pair].text)
			w.WriteString(">")
		case closing:
			w.WriteString("</g>")
		case single:
			w.tag("x", "id", id, "ctype", map[string]string{"link": "x-link", "code": "x-code", "note": "x-note", "break": "lb"}[p.role], "equiv-text", p.text)
			w.WriteString("/>")
		case control:
			w.tag("x", "id", "c"+codePoint(p.text), "ctype", "x-char", "equiv-text", codePoint(p.text))
			w.WriteString("/>")
		}
	}
}

// xliff12 reads all files of an XLIFF 1.2 document as one.
func (r *xmlReader) xliff12(f *File) {
	first := true
	names := map[string]string{} // of the file's phases: who
	r.each(func(start xml.StartElement) bool {
		switch start.Name.Local {
		case "file":
			e := &element{attr: start.Attr}
			if !first && e.get("target-language") != f.Target {
				r.fail(int(r.dec.InputOffset()), "import each language from a file of its own", "the file has two languages, %q and %q", f.Target, e.get("target-language"))
				return false
			}
			first = false
			names = map[string]string{}
			f.Source, f.Target, f.SourcePath = e.get("source-language"), e.get("target-language"), e.get("original")
			f.Project, f.Fingerprint = e.getNS(namespace, "project"), e.getNS(namespace, "source")
		case "phase":
			if e := (&element{attr: start.Attr}); len(names) < 1000 {
				names[e.get("phase-name")] = e.get("contact-name")
			}
		case "trans-unit":
			at := int(r.dec.InputOffset())
			if !r.room(f, at) {
				return false
			}
			e := r.read(start)
			if e == nil {
				return false
			}
			if e.get("restype") == "x-gettext-domain-header" { // po2xliff's
				po := &poReader{input: r.input, file: f}
				po.headers(e.child("target").content(), at)
				return true
			}
			if m, ok := r.transUnit(e, names); ok {
				f.Messages = append(f.Messages, m)
			}
		}
		return true
	})
}

func (r *xmlReader) transUnit(e *element, names map[string]string) (Message, bool) {
	source, target := e.child("source"), e.child("target")
	m := Message{ID: e.get("resname")}
	if m.ID == "" {
		m.ID = e.get("id")
	}
	at := e.at
	if target != nil {
		at = target.at
	}
	m.Pos = r.position(at)
	if source == nil {
		r.say(finding.Error, m.Pos, m.ID, "export the file again", "the message has no <source>")
		return m, false
	}
	codes := map[string]*element{}
	collect(source, codes)
	var ok bool
	if m.Source, ok = r.inline12(source, codes, m.ID); !ok {
		return m, false
	}
	if m.Text, ok = r.inline12(target, codes, m.ID); !ok {
		return m, false
	}
	e.all("alt-trans", func(alt *element) {
		if former := alt.child("source"); alt.get("alttranstype") == "previous-version" && former != nil && ok {
			own := map[string]*element{}
			collect(former, own)
			m.Former, ok = r.inline12(former, own, m.ID)
		}
	})
	if !ok {
		return m, false
	}
	k, known := parseMeta(e.getNS(namespace, "message"))
	if !known { // po2xliff keeps a translator's comments
		e.all("context-group", func(g *element) {
			g.all("context", func(c *element) {
				if _, text, ok := strings.Cut(c.content(), poMeta); ok && !known && c.get("context-type") == "x-po-trancomment" {
					text, _, _ = strings.Cut(text, "\n")
					k, known = parseMeta(text)
				}
			})
		})
	}
	if known {
		m.recall(k)
	}
	state, qualifier := "", ""
	if target != nil {
		state, qualifier = target.get("state"), target.get("state-qualifier")
		m.By = names[target.get("phase-name")]
	}
	m.Settled = !slices.Contains([]string{"new", "needs-translation", "needs-adaptation", "needs-l10n", "needs-review-translation", "needs-review-adaptation", "needs-review-l10n"}, state)
	claimed := catalog.Machine
	switch {
	case state == "final" || state == "" && e.get("approved") == "yes":
		claimed = catalog.Approved
	case state == "signed-off":
		claimed = catalog.Reviewed
	case state == "translated":
		claimed = catalog.Translated
	}
	was, wasQualifier := "", ""
	if known {
		was, wasQualifier = state12(k.exported())
	}
	unmoved := known && (state == "" || state == was && (qualifier == wasQualifier || qualifier == ""))
	if unmoved { // a tool that drops the mark has not confirmed anything
		m.Settled = m.Settled && !k.stale
	}
	m.claims(claimed, unmoved)
	return m, true
}

// claims takes over what a file says of a message's state. Where the mark is
// the one that was exported (unmoved), the file claims nothing new, and a text
// that was edited all the same counts as settled: not every tool renews marks.
func (m *Message) claims(state catalog.State, unmoved bool) {
	switch {
	case unmoved && m.touched():
		m.Settled = true
	case !unmoved && m.Settled:
		m.State, m.Claim = state, state > catalog.Machine
	}
}

// collect finds the codes of a source by their numbers.
func collect(e *element, codes map[string]*element) {
	for _, c := range e.children {
		if c, ok := c.(*element); ok {
			if id := c.get("id"); id != "" && codes[id] == nil {
				codes[id] = c
			}
			collect(c, codes)
		}
	}
}

// inline12 is the text of a source or target, codes resolved: by what they say
// themselves, else as the code of that number in the source says.
func (r *xmlReader) inline12(e *element, codes map[string]*element, id string) (string, bool) {
	if e == nil {
		return "", true
	}
	var b strings.Builder
	ok := true
	lost := func(c *element) {
		if ok {
			r.say(finding.Error, r.position(c.at), id, "take the code out, or copy it from the source", "<%s id=%q> stands for a code that the source does not have", c.name, c.get("id"))
		}
		ok = false
	}
	var walk func(*element)
	walk = func(e *element) {
		for _, child := range e.children {
			c, isElement := child.(*element)
			if !isElement {
				b.WriteString(child.(string))
				continue
			}
			twin := codes[c.get("id")]
			switch c.name {
			case "g":
				open, end := c.getNS(namespace, "open"), c.getNS(namespace, "close")
				if open == "" && twin != nil && twin.name == "g" {
					open, end = twin.getNS(namespace, "open"), twin.getNS(namespace, "close")
				}
				if open == "" { // a code of somebody else's file
					if open = c.get("equiv-text"); open == "" || c.get("ctype") == "link" {
						lost(c)
						continue
					}
					end = open
				}
				b.WriteString(open)
				walk(c)
				b.WriteString(end)
			case "x", "bx", "ex":
				text := c.get("equiv-text")
				ctype := c.get("ctype")
				if text == "" && twin != nil && twin.name == c.name {
					text, ctype = twin.get("equiv-text"), twin.get("ctype")
				}
				if ctype == "x-char" {
					text, _ = parseCodePoint(text)
				}
				if text == "" {
					lost(c)
					continue
				}
				b.WriteString(text)
			case "bpt", "ept", "ph", "it": // they carry the code as their content
				b.WriteString(c.content())
			default: // mrk, sub: what a tool has put around words
				walk(c)
			}
		}
	}
	walk(e)
	return b.String(), ok
}

// breadcrumb is the way to a unit through the headings.
func breadcrumb(path []string) string { return strings.Join(path, " › ") }

// xmlText is a note as XML can hold it; notes need not come back.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return ' '
		}
		return r
	}, s)
}
