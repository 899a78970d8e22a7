package pdfua

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// The namespaces that the conditions ask for.
const (
	nsUA        = "http://www.aiim.org/pdfua/ns/id/"
	nsA         = "http://www.aiim.org/pdfa/ns/id/"
	nsDC        = "http://purl.org/dc/elements/1.1/"
	nsXMP       = "http://ns.adobe.com/xap/1.0/"
	nsPDF       = "http://ns.adobe.com/pdf/1.3/"
	nsRDF       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsExtension = "http://www.aiim.org/pdfa/ns/extension/"
	nsSchema    = "http://www.aiim.org/pdfa/ns/schema#"
	nsProperty  = "http://www.aiim.org/pdfa/ns/property#"
	nsXML       = "http://www.w3.org/XML/1998/namespace"
)

// An xmpNode is an element of the metadata; attributes of a Description that
// are properties count as elements.
type xmpNode struct {
	space, local string
	lang         string
	text         string
	kids         []*xmpNode
}

// An xmp is metadata that has been read.
type xmp struct {
	root     *xmpNode
	packet   string // what the opening processing instruction says
	defaults bool   // a text is in no language: x-default
}

func readXMP(data []byte) (*xmp, error) {
	x := &xmp{root: &xmpNode{}}
	stack := []*xmpNode{x.root}
	d := xml.NewDecoder(strings.NewReader(string(data)))
	for {
		t, err := d.Token()
		if err == io.EOF && len(stack) == 1 {
			if len(x.root.kids) == 0 {
				return nil, errors.New("it is empty")
			}
			return x, nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.ProcInst:
			if t.Target == "xpacket" && x.packet == "" {
				x.packet = string(t.Inst)
			}
		case xml.StartElement:
			n := &xmpNode{space: t.Name.Space, local: t.Name.Local}
			for _, a := range t.Attr {
				switch {
				case a.Name.Local == "lang" && (a.Name.Space == nsXML || a.Name.Space == "xml"):
					n.lang = a.Value
					x.defaults = x.defaults || a.Value == "x-default"
				case t.Name.Space == nsRDF && t.Name.Local == "Description" && a.Name.Space != "xmlns" && a.Name.Space != nsRDF && a.Name.Space != "":
					n.kids = append(n.kids, &xmpNode{space: a.Name.Space, local: a.Name.Local, text: a.Value})
				}
			}
			top.kids = append(top.kids, n)
			stack = append(stack, n)
		case xml.CharData:
			top.text += string(t)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

// all are the elements of that name below n, in the order of the file.
func (n *xmpNode) all(space, local string) []*xmpNode {
	var found []*xmpNode
	for _, k := range n.kids {
		if k.space == space && k.local == local {
			found = append(found, k)
		}
		found = append(found, k.all(space, local)...)
	}
	return found
}

// texts are the values of a property: its items, or its one.
func (x *xmp) texts(space, local string) []string {
	var out []string
	for _, n := range x.root.all(space, local) {
		if items := n.all(nsRDF, "li"); len(items) > 0 {
			for _, li := range items {
				out = append(out, li.text)
			}
		} else if strings.TrimSpace(n.text) != "" {
			out = append(out, n.text)
		}
	}
	return out
}

func (x *xmp) value(space, local string) string {
	if t := x.texts(space, local); len(t) > 0 {
		return strings.TrimSpace(t[0])
	}
	return ""
}

// properties are the names of all properties of the file itself.
func (x *xmp) properties() []*xmpNode {
	var out []*xmpNode
	for _, d := range x.root.all(nsRDF, "Description") {
		out = append(out, d.kids...)
	}
	return out
}
