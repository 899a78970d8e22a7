package catalog

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"multitude/internal/tomltree"
	"multitude/internal/unit"
)

// The laws of states, whatever people do in whatever order: a state rises only
// by a signature; it holds for the two texts that were signed; an edit of the
// translation lowers it to Translated at most, and an edit of the source makes
// the message stale; keeping twice is keeping once, and so is signing.
func TestStateLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "states")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		us := units("a|One", "b|Two")
		extract(t, dir, us)
		add(t, dir, es, us)
		type signed struct {
			state              State
			source, translated string
		}
		texts := []string{"", ""}        // of the messages
		from := []string{"One", "Two"}   // what they translate
		last := make([]*signed, len(us)) // signature
		wording := rapid.SampledFrom([]string{"One", "Two", "Three"})
		check := func() {
			t.Helper()
			c := load(t, dir, es)
			for i, u := range us {
				fresh := Fresh
				switch {
				case texts[i] == "":
					fresh = Missing
				case from[i] != u.Text:
					fresh = Stale
				}
				state := Machine
				if s := last[i]; s != nil {
					if state = s.state; state > Translated && (s.translated != texts[i] || s.source != from[i]) {
						state = Translated
					}
				}
				if c.Freshness(u) != fresh || texts[i] != "" && c.State(u) != state {
					t.Fatalf("%s is %s and %s, want %s and %s", u.ID, c.Freshness(u), c.State(u), fresh, state)
				}
				if _, guess := c.Guess(u); guess {
					t.Fatalf("%s is a guess, and nobody guessed", u.ID)
				}
			}
		}
		one := func() int { return rapid.IntRange(0, len(us)-1).Draw(t, "message") }
		twice := func(f func()) {
			t.Helper()
			f()
			once := get(t, dir, "active.es.toml") + get(t, dir, "review.es.toml")
			f()
			equal(t, "done twice", get(t, dir, "active.es.toml")+get(t, dir, "review.es.toml"), once)
		}
		actions := map[string]func(*rapid.T){
			"edit in an editor": func(t *rapid.T) {
				i := one()
				text := rapid.SampledFrom([]string{"uno", "dos", "tres"}).Draw(t, "text")
				data := get(t, dir, "active.es.toml")
				at := strings.Index(data, tomltree.QuoteKey(us[i].ID)+"]")
				from := at + strings.Index(data[at:], "other = ")
				end := from + strings.IndexByte(data[from:], '\n')
				put(t, dir, "active.es.toml", data[:from]+"other = \""+text+"\""+data[end:])
				texts[i] = text
			},
			"edit in the workbench": func(t *rapid.T) {
				i := one()
				text := rapid.SampledFrom([]string{"uno", "dos", "tres"}).Draw(t, "text")
				set(t, dir, es, Edit{Unit: us[i], Text: text, Former: texts[i]})
				texts[i], from[i] = text, us[i].Text
			},
			"edit the source": func(t *rapid.T) {
				us[one()].Text = wording.Draw(t, "wording")
				extract(t, dir, us)
				for i := range us {
					if texts[i] == "" {
						from[i] = us[i].Text
					}
				}
			},
			"describe": func(t *rapid.T) {
				i := one()
				description := rapid.SampledFrom([]string{"", "context", "other context"}).Draw(t, "description")
				us[i].Description = description
				data := get(t, dir, "active.en.toml")
				f, _ := parseMessages("", []byte(data), en)
				edits, err := f.set(f.byID[us[i].ID], "description", description)
				if err != nil {
					t.Fatal(err)
				}
				put(t, dir, "active.en.toml", string(f.Splice(tomltree.Range{End: len(f.Data)}, edits)))
				extract(t, dir, us)
			},
			"sign": func(t *rapid.T) {
				i := one()
				s := Signature{State: State(rapid.IntRange(0, 3).Draw(t, "state")), By: rapid.SampledFrom([]string{"", "Ana", "Luz"}).Draw(t, "by")}
				if texts[i] == "" {
					return
				}
				twice(func() {
					found, err := Sign(dir, en, es, []unit.Unit{us[i]}, s)
					sound(t, found, err)
				})
				from[i] = us[i].Text
				last[i] = &signed{s.State, us[i].Text, texts[i]}
			},
			"keep": func(t *rapid.T) {
				i := one()
				if texts[i] == "" {
					return
				}
				twice(func() {
					found, err := Keep(dir, en, es, []unit.Unit{us[i]})
					sound(t, found, err)
				})
				if s := last[i]; s != nil && s.source == from[i] && s.translated == texts[i] {
					s.source = us[i].Text
				}
				from[i] = us[i].Text
			},
		}
		kinds := slices.Sorted(maps.Keys(actions))
		for range rapid.IntRange(1, 8).Draw(t, "steps") { // each writes files, and waits for the disk
			actions[rapid.SampledFrom(kinds).Draw(t, "action")](t)
			check()
		}
	})
}

// What was filled in from the translation of a like text is a guess, until
// somebody edits or signs it.
func TestGuess(t *testing.T) {
	dir, us := begun(t)
	found, err := Sign(dir, en, es, us[:2], Signature{State: Machine, Origin: "poem.toml, a"})
	sound(t, found, err)
	guess := func(i int, want string) {
		t.Helper()
		c := load(t, dir, es)
		if origin, ok := c.Guess(us[i]); origin != want || ok != (want != "") {
			t.Errorf("%s: %q, want %q", us[i].ID, origin, want)
		}
		if want != "" && c.State(us[i]) != Machine {
			t.Errorf("a guess is %s", c.State(us[i]))
		}
	}
	guess(0, "poem.toml, a")
	guess(2, "")
	set(t, dir, es, Edit{Unit: us[0], Text: "Uno!", Former: "Uno"})
	guess(0, "")
	set(t, dir, es, Edit{Unit: us[0], Text: "Uno", Former: "Uno!"})
	guess(0, "poem.toml, a")
	found, err = Sign(dir, en, es, us[:1], Signature{State: Translated, By: "Ana"})
	sound(t, found, err)
	guess(0, "")
	guess(1, "poem.toml, a")
	if c := load(t, dir, es).Credits(); len(c.Translators) != 1 || c.UnnamedTranslators {
		t.Errorf("a guess has a translator: %+v", c)
	}
}
