package pdftest

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"time"
)

// An xmp is what the checks want to know of the metadata.
type xmp struct {
	values map[string]string // of simple properties, by prefix and name
	titles map[string]string // dc:title by language
	lists  map[string][]string
}

var namespaces = map[string]string{
	"http://purl.org/dc/elements/1.1/":      "dc",
	"http://ns.adobe.com/xap/1.0/":          "xmp",
	"http://ns.adobe.com/pdf/1.3/":          "pdf",
	"http://www.aiim.org/pdfa/ns/id/":       "pdfaid",
	"http://www.aiim.org/pdfua/ns/id/":      "pdfuaid",
	"http://www.aiim.org/pdfa/ns/schema#":   "pdfaSchema",
	"http://www.aiim.org/pdfa/ns/property#": "pdfaProperty",
}

func readXMP(data []byte) (*xmp, error) {
	x := &xmp{values: map[string]string{}, titles: map[string]string{}, lists: map[string][]string{}}
	d := xml.NewDecoder(strings.NewReader(string(data)))
	var path []string
	var lang, chars string
	for {
		t, err := d.Token()
		if t == nil {
			if len(path) > 0 {
				return nil, err
			}
			return x, nil
		}
		switch t := t.(type) {
		case xml.StartElement:
			path = append(path, namespaces[t.Name.Space]+":"+t.Name.Local)
			chars, lang = "", ""
			for _, a := range t.Attr {
				if a.Name.Local == "lang" {
					lang = a.Value
				}
			}
		case xml.CharData:
			chars += string(t)
		case xml.EndElement:
			name := path[len(path)-1]
			path = path[:len(path)-1]
			if name == ":li" && len(path) >= 2 {
				owner := path[len(path)-2]
				x.lists[owner] = append(x.lists[owner], chars)
				if owner == "dc:title" {
					x.titles[lang] = chars
				}
			} else if strings.TrimSpace(chars) != "" {
				x.values[name] = chars
				x.lists[name] = append(x.lists[name], chars)
			}
			chars = ""
		}
	}
}

// metadata checks XMP, and that the information dictionary says the same.
func (c *checker) metadata() {
	s, ok := c.file.Get(c.file.Catalog()["Metadata"]).(*Stream)
	if !ok || s.Dict["Type"] != Name("Metadata") || s.Dict["Subtype"] != Name("XML") {
		c.say("06-001", "there is no XMP metadata")
		return
	}
	if s.Dict["Filter"] != nil {
		c.say("pdfa", "the metadata is compressed")
	}
	x, err := readXMP(s.Data)
	if err != nil {
		c.say("06-001", "the XMP metadata is not well-formed: %v", err)
		return
	}
	if x.values["pdfuaid:part"] != "1" {
		c.say("06-002", "the metadata does not claim PDF/UA-1")
	}
	if strings.TrimSpace(x.titles["x-default"]) == "" {
		c.say("06-003", "the metadata has no title")
	}
	if x.values["pdfaid:part"] != "2" || x.values["pdfaid:conformance"] != "A" {
		c.say("pdfa", "the metadata does not claim PDF/A-2a")
	}
	if !slices.Contains(x.lists["pdfaSchema:namespaceURI"], "http://www.aiim.org/pdfua/ns/id/") || !slices.Contains(x.lists["pdfaProperty:name"], "part") {
		c.say("pdfa", "the metadata does not describe the schema pdfuaid")
	}
	info := c.file.Dict(c.file.Trailer["Info"])
	compare := func(key, want string) {
		if got, _ := Text(info[key]); got != want {
			c.say("info", "the information dictionary has the %s %q, and XMP %q", key, got, want)
		}
	}
	compare("Title", x.titles["x-default"])
	compare("Author", strings.Join(x.lists["dc:creator"], "; "))
	compare("Producer", x.values["pdf:Producer"])
	compare("Creator", x.values["xmp:CreatorTool"])
	for key, name := range map[string]string{"CreationDate": "xmp:CreateDate", "ModDate": "xmp:ModifyDate"} {
		raw, _ := Text(info[key])
		if raw == "" && x.values[name] == "" {
			continue
		}
		a, err1 := time.Parse("D:20060102150405-0700", strings.ReplaceAll(raw, "'", ""))
		b, err2 := time.Parse(time.RFC3339, x.values[name])
		if err1 != nil || err2 != nil || !a.Equal(b) {
			c.say("info", "the information dictionary has the %s %q, and XMP %q", key, raw, x.values[name])
		}
	}
}

// archive checks what PDF/A-2 (ISO 19005-2) asks for beside.
func (c *checker) archive() {
	cat := c.file.Catalog()
	if c.file.Trailer["Encrypt"] != nil {
		c.say("pdfa", "the file is encrypted")
	}
	id := c.file.Array(c.file.Trailer["ID"])
	if len(id) != 2 || !regexp.MustCompile(`(?s)^.{16}$`).MatchString(stringOf(id[0])) && len(stringOf(id[0])) != 16 {
		c.say("pdfa", "the file has no ID")
	}
	for _, key := range []string{"OpenAction", "AA", "Names", "OCProperties", "AcroForm", "Perms", "Requirements"} {
		if cat[key] != nil {
			c.say("pdfa", "the catalog has %s", key)
		}
	}
	intents := c.file.Array(cat["OutputIntents"])
	if len(intents) != 1 {
		c.say("pdfa", "there are %d output intents", len(intents))
	}
	for _, v := range intents {
		d := c.file.Dict(v)
		p, ok := c.file.Get(d["DestOutputProfile"]).(*Stream)
		switch {
		case d["S"] != Name("GTS_PDFA1") || d["OutputConditionIdentifier"] == nil:
			c.say("pdfa", "the output intent is none of PDF/A")
		case !ok || p.Dict["N"] != 3.0 || len(p.Data) < 128 || string(p.Data[16:20]) != "RGB " || string(p.Data[36:40]) != "acsp":
			c.say("pdfa", "the output intent has no RGB profile")
		}
	}
	for n, o := range c.file.Objects {
		s, ok := o.(*Stream)
		if !ok {
			continue
		}
		if s.Dict["Filter"] == Name("LZWDecode") {
			c.say("pdfa", "the stream %d is compressed with LZW", n)
		}
		if s.Dict["Subtype"] == Name("Image") {
			space := c.file.Get(s.Dict["ColorSpace"])
			if a, ok := space.(Array); ok && len(a) > 1 {
				space = a[1]
			}
			if space != Name("DeviceRGB") && space != Name("DeviceGray") {
				c.say("pdfa", "the picture %d is in %v", n, space)
			}
			if s.Dict["Interpolate"] == true {
				c.say("pdfa", "the picture %d is interpolated", n)
			}
		}
	}
	for _, page := range c.pages {
		if c.file.Dict(page)["AA"] != nil {
			c.say("pdfa", "page %d has actions", page)
		}
	}
}

func stringOf(v any) string {
	s, _ := v.(String)
	return string(s)
}
