package memory

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"multitude/internal/catalog"
	"multitude/internal/unit"
)

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func message(id, english, text string) string {
	return "[\"" + id + "\"]\nhash = \"" + unit.Hash("", english) + "\"\nother = \"" + text + "\"\n"
}

// The memory has messages that are fresh, stale and retired, second texts,
// suggestions, and what others have; and of guesses nothing.
func TestOpen(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "own", "locales")
	put(t, filepath.Join(dir, "active.en.toml"), "[\"a\"]\nother = \"One\"\n[\"b\"]\nother = \"Two now\"\n[\"g\"]\nother = \"Guessed\"\n[\"s\"]\nother = \"Part\"\n")
	put(t, filepath.Join(dir, "history.en.toml"), "[\""+unit.Hash("", "Two once")+"\"]\nother = \"Two once\"\n[\""+unit.Hash("", "Whole part")+"\"]\nother = \"Whole part\"\n")
	put(t, filepath.Join(dir, "retired.en.toml"), "[\"r\"]\nother = \"Gone\"\n")
	put(t, filepath.Join(dir, "active.es.toml"), message("a", "One", "Uno")+message("b", "Two once", "Dos")+message("g", "Guessed", "Adivinado")+message("x", "Nobody knows", "Nadie"))
	put(t, filepath.Join(dir, "review.es.toml"), "[\"a\"]\nstate = \"reviewed\"\nsource = \""+unit.Hash("", "One")+"\"\ntranslation = \""+unit.Hash("", "Uno")+"\"\n"+
		"[\"g\"]\nstate = \"machine\"\norigin = \"elsewhere\"\ntranslation = \""+unit.Hash("", "Adivinado")+"\"\n")
	put(t, filepath.Join(dir, "retired.es.toml"), message("r", "Gone", "Ido"))
	put(t, filepath.Join(dir, "conflicts.es.toml"), message("a", "One", "Una"))
	put(t, filepath.Join(dir, "suggestions.es.toml"), message("s", "Whole part", "Parte entera"))
	put(t, filepath.Join(root, "other", "multitude.toml"), "source = \"a.md\"\n")
	put(t, filepath.Join(root, "other", "locales", "active.en.toml"), "[\"o\"]\nother = \"Other\"\n")
	put(t, filepath.Join(root, "other", "locales", "active.es.toml"), message("o", "Other", "Otro"))
	put(t, filepath.Join(root, "loose", "active.en.toml"), "[\"l\"]\nother = \"Loose\"\n")
	put(t, filepath.Join(root, "loose", "active.es.toml"), message("l", "Loose", "Suelto"))
	put(t, filepath.Join(root, "many.tmx"), `<tmx version="1.4"><header srclang="en-US"/><body>`+
		`<tu><tuv xml:lang="en-US"><seg>Same</seg></tuv><tuv xml:lang="fr"><seg>Même</seg></tuv><tuv xml:lang="es"><seg>Mismo</seg></tuv></tu>`+
		`<tu><tuv xml:lang="en-US"><seg>Same</seg></tuv><tuv xml:lang="es"><seg>Misma</seg></tuv></tu></body></tmx>`)
	put(t, filepath.Join(root, "german.po"), "msgid \"\"\nmsgstr \"Language: de\\nContent-Type: text/plain; charset=UTF-8\\n\"\n\nmsgid \"Same\"\nmsgstr \"Gleich\"\n")
	put(t, filepath.Join(root, "broken.tmx"), "<tmx")
	put(t, filepath.Join(root, "empty", "nothing"), "")

	m, found, err := Open(dir, en, es, []string{"../other", "../loose", filepath.Join(root, "many.tmx"), "../german.po", "../broken.tmx", "../none.tmx", "../empty"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range m.segments {
		got = append(got, s.Source+" | "+s.Target+" | "+s.State.String()+" | "+s.Origin)
	}
	want := []string{
		"One | Uno | reviewed | locales/active.es.toml: a",
		"Two once | Dos | machine | locales/active.es.toml: b",
		"Gone | Ido | machine | locales/retired.es.toml: r",
		"One | Una | machine | locales/conflicts.es.toml: a",
		"Whole part | Parte entera | machine | locales/suggestions.es.toml: s",
		"Other | Otro | machine | ../other/locales/active.es.toml: o",
		"Loose | Suelto | machine | ../loose/active.es.toml: l",
		"Same | Mismo | machine | many.tmx",
		"Same | Misma | machine | many.tmx",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the memory has\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	files := map[string]bool{}
	for _, f := range found {
		files[f.Pos.File] = true
		if f.Severity.String() == "error" {
			t.Errorf("a memory that cannot be read ends the work: %v", f)
		}
	}
	for _, name := range []string{"../broken.tmx", "../none.tmx", "../empty"} {
		if !files[name] {
			t.Errorf("nothing is said about %s: %v", name, found)
		}
	}
	if got := m.For(unit.Unit{ID: "s", Text: "Part"}, "", 5); len(got) != 1 || !got[0].Part || got[0].Target != "Parte entera" {
		t.Errorf("the former translation of a part: %v", got)
	}
}

// What is filled in is a guess, only where there is no text, and only where
// nobody has signed.
func TestFill(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "active.en.toml"), "[\"a\"]\nother = \"One\"\n[\"b\"]\nother = \"One\"\n[\"c\"]\nother = \"One\"\n[\"d\"]\nother = \"one\"\n")
	put(t, filepath.Join(dir, "active.es.toml"), message("a", "One", "Uno")+message("b", "One", "")+message("c", "One", "")+message("d", "one", ""))
	put(t, filepath.Join(dir, "review.es.toml"), "[\"a\"]\nstate = \"approved\"\n[\"c\"]\nstate = \"reviewed\"\nby = \"Ana\"\n")
	units := []unit.Unit{{ID: "a", Text: "One"}, {ID: "b", Text: "One"}, {ID: "c", Text: "One"}, {ID: "d", Text: "one"}}
	for range 2 {
		_, found, err := Fill(dir, en, es, units, nil)
		if err != nil || len(found) > 0 {
			t.Fatal(found, err)
		}
		cat, found, err := catalog.Load(dir, es)
		if cat == nil || err != nil {
			t.Fatal(found, err)
		}
		if got := cat.Messages["b"].Text; got != "Uno" {
			t.Errorf("b is %q", got)
		}
		if origin, guess := cat.Guess(units[1]); !guess || filepath.Base(origin) != "active.es.toml: a" || cat.State(units[1]) != catalog.Machine {
			t.Errorf("b is %v, from %q", cat.State(units[1]), origin)
		}
		if c, d := cat.Messages["c"].Text, cat.Messages["d"].Text; c+d != "" {
			t.Errorf("c is %q, d is %q", c, d)
		}
		if r := cat.Reviews["c"]; r.By != "Ana" || r.State != catalog.Reviewed {
			t.Errorf("the signature of c is %v", r)
		}
	}
}
