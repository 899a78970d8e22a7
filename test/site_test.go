package test

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"image/png"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"multitude/internal/project"
	"multitude/internal/publish"
)

// address is where the site of the tests is published, where it is published.
const address = "https://example.org/statement"

// published is the site with a base-url: pages alone.
func published(t *testing.T) string {
	t.Helper()
	p, _, err := project.Find("..")
	if err != nil {
		t.Fatal(err)
	}
	p.BaseURL = address
	r, err := publish.Build(p, publish.Options{Out: t.TempDir(), Tags: tested(), Formats: []string{"html"}})
	if err != nil || !r.OK() {
		t.Fatal(r, err)
	}
	return r.Out
}

func read(t *testing.T, elements ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(elements...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var alternate = regexp.MustCompile(`<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">`)

// With a base-url every page says where it stands, and names all others, which
// name it; so does the sitemap. Without one, no page has an absolute address.
func TestPagesNameEachOther(t *testing.T) {
	out := published(t)
	want := map[string]string{"x-default": address + "/"}
	for tag := range files(t, ".html") {
		want[tag] = address + "/" + tag + "/"
	}
	check := func(where string, links [][]string) {
		got := map[string]string{}
		for _, l := range links {
			got[l[0]] = l[1]
		}
		if len(links) != len(want) || len(got) != len(want) {
			t.Errorf("%s: %d alternates, want %d", where, len(links), len(want))
		}
		for tag, href := range want {
			if got[tag] != href {
				t.Errorf("%s: %s is at %q, want %q", where, tag, got[tag], href)
			}
		}
	}
	for tag, href := range want {
		page := read(t, out, strings.TrimPrefix(href, address), "index.html")
		if !strings.Contains(page, `<link rel="canonical" href="`+href+`">`) {
			t.Errorf("%s: no canonical address", tag)
		}
		var links [][]string
		for _, m := range alternate.FindAllStringSubmatch(page, -1) {
			links = append(links, m[1:])
		}
		check(tag, links)
		if tag != "x-default" && !strings.Contains(page, `<meta property="og:image" content="`+href+`card.png">`) {
			t.Errorf("%s: no picture for links", tag)
		}
	}
	for tag, href := range want {
		if tag != "x-default" && strings.Contains(read(t, out, strings.TrimPrefix(href, address), "index.html"), `content="noindex"`) {
			delete(want, tag) // of what no person has checked, the sitemap is silent
		}
	}
	if want["en"] == "" || want["km"] != "" {
		t.Fatalf("to be listed in the sitemap: %v", want)
	}
	var sitemap struct {
		URLs []struct {
			Loc   string `xml:"loc"`
			Links []struct {
				Lang string `xml:"hreflang,attr"`
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	if err := xml.Unmarshal([]byte(read(t, out, "sitemap.xml")), &sitemap); err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, u := range sitemap.URLs {
		listed = append(listed, u.Loc)
		var links [][]string
		for _, l := range u.Links {
			links = append(links, []string{l.Lang, l.Href})
		}
		check("sitemap "+u.Loc, links)
	}
	if len(listed) != len(want) {
		t.Errorf("the sitemap lists %v", listed)
	}
	if !strings.Contains(read(t, out, "robots.txt"), "Sitemap: "+address+"/sitemap.xml") || !strings.Contains(read(t, out, ".htaccess"), "ErrorDocument 404 /statement/404.html") {
		t.Error("robots.txt or .htaccess does not know the address")
	}

	for name, path := range pages(t) {
		page := read(t, path)
		for _, bad := range []string{`rel="canonical"`, `<link rel="alternate"`, "og:url", "example.org"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: %s without a base-url", name, bad)
			}
		}
	}
	for _, name := range []string{"sitemap.xml", "robots.txt"} {
		if _, err := os.Stat(filepath.Join(editions(t).Out, name)); err == nil {
			t.Errorf("%s without a base-url", name)
		}
	}
}

// What the server reads sends each language to an edition that is there.
func TestServersSendReadersOn(t *testing.T) {
	out := editions(t).Out
	rules := regexp.MustCompile(`(?m)^/  /([^/]+)/  302!  Language=(\S+)$`).FindAllStringSubmatch(read(t, out, "_redirects"), -1)
	sent := map[string]string{}
	for _, r := range rules {
		sent[r[2]] = r[1]
	}
	for wish, tag := range map[string]string{"en": "en", "es": "es", "ht": "ht", "ar": "ar", "hi": "hi", "km": "km", "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-hans": "zh-Hans"} {
		if sent[wish] != tag {
			t.Errorf("_redirects: %s is sent to %q", wish, sent[wish])
		}
	}
	variants := strings.Split(read(t, out, "index.var"), "\n\n")
	languages := map[string]string{}
	for _, v := range variants {
		m := regexp.MustCompile(`^URI: (\S+)\nContent-Type: text/html;charset=utf-8(?:\nContent-Language: (.+))?\s*$`).FindStringSubmatch(v)
		if m == nil {
			t.Fatalf("index.var: %q", v)
		}
		read(t, out, m[1])
		for _, l := range strings.Split(m[2], ", ") {
			languages[l] = m[1]
		}
	}
	if languages["zh-cn"] != "to/zh-Hans.html" || languages["ht"] != "to/ht.html" || languages[""] != "languages.html" {
		t.Errorf("index.var: %v", languages)
	}
	if !strings.Contains(read(t, out, "to", "ht.html"), `content="0; url=ht/index.html"`) {
		t.Error("to/ht.html sends nobody on")
	}
}

// sha256sum finds every file as it is listed, and the list has every file.
func TestChecksums(t *testing.T) {
	out := editions(t).Out
	cmd := exec.Command("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS")
	cmd.Dir = out
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	sums := read(t, out, "SHA256SUMS")
	err := filepath.WalkDir(out, func(path string, d os.DirEntry, err error) error {
		name, _ := filepath.Rel(out, path)
		if err == nil && !d.IsDir() && !slices.Contains([]string{"SHA256SUMS", ".manifest.json", ".lock"}, name) &&
			!strings.Contains(sums, "  "+filepath.ToSlash(name)+"\n") {
			t.Errorf("%s is not listed", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The budget of a page: less than 60 kB with its style, as served with gzip,
// and 100 kB of fonts; 150 for Ethiopic, which has a letter for each syllable, and
// 300 for Nastaliq, whose letters have hundreds of forms.
func TestPagesAreSmall(t *testing.T) {
	for name, path := range pages(t) {
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.DefaultCompression)
		w.Write([]byte(read(t, path)))
		w.Close()
		t.Logf("%s: %d bytes", name, b.Len())
		if b.Len() >= 60_000 {
			t.Errorf("%s: %d bytes as served with gzip", name, b.Len())
		}
	}
	for tag := range files(t, ".html") {
		fonts, _ := filepath.Glob(filepath.Join(editions(t).Out, tag, "fonts", "*.woff2"))
		if licenses, _ := filepath.Glob(filepath.Join(editions(t).Out, tag, "fonts", "*-license.txt")); len(fonts) > 0 && len(licenses) == 0 {
			t.Errorf("%s: fonts without their licence", tag)
		}
		size := 0
		for _, f := range fonts {
			size += len(read(t, f))
		}
		budget := map[string]int{"am": 150_000, "ti": 150_000, "km": 100_000, "lo": 100_000, "my": 100_000, "ur": 300_000}[tag] // readers' systems have the scripts of the others
		if has := len(fonts) > 0; has != (budget > 0) || size > budget {
			t.Errorf("%s: %d fonts of %d bytes", tag, len(fonts), size)
		}
	}
}

// Every edition has a picture for links, of the size that sites ask for, with
// something on it.
func TestPicturesForLinks(t *testing.T) {
	seen := map[string]string{}
	for tag := range files(t, ".html") {
		data := read(t, editions(t).Out, tag, "card.png")
		img, err := png.Decode(strings.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if s := img.Bounds().Size(); s.X != 1200 || s.Y != 630 {
			t.Errorf("%s: %v", tag, s)
		}
		dark := 0
		for y := 20; y < 630; y++ {
			for x := range 1200 {
				if r, g, b, _ := img.At(x, y).RGBA(); r+g+b < 3*0x4000 {
					dark++
				}
			}
		}
		if dark < 5000 {
			t.Errorf("%s: %d dark pixels: where is the title?", tag, dark)
		}
		if other := seen[data]; other != "" {
			t.Errorf("%s has the picture of %s", tag, other)
		}
		seen[data] = tag
	}
}

// A server of the site; while down is set, it is as if there were no network.
func serve(t *testing.T, dir string) (url string, down *atomic.Bool) {
	t.Helper()
	down = &atomic.Bool{}
	files := http.FileServer(http.Dir(dir))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			c, _, _ := w.(http.Hijacker).Hijack()
			c.Close()
			return
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, down
}

// until waits for an expression to be true.
func until(t *testing.T, ctx func() bool, what string) {
	t.Helper()
	for range 1200 {
		if ctx() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("never: " + what)
}

// A page that was read is there without a network; over one, what the site
// says now is shown, never what was kept.
func TestPagesWithoutANetwork(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(editions(t).Out)); err != nil {
		t.Fatal(err)
	}
	url, down := serve(t, dir)
	ctx := tab(t, browser(t))
	page := url + "/km/"
	do(t, ctx, chromedp.Navigate(page))
	kept := `caches.keys().then(ks => Promise.all(ks.map(k => caches.open(k).then(c => c.keys())))).then(rs => rs.flat().map(r => new URL(r.url).pathname))`
	until(t, func() bool {
		names := eval[[]string](t, ctx, kept)
		return slices.Contains(names, "/km/") && slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, ".woff2") })
	}, "the page and its fonts are kept")
	down.Store(true)
	do(t, ctx, chromedp.Navigate(page))
	if got := eval[string](t, ctx, `document.documentElement.lang + " " + document.querySelectorAll("main p").length`); !strings.HasPrefix(got, "km ") || strings.HasSuffix(got, " 0") {
		t.Errorf("without a network: %q", got)
	}
	if !eval[bool](t, ctx, `document.fonts.ready.then(() => document.fonts.check('16px "Noto Sans Khmer"', "ខ្មែរ"))`) {
		t.Error("without a network its font is not there")
	}
	// Another page, which nobody has read, leads to the page of all languages.
	do(t, ctx, chromedp.Navigate(url+"/es/index.html"))
	if n := eval[int](t, ctx, `document.querySelectorAll(".editions > li").length`); n != len(files(t, ".html")) {
		t.Errorf("%d languages on the page for what is not kept", n)
	}
	down.Store(false)
	changed := strings.Replace(read(t, dir, "km", "index.html"), "<h1 ", `<h1 data-new="1" `, 1)
	if err := os.WriteFile(filepath.Join(dir, "km", "index.html"), []byte(changed), 0o666); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(page))
	if !eval[bool](t, ctx, `!!document.querySelector("h1[data-new]")`) {
		t.Error("over the network, an older page was shown")
	}
}

// A language link leads to the paragraph that is being read; without a script,
// to the page.
func TestLanguageLinksKeepThePlace(t *testing.T) {
	ctx := tab(t, browser(t, chromedp.Flag("force-prefers-reduced-motion", true)))
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(fileURL(files(t, ".html")["en"])+"#vision.freedom-to-stay"))
	eval[bool](t, ctx, `document.querySelector("details").open = true; setTimeout(() => document.querySelector('a[hreflang="ar"]').click(), 10); true`)
	var at string
	until(t, func() bool {
		var err error // of a page that is being left
		at, err = chromedp.Run(ctx, chromedp.Evaluate[string](`document.readyState === "complete" ? location.pathname.split("/").at(-2) + location.hash : ""`))
		return err == nil && strings.HasPrefix(at, "ar")
	}, "the Arabic page")
	if at != "ar#vision.freedom-to-stay" {
		t.Errorf("the link led to %s", at)
	}
	if top := eval[float64](t, ctx, `document.getElementById("vision.freedom-to-stay").getBoundingClientRect().top`); top < 0 || top > 300 {
		t.Errorf("the paragraph begins at %.0f px", top)
	}
}

// The page of all languages finds one by its own name, its English one or its
// tag, with or without accents, and sends its reader to hers.
func TestFindALanguage(t *testing.T) {
	root := browser(t, chromedp.Flag("lang", "km-KH"), chromedp.Flag("accept-lang", "km-KH,km"))
	ctx := tab(t, root)
	do(t, ctx, chromedp.Navigate(stay(pages(t)["languages"])))
	all := slices.Sorted(maps.Keys(files(t, ".html")))
	source := slices.Index(all, "en")
	all = append([]string{"en"}, slices.Delete(all, source, source+1)...)
	for typed, want := range map[string]string{"": strings.Join(all, " "), "kreyol": "ht", "Creole": "ht", "ខ្មែរ": "km", "العربية": "ar", "ESPA": "es", "zh-hans": "zh-Hans", "简体": "zh-Hans", "xyzzy": ""} {
		got := eval[string](t, ctx, `(() => { const f = document.querySelector("#_find"); f.value = `+quoted(typed)+`; f.dispatchEvent(new Event("input"));
			return [...document.querySelectorAll(".editions > li:not([hidden])")].map(e => e.dataset.tag).join(" ") + (document.querySelector(".none").hidden ? "" : "!") })()`)
		if want == "" {
			want = "!"
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", typed, got, want)
		}
	}
	do(t, ctx, chromedp.Navigate(fileURL(pages(t)["index"])))
	until(t, func() bool { return eval[string](t, ctx, `document.documentElement.lang`) == "km" }, "the page in Khmer")
}

func quoted(s string) string { return `"` + s + `"` }
