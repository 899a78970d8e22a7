package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"multitude/internal/locale"
)

// messageFile writes a message file: id|english|hash|text, a message each.
func messageFile(messages ...string) string {
	b := "# es: an opening.\n"
	for _, m := range messages {
		f := strings.SplitN(m, "|", 4)
		b += "\n# en: " + f[1] + "\n" + heading(f[0], "\n") + line("hash", f[2], "\n") + line("other", f[3], "\n")
	}
	return b
}

func TestMerge(t *testing.T) {
	for _, c := range []struct {
		name               string
		base, ours, theirs []string
		want               []string
		conflicts          string
	}{
		{"neighbours", []string{"a|A|1|", "b|B|1|"}, []string{"a|A|1|uno", "b|B|1|"}, []string{"a|A|1|", "b|B|1|dos"}, []string{"a|A|1|uno", "b|B|1|dos"}, ""},
		{"both add", []string{"a|A|1|"}, []string{"a|A|1|", "b|B|1|"}, []string{"a|A|1|", "c|C|1|"}, []string{"a|A|1|", "c|C|1|", "b|B|1|"}, ""},
		{"both add the same", []string{"a|A|1|"}, []string{"a|A|1|", "b|B|1|x"}, []string{"a|A|1|", "b|B|1|x"}, []string{"a|A|1|", "b|B|1|x"}, ""},
		{"removed and untouched", []string{"a|A|1|x", "b|B|1|y"}, []string{"a|A|1|x", "b|B|1|y"}, []string{"b|B|1|y"}, []string{"b|B|1|y"}, ""},
		{"removed and translated", []string{"a|A|1|", "b|B|1|y"}, []string{"a|A|1|x", "b|B|1|y"}, []string{"b|B|1|y"}, []string{"a|A|1|x", "b|B|1|y"}, ""},
		{"translated and removed", []string{"a|A|1|", "b|B|1|y"}, []string{"b|B|1|y"}, []string{"a|A|1|x", "b|B|1|y"}, []string{"a|A|1|x", "b|B|1|y"}, ""},
		{"moved and translated", []string{"a|A|1|", "b|B|1|", "c|C|1|"}, []string{"a|A|1|x", "b|B|1|", "c|C|1|"}, []string{"c|C|1|", "a|A|1|", "b|B|1|"}, []string{"c|C|1|", "a|A|1|x", "b|B|1|"}, ""},
		// The source was edited by one, and translated as it was by the other:
		// the text is stale.
		{"edited and translated", []string{"a|A|1|"}, []string{"a|A!|2|"}, []string{"a|A|1|x"}, []string{"a|A!|1|x"}, ""},
		{"translated and edited", []string{"a|A|1|"}, []string{"a|A|1|x"}, []string{"a|A!|2|"}, []string{"a|A!|1|x"}, ""},
		{"kept and corrected", []string{"a|A!|1|x"}, []string{"a|A!|2|x"}, []string{"a|A!|1|y"}, []string{"a|A!|1|y"}, ""},
		{"edited by both", []string{"a|A|1|"}, []string{"a|A!|2|"}, []string{"a|A?|3|"}, []string{"a|A!\n# en: A?|2|"}, ""},
		{"the same message", []string{"a|A|1|"}, []string{"a|A|1|x"}, []string{"a|A|1|y"}, nil, "a"},
		{"kept against two wordings", []string{"a|A|1|x"}, []string{"a|A!|2|x"}, []string{"a|A?|3|x"}, nil, "a"},
	} {
		got, conflicts, ok := Merge("locales/active.es.toml", []byte(messageFile(c.base...)), []byte(messageFile(c.ours...)), []byte(messageFile(c.theirs...)))
		if !ok || strings.Join(conflicts, " ") != c.conflicts {
			t.Errorf("%s: %v, conflicts %v", c.name, ok, conflicts)
		}
		if c.want != nil {
			equal(t, c.name, string(got), messageFile(c.want...))
			continue
		}
		for _, s := range append(c.ours, c.theirs...) {
			if !strings.Contains(string(got), line("other", strings.SplitN(s, "|", 4)[3], "\n")) {
				t.Errorf("%s: %s is lost:\n%s", c.name, s, got)
			}
		}
		if strings.Count(string(got), "<<<<<<< ours\n") != len(conflicts) || strings.Count(string(got), ">>>>>>> theirs\n") != len(conflicts) {
			t.Errorf("%s: no marks:\n%s", c.name, got)
		}
	}
}

// A person's comments are merged, too; a signature is of one piece.
func TestMergeCommentsAndSignatures(t *testing.T) {
	base := messageFile("a|A|1|", "b|B|1|")
	ours := strings.Replace(base, `["a"]`, "# Ana: ask Luz\n[\"a\"]", 1)
	theirs := strings.Replace(base, `other = ""`, `other = "x"`, 1)
	got, conflicts, ok := Merge("active.es.toml", []byte(base), []byte(ours), []byte(theirs))
	if want := strings.Replace(ours, `other = ""`, `other = "x"`, 1); !ok || len(conflicts) > 0 || string(got) != want {
		t.Errorf("%v %v\n%s", ok, conflicts, got)
	}

	ledger := "# ledger\n\n[\"a\"]\n\n[\"b\"]\n"
	a := strings.Replace(ledger, "[\"a\"]\n", "[\"a\"]\nstate = \"reviewed\"\nby = \"Ana\"\n", 1)
	b := strings.Replace(ledger, "[\"b\"]\n", "[\"b\"]\nstate = \"approved\"\n", 1)
	for _, name := range []string{"review.es.toml", ""} {
		got, conflicts, ok = Merge(name, []byte(ledger), []byte(a), []byte(b))
		if want := strings.Replace(a, "[\"b\"]\n", "[\"b\"]\nstate = \"approved\"\n", 1); !ok || len(conflicts) > 0 || string(got) != want {
			t.Errorf("%v %v\n%s", ok, conflicts, got)
		}
	}
	c := strings.Replace(ledger, "[\"a\"]\n", "[\"a\"]\nstate = \"reviewed\"\nby = \"Bo\"\n", 1)
	got, conflicts, ok = Merge("review.es.toml", []byte(ledger), []byte(a), []byte(c))
	if !ok || len(conflicts) != 1 || !strings.Contains(string(got), "Ana") || !strings.Contains(string(got), "Bo") {
		t.Errorf("%v %v\n%s", ok, conflicts, got)
	}
}

// A file that both sides have begun has no version before.
func TestMergeBegun(t *testing.T) {
	ours, theirs := messageFile("a|A|1|x", "b|B|1|"), messageFile("a|A|1|", "b|B|1|y")
	got, conflicts, ok := Merge("active.es.toml", nil, []byte(ours), []byte(theirs))
	if want := messageFile("a|A|1|x", "b|B|1|y"); !ok || len(conflicts) > 0 || string(got) != want {
		t.Errorf("%v %v\n%s", ok, conflicts, got)
	}
}

func TestMergeDeclines(t *testing.T) {
	good := messageFile("a|A|1|x")
	for name, bad := range map[string]string{
		"syntax": "[\"a\"\n", "nested": "[a.b]\nother = \"x\"\n[a.b.c]\nother = \"y\"\n", "inline": "a = { other = \"x\" }\n",
		"opening": strings.Replace(good, "an opening", "another opening", 1),
	} {
		if _, _, ok := Merge("active.es.toml", []byte(strings.Replace(good, "opening", "former opening", 1)), []byte(good), []byte(bad)); ok {
			t.Errorf("%s: merged", name)
		}
	}
}

// The laws of a merge: with an unchanged side it is the other side; no text that
// a side has written is lost; conflicts are where both wrote; both directions
// say the same.
func TestMergeLaws(t *testing.T) {
	ids := []string{"a", "b", "c", "d", "e"}
	version := func(t *rapid.T, label string) []string {
		var out []string
		for _, id := range rapid.Permutation(ids).Draw(t, label+" order") {
			if rapid.IntRange(0, 3).Draw(t, label+" has "+id) > 0 {
				english := rapid.SampledFrom([]string{"1", "2"}).Draw(t, label+" english")
				out = append(out, fmt.Sprintf("%s|%s|%s|%s", id, english, english, rapid.SampledFrom([]string{"", "x", "y", label}).Draw(t, label+" text")))
			}
		}
		return out
	}
	texts := func(data []byte) map[string]string {
		f, found := parseMessages("", data, locale.Locale{})
		if f == nil {
			return map[string]string{"": found[0].Message}
		}
		out := map[string]string{}
		for _, e := range f.entries {
			out[e.id] = e.get("other")
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		base, ours, theirs := []byte(messageFile(version(t, "base")...)), []byte(messageFile(version(t, "ours")...)), []byte(messageFile(version(t, "theirs")...))
		for _, side := range [][2][]byte{{ours, base}, {base, ours}} {
			got, conflicts, ok := Merge("active.es.toml", base, side[0], side[1])
			if !ok || len(conflicts) > 0 || !maps.Equal(texts(got), texts(ours)) {
				t.Fatalf("one side: %v %v\n%s\nwant\n%s", ok, conflicts, got, ours)
			}
		}
		got, conflicts, ok := Merge("active.es.toml", base, ours, theirs)
		if !ok {
			t.Fatal("not merged")
		}
		o, a, b := texts(base), texts(ours), texts(theirs)
		for _, id := range conflicts {
			if a[id] == o[id] || b[id] == o[id] {
				// The text of one side alone: then it is the hash of two wordings.
				if a[id] != b[id] {
					t.Errorf("%s is a conflict, and one side left it alone", id)
				}
			}
		}
		for _, side := range []map[string]string{a, b} {
			for id, text := range side {
				if text != "" && text != o[id] && !strings.Contains(string(got), line("other", text, "\n")) {
					t.Errorf("%s: %q is lost", id, text)
				}
			}
		}
		back, clashes, _ := Merge("active.es.toml", base, theirs, ours)
		slices.Sort(conflicts)
		slices.Sort(clashes)
		if !slices.Equal(conflicts, clashes) {
			t.Errorf("conflicts %v one way, %v the other", conflicts, clashes)
		}
		if len(conflicts) == 0 && !maps.Equal(texts(got), texts(back)) {
			t.Errorf("one way\n%s\nthe other\n%s", got, back)
		}
	})
}

func FuzzMerge(f *testing.F) {
	f.Add(messageFile("a|A|1|"), messageFile("a|A|1|x"), messageFile("a|A|1|", "b|B|1|y"))
	f.Add("", "[\"a\"]\nstate = \"reviewed\"\n", "[\"b\"]\n")
	f.Fuzz(func(t *testing.T, base, ours, theirs string) {
		for _, name := range []string{"", "active.es.toml", "review.es.toml"} {
			Merge(name, []byte(base), []byte(ours), []byte(theirs))
		}
	})
}
