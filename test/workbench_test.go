package test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"multitude/internal/project"
	"multitude/internal/workbench"
)

// A bench is the workbench of a copy of the project.
type bench struct {
	desk
	*workbench.Workbench
}

func newBench(t *testing.T) bench {
	t.Helper()
	b := bench{desk: desk{dir: t.TempDir()}}
	names := []string{"multitude.toml", "source/statement.md", "locales/history.en.toml", "locales/active.en.toml", "locales/glossary.toml"}
	for _, tag := range []string{"ar", "es"} {
		names = append(names, "locales/active."+tag+".toml", "locales/review."+tag+".toml")
	}
	for _, name := range names {
		b.write(t, name, read(t, "..", name))
	}
	p, found, err := project.Find(b.dir)
	if err != nil || p == nil {
		t.Fatal(err, found)
	}
	b.Workbench, found, err = workbench.New(p, workbench.Options{Log: t.Logf})
	if err != nil || b.Workbench == nil {
		t.Fatal(err, found)
	}
	server := httptest.NewServer(b.Handler())
	t.Cleanup(server.Close)
	t.Cleanup(func() { b.Close() })
	b.url = server.URL
	return b
}

// enter lets the browser in.
func (b bench) enter(t *testing.T, ctx context.Context) {
	t.Helper()
	do(t, ctx, chromedp.Navigate(b.url+b.Invite()))
	waitFor(t, ctx, `location.pathname === '/'`)
}

// client lets a program in.
func (b bench) client(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	r, err := c.Get(b.url + b.Invite())
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	return c
}

// waitFor waits until an expression holds.
func waitFor(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")")); err == nil && ok {
			return
		}
	}
	t.Fatalf("never: %s\n%s", expression, eval[string](t, ctx, `location.href + "\n" + document.body.innerText.slice(0, 2000)`))
}

// press presses a key.
func press(t *testing.T, ctx context.Context, key string, modifiers ...chromedp.Modifier) {
	t.Helper()
	do(t, ctx, chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// tabTo presses the tabulator until the element in focus is the one that is
// meant.
func tabTo(t *testing.T, ctx context.Context, selector string) {
	t.Helper()
	for range 150 {
		press(t, ctx, "\t")
		if eval[bool](t, ctx, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
	}
	t.Fatalf("the tabulator does not lead to %s\n%s", selector, eval[string](t, ctx, `document.body.innerText.slice(0, 2000)`))
}

func typeText(t *testing.T, ctx context.Context, text string) {
	t.Helper()
	do(t, ctx, chromedp.KeyEvent(text))
}

// A volunteer starts a language, translates five paragraphs, meets a finding and
// mends it, sees the page, reloads in the middle of a sentence, signs, and finds
// her words in the catalog and in the PDF: with the keyboard alone.
func TestVolunteerTranslatesByKeyboard(t *testing.T) {
	b := newBench(t)
	ctx := tab(t, browser(t))
	do(t, ctx, chromedp.EmulateViewport(1440, 900))
	b.enter(t, ctx)
	tabTo(t, ctx, "#start-q")
	typeText(t, ctx, "qyol mam\r")
	waitFor(t, ctx, `document.querySelector('.offers button')`)
	tabTo(t, ctx, ".offers button")
	press(t, ctx, "\r")
	waitFor(t, ctx, `location.pathname === '/l/mam/' && document.querySelector('.desk')`)
	if got := b.read(t, "locales/active.mam.toml"); !strings.Contains(got, `"Qyol Mam"`) {
		t.Error("the language has no name in itself")
	}

	// The first five are the title, the subtitle, the date, an author, and the
	// line of rights.
	words := []string{"Tqʼanil kyuj xjal", "Qximbʼetz ex tumil", "Noviembre 2018", "Kyxjalil aj xjal", "Mintiʼ tzʼibʼan tiʼj"}
	tabTo(t, ctx, ".card textarea")
	for i, w := range words {
		typeText(t, ctx, w)
		if i == 2 { // the year is wrong, and she is told so while she types
			waitFor(t, ctx, `document.activeElement.closest('.card').querySelector('.problems li')`)
			waitFor(t, ctx, `document.getElementById('live').textContent !== ''`)
			if got := eval[string](t, ctx, `document.activeElement.closest('.card').querySelector('.seen').innerText`); !strings.HasPrefix(got, "As readers see it") || !strings.Contains(got, w) {
				t.Errorf("as readers see it: %q", got)
			}
			press(t, ctx, "\b")
			typeText(t, ctx, "9")
			waitFor(t, ctx, `!document.activeElement.closest('.card').querySelector('.problems li')`)
		}
		press(t, ctx, "\r", chromedp.ModifierCtrl)
	}
	waitFor(t, ctx, `[...document.querySelectorAll('.card')].slice(0, 5).every(c => c.querySelector('.badge.is-machine, .badge.is-translated') && !c.querySelector('.state.waits'))`)

	// The page of the PDF stands beside, with her words.
	press(t, ctx, kb.ArrowUp, chromedp.ModifierAlt)
	waitFor(t, ctx, `document.querySelector('.sheet img')?.naturalWidth > 0`)

	// So does the page of the web, which follows what is saved.
	eval[bool](t, ctx, `document.querySelector('[data-pane=web]').click() || true`)
	waitFor(t, ctx, `document.querySelector('.web iframe')?.contentDocument?.body?.innerText.includes('Qximbʼetz ex tumil')`)
	eval[bool](t, ctx, `document.querySelector('[data-pane=sheet]').click() || true`)

	// In the middle of a sentence the tab is gone: not a letter is.
	typeText(t, ctx, " ex noq")
	do(t, ctx, chromedp.Navigate("about:blank"))
	do(t, ctx, chromedp.Navigate(b.url+"/l/mam/"))
	waitFor(t, ctx, `[...document.querySelectorAll('.card textarea')].some(a => a.value.endsWith(' ex noq')) && !document.querySelector('.state.waits')`)
	for range 100 {
		if strings.Contains(b.read(t, "locales/active.mam.toml"), " ex noq\"") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}

	// She signs.
	do(t, ctx, chromedp.Navigate(b.url+"/l/mam/review"))
	tabTo(t, ctx, ".verdict [name=by]")
	typeText(t, ctx, "Xuan")
	tabTo(t, ctx, ".verdict [value=good]")
	press(t, ctx, "\r")
	waitFor(t, ctx, `document.querySelector('.badge.is-reviewed')`)
	if got := b.read(t, "locales/review.mam.toml"); !strings.Contains(got, `by = "Xuan"`) || !strings.Contains(got, `state = "reviewed"`) {
		t.Errorf("the ledger has no signature:\n%s", got)
	}

	catalog := b.read(t, "locales/active.mam.toml")
	for i, w := range words {
		if i == 2 {
			w = "Noviembre 2019"
		}
		if !strings.Contains(catalog, w) {
			t.Errorf("the catalog has no %q", w)
		}
	}
	r, err := b.client(t).Get(b.url + "/l/mam/take/pdf")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	path := filepath.Join(t.TempDir(), "mam.pdf")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.ReadFrom(r.Body); err != nil {
		t.Fatal(err)
	}
	f.Close()
	text, err := exec.Command("pdftotext", "-nopgbrk", path, "-").Output()
	if err != nil {
		t.Fatalf("%v\nhint: run make test, which installs pdftotext", err)
	}
	if !strings.Contains(string(text), words[1]) {
		t.Errorf("the PDF has no %q:\n%.600s", words[1], text)
	}
}

// Two browsers change the same paragraph: the second one is shown both texts,
// chooses, and the other text is kept.
func TestTwoBrowsersInConflict(t *testing.T) {
	b := newBench(t)
	one, two := tab(t, browser(t)), tab(t, browser(t))
	const area = `document.querySelector('[data-id="background"] textarea')`
	for _, ctx := range []context.Context{one, two} {
		b.enter(t, ctx)
		do(t, ctx, chromedp.Navigate(b.url+"/l/es/"))
		waitFor(t, ctx, area)
		eval[bool](t, ctx, area+`.focus() || (`+area+`.select(), true)`)
	}
	typeText(t, one, "De dónde venimos")
	waitFor(t, one, `document.querySelector('[data-id="background"] .state').textContent === 'Saved'`)
	typeText(t, two, "Trasfondo")
	waitFor(t, two, `document.querySelector('[data-id="background"] .theirs')?.textContent === 'De dónde venimos'`)
	if got := eval[string](t, two, area+`.value`); got != "Trasfondo" {
		t.Errorf("her own text is %q", got)
	}
	tabTo(t, two, `[data-id="background"] .decide[value=mine]`)
	press(t, two, "\r")
	waitFor(t, two, `document.querySelector('[data-id="background"] .state').textContent === 'Saved'`)
	if got := b.read(t, "locales/active.es.toml"); !strings.Contains(got, `"Trasfondo"`) {
		t.Error("the text that was chosen is not in the catalog")
	}
	if got := b.read(t, "locales/conflicts.es.toml"); !strings.Contains(got, "De dónde venimos") {
		t.Error("the other text is gone")
	}
}

// An editor changes the file while the page is open: the save is a conflict,
// and without a script the page shows both texts.
func TestConflictWithTextEditorWithoutScript(t *testing.T) {
	b := newBench(t)
	c := b.client(t)
	page := get(t, c, b.url+"/l/es/one?id=background")
	base := between(t, page, `data-revision="`, `"`)
	b.change(t, "locales/active.es.toml", `"Antecedentes"`, `"De dónde venimos"`)
	r, err := c.PostForm(b.url+"/l/es/save", url.Values{"id": {"background"}, "revision": {base}, "text": {"Trasfondo"}, "from": {"one"}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusConflict {
		t.Fatalf("status %d", r.StatusCode)
	}
	shown := body(t, r)
	for _, w := range []string{"Trasfondo", "De dónde venimos"} {
		if !strings.Contains(shown, w) {
			t.Errorf("the page does not show %q", w)
		}
	}
	base = between(t, shown, `data-revision="`, `"`)
	r, err = c.PostForm(b.url+"/l/es/save", url.Values{"id": {"background"}, "revision": {base}, "text": {"Trasfondo"}, "theirs": {"De dónde venimos"}, "decide": {"theirs"}, "from": {"one"}})
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if got := b.read(t, "locales/active.es.toml"); !strings.Contains(got, `"De dónde venimos"`) {
		t.Error("the text that was chosen is not in the catalog")
	}
	if got := b.read(t, "locales/conflicts.es.toml"); !strings.Contains(got, "Trasfondo") {
		t.Error("the other text is gone")
	}
}

func get(t *testing.T, c *http.Client, address string) string {
	t.Helper()
	r, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	return body(t, r)
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// between is what stands between two texts.
func between(t *testing.T, s, from, to string) string {
	t.Helper()
	_, s, ok := strings.Cut(s, from)
	s, _, also := strings.Cut(s, to)
	if !ok || !also {
		t.Fatalf("nothing between %q and %q", from, to)
	}
	return s
}

// Every page of the workbench is accessible as far as axe-core knows, in English
// and Arabic, in light and dark, and none is wider than a small phone.
func TestWorkbenchIsAccessible(t *testing.T) {
	axe := read(t, "..", "node_modules/axe-core/axe.min.js")
	b := newBench(t)
	for _, voice := range []string{"en", "ar"} {
		theme := map[string]string{"en": "0", "ar": "1"}[voice] // dark, light
		ctx := tab(t, browser(t, chromedp.Flag("accept-lang", voice), chromedp.Flag("blink-settings", "preferredColorScheme="+theme)))
		do(t, ctx, chromedp.Navigate(b.url+"/"))
		b.audit(t, ctx, axe, voice+" refused")
		b.enter(t, ctx)
		if got := eval[string](t, ctx, `document.documentElement.lang`); got != voice {
			t.Fatalf("the interface is in %q", got)
		}
		for _, path := range []string{"/", "/start?q=mam", "/l/ar/", "/l/es/one?id=background", "/l/ar/review?show=all", "/l/es/take", "/l/nowhere/"} {
			do(t, ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(b.url+path))
			eval[bool](t, ctx, `document.querySelectorAll('details').forEach(d => d.open = true); document.querySelector('textarea')?.focus(); true`)
			if path == "/l/ar/" {
				waitFor(t, ctx, `document.querySelector('.sheet img')?.naturalWidth > 0`)
			}
			b.audit(t, ctx, axe, voice+" "+path)
		}
	}
}

func (b bench) audit(t *testing.T, ctx context.Context, axe, name string) {
	t.Helper()
	eval[bool](t, ctx, axe+"; true")
	for _, width := range []int64{1440, 320} {
		do(t, ctx, chromedp.EmulateViewport(width, 900))
		for _, v := range eval[[]string](t, ctx, `axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + v.help + '\n' + n.html)))`) {
			t.Errorf("%s at %d px: %s", name, width, v)
		}
		if over := eval[int](t, ctx, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
			t.Errorf("%s at %d px: the page is %d px wider than the screen", name, width, over)
		}
	}
}

// The server is killed at random moments while texts are saved: nothing that
// was answered as saved is missing, and no file is broken.
func TestKilledServerLosesNothing(t *testing.T) {
	saves := 40
	if os.Getenv("MULTITUDE_TEST") == "all" {
		saves = 200
	}
	b := newBench(t) // its folder; the server that is killed is another
	confirmed := map[string]string{}
	random := rand.New(rand.NewPCG(1, 2))
	var ids []string
	for line := range strings.Lines(b.read(t, "locales/active.es.toml")) {
		if id, ok := strings.CutPrefix(line, `["`); ok {
			ids = append(ids, strings.TrimSuffix(strings.TrimSpace(id), `"]`))
		}
	}
	for n := 0; n < saves; {
		cmd, address := startServe(t, b.dir)
		c := enterAt(t, address)
		at, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		at.RawQuery = ""
		done := make(chan bool)
		end := n + 10
		time.AfterFunc(time.Duration(100+random.IntN(900))*time.Millisecond, func() { cmd.Process.Kill(); close(done) })
		for ; n < end; n++ {
			id := ids[random.IntN(len(ids))]
			text := fmt.Sprintf("Texto número %d", n)
			at.Path = "/l/es/one"
			r, err := c.Get(at.String() + "?id=" + url.QueryEscape(id))
			if err != nil {
				break
			}
			page, err := io.ReadAll(r.Body)
			r.Body.Close()
			if err != nil || !strings.Contains(string(page), `data-revision="`) {
				break
			}
			at.Path = "/l/es/save"
			q, err := http.NewRequest("POST", at.String(), strings.NewReader(url.Values{"id": {id}, "text": {text}, "revision": {between(t, string(page), `data-revision="`, `"`)}}.Encode()))
			if err != nil {
				t.Fatal(err)
			}
			q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			q.Header.Set("Accept", "application/json")
			delete(confirmed, id) // the one before may stand, or this one
			r, err = c.Do(q)
			if err != nil {
				break
			}
			var a struct{ Saved bool }
			if err := json.NewDecoder(r.Body).Decode(&a); err == nil && a.Saved {
				confirmed[id] = text
			}
			r.Body.Close()
		}
		n++
		<-done
		cmd.Wait()
	}
	catalog := b.read(t, "locales/active.es.toml")
	for id, text := range confirmed {
		_, rest, _ := strings.Cut(catalog, `["`+id+`"]`)
		block, _, _ := strings.Cut(rest, "\n\n")
		if !strings.Contains(block, `"`+text+`"`) {
			t.Errorf("%s: %q was shown as saved, and is not there:\n%s", id, text, block)
		}
	}
	if len(confirmed) == 0 {
		t.Error("nothing was saved at all")
	}
	t.Logf("%d messages hold what was shown as saved", len(confirmed))
	if out, err := exec.Command("../bin/multitude", "-C", b.dir, "status").CombinedOutput(); err != nil && !strings.Contains(string(out), "es") {
		t.Errorf("%v\n%s", err, out)
	}
}

// startServe starts the program, and is the address that it prints.
func startServe(t *testing.T, dir string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command("../bin/multitude", "-C", dir, "serve", "--no-browser", "--port", "0")
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v\nhint: run make", err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "http://127.0.0.1:") {
			go io.Copy(io.Discard, out)
			return cmd, lines.Text()
		}
	}
	t.Fatal("the program printed no address")
	return nil, ""
}

func enterAt(t *testing.T, address string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	if r, err := c.Get(address); err == nil {
		r.Body.Close()
	}
	return c
}

// The program says where it is, lets in once, and ends when it is told to.
func TestServeEndsInOrder(t *testing.T) {
	b := newBench(t)
	cmd, address := startServe(t, b.dir)
	for i, want := range []int{http.StatusOK, http.StatusUnauthorized} {
		r, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("the address, opened %d times: %d", i+1, r.StatusCode)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ends with %v", err)
	}
}

// The checker of the W3C finds nothing in the workbench's pages.
func TestWorkbenchIsValidHTML(t *testing.T) {
	b := newBench(t)
	c := b.client(t)
	dir := t.TempDir()
	var paths []string
	for i, path := range []string{"/", "/start?q=maya", "/l/ar/", "/l/es/one?id=background", "/l/es/review", "/l/es/take", "/nowhere"} {
		file := filepath.Join(dir, fmt.Sprintf("%d.html", i))
		if err := os.WriteFile(file, []byte(get(t, c, b.url+path)), 0o666); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, file)
	}
	isValid(t, paths...)
}
