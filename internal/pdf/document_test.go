package pdf_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/locale"
	"multitude/internal/pdf"
	"multitude/internal/typeset"
)

// The samples: a left-to-right alphabet, right-to-left with several fonts in a
// line, reordered and stacked clusters, no spaces, no alphabet.
var (
	english = sample{tag: "en", script: "Latn", justify: true,
		regular: "noto-sans/400Regular/NotoSans_400Regular.ttf", bold: "noto-sans/700Bold/NotoSans_700Bold.ttf",
		text: []string{"Vision & Values (2019)", "We are all “beginners”: fluent, efficient, first.", "Freedom to move", "Freedom to stay", "See the appendix", "A note on words.", "Year", "1948"}}
	arabic = sample{tag: "ar", script: "Arab", rtl: true, justify: true,
		regular: "noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf", bold: "noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf",
		latin: "noto-sans/400Regular/NotoSans_400Regular.ttf",
		text:  []string{"الرؤية والقيم (2019)", "نحن جميعاً “مبتدئون” – لا أكثر: بَرَّاً وَبَحْراً، في عام ١٩٤٨ وفي عام 2019؛ Łódź والسلام 12.5% معاً", "حرية التنقل", "حرية البقاء", "انظر الملحق", "ملاحظة على الكلمات.", "السنة", "1948"}}
	khmer = sample{tag: "km", script: "Khmr",
		regular: "noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf", bold: "noto-sans-khmer/700Bold/NotoSansKhmer_700Bold.ttf",
		latin: "noto-sans/400Regular/NotoSans_400Regular.ttf",
		text:  []string{"ចក្ខុវិស័យ និងតម្លៃ", "មនុស្ស\u200bទាំងអស់\u200bកើត\u200bមក\u200bមាន\u200bសេរីភាព ស្ត្រី ខ្ញុំ ធ្វើ ព្រៃ ស៊ើ", "សេរីភាពក្នុងការធ្វើដំណើរ", "សេរីភាពក្នុងការស្នាក់នៅ", "សូមមើលឧបសម្ព័ន្ធ", "កំណត់សម្គាល់", "ឆ្នាំ", "១៩៤៨"}}
	hindi = sample{tag: "hi", script: "Deva", justify: true,
		regular: "noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf", bold: "noto-sans-devanagari/700Bold/NotoSansDevanagari_700Bold.ttf",
		latin: "noto-sans/400Regular/NotoSans_400Regular.ttf",
		text:  []string{"दृष्टि और मूल्य", "कुछ लोग हिन्दी में शक्ति, स्त्री, क्\u200dष और प्रार्थना लिखते हैं।", "आने-जाने की स्वतंत्रता", "रहने की स्वतंत्रता", "परिशिष्ट देखें", "शब्दों पर टिप्पणी।", "वर्ष", "१९४८"}}
	chinese = sample{tag: "zh-Hans", script: "Hani",
		regular: "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf", bold: "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
		text: []string{"愿景与价值观", "我们都是“初学者”，人人生而自由，在尊严和权利上一律平等。", "迁徙自由", "留下的自由", "参见附录", "关于用词的说明。", "年份", "1948"}}
	samples = []sample{english, arabic, khmer, hindi, chinese}
)

// document sets everything that a layout may hold.
func document(t testing.TB, x sample) *typeset.Layout {
	s := newSetter(t, x)
	root := s.layout.Root
	mark := func(anchor string) {
		s.layout.Anchors[anchor] = typeset.Place{Page: len(s.layout.Pages) - 1, Y: s.y}
	}
	bookmark := func(title string, level int) {
		s.layout.Outline = append(s.layout.Outline, typeset.Bookmark{Title: title, Level: level, Place: typeset.Place{Page: len(s.layout.Pages) - 1, Y: s.y}})
	}
	s.page.Label = ""
	bookmark(x.text[0], 1)
	s.block(root, "H1", 22, true, x.text[0])

	// Contents: a Reference that leads to an anchor.
	toci := root.Add("TOC").Add("TOCI")
	ref := toci.Add("Reference")
	s.paragraph(11, part{text: x.text[2] + " ", content: ref.Content(), link: &typeset.LinkArea{Element: ref, Anchor: "free", Text: x.text[2]}},
		part{text: "2", content: ref.Content(), link: &typeset.LinkArea{Element: ref, Anchor: "free", Text: x.text[2]}})

	// A paragraph with bold, a link and the mark of a note.
	p := root.Add("P")
	strong, link, noteRef := p.Content(), p.Add("Link"), (*typeset.Element)(nil)
	rest := p.Content()
	noteRef = p.Add("Reference")
	s.paragraph(11,
		part{text: x.text[1] + " ", bold: true, content: strong},
		part{text: x.text[4], content: link.Content(), link: &typeset.LinkArea{Element: link, URI: "https://example.org/ä?b=(c)", Text: x.text[4]}},
		part{text: " " + x.text[1] + " " + x.text[1] + " " + x.text[1] + " " + x.text[1], content: rest},
		part{text: "1", rise: 4, content: noteRef.Content(), link: &typeset.LinkArea{Element: noteRef, Anchor: "note", Text: "1"}})

	// A list in a list.
	list := root.Add("L")
	list.Ordered = "Decimal"
	for i, text := range x.text[2:4] {
		li := list.Add("LI")
		s.block(li, "Lbl", 11, false, string(rune('1'+i))+".")
		body := li.Add("LBody")
		s.block(body, "P", 11, false, text)
		if i == 0 {
			inner := body.Add("L")
			inner.Ordered = "Disc"
			li := inner.Add("LI")
			s.block(li, "Lbl", 11, false, "•")
			s.block(li.Add("LBody"), "P", 11, false, x.text[4])
		}
	}

	// A picture.
	figure := root.Add("Figure")
	figure.Alt = x.text[4]
	s.page.Images = append(s.page.Images, typeset.Picture{X: margin, Y: s.y, Width: 60, Height: 40, Data: picture(t, 3, color.NRGBA{200, 0, 0, 128}), Content: figure.Content()})
	s.y += 48
	s.page.Images = append(s.page.Images, typeset.Picture{X: 400, Y: 20, Width: 30, Height: 20, Data: picture(t, 3, color.NRGBA{0, 0, 200, 255})}) // an ornament

	// A paragraph in the source's language, and one over the end of the page.
	if x.tag != "en" {
		e := root.Add("P")
		e.Lang = "en"
		s2 := *s
		s2.s = english
		s2.paragraph(11, part{text: english.text[1], content: e.Content()})
		s.y = s2.y
	}
	s.y = pageHeight - margin - 40
	long := x.text[1]
	for range 3 {
		long += " " + x.text[1]
	}
	s.block(root, "P", 14, false, long)
	for len(s.layout.Pages) < 2 {
		s.newPage()
	}
	mark("free")
	bookmark(x.text[2]+" 𞤀", 2) // outside the BMP
	s.block(root, "H2", 16, true, x.text[2])

	table := root.Add("Table")
	for i := range 2 {
		row := table.Add("TR")
		for j := range 2 {
			role := typeset.Role("TD")
			if i == 0 {
				role = "TH"
			}
			cell := s.block(row, role, 11, i == 0, x.text[6+j])
			if i == 0 {
				cell.Scope = "Column"
			}
		}
	}
	bookmark(x.text[3], 1)
	mark("note")
	note := root.Add("Note")
	note.ID = "note-1"
	s.block(note, "Lbl", 8, false, "1")
	s.block(note, "P", 8, false, x.text[5])
	return s.layout
}

// picture is a PNG with alpha.
func picture(t testing.TB, size int, c color.NRGBA) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for i := range size {
		img.Set(i, i, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// an is the edition of a sample.
func an(x sample) *edition.Edition {
	l := locale.Locale{Tag: x.tag}
	if x.rtl {
		l.Dir = locale.RTL
	}
	if x.text == nil {
		x.text = english.text
	}
	text := func(s string) edition.Text { return edition.Text{Spans: []doc.Span{{Text: s}}, Locale: l} }
	return &edition.Edition{Name: "sample", Locale: l, Issued: "2019-07",
		Title: text(x.text[0] + " 𞤀 & <b>"), Subtitle: text(x.text[1]), Rights: text("© " + x.text[5]),
		Authors: []edition.Text{text(x.text[2]), text(x.text[3])}}
}

// write is the sample's document as a PDF.
func write(t testing.TB, x sample, opts ...pdf.Option) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Write(&b, an(x), document(t, x), opts...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
