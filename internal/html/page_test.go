package html

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/locale"
	"multitude/internal/source"
	"multitude/internal/unit"
)

var update = flag.Bool("update", false, "renew the golden files")

// page is the page of constructs.md in a locale, some of whose messages are
// given.
func page(t *testing.T, tag string, messages map[string]string, shelf *edition.Shelf) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, editionIn(t, tag, messages), shelf, nil, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// pairPage is the page of the original beside a translation.
func pairPage(t *testing.T, tag string, messages map[string]string, shelf *edition.Shelf) string {
	t.Helper()
	var b bytes.Buffer
	if err := WritePair(&b, editionIn(t, "en", map[string]string{}), editionIn(t, tag, messages), shelf, nil, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func editionIn(t *testing.T, tag string, messages map[string]string) *edition.Edition {
	t.Helper()
	markdown, err := os.ReadFile("testdata/constructs.md")
	if err != nil {
		t.Fatal(err)
	}
	d, found := source.Parse("constructs.md", markdown)
	for _, f := range found {
		t.Fatal(f)
	}
	units := unit.Split(d, nil)
	cat := &catalog.Catalog{Locale: locale.MustParse(tag), Messages: map[string]catalog.Message{}}
	for _, u := range units {
		if text, ok := messages[u.ID]; ok {
			cat.Messages[u.ID] = catalog.Message{ID: u.ID, Text: text, Hash: u.Hash()}
			delete(messages, u.ID)
		}
	}
	for id := range messages {
		t.Fatalf("no unit %s", id)
	}
	ed, err := edition.New(d, units, cat, edition.Settings{Name: "constructs", Source: locale.MustParse("en"), Contact: "mistakes@example.org",
		Images: map[string]*edition.Image{"picture.png": {File: "images/picture-01234567.png", Width: 40, Height: 30}}})
	if err != nil {
		t.Fatal(err)
	}
	return ed
}

func shelf(base string) *edition.Shelf {
	s := &edition.Shelf{Source: locale.MustParse("en"), BaseURL: base}
	for _, tag := range []string{"en", "ar", "quc-x-nahuala"} {
		l := locale.MustParse(tag)
		name, _ := l.Endonym()
		s.Add(edition.Listing{Locale: l, Endonym: name, Files: []edition.File{{Name: "constructs-" + tag + ".pdf", Type: "application/pdf", Label: edition.Text{Spans: []doc.Span{{Text: "PDF"}}, Locale: l}}}})
	}
	return s
}

func TestGolden(t *testing.T) {
	style := regexp.MustCompile(`(?s)<style>.*</script>`)
	policy := regexp.MustCompile(`sha256-.*?=&#39;`)
	for name, got := range map[string]string{
		"en": page(t, "en", map[string]string{}, shelf("")),
		"ar": page(t, "ar", map[string]string{
			"front.title": "وثيقة من *كل* نوع", "first": "أولًا", "first.name-one": "**الاسم الأول:** نص البند الأول[^two]",
		}, shelf("https://example.org")),
		"pair-ar": pairPage(t, "ar", map[string]string{
			"front.title": "وثيقة من *كل* نوع", "first": "أولًا", "first.name-one": "**الاسم الأول:** نص البند الأول[^two]",
		}, shelf("https://example.org")),
	} {
		got = policy.ReplaceAllString(style.ReplaceAllString(got, "<style>…</script>"), "sha256-…&#39;")
		path := "testdata/" + name + ".golden.html"
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not what it was; look at the difference after go test ./internal/html -update:\n%s", path, firstDifference(got, string(want)))
		}
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "got  " + a[i] + "\nwant " + b[i]
		}
	}
	return "one is longer"
}

// Whatever a stranger writes into a catalog, the page has no element, no
// attribute and no link that it would not have had.
func TestHostileMessages(t *testing.T) {
	for _, hostile := range []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `' onmouseover='alert(1)`,
		`[x](javascript:alert(1))`, `[x](JaVa&#x53;cript:alert(1))`, `[x](data:text/html,<script>alert(1)</script>)`,
		`[x](https://example.org" onclick="alert(1))`, `![x](https://example.org/x.png)`, `<style>*{display:none}</style>`,
		`[x](https://example.org "a&quot; onclick=&quot;alert(1)")`, `{{.}}`, "\x00<script>", `&lt;script&gt;`, `</style><script>`,
	} {
		messages := func() map[string]string { return map[string]string{"first": hostile, "front.title": hostile} }
		got := ""
		for _, p := range []string{page(t, "ar", messages(), shelf("")), pairPage(t, "ar", messages(), shelf(""))} {
			// The page's own script and style.
			head, body, _ := strings.Cut(p, "</script>\n</head>")
			got += regexp.MustCompile(`(?s)<style>.*$`).ReplaceAllString(head, "") + body
		}
		for _, bad := range []string{"<script", "<svg", "onerror=", "onclick=\"", "onload=", "javascript:", "data:text", "onmouseover='", "display:none"} {
			// What is escaped does nothing: look at tags alone.
			for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(got, -1) {
				if strings.Contains(tag, bad) {
					t.Errorf("%q makes %q", hostile, tag)
				}
			}
		}
	}
}

// A link's target is checked here too, whoever made the edition.
func TestSafeTarget(t *testing.T) {
	for target, want := range map[string]bool{
		"#a": true, "https://example.org": true, "http://example.org/?x=1#y": true, "mailto:a@example.org": true, "tel:+1": true,
		"javascript:alert(1)": false, "JAVASCRIPT:alert(1)": false, " javascript:alert(1)": false, "data:text/html,x": false,
		"//example.org": false, "relative": false, "file:///etc/passwd": false, "https:": false, "\x01https://x": false,
	} {
		if got := safeTarget(target); got != want {
			t.Errorf("safeTarget(%q) = %v", target, got)
		}
	}
}

func TestNested(t *testing.T) {
	link := &doc.Link{Target: "https://example.org"}
	p := &printer{edition: &edition.Edition{}, marked: map[int]bool{}}
	p.spans([]doc.Span{{Text: "a", Strong: true}, {Text: "b", Strong: true, Emph: true}, {Text: "c", Emph: true, Link: link}, {Text: "d", Link: link}}, full)
	if got, want := p.b.String(), `<strong>a<em>b</em></strong><a href="https://example.org"><em>c</em>d</a>`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
