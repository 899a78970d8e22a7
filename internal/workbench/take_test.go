package workbench

import (
	"archive/zip"
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func replace(t *testing.T, b *Workbench, name, from, to string) {
	t.Helper()
	path := filepath.Join(b.desk.project().Root, name)
	data, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(data, []byte(from)) {
		t.Fatalf("%v: %s has no %q", err, name, from)
	}
	if err := os.WriteFile(path, bytes.Replace(data, []byte(from), []byte(to), 1), 0o666); err != nil {
		t.Fatal(err)
	}
}

// A table goes out, is filled in elsewhere, and comes home: what it would do is
// shown first, a conflict included, and no text is lost.
func TestTableComesHome(t *testing.T) {
	b, s, c := newServer(t, Options{})
	write(t, b, "home", "Hogar")
	table := fetch(t, c, "GET", s.URL+"/l/es/take/csv", "", nil)
	if table.status != 200 || !strings.Contains(table.header.Get("Content-Disposition"), "-es.csv") {
		t.Fatal(table.status, table.header)
	}
	write(t, b, "home", "Mi hogar")
	changed := strings.Replace(table.body, "Hogar", "La casa", 1)
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	f, _ := m.CreateFormFile("file", "source-es.csv")
	f.Write([]byte(changed))
	m.Close()
	plan := fetch(t, c, "POST", s.URL+"/l/es/bring", body.String(), func(r *http.Request) { r.Header.Set("Content-Type", m.FormDataContentType()) })
	if plan.status != 200 || !strings.Contains(plan.body, "changed in both") || !strings.Contains(plan.body, "La casa") || !strings.Contains(plan.body, "Mi hogar") {
		t.Fatalf("%d\n%s", plan.status, plan.body)
	}
	if strings.Contains(file(t, b, "active.es.toml"), "La casa") {
		t.Fatal("the file was taken over before anybody said so")
	}
	_, data, _ := strings.Cut(plan.body, `name="data" value="`)
	data, _, _ = strings.Cut(data, `"`)
	data = strings.NewReplacer("&#43;", "+", "&#61;", "=").Replace(data)
	done := fetch(t, c, "POST", s.URL+"/l/es/bring/apply", url.Values{"name": {"source-es.csv"}, "data": {data}, "prefer": {"file"}}.Encode(), nil)
	if done.status != 200 {
		t.Fatalf("%d\n%s", done.status, done.body)
	}
	if got := file(t, b, "active.es.toml"); !strings.Contains(got, `"La casa"`) {
		t.Errorf("the text of the file is not there:\n%s", got)
	}
	if got := file(t, b, "conflicts.es.toml"); !strings.Contains(got, "Mi hogar") {
		t.Errorf("the other text is gone:\n%s", got)
	}
}

// Whoever keeps the repository gets the catalogs, and git a commit of them
// alone, under the name that the translator gives.
func TestHandOver(t *testing.T) {
	b, s, c := newServer(t, Options{})
	root := b.desk.project().Root
	git := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", root, "-c", "user.name=Keeper", "-c", "user.email=keeper@example.org"}, args...)...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v\n%s\nhint: install git", args, err, out)
		}
		return string(out)
	}
	git("init", "-q")
	git("add", "-A")
	git("commit", "-q", "-m", "begun")
	replace(t, b, "multitude.toml", "source", "# mine\nsource")
	write(t, b, "home", "Hogar")
	if r := fetch(t, c, "POST", s.URL+"/l/es/commit", url.Values{"by": {"Doña Luz <x>"}, "note": {"the first page"}}.Encode(), nil); r.status != 200 {
		t.Fatalf("%d\n%s", r.status, r.body)
	}
	if got := git("log", "-1", "--format=%an|%s|%b", "--name-only"); !strings.HasPrefix(got, "Doña Luz x|Translation into Spanish (es)|the first page") || strings.Contains(got, "multitude.toml") || !strings.Contains(got, "locales/active.es.toml") {
		t.Errorf("the commit:\n%s", got)
	}
	if r := fetch(t, c, "POST", s.URL+"/l/es/commit", "", nil); r.status != 409 {
		t.Errorf("a commit of nothing: %d", r.status)
	}
	r := fetch(t, c, "GET", s.URL+"/l/es/take/zip", "", nil)
	z, err := zip.NewReader(strings.NewReader(r.body), int64(len(r.body)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); !strings.Contains(got, "locales/active.es.toml") || strings.Contains(got, "multitude.toml") {
		t.Errorf("the zip has %s", got)
	}
	for _, format := range []string{"po", "xliff", "xliff2", "html"} {
		if r := fetch(t, c, "GET", s.URL+"/l/es/take/"+format, "", nil); r.status != 200 || len(r.body) < 100 {
			t.Errorf("%s: %d, %d bytes", format, r.status, len(r.body))
		}
	}
}
