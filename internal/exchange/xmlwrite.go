package exchange

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// namespace is that of our own attributes in XLIFF 1.2.
const namespace = "urn:multitude:exchange:1"

// An xmlWriter writes elements, each on a line of its own, in the order of the
// calls.
type xmlWriter struct {
	bytes.Buffer
	open []string
}

func newXML() *xmlWriter {
	w := &xmlWriter{}
	w.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	return w
}

func (w *xmlWriter) indent() { w.WriteString(strings.Repeat("  ", len(w.open))) }

// start opens an element. Attributes come as name, value, name, value; those
// without a value are left out.
func (w *xmlWriter) start(name string, attrs ...string) {
	w.indent()
	w.tag(name, attrs...)
	w.WriteString(">\n")
	w.open = append(w.open, name)
}

func (w *xmlWriter) end() {
	n := len(w.open) - 1
	name := w.open[n]
	w.open = w.open[:n]
	w.indent()
	fmt.Fprintf(w, "</%s>\n", name)
}

// tag writes "<name a="b"".
func (w *xmlWriter) tag(name string, attrs ...string) {
	w.WriteString("<" + name)
	for i := 0; i < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			w.WriteString(" " + attrs[i] + `="`)
			w.escape(attrs[i+1])
			w.WriteString(`"`)
		}
	}
}

// empty writes an element without content.
func (w *xmlWriter) empty(name string, attrs ...string) {
	w.indent()
	w.tag(name, attrs...)
	w.WriteString("/>\n")
}

// line writes an element with a text, or with what inline writes.
func (w *xmlWriter) line(name, text string, inline func(), attrs ...string) {
	w.indent()
	w.tag(name, attrs...)
	w.WriteString(">")
	if inline != nil {
		inline()
	} else {
		w.escape(text)
	}
	fmt.Fprintf(w, "</%s>\n", name)
}

// escape writes text. What XML cannot hold becomes U+FFFD: callers whose text
// must come back cut it out before.
func (w *xmlWriter) escape(text string) {
	xml.EscapeText(w, []byte(text))
}

func (w *xmlWriter) to(out io.Writer) error {
	_, err := out.Write(w.Bytes())
	return err
}

// codePoint is how a character that XML cannot hold is written as a code.
func codePoint(s string) string { return fmt.Sprintf("U+%04X", []rune(s)[0]) }

func parseCodePoint(s string) (string, bool) {
	var r rune
	if _, err := fmt.Sscanf(s, "U+%X", &r); err != nil || !isControl(r) || r == 0 {
		return "", false
	}
	return string(r), true
}
