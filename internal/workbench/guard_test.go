package workbench

import (
	"bytes"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/locale"
	"multitude/internal/project"
	"multitude/internal/publish"
)

const sourceText = "---\ntitle: A vision\n---\n\n# Home\n\nWe **dream** of a house with many doors in 2019.[^a]\n\n[^a]: Together.\n"

// newProject is a project with a Spanish translation that has yet to be made.
func newProject(t *testing.T) *project.Project {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"multitude.toml": "source = \"source.md\"\n", "source.md": sourceText} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p, found, err := project.Find(dir)
	if err != nil || p == nil {
		t.Fatal(err, found)
	}
	in, err := publish.Read(p)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := catalog.Extract(p.LocalesDir(), p.Language, in.Units); err != nil {
		t.Fatal(err)
	}
	if _, _, err := catalog.Add(p.LocalesDir(), p.Language, locale.MustParse("es"), in.Units); err != nil {
		t.Fatal(err)
	}
	return p
}

// newServer is the workbench of a project, and a browser that has been let in.
func newServer(t *testing.T, o Options) (*Workbench, *httptest.Server, *http.Client) {
	t.Helper()
	b, found, err := New(newProject(t), o)
	if err != nil || b == nil {
		t.Fatal(err, found)
	}
	s := httptest.NewServer(b.Handler())
	t.Cleanup(s.Close)
	t.Cleanup(func() { b.Close() })
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if o.Password == "" {
		if r := fetch(t, c, "GET", s.URL+b.Invite(), "", nil); r.status != http.StatusOK {
			t.Fatalf("the invitation is answered by %d", r.status)
		}
	}
	return b, s, c
}

type reply struct {
	status int
	body   string
	header http.Header
}

func fetch(t *testing.T, c *http.Client, method, address, body string, change func(*http.Request)) reply {
	t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if change != nil {
		change(r)
	}
	a, err := c.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, address, err)
	}
	defer a.Body.Close()
	data, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{a.StatusCode, string(data), a.Header}
}

// Whoever is not let in, is not here, or asks too much is refused, and nothing
// is changed.
func TestRefusals(t *testing.T) {
	b, s, c := newServer(t, Options{})
	stranger := &http.Client{}
	save := "id=home&revision=&text=Casa"
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	header := func(k, v string) func(*http.Request) { return func(r *http.Request) { r.Header.Set(k, v) } }
	used := b.Invite()
	fetch(t, stranger, "GET", s.URL+used, "", nil)
	for _, x := range []struct {
		name, method, path, body string
		client                   *http.Client
		change                   func(*http.Request)
		status                   int
	}{
		{"no token", "GET", "/", "", stranger, nil, 401},
		{"no token, and a form", "POST", "/l/es/save", save, stranger, nil, 401},
		{"no token, and the site", "GET", "/site/es/", "", stranger, nil, 401},
		{"no token, and a font", "GET", "/site/fonts/x.woff2", "", stranger, nil, 401},
		{"a wrong token", "GET", "/enter?token=abc", "", stranger, nil, 401},
		{"an empty token", "GET", "/enter", "", stranger, nil, 401},
		{"a token that was used", "GET", used, "", stranger, nil, 401},
		{"a made-up cookie", "GET", "/", "", stranger, header("Cookie", "multitude-"+s.URL[strings.LastIndex(s.URL, ":")+1:]+"=abc"), 401},
		{"another host", "GET", "/", "", c, host("example.com"), 421},
		{"another host at this port", "GET", "/", "", c, host("evil.example:8417"), 421},
		{"a host that only begins like ours", "GET", "/", "", c, host("127.0.0.1.example.com"), 421},
		{"the style for another host", "GET", "/style.css", "", c, host("example.com"), 421},
		{"a form of another site", "POST", "/l/es/save", save, c, header("Sec-Fetch-Site", "cross-site"), 403},
		{"a form of another port", "POST", "/l/es/save", save, c, header("Sec-Fetch-Site", "same-site"), 403},
		{"a form of another origin", "POST", "/l/es/save", save, c, header("Origin", "https://example.com"), 403},
		{"a form of no origin", "POST", "/l/es/save", save, c, header("Origin", "null"), 403},
		{"a password where none is asked for", "POST", "/enter", "password=", stranger, nil, 401},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := fetch(t, x.client, x.method, s.URL+x.path, x.body, x.change)
			if r.status != x.status {
				t.Errorf("answered by %d, want %d\n%.300s", r.status, x.status, r.body)
			}
			if strings.Contains(r.body, "We ") {
				t.Error("the answer has the document in it")
			}
		})
	}
	if cat := file(t, b, "active.es.toml"); strings.Contains(cat, "Casa") {
		t.Error("a request that was refused has changed the catalog")
	}
}

// No parameter leads out of the project, or to a file that is not meant.
func TestPathsStayInside(t *testing.T) {
	b, s, c := newServer(t, Options{})
	outside := filepath.Join(filepath.Dir(b.desk.project().Root), "active.out.toml")
	if err := os.WriteFile(outside, []byte("[secret]\nother = \"SECRET\"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(outside)
	for _, evil := range []string{"..", "../", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e%2f", "es/../../x", `..\..\x`, "es%00", "/etc/passwd", "../active.out", "-x", "es;id", "$(id)", strings.Repeat("a", 5000)} {
		for _, path := range []string{
			"/l/" + evil + "/", "/l/" + evil + "/take/zip", "/l/" + evil + "/one?id=home", "/l/es/take/" + evil, "/l/es/one?id=" + evil, "/l/es/sheet?id=" + evil,
			"/l/es/help?id=" + evil, "/l/es/?filter=" + evil, "/l/es/?page=" + evil, "/site/" + evil, "/site/es/" + evil, "/" + evil, "/style.css?tag=" + evil,
			"/start?q=" + evil,
		} {
			r, err := http.NewRequest("GET", s.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			// As it stands: the client would clean the path.
			p, query, _ := strings.Cut(path, "?")
			r.URL.Opaque = "//" + r.URL.Host + p
			r.URL.RawQuery = query
			a, err := c.Do(r)
			if err != nil {
				continue // such a request cannot even be written
			}
			data, _ := io.ReadAll(a.Body)
			a.Body.Close()
			if a.StatusCode >= 500 && a.StatusCode != 503 || bytes.Contains(data, []byte("SECRET")) || bytes.Contains(data, []byte("root:x")) {
				t.Errorf("%s: %d\n%.200s", path, a.StatusCode, data)
			}
		}
		form := url.Values{"tag": {evil}, "name": {evil}, "id": {evil}, "revision": {evil}, "text": {"x"}, "back": {evil}, "do": {"approve"}, "by": {"x"}, "data": {evil}}.Encode()
		for _, path := range []string{"/start", "/l/es/save", "/l/es/look", "/l/es/keep", "/l/es/review", "/l/es/bring/apply", "/interface"} {
			a := fetch(t, c, "POST", s.URL+path, form, nil)
			if to := a.header.Get("Location"); a.status >= 500 || strings.HasPrefix(to, "//") || strings.Contains(to, "://") {
				t.Errorf("POST %s %q: %d to %q\n%.200s", path, evil, a.status, to, a.body)
			}
		}
	}
	var names []string
	root := b.desk.project().Root
	filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(root, path)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	for _, n := range names {
		if n != "multitude.toml" && n != "source.md" && !strings.HasPrefix(n, "locales/") {
			t.Errorf("a file %s has been written", n)
		}
	}
}

// An endless body is cut off: it is refused by its length, or where it does not
// tell that, when the limit is reached.
func TestLargeBodiesAreRefused(t *testing.T) {
	_, s, c := newServer(t, Options{})
	for _, path := range []string{"/l/es/save", "/l/es/look", "/l/es/review", "/l/es/bring", "/start", "/enter", "/interface"} {
		for _, told := range []bool{true, false} {
			body := io.LimitReader(endless{}, 1<<30)
			r, err := http.NewRequest("POST", s.URL+path, struct{ io.Reader }{body})
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if strings.HasSuffix(path, "bring") {
				r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			}
			if told {
				r.ContentLength = 1 << 30
			}
			a, err := c.Do(r)
			if err != nil {
				continue // the server hung up while the client was still sending
			}
			a.Body.Close()
			if a.StatusCode != http.StatusRequestEntityTooLarge && a.StatusCode != http.StatusBadRequest && a.StatusCode != http.StatusUnauthorized {
				t.Errorf("POST %s, told %v: %d", path, told, a.StatusCode)
			}
		}
	}
}

// endless reads as the letter a without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// Every page says that no script and no style but the workbench's own has any
// effect; the cookie is sent to nobody else.
func TestHeaders(t *testing.T) {
	b, s, c := newServer(t, Options{})
	for _, path := range []string{"/", "/start?q=mam", "/l/es/", "/l/es/one?id=home", "/l/es/review", "/l/es/take", "/nowhere"} {
		r := fetch(t, c, "GET", s.URL+path, "", nil)
		csp := r.header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'; script-src 'self'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if strings.Contains(r.body, "<script>") || strings.Contains(r.body, " style=") || strings.Contains(r.body, "onclick=") {
			t.Errorf("%s has a script or a style inside", path)
		}
	}
	r := fetch(t, &http.Client{}, "GET", s.URL+b.Invite(), "", nil)
	cookie := r.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q lacks %s", cookie, want)
		}
	}
}

// On a network a password lets people in, and a one-time token does not.
func TestPassword(t *testing.T) {
	b, s, c := newServer(t, Options{Password: "four words of mine", Hosts: []string{"bench.example"}})
	if b.Invite() != "/enter" {
		t.Errorf("an invitation: %s", b.Invite())
	}
	if r := fetch(t, c, "GET", s.URL+"/enter?token="+b.guard.invite(), "", nil); !strings.Contains(r.body, "type=\"password\"") {
		t.Error("a token lets in beside the password")
	}
	if r := fetch(t, c, "POST", s.URL+"/enter", "password=four+words", nil); r.status != 401 {
		t.Errorf("a wrong password: %d", r.status)
	}
	if r := fetch(t, c, "GET", s.URL+"/l/es/", "", nil); r.status != 401 {
		t.Errorf("without the password: %d", r.status)
	}
	if r := fetch(t, c, "POST", s.URL+"/enter", "password=four+words+of+mine", nil); r.status != 200 {
		t.Errorf("the password: %d", r.status)
	}
	if r := fetch(t, c, "GET", s.URL+"/l/es/", "", nil); r.status != 200 {
		t.Errorf("with the password: %d", r.status)
	}
	if r := fetch(t, c, "GET", s.URL+"/style.css", "", func(r *http.Request) { r.Host = "bench.example" }); r.status != 200 {
		t.Errorf("by its own name: %d", r.status)
	}
}

func file(t *testing.T, b *Workbench, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(b.desk.dir(), name))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(data)
}
