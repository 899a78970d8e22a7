package exchange

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxDepth bounds how deep elements may lie in one another.
const maxDepth = 64

// An element is a part of an XML file, read whole: a message's.
type element struct {
	name     string // without its name space
	space    string // its name space
	attr     []xml.Attr
	children []any // *element or string
	at       int   // offset of its first child in the file
}

// get is an attribute without a name space, or "".
func (e *element) get(name string) string { return e.getNS("", name) }

func (e *element) getNS(space, name string) string {
	for _, a := range e.attr {
		if a.Name.Local == name && a.Name.Space == space {
			return a.Value
		}
	}
	return ""
}

// child is the first child element of a name; nil where there is none.
func (e *element) child(name string) *element {
	if e == nil {
		return nil
	}
	for _, c := range e.children {
		if c, ok := c.(*element); ok && c.name == name {
			return c
		}
	}
	return nil
}

// all calls f for the child elements of a name.
func (e *element) all(name string, f func(*element)) {
	if e == nil {
		return
	}
	for _, c := range e.children {
		if c, ok := c.(*element); ok && c.name == name {
			f(c)
		}
	}
}

// content is the text in e and below.
func (e *element) content() string {
	if e == nil {
		return ""
	}
	var b strings.Builder
	var walk func(*element)
	walk = func(e *element) {
		for _, c := range e.children {
			switch c := c.(type) {
			case string:
				b.WriteString(c)
			case *element:
				walk(c)
			}
		}
	}
	walk(e)
	return b.String()
}

// An xmlReader reads tokens under guard: no document type, no entities but
// XML's five, no encoding but UTF-8, no great depth. It opens nothing.
type xmlReader struct {
	*input
	dec   *xml.Decoder
	depth int
	ended bool // something was wrong, and was said
}

func (in *input) xml() *xmlReader {
	r := &xmlReader{input: in, dec: xml.NewDecoder(bytes.NewReader(in.data))}
	r.dec.CharsetReader = func(charset string, data io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "us-ascii") {
			return data, nil
		}
		return nil, fmt.Errorf("the file says that its encoding is %q, and only UTF-8 is read", charset)
	}
	return r
}

// next is the next start, end or text; nil at the end of the file, and where
// something is wrong.
func (r *xmlReader) next() xml.Token {
	for !r.ended {
		at := int(r.dec.InputOffset())
		token, err := r.dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			r.ended = true
			message := err.Error()
			var syntax *xml.SyntaxError
			if errors.As(err, &syntax) {
				message = syntax.Msg
			}
			cure := "export the file again, or mend it in an editor"
			switch {
			case strings.HasPrefix(message, "unexpected EOF"):
				message, cure = "the file ends in the middle", "it was not copied whole: get it again"
			case strings.HasPrefix(message, "invalid character entity"):
				cure = "write the character itself: entities are not read, but for &lt; &gt; &amp; &quot; &apos;"
			}
			r.fail(int(r.dec.InputOffset()), cure, "the XML is broken: %s", message)
			return nil
		}
		switch t := token.(type) {
		case xml.Directive:
			r.ended = true
			what := "the file has a <!…> declaration"
			if bytes.HasPrefix(bytes.ToUpper(bytes.TrimSpace(t)), []byte("DOCTYPE")) {
				what = "the file has a document type (<!DOCTYPE …>), which can name other files and is not read"
			}
			r.fail(at, "take it out, from <! to the > that closes it", "%s", what)
			return nil
		case xml.StartElement:
			if r.depth++; r.depth > maxDepth {
				r.ended = true
				r.fail(at, "export the file again", "elements lie more than %d deep in one another", maxDepth)
				return nil
			}
			return t
		case xml.EndElement:
			r.depth--
			return t
		case xml.CharData:
			return t
		}
	}
	return nil
}

// read is the element that start begins, with all that is in it; nil where it
// is broken.
func (r *xmlReader) read(start xml.StartElement) *element {
	e := &element{name: start.Name.Local, space: start.Name.Space, attr: start.Copy().Attr, at: int(r.dec.InputOffset())}
	for {
		switch t := r.next().(type) {
		case xml.StartElement:
			child := r.read(t)
			if child == nil {
				return nil
			}
			e.children = append(e.children, child)
		case xml.EndElement:
			return e
		case xml.CharData:
			if n := len(e.children); n > 0 {
				if s, ok := e.children[n-1].(string); ok {
					e.children[n-1] = s + string(t)
					continue
				}
			}
			e.children = append(e.children, string(t))
		default:
			return nil
		}
	}
}

// readXML reads XLIFF or TMX, whichever the root says.
func (in *input) readXML() *File {
	r := in.xml()
	for {
		t := r.next()
		if t == nil {
			if !r.ended {
				in.fail(0, "name a PO, XLIFF, CSV or TMX file", "the file is no XML")
			}
			return nil
		}
		root, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		e := &element{attr: root.Copy().Attr}
		version := e.get("version")
		f := &File{}
		switch {
		case root.Name.Local == "xliff" && strings.HasPrefix(version, "1."):
			r.xliff12(f)
		case root.Name.Local == "xliff" && strings.HasPrefix(version, "2."):
			r.xliff2(f, e)
		case root.Name.Local == "xliff":
			in.fail(0, "save it as XLIFF 1.2 or 2.1", "there is no reader for XLIFF %q", version)
		case root.Name.Local == "tmx":
			r.tmx(f)
		default:
			in.fail(0, "name an XLIFF or TMX file", "the file begins with <%s>, which is neither XLIFF nor TMX", root.Name.Local)
		}
		if r.ended || len(in.found) > 0 && f.Messages == nil {
			return nil
		}
		return f
	}
}

// each calls on for each start until the file's end. on reads the element
// whole where it takes it, and says whether it goes on.
func (r *xmlReader) each(on func(xml.StartElement) bool) {
	for {
		t := r.next()
		if t == nil {
			return
		}
		if start, ok := t.(xml.StartElement); ok && !on(start) {
			r.ended = true
			return
		}
	}
}
