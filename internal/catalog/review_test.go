package catalog

import (
	"strings"
	"testing"

	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/unit"
)

// begun is a project with two translated messages, and one that is not.
func begun(t testing.TB) (string, []unit.Unit) {
	t.Helper()
	dir := t.TempDir()
	us := units("a|One", "b|Two", "c|Three")
	extract(t, dir, us)
	add(t, dir, es, us)
	set(t, dir, es, Edit{Unit: us[0], Text: "Uno"}, Edit{Unit: us[1], Text: "Dos"})
	return dir, us
}

func TestSign(t *testing.T) {
	dir, us := begun(t)
	found, err := Sign(dir, en, es, us[:2], Signature{State: Reviewed, By: "Ana \"la Roja\"", On: "2025-01-31", Note: "both"})
	sound(t, found, err)
	equal(t, "review.es.toml", strip(get(t, dir, "review.es.toml")), `["a"]
state = "reviewed"
by = "Ana \"la Roja\""
on = "2025-01-31"
note = "both"
source = "`+us[0].Hash()+`"
translation = "`+unit.Hash("", "Uno")+`"

["b"]
state = "reviewed"
by = "Ana \"la Roja\""
on = "2025-01-31"
note = "both"
source = "`+us[1].Hash()+`"
translation = "`+unit.Hash("", "Dos")+`"

["c"]
`)
	c := load(t, dir, es)
	if c.State(us[0]) != Reviewed || c.State(us[2]) != Machine {
		t.Errorf("states: %v, %v", c.State(us[0]), c.State(us[2]))
	}
	if r := c.Reviews["a"]; r.By != "Ana \"la Roja\"" || r.On != "2025-01-31" || r.Note != "both" {
		t.Errorf("review: %+v", r)
	}

	// An edit by any editor lowers the state; the signature stays on paper.
	put(t, dir, "active.es.toml", strings.Replace(get(t, dir, "active.es.toml"), "Uno", "uno", 1))
	if s := load(t, dir, es).State(us[0]); s != Translated {
		t.Errorf("after an edit: %v", s)
	}
	// Undone, it holds again.
	put(t, dir, "active.es.toml", strings.Replace(get(t, dir, "active.es.toml"), "uno", "Uno", 1))
	if s := load(t, dir, es).State(us[0]); s != Reviewed {
		t.Errorf("after undoing the edit: %v", s)
	}
	// A new signature takes the old one's place, and drops what it does not say.
	found, err = Sign(dir, en, es, us[:1], Signature{State: Approved})
	sound(t, found, err)
	if r := load(t, dir, es).Reviews["a"]; r.State != Approved || r.By != "" || r.On != "" || r.Note != "" {
		t.Errorf("review: %+v", r)
	}
}

func TestEditsNeverRaise(t *testing.T) {
	for state, want := range map[State]State{Machine: Machine, Translated: Translated, Reviewed: Translated, Approved: Translated} {
		dir, us := begun(t)
		found, err := Sign(dir, en, es, us[:1], Signature{State: state})
		sound(t, found, err)
		if s := load(t, dir, es).State(us[0]); s != state {
			t.Errorf("signed %v, is %v", state, s)
		}
		set(t, dir, es, Edit{Unit: us[0], Text: "¡Uno!", Former: "Uno"})
		if s := load(t, dir, es).State(us[0]); s != want {
			t.Errorf("%v after an edit: %v", state, s)
		}
	}
}

func TestKeep(t *testing.T) {
	dir, us := begun(t)
	found, err := Sign(dir, en, es, us[:1], Signature{State: Approved, By: "Ana"})
	sound(t, found, err)
	next := units("a|One!", "b|Two!", "c|Three")
	extract(t, dir, next)
	before := load(t, dir, es)
	if before.Freshness(next[0]) != Stale || before.State(next[0]) != Approved {
		t.Errorf("before: %v, %v", before.Freshness(next[0]), before.State(next[0]))
	}
	found, err = Keep(dir, en, es, next[:2])
	sound(t, found, err)
	c := load(t, dir, es)
	for i, want := range []State{Approved, Machine} {
		if c.Freshness(next[i]) != Fresh || c.State(next[i]) != want {
			t.Errorf("%s: %v, %v", next[i].ID, c.Freshness(next[i]), c.State(next[i]))
		}
	}
	if len(c.Reviews) != 1 {
		t.Errorf("reviews: %+v", c.Reviews)
	}

	// A signature that an edit has overtaken does not come to life by it.
	set(t, dir, es, Edit{Unit: next[0], Text: "otra", Former: "Uno"})
	again := units("a|One?", "b|Two!", "c|Three")
	extract(t, dir, again)
	found, err = Keep(dir, en, es, again[:1])
	sound(t, found, err)
	if s := load(t, dir, es).State(again[0]); s != Translated {
		t.Errorf("overtaken signature: %v", s)
	}
}

// A hash that somebody types does not carry a signature to another source.
func TestTypedHash(t *testing.T) {
	dir, us := begun(t)
	found, err := Sign(dir, en, es, us[:1], Signature{State: Approved})
	sound(t, found, err)
	next := units("a|Something else", "b|Two", "c|Three")
	extract(t, dir, next)
	put(t, dir, "active.es.toml", strings.Replace(get(t, dir, "active.es.toml"), us[0].Hash(), next[0].Hash(), 1))
	c := load(t, dir, es)
	if c.Freshness(next[0]) != Fresh || c.State(next[0]) != Translated {
		t.Errorf("%v, %v", c.Freshness(next[0]), c.State(next[0]))
	}
}

func TestSignRefuses(t *testing.T) {
	dir, us := begun(t)
	before := get(t, dir, "active.es.toml")
	for name, c := range map[string]struct {
		us []unit.Unit
		s  Signature
	}{
		"untranslated": {us, Signature{State: Reviewed}},
		"unknown":      {units("z|Z"), Signature{State: Reviewed}},
		"date":         {us[:1], Signature{On: "31.1.2025"}},
		"no such day":  {us[:1], Signature{On: "2025-02-30"}},
		"control":      {us[:1], Signature{By: "A\nna"}},
		"space":        {us[:1], Signature{By: " Ana"}},
	} {
		found, err := Sign(dir, en, es, c.us, c.s)
		if err != nil || len(found) != 1 || found[0].Severity != finding.Error || found[0].Cure == "" {
			t.Errorf("%s: %v %v", name, found, err)
		}
	}
	equal(t, "active.es.toml", get(t, dir, "active.es.toml"), before)
	if len(load(t, dir, es).Reviews) > 0 {
		t.Error("something was signed")
	}
	if found, err := Keep(dir, en, es, us[2:]); err != nil || len(found) != 1 || found[0].Pos.Line == 0 {
		t.Errorf("%v %v", found, err)
	}
}

func TestForget(t *testing.T) {
	dir, us := begun(t)
	ht := locale.MustParse("ht")
	add(t, dir, ht, us)
	set(t, dir, ht, Edit{Unit: us[0], Text: "Youn"})
	for _, loc := range []locale.Locale{es, ht} {
		found, err := Sign(dir, en, loc, us[:1], Signature{State: Reviewed, By: "Ana"})
		sound(t, found, err)
	}
	found, err := Sign(dir, en, es, us[1:2], Signature{State: Reviewed, By: "Anabel", Note: "with Ana"})
	sound(t, found, err)
	put(t, dir, "review.es.toml", "# Ana began.\n"+get(t, dir, "review.es.toml"))
	n, found, err := Forget(dir, "Ana")
	if err != nil || n != 2 {
		t.Errorf("%d, %v", n, err)
	}
	if len(found) != 3 { // the comment, Anabel, the note
		t.Errorf("findings: %v", found)
	}
	c := load(t, dir, es)
	if c.Reviews["a"].By != "" || c.Reviews["b"].By != "Anabel" || c.State(us[0]) != Reviewed {
		t.Errorf("reviews: %+v", c.Reviews)
	}
	if load(t, dir, ht).Reviews["a"].By != "" {
		t.Error("still named in ht")
	}
}

func TestSetTextConflict(t *testing.T) {
	dir, us := begun(t)
	conflicts, found, err := SetText(dir, en, es, []Edit{
		{Unit: us[0], Text: "mine", Former: "Un"},
		{Unit: us[1], Text: "Dos.", Former: "Dos"},
		{Unit: us[2], Text: "Tres"},
		{Unit: us[2], Text: "trois", Former: "Tres"},
	})
	sound(t, found, err)
	if len(conflicts) != 2 || conflicts[0].Unit.ID != "a" || conflicts[0].Theirs != "Uno" || conflicts[0].Text != "mine" || conflicts[1].Theirs != "Tres" {
		t.Errorf("conflicts: %+v", conflicts)
	}
	c := load(t, dir, es)
	for id, want := range map[string]string{"a": "Uno", "b": "Dos.", "c": "Tres"} {
		if got := c.Messages[id].Text; got != want {
			t.Errorf("%s = %q", id, got)
		}
	}
}

func TestSetTextKeepsTheRest(t *testing.T) {
	dir, us := begun(t)
	before := get(t, dir, "active.es.toml")
	text := "a \"quoted\" \\ back\tslash\x01\nand lines\r\n\"\"\"end\""
	set(t, dir, es, Edit{Unit: us[0], Text: text, Former: "Uno"})
	if got := load(t, dir, es).Messages["a"].Text; got != strings.ReplaceAll(text, "\r\n", "\n") {
		t.Errorf("got %q", got)
	}
	set(t, dir, es, Edit{Unit: us[0], Text: "Uno", Former: text})
	equal(t, "active.es.toml", get(t, dir, "active.es.toml"), before)

	// The edition's own words have no unit.
	set(t, dir, es, Edit{Unit: unit.Unit{ID: "edition.page"}, Text: "Página {{.Number}}"})
	if got := load(t, dir, es).Words["edition.page"].Text; got != "Página {{.Number}}" {
		t.Errorf("got %q", got)
	}
	extract(t, dir, us)
	if got := load(t, dir, es).Words["edition.page"].Text; got != "Página {{.Number}}" {
		t.Errorf("after extract: %q", got)
	}
	if _, found, err := SetText(dir, en, locale.MustParse("fr"), []Edit{{Unit: us[0], Text: "Un"}}); err != nil || len(found) != 1 {
		t.Errorf("a file was made for fr: %v %v", found, err)
	}
}

// Translators and reviewers are both credited, in whatever order they sign, and
// nobody for a text that she has not seen.
func TestCredits(t *testing.T) {
	dir, us := begun(t)
	sign := func(state State, by string, u ...unit.Unit) {
		t.Helper()
		found, err := Sign(dir, en, es, u, Signature{State: state, By: by})
		sound(t, found, err)
	}
	want := func(translators, reviewers string, unnamed ...bool) {
		t.Helper()
		c := load(t, dir, es).Credits()
		if got := nameList(c.Translators) + "|" + nameList(c.Reviewers); got != translators+"|"+reviewers {
			t.Errorf("credits: %s, want %s|%s", got, translators, reviewers)
		}
		if len(unnamed) == 2 && (c.UnnamedTranslators != unnamed[0] || c.UnnamedReviewers != unnamed[1]) {
			t.Errorf("unnamed: %v, %v", c.UnnamedTranslators, c.UnnamedReviewers)
		}
	}
	sign(Translated, "Luz", us[0])
	sign(Reviewed, "Ana", us[0])
	want("Luz", "Ana", false, false)
	once := get(t, dir, "review.es.toml")
	sign(Reviewed, "Ana", us[0])
	equal(t, "signed twice", get(t, dir, "review.es.toml"), once)
	sign(Approved, "Bo", us[0])
	want("Luz", "Ana; Bo")
	sign(Translated, "", us[1])
	sign(Reviewed, "Bo", us[1])
	want("Luz", "Ana; Bo", true, false)

	// A new text has its translators, old and new, and no reviewer.
	set(t, dir, es, Edit{Unit: us[0], Text: "Uno!", Former: "Uno"})
	want("Luz", "Bo", true, false)
	sign(Translated, "Eva", us[0])
	want("Eva; Luz", "Bo")
	sign(Reviewed, "", us[0])
	want("Eva; Luz", "Bo", true, true)
	// Who takes a review back is not said to have reviewed.
	sign(Translated, "Bo", us[1])
	want("Bo; Eva; Luz", "", true, true)

	n, found, err := Forget(dir, "Luz")
	sound(t, found, err)
	if n != 1 {
		t.Errorf("%d signatures", n)
	}
	want("Bo; Eva", "")
	for _, name := range []string{"Ana; Bo", Unnamed} {
		if found, err := Sign(dir, en, es, us[:1], Signature{State: Reviewed, By: name}); err != nil || len(found) != 1 {
			t.Errorf("%q: %v %v", name, found, err)
		}
	}
}
