package workbench

import (
	"net/url"
	"strings"
	"testing"
)

// write saves a text as the page's script does.
func write(t *testing.T, b *Workbench, id, text string) {
	t.Helper()
	k, err := b.desk.book("es")
	if err != nil {
		t.Fatal(err)
	}
	cat, err := k.read()
	if err != nil {
		t.Fatal(err)
	}
	s, err := k.save(id, text, revision(cat.Messages[id]))
	if err != nil || s.conflict {
		t.Fatal(err, s)
	}
}

func revisionOf(t *testing.T, b *Workbench, id string) string {
	t.Helper()
	k, err := b.desk.book("es")
	if err != nil {
		t.Fatal(err)
	}
	cat, err := k.read()
	if err != nil {
		t.Fatal(err)
	}
	return revision(cat.Messages[id])
}

// A reviewer approves, asks back, and sees what changed since she signed; she
// cannot sign what she has not read.
func TestReview(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	b, s, c := newServer(t, Options{})
	b.today = func() string { return "2025-01-31" }
	write(t, b, "home", "Hogar")
	verdict := func(do, by, note, revision string) reply {
		return fetch(t, c, "POST", s.URL+"/l/es/review", url.Values{"id": {"home"}, "revision": {revision}, "do": {do}, "by": {by}, "note": {note}, "back": {"/l/es/review?show=all"}}.Encode(), nil)
	}
	old := revisionOf(t, b, "home")
	if r := verdict("approve", "Ana", "", old); r.status != 303 {
		t.Fatalf("approving: %d\n%s", r.status, r.body)
	}
	if l := file(t, b, "review.es.toml"); !strings.Contains(l, `state = "approved"`) || !strings.Contains(l, `by = "Ana"`) || !strings.Contains(l, `on = "2025-01-31"`) {
		t.Errorf("the ledger:\n%s", l)
	}
	write(t, b, "home", "Nuestra casa")
	if r := verdict("approve", "Ana", "", old); r.status != 409 {
		t.Errorf("signing what has changed meanwhile: %d", r.status)
	}
	page := fetch(t, c, "GET", s.URL+"/l/es/review?show=since", "", nil).body
	if !strings.Contains(page, "<del>Hogar</del>") || !strings.Contains(page, "<ins>Nuestra casa</ins>") {
		t.Errorf("what changed since the signature is not shown:\n%s", page)
	}
	if r := verdict("ask", "", "", revisionOf(t, b, "home")); r.status != 409 {
		t.Errorf("a question without words: %d", r.status)
	}
	if r := verdict("ask", "Ana", "is this a house or a home?", revisionOf(t, b, "home")); r.status != 303 {
		t.Errorf("asking back: %d\n%s", r.status, r.body)
	}
	if l := file(t, b, "review.es.toml"); strings.Contains(l, `state = "approved"`) || !strings.Contains(l, `note = "? is this a house or a home? (Ana)"`) {
		t.Errorf("the ledger:\n%s", l)
	}
	if page := fetch(t, c, "GET", s.URL+"/l/es/?filter=asked", "", nil).body; !strings.Contains(page, "is this a house or a home? (Ana)") {
		t.Error("the translator is not shown the question")
	}
	if r := verdict("good", "", "", revisionOf(t, b, "home")); r.status != 303 {
		t.Errorf("signing without a name: %d", r.status)
	}
	if l := file(t, b, "review.es.toml"); !strings.Contains(l, `state = "reviewed"`) || strings.Contains(l, "by = \"Ana\"") {
		t.Errorf("the ledger:\n%s", l)
	}
}

// A message whose source changed shows the English then and now; she says that
// it holds, and it is fresh.
func TestStaleShowsDiff(t *testing.T) {
	b, s, c := newServer(t, Options{})
	const id = "home.we-dream-of-a-house-with"
	write(t, b, id, "**Soñamos** con una casa de muchas puertas en 2019.[^a]")
	replace(t, b, "source.md", "many doors", "many open doors")
	page := fetch(t, c, "GET", s.URL+"/l/es/?filter=stale", "", nil).body
	if !strings.Contains(page, "<ins>open </ins>") {
		t.Errorf("no diff:\n%s", page)
	}
	if r := fetch(t, c, "POST", s.URL+"/l/es/keep", url.Values{"id": {id}, "revision": {revisionOf(t, b, id)}}.Encode(), nil); r.status != 303 {
		t.Fatalf("keeping: %d\n%s", r.status, r.body)
	}
	if page := fetch(t, c, "GET", s.URL+"/l/es/?filter=stale", "", nil).body; strings.Contains(page, "many <ins>") {
		t.Error("it is stale still")
	}
}
