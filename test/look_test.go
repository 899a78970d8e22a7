package test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"multitude/internal/fonts"
	"multitude/internal/locale"
)

// html-validate, whose rules are stricter in other places than the W3C's,
// finds nothing either.
func TestPagesPassHTMLValidate(t *testing.T) {
	args := []string{"../node_modules/html-validate/bin/html-validate.mjs", "--config", "html-validate.json"}
	for _, p := range pages(t) {
		args = append(args, p)
	}
	if out, err := exec.Command("node", args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// Nothing is written to the console and nothing is asked of another host, over
// a network and from a folder; a page takes a handful of requests.
func TestPagesAreQuiet(t *testing.T) {
	var asked []string
	files := http.FileServer(http.Dir(editions(t).Out))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/blank" {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<!doctype html><title>x</title>")
			return
		}
		asked = append(asked, r.URL.Path)
		files.ServeHTTP(w, r)
	}))
	defer s.Close()
	root := browser(t)
	for name, path := range pages(t) {
		rel, err := filepath.Rel(editions(t).Out, path)
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{fileURL(path), s.URL + "/" + filepath.ToSlash(rel)} {
			ctx := tab(t, root)
			// What the console is told, from the first moment on: errors of the
			// page, of loading, and of policy.
			asked = nil
			if err := heard(ctx, address+"#_text"); err != "" {
				t.Errorf("%s: %s", address, err)
			}
			for _, r := range eval[[]string](t, ctx, `performance.getEntriesByType('resource').map(e => e.name)`) {
				if !strings.HasPrefix(r, "file:") && !strings.HasPrefix(r, s.URL+"/") && !strings.HasPrefix(r, "data:") {
					t.Errorf("%s: a request to %s", name, r)
				}
			}
			// The page; its icon, its manifest and the worker, which asks for the
			// page and the page of all languages once more; and two fonts, which it
			// asks for, too. The icon and the manifest a browser asks for once or
			// twice, as it comes.
			slices.Sort(asked)
			asked = slices.CompactFunc(asked, func(a, b string) bool { return a == b && !strings.HasSuffix(a, ".woff2") && !strings.HasSuffix(a, "/") })
			if len(asked) > 12 {
				t.Errorf("%s: %d requests: %v", name, len(asked), asked)
			}
		}
	}
}

// The part of a font that a page brings along shows the page exactly as the
// whole font would.
func TestCutFontsShowTheSame(t *testing.T) {
	library, err := fonts.Open("..", nil)
	if err != nil {
		t.Fatal(err)
	}
	samples := map[string]string{
		"ur": "تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔ ۱۹۴۸",
		"am": "የሰው፡ልጅ፡ሁሉ፡ሲወለድ፡ነጻና፡በክብርና፡በመብትም፡እኩልነት፡ያለው፡ነው።",
		"dz": "འགྲོ་བ་མི་རིགས་ག་ར་དབང་ཆ་འདྲ་མཏམ་འབད་སྒྱེཝ་ལས་ག་ར་གིས་གཅིག་གིས་གཅིག་ལུ་སྤུན་ཆའི་དམ་ཚིག་བསྟན་དགོ།",
		"my": "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း၊ တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့် လည်းကောင်း၊ မွေးဖွားလာသူများ ဖြစ်သည်။",
		"lo": "ມະນຸດທຸກຄົນເກີດມາມີກຽດສັກສີ, ສິດທິ, ເສລີພາບແລະຄວາມສະເໝີພາບເທົ່າທຽມກັນ.",
		"dv": "ހުރިހާ އިންސާނުން ވެސް އުފަންވަނީ، މިނިވަން ކަމުގައި",
	}
	for _, p := range passages(t, "km") {
		samples["km"] += p.text + "\n"
	}
	root := browser(t)
	for tag, text := range samples {
		// Packing a whole font takes seconds for the large ones.
		if os.Getenv("MULTITUDE_TEST") != "all" && tag != "km" && tag != "lo" {
			continue
		}
		t.Run(tag, func(t *testing.T) {
			loc := locale.MustParse(tag)
			faces, err := library.Web(text, loc)
			if err != nil || len(faces) == 0 {
				t.Fatalf("%d faces: %v", len(faces), err)
			}
			draw := func(all bool) string {
				var rules, names strings.Builder
				total := 0
				for _, f := range faces {
					runes := f.Runes
					if all { // so many that the whole font is hardly larger
						for r := rune(0x20); r < 0x12000; r++ {
							if f.Face.Has(r) {
								runes = append(runes, r)
							}
						}
					}
					data, err := library.WebFont(f.Face, runes)
					if err != nil {
						t.Fatal(err)
					}
					total += len(data)
					fmt.Fprintf(&rules, "@font-face{font-family:\"%s\";font-weight:%d;unicode-range:%s;src:url(data:font/woff2;base64,%s)}", f.Face.Family, 400+300*int(f.Style&fonts.Bold), ranges(f.Runes), base64.StdEncoding.EncodeToString(data))
					fmt.Fprintf(&names, "\"%s\",", f.Face.Family)
				}
				path := filepath.Join(t.TempDir(), "page.html")
				// Turned text is not hinted: hints are derived from all letters of a
				// font, also from those that the text does not have.
				page := fmt.Sprintf("<!doctype html><html lang=%s dir=%s><meta charset=utf-8><style>%s body{font:24px/2.4 %s monospace;transform:rotate(3deg)}</style><p>%s<p><b>%[5]s</b>", tag, loc.Dir, rules.String(), names.String(), text)
				if err := os.WriteFile(path, []byte(page), 0o666); err != nil {
					t.Fatal(err)
				}
				ctx := tab(t, root)
				do(t, ctx, chromedp.EmulateViewport(900, 1200), chromedp.Navigate(fileURL(path)))
				if bad := eval[[]string](t, ctx, `document.fonts.ready.then(() => [...document.fonts].filter(f => f.status !== "loaded").map(f => f.family + " is " + f.status))`); len(bad) > 0 {
					t.Fatal(bad)
				}
				shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
				if err != nil {
					t.Fatal(err)
				}
				t.Logf("all %v: %d bytes", all, total)
				return string(shot)
			}
			if draw(false) != draw(true) {
				t.Error("the cut font shows another picture than the whole one")
			}
		})
	}
}

// ranges are the characters as a unicode-range.
func ranges(runes []rune) string {
	var all []string
	for _, r := range runes {
		all = append(all, fmt.Sprintf("U+%X", r))
	}
	return strings.Join(all, ",")
}

// Lines have 60 to 75 Latin, Cyrillic or Arabic letters, or 30 to 40 Chinese or
// Japanese characters, on a wide screen; scripts whose letters are wider, or
// that write a syllable with one, are between. On a small screen, and at 200 %,
// nothing leaves the screen.
func TestMeasure(t *testing.T) {
	root := browser(t, readersFonts(t))
	for tag, path := range files(t, ".html") {
		ctx := tab(t, root)
		do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(fileURL(path)))
		// How many letters fit: by the mean width of the text's own.
		n := eval[float64](t, ctx, `document.fonts.ready.then(() => { const p = [...document.querySelectorAll(".text section > p")].sort((a, b) => b.textContent.length - a.textContent.length)[0];
			const c = p.cloneNode(true); c.querySelectorAll(".mark, sup").forEach(e => e.remove()); c.style.cssText = "white-space:nowrap;position:absolute;inline-size:max-content;max-inline-size:none";
			p.parentNode.append(c); const letters = [...new Intl.Segmenter(document.documentElement.lang, {granularity: "grapheme"}).segment(c.textContent.trim())].length;
			const n = letters * p.clientWidth / c.getBoundingClientRect().width; c.remove(); return n; })`)
		t.Logf("%s: %.0f", tag, n)
		least, most := 35.0, 76.0
		switch locale.MustParse(tag).Script {
		case "Latn", "Cyrl", "Arab", "Aran":
			least = 60
		case "Hans", "Hant", "Jpan":
			least, most = 30, 40
		}
		if n < least || n > most {
			t.Errorf("%s: %.0f letters on a line", tag, math.Round(n))
		}
		for _, width := range []int64{320, 640} { // 640 is 1280 at 200 %
			do(t, ctx, chromedp.EmulateViewport(width, 512))
			if over := eval[int](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s: %d px: %d px too wide", tag, width, over)
			}
		}
	}
}

// Lighthouse gives 98 of 100 at least. That drafts ask search engines to stay
// away (noindex) is meant so, and not counted against them.
func TestLighthouse(t *testing.T) {
	tags := []string{"ar"}
	if os.Getenv("MULTITUDE_TEST") == "all" {
		tags = []string{"en", "ar", "km"}
	}
	url, _ := serve(t, editions(t).Out)
	for _, tag := range tags {
		cmd := exec.Command("node", "../node_modules/lighthouse/cli/index.js", url+"/"+tag+"/", "--quiet", "--output=json", "--output-path=stdout",
			"--only-categories=accessibility,best-practices,seo", "--skip-audits=is-crawlable", "--chrome-flags=--headless=new --no-sandbox")
		cmd.Env = append(os.Environ(), "CHROME_PATH="+chromium(t))
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		var report struct {
			Categories map[string]struct {
				Score     float64
				AuditRefs []struct {
					ID     string
					Weight float64
				}
			}
			Audits map[string]struct{ Score *float64 }
		}
		if err := json.Unmarshal(out, &report); err != nil {
			t.Fatal(err)
		}
		if len(report.Categories) != 3 {
			t.Errorf("%s: %d categories", tag, len(report.Categories))
		}
		for name, c := range report.Categories {
			t.Logf("%s: %s %.0f", tag, name, 100*c.Score)
			if c.Score < .98 {
				for _, a := range c.AuditRefs {
					if s := report.Audits[a.ID].Score; s != nil && *s < 1 && a.Weight > 0 {
						t.Logf("%s: %s", tag, a.ID)
					}
				}
				t.Errorf("%s: %s has %.0f of 100", tag, name, 100*c.Score)
			}
		}
	}
}

// chromium is where the browser is.
func chromium(t *testing.T) string {
	t.Helper()
	i := slices.IndexFunc(browsers, func(name string) bool { _, err := exec.LookPath(name); return err == nil })
	if i < 0 {
		t.Fatal("there is no Chromium\nhint: run make test, which installs it")
	}
	path, _ := exec.LookPath(browsers[i])
	return path
}
