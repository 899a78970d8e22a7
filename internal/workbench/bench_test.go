package workbench

import (
	"fmt"
	"net/http"
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

// A keystroke in a document of a million words: what is wrong with the text, and
// how a reader would see it. A save of it, which the typist does not wait for.
func BenchmarkMillionWords(b *testing.B) {
	dir := b.TempDir()
	var s strings.Builder
	for i := range 12_500 {
		if i%60 == 0 {
			fmt.Fprintf(&s, "# Chapter %d\n\n", i/60)
		}
		fmt.Fprintf(&s, "Paragraph %d%s.\n\n", i, strings.Repeat(" of many words", 26))
	}
	for name, text := range map[string]string{"multitude.toml": "source = \"source.md\"\n", "source.md": s.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	p, found, err := project.Find(dir)
	if err != nil || p == nil {
		b.Fatal(err, found)
	}
	in, err := publish.Read(p)
	if err != nil {
		b.Fatal(err)
	}
	if _, _, err := catalog.Extract(p.LocalesDir(), p.Language, in.Units); err != nil {
		b.Fatal(err)
	}
	if _, _, err := catalog.Add(p.LocalesDir(), p.Language, locale.MustParse("es"), in.Units); err != nil {
		b.Fatal(err)
	}
	w, found, err := New(p, Options{})
	if err != nil || w == nil {
		b.Fatal(err, found)
	}
	defer w.Close()
	handler := w.Handler()
	admitted := httptest.NewRecorder()
	first := httptest.NewRequest("GET", "http://127.0.0.1:8417"+w.Invite(), nil)
	handler.ServeHTTP(admitted, first)
	cookie := admitted.Result().Cookies()[0]
	id := in.Units[6000].ID
	post := func(path string, form url.Values) string {
		r := httptest.NewRequest("POST", "http://127.0.0.1:8417"+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept", "application/json")
		r.AddCookie(cookie)
		a := httptest.NewRecorder()
		handler.ServeHTTP(a, r)
		if a.Code != http.StatusOK {
			b.Fatal(a.Code, a.Body)
		}
		return a.Body.String()
	}
	n := 0
	b.Run("keystroke", func(b *testing.B) {
		post("/l/es/look", url.Values{"id": {id}, "text": {"Hola"}})
		for b.Loop() {
			n++
			post("/l/es/look", url.Values{"id": {id}, "text": {fmt.Sprintf("Párrafo %d de muchas palabras", n)}})
		}
	})
	b.Run("save", func(b *testing.B) {
		k, err := w.desk.book("es")
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			n++
			cat, err := k.read()
			if err != nil {
				b.Fatal(err)
			}
			post("/l/es/save", url.Values{"id": {id}, "text": {fmt.Sprintf("Párrafo %d", n)}, "revision": {revision(cat.Messages[id])}})
		}
	})
}
