package pdf

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/locale"
)

// information is what the file says of itself, in the information dictionary
// and in XMP alike.
type information struct {
	title, subject, author, producer, creator string
	titleLang, subjectLang                    string
	authors                                   []string
	rights, rightsLang                        string
	language                                  string
	rtl                                       bool
}

func describeEdition(ed *edition.Edition) information {
	i := information{
		title: sayable(ed.Title), titleLang: lang(ed.Title, ed),
		subject: sayable(ed.Subtitle), subjectLang: lang(ed.Subtitle, ed),
		rights: sayable(ed.Rights), rightsLang: lang(ed.Rights, ed),
		producer: "multitude, gofpdf", creator: "multitude", language: ed.Locale.Tag,
		rtl: ed.Locale.Dir == locale.RTL,
	}
	if i.title == "" { // PDF/UA asks for a title
		i.title, i.titleLang = ed.Name, ed.Locale.Tag
	}
	for _, a := range ed.Authors {
		i.authors = append(i.authors, sayable(a))
	}
	i.author = strings.Join(i.authors, "; ")
	return i
}

// sayable is a text as both the information dictionary and XML can hold it: on
// one line, without the characters that XML has no room for.
func sayable(t edition.Text) string {
	s := strings.ToValidUTF8(doc.PlainText(t.Spans), "")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, s))
}

func lang(t edition.Text, ed *edition.Edition) string {
	if t.Locale.Tag != "" {
		return t.Locale.Tag
	}
	return ed.Locale.Tag
}

// issued is the start of the date that ISO 8601 writes as a year, a month or a
// day; the zero time where it is none.
func issued(s string) time.Time {
	for _, form := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(form, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

// xmp is the metadata stream (ISO 16684-1): the same as the information
// dictionary, and that the file claims PDF/UA-1 (ISO 14289-1 §5) and PDF/A-2a
// (ISO 19005-2 §6.6.4), the former with the description of its schema that the
// latter wants of any schema that it does not know.
func xmp(i information, date time.Time) []byte {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/">` +
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n" +
		// A description of its own, and the first: PDFBox looks for it there.
		`<rdf:Description rdf:about=""` +
		` xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"` +
		` xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"` +
		` xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">` +
		`<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">` +
		`<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>` +
		`<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>` +
		`<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>` +
		`<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">` +
		`<pdfaProperty:name>part</pdfaProperty:name>` +
		`<pdfaProperty:valueType>Integer</pdfaProperty:valueType>` +
		`<pdfaProperty:category>internal</pdfaProperty:category>` +
		`<pdfaProperty:description>the part of ISO 14289 to which the file conforms</pdfaProperty:description>` +
		"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\n" +
		`<rdf:Description rdf:about=""` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:xmp="http://ns.adobe.com/xap/1.0/"` +
		` xmlns:pdf="http://ns.adobe.com/pdf/1.3/"` +
		` xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"` +
		` xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">` + "\n" +
		"<pdfuaid:part>1</pdfuaid:part>\n<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n" +
		"<dc:format>application/pdf</dc:format>\n")
	alternatives := func(name, text, lang string) {
		if text == "" {
			return
		}
		fmt.Fprintf(&b, "<dc:%s><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li>", name, escape(text))
		fmt.Fprintf(&b, "<rdf:li xml:lang=\"%s\">%s</rdf:li></rdf:Alt></dc:%s>\n", escape(lang), escape(text), name)
	}
	alternatives("title", i.title, i.titleLang)
	alternatives("description", i.subject, i.subjectLang)
	alternatives("rights", i.rights, i.rightsLang)
	if len(i.authors) > 0 {
		b.WriteString("<dc:creator><rdf:Seq>")
		for _, a := range i.authors {
			fmt.Fprintf(&b, "<rdf:li>%s</rdf:li>", escape(a))
		}
		b.WriteString("</rdf:Seq></dc:creator>\n")
	}
	if i.language != "" {
		fmt.Fprintf(&b, "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n", escape(i.language))
	}
	fmt.Fprintf(&b, "<pdf:Producer>%s</pdf:Producer>\n<xmp:CreatorTool>%s</xmp:CreatorTool>\n", escape(i.producer), escape(i.creator))
	if !date.IsZero() {
		stamp := date.UTC().Format("2006-01-02T15:04:05+00:00")
		fmt.Fprintf(&b, "<xmp:CreateDate>%s</xmp:CreateDate>\n<xmp:ModifyDate>%[1]s</xmp:ModifyDate>\n<xmp:MetadataDate>%[1]s</xmp:MetadataDate>\n", stamp)
	}
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
	return []byte(b.String())
}

func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a strings.Builder never fails
	return b.String()
}
