package typeset

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"multitude/internal/doc"
	"multitude/internal/edition"
)

// artifacts is the text of the artifacts of a type on a page.
func artifacts(p *Page, a Artifact) string {
	var b strings.Builder
	for i := range p.Runs {
		if r := &p.Runs[i]; r.Artifact == a {
			b.WriteString(textOf(r) + " ")
		}
	}
	return squeeze(b.String())
}

func TestTheDraftNoticeIsAtTheFootOfEveryPage(t *testing.T) {
	ed := translation(t, "en", "ar", read(t, "../../source/statement.md"), func(s string) string {
		if strings.Contains(s, "[^") || strings.Contains(s, "](") {
			return ""
		}
		return "نص عربي."
	})
	if len(ed.Running.Spans) == 0 {
		t.Fatal("the edition is no draft")
	}
	l, _ := layoutOf(t, ed, Options{})
	for i, p := range l.Pages {
		if foot := artifacts(p, Footer); !strings.Contains(foot, plain(ed.Running)) {
			t.Errorf("the foot of page %d says %q", i+1, foot)
		}
	}
	compareTexts(t, withoutContents(ed, blocksOf(l)), expected(ed))
}

// A title page holds all that belongs there, in every style, whatever stands
// above the title; where it cannot, that is a finding.
func TestTheTitlePageIsOnePage(t *testing.T) {
	for _, logo := range []*edition.Image{nil, {File: "logo.png", Width: 300, Height: 100}} {
		for _, title := range []string{"T", "Immigrant Movement Visioning Process", strings.Repeat("many more words ", 12)} {
			ed := translation(t, "en", "hi", "---\ntitle: "+title+"\nsubtitle: Vision & Values Statement\ndate: November 2019\n---\n\n## Heading\n\ntext\n", strings.ToUpper)
			ed.Logo = logo
			for name, style := range map[string]Style{"standard": Standard, "large print": LargePrint, "booklet": Booklet} {
				paper := Letter
				if style.Facing {
					paper = Letter.Half()
				}
				l, found := layoutOf(t, ed, Options{Style: style, Paper: paper})
				first := ""
				for _, r := range l.Pages[0].Runs {
					if r.Artifact == NoArtifact {
						first += textOf(&r)
					}
				}
				holds := strings.Contains(squeeze(first), squeeze(plain(ed.Draft)))
				if holds == (len(found) > 0) || !holds && len(title) < 40 {
					t.Errorf("%s, with a logo: %v, %.10q: the notice is on the first page: %v; %v", name, logo != nil, title, holds, found)
				}
			}
		}
	}
}

// The notice stands on the paper, whatever the script and however large the
// letters: above what no printer prints on, and below the text.
func TestTheFootOfThePageHasRoom(t *testing.T) {
	for _, tag := range []string{"ar", "es", "hi", "km", "my", "th", "ur"} {
		ed := translation(t, "en", tag, read(t, "../../source/statement.md"), func(s string) string {
			if strings.Contains(s, "[^") || strings.Contains(s, "](") {
				return ""
			}
			return "A B C."
		})
		for name, style := range map[string]Style{"standard": Standard, "large print": LargePrint, "booklet": Booklet} {
			paper := Letter
			if style.Facing {
				paper = Letter.Half()
			}
			l, _ := layoutOf(t, ed, Options{Style: style, Paper: paper})
			for i, p := range l.Pages {
				for _, r := range p.Runs {
					if r.Artifact == Footer && r.Y > paper.Height-leastEdge {
						t.Errorf("%s, %s: the foot of page %d stands %.0f points above the edge", tag, name, i+1, paper.Height-r.Y)
					}
				}
			}
		}
	}
}

func TestRunningHeadersAndPageNumbers(t *testing.T) {
	ed := editionOf(t, "my", "---\ntitle: ခေါင်းစဉ်\n---\n\n## ပထမ\n\n"+strings.Repeat("စာသား။\n\n", 60)+"## ဒုတိယ\n\nစာ။\n")
	l, _ := layoutOf(t, ed, Options{})
	for i, p := range l.Pages {
		number := ed.Locale.Number(i + 1)
		head, foot := artifacts(p, Header), artifacts(p, Footer)
		if i == 0 && (foot != "" || p.Label != "") || i > 0 && (foot != number || p.Label != number) {
			t.Errorf("the foot of page %d says %q, its label is %q", i+1, foot, p.Label)
		}
		if want := i >= firstHeader; strings.Contains(head, "ခေါင်းစဉ်") != want {
			t.Errorf("the head of page %d says %q", i+1, head)
		}
	}
	if head := artifacts(l.Pages[3], Header); !strings.Contains(head, "ပထမ") {
		t.Errorf("the head of page 4 says %q", head)
	}
}

func TestContentsTellTheRightPages(t *testing.T) {
	ed := editionOf(t, "en", read(t, "../../source/statement.md"))
	l, _ := layoutOf(t, ed, Options{})
	content := texts(l)
	entries := 0
	walkTree(l.Root, func(el *Element) {
		if el.Role != "TOCI" {
			return
		}
		entries++
		link := el.Kids[0].(*Element).Kids[0].(*Element)
		title, number := strings.TrimSpace(content[link.Kids[0].(*Content)]), content[link.Kids[1].(*Content)]
		found := false
		for _, b := range l.Outline {
			found = found || b.Title == title && fmt.Sprint(b.Place.Page+1) == number
		}
		if !found {
			t.Errorf("%q is said to be on page %q, where no bookmark leads", title, number)
		}
		// The heading is on that page.
		at := 0
		fmt.Sscan(number, &at)
		heading := ""
		for _, role := range []Role{"H2", "H3"} {
			for _, r := range runsOf(l.Pages[at-1], role) {
				heading += textOf(r)
			}
		}
		if !strings.Contains(heading, title) {
			t.Errorf("page %d has the headings %q, not %q", at, heading, title)
		}
	})
	if entries < 6 {
		t.Errorf("%d entries", entries)
	}
}

func TestLongTitlesAreCutInRunningHeaders(t *testing.T) {
	long := strings.Repeat("A very long heading ", 12)
	ed := editionOf(t, "en", "---\ntitle: "+strings.Repeat("Title of many words ", 10)+"\n---\n\n## "+long+"\n\n"+prose(120, 1)+"\n")
	l, _ := layoutOf(t, ed, Options{})
	ts := newTypesetter(ed, newShaper(library(t).For(ed.Locale), testData(t)), Options{}.normal())
	for i, p := range l.Pages[firstHeader:] {
		var head []*Run
		for j := range p.Runs {
			if p.Runs[j].Artifact == Header {
				head = append(head, &p.Runs[j])
			}
		}
		if len(head) != 2 || !strings.HasSuffix(textOf(head[0]), "…") || !strings.HasSuffix(textOf(head[1]), "…") {
			t.Fatalf("the head of page %d says %q", i+3, artifacts(p, Header))
		}
		section, title := head[0], head[1]
		if title.right() > section.left() || section.right() > ts.frame.x+ts.frame.width+0.1 || title.left() < ts.frame.x-0.1 {
			t.Errorf("the head of page %d: title %g to %g, section %g to %g", i+3, title.left(), title.right(), section.left(), section.right())
		}
	}
}

func TestTheHeaderOfATableIsRepeatedAsAnArtifact(t *testing.T) {
	var b strings.Builder
	b.WriteString("| Nameofrow | Meaning |\n|---|---|\n")
	for i := range 90 {
		fmt.Fprintf(&b, "| row %d | %s |\n", i, prose(1, i))
	}
	ed := editionOf(t, "en", b.String())
	l, _ := layoutOf(t, ed, Options{})
	if len(l.Pages) < 4 {
		t.Fatalf("%d pages", len(l.Pages))
	}
	for i, p := range l.Pages[1:] {
		if len(runsOf(p, "TR")) == 0 {
			continue
		}
		repeated := strings.Contains(artifacts(p, Header), "Nameofrow")
		if repeated != (i > 0) {
			t.Errorf("page %d repeats the header: %v", i+2, repeated)
		}
	}
	compareTexts(t, blocksOf(l), expected(ed))
}

func TestAWideTableIsReflowed(t *testing.T) {
	head, row := "|", "|"
	for i := range 14 {
		head += fmt.Sprintf(" Extraordinarily%d |", i)
		row += fmt.Sprintf(" value number %d |", i)
	}
	ed := editionOf(t, "en", head+"\n"+strings.Repeat("|---", 14)+"|\n"+row+"\n"+row+"\n")
	l, found := layoutOf(t, ed, Options{})
	if len(found) > 0 {
		t.Error(found)
	}
	checkPages(t, l, newTypesetter(ed, newShaper(library(t).For(ed.Locale), testData(t)), Options{}.normal()))
	compareTexts(t, blocksOf(l), expected(ed))
	// Each value has its header beside it, the second time as an artifact.
	shown := 0
	for _, p := range l.Pages {
		for i := range p.Runs {
			if strings.HasPrefix(textOf(&p.Runs[i]), "Extraordinarily3") {
				shown++
			}
		}
	}
	if shown != 2 {
		t.Errorf("a header is shown %d times for two rows", shown)
	}
}

func TestPicturesFitAndSpeak(t *testing.T) {
	d := &doc.Document{File: "test.md"}
	d.Blocks = []*doc.Block{
		{Kind: doc.Paragraph, Text: &doc.Text{Spans: []doc.Span{{Text: "Before "}, {Kind: doc.Image, Text: "A wide picture", Source: "wide.png"}, {Text: " after."}}}},
		{Kind: doc.Paragraph, Text: &doc.Text{Spans: []doc.Span{{Kind: doc.Image, Text: "A tall picture", Source: "tall.png"}}}},
		{Kind: doc.Paragraph, Text: &doc.Text{Spans: []doc.Span{{Kind: doc.Image, Text: "A lost picture", Source: "lost.png"}}}},
	}
	ed := editionOfDoc(t, "en", d)
	ed.Images = map[string]*edition.Image{
		"wide.png": {Data: []byte("wide"), Width: 4000, Height: 1000},
		"tall.png": {Data: []byte("tall"), Width: 100, Height: 40000},
	}
	l, _ := layoutOf(t, ed, Options{})
	var alts []string
	for i, p := range l.Pages {
		for _, img := range p.Images {
			alts = append(alts, img.Content.Element.Alt)
			if img.Content.Element.Role != "Figure" {
				t.Errorf("a picture is part of %s", img.Content.Element.Role)
			}
			if img.X < 0 || img.X+img.Width > p.Width || img.Y < 0 || img.Y+img.Height > p.Height {
				t.Errorf("page %d: a picture of %g by %g at %g, %g", i+1, img.Width, img.Height, img.X, img.Y)
			}
			want := 4.0
			if img.Content.Element.Alt == "A tall picture" {
				want = 1.0 / 400
			}
			if got := img.Width / img.Height; math.Abs(got-want) > want/1000 {
				t.Errorf("the proportion of a picture is %g, want %g", got, want)
			}
		}
	}
	if strings.Join(alts, ", ") != "A wide picture, A tall picture" {
		t.Errorf("the pictures are %q", alts)
	}
	if !strings.Contains(strings.Join(blocksOf(l), "\n"), "A lost picture") {
		t.Error("a picture that could not be read is not told in words")
	}
}

func TestMissingGlyphsAreNamed(t *testing.T) {
	ed := editionOf(t, "en", "Text with \U000E0FFF\uE123 in it.\n")
	l, found := layoutOf(t, ed, Options{})
	if len(found) != 1 || found[0].Rule != "missing-glyph" || !strings.Contains(found[0].Message, "U+E123") || found[0].Cure == "" {
		t.Fatalf("%v", found)
	}
	if !strings.Contains(strings.Join(blocksOf(l), "\n"), "\uE123") {
		t.Error("the character is lost")
	}
	for _, p := range l.Pages {
		for _, r := range p.Runs {
			if r.Face == nil {
				t.Errorf("run %q has no face", textOf(&r))
			}
		}
	}
}

func TestLongHeadingsAreReported(t *testing.T) {
	words := strings.Repeat("many more words ", 40)
	for _, c := range []struct{ name, markdown, want string }{
		{"a heading", "# T\n\n## " + words + "\n\ntext\n", "of the page's height"},
		{"a title", "---\ntitle: " + strings.Repeat(words, 4) + "\n---\n\ntext\n", "taller than the first page"},
		{"a title that gives way", "---\ntitle: " + strings.Repeat("many more words ", 14) + "\n---\n\ntext\n", ""},
		{"short ones", "# T\n\n## Few words\n\ntext\n", ""},
	} {
		_, found := layoutOf(t, editionOf(t, "en", c.markdown), Options{Style: LargePrint})
		if c.want == "" && len(found) > 0 || c.want != "" && (len(found) != 1 || found[0].Rule != "long-heading" || found[0].Cure == "" || !strings.Contains(found[0].Message, c.want)) {
			t.Errorf("%s: %v", c.name, found)
		}
	}
}

func TestLinksThatLeadNowhereAreText(t *testing.T) {
	d := &doc.Document{File: "test.md"}
	for _, target := range []string{"#nowhere", "javascript:alert(1)", "file:///etc/passwd", "http://", "%zz"} {
		d.Blocks = append(d.Blocks, &doc.Block{Kind: doc.Paragraph, Text: &doc.Text{Spans: []doc.Span{{Text: "link", Link: &doc.Link{Target: target}}}}})
	}
	l, _ := layoutOf(t, editionOfDoc(t, "en", d), Options{})
	for _, p := range l.Pages {
		for _, a := range p.Links {
			t.Errorf("a link leads to %q%q", a.URI, a.Anchor)
		}
	}
	walkTree(l.Root, func(el *Element) {
		if el.Role == "Link" {
			t.Error("there is a link")
		}
	})
}

func TestAccentsAreReadable(t *testing.T) {
	for _, s := range []string{"", "#ffffff", "#00ff00", "#8c2f0d", "#zzzzzz", "red", "#000000"} {
		if c := accent(s); contrast(c) < 7 {
			t.Errorf("%q gives %v, with a contrast of %.1f", s, c, contrast(c))
		}
	}
	if accent("#8c2f0d") != (Color{0x8c, 0x2f, 0x0d}) {
		t.Error("a readable accent was changed")
	}
}
