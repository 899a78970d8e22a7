package worddiff

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestClassify(t *testing.T) {
	for _, c := range []struct {
		former, now string
		want        Class
	}{
		{"We stay.", "We stay.", None},
		{"We  stay.\nHere.", "We stay. Here.", Space},
		{"We stay\u00a0here.", "We stay here. ", Space},
		{"co\u00adoperate", "cooperate", Space},
		{`our 'North Star'`, "our ‘North Star’", Typography},
		{`They said "no".`, "They said “no”.", Typography},
		{"« non »", "« non »", None},
		{"everyone -- all", "everyone—all", Typography},
		{"2018–2019", "2018—2019", Typography},
		{"and so on...", "and so on…", Typography},
		{"**Freedom** to stay", "Freedom to stay", Markup},
		{"*Freedom* to “stay”", "**Freedom** to \"stay\"", Markup},
		{"one two", "one\\\ntwo", Markup},
		{"R&D", "R&amp;D", Markup},
		{"a `b` c", "a b c", Markup},
		{"We stay.", "We stay!", Meaning},
		{"We stay.", "we stay.", Meaning},
		{"We stay", "We stay.", Meaning},
		{"our 'North Star'", "our North Star", Meaning},
		{"re-sign", "resign", Meaning},
		{"for 2018-2019", "for 2018–2019", Meaning},
		{"[us](https://a.org)", "[us](https://b.org)", Meaning},
		{"[us](https://a--b.org)", "[us](https://a—b.org)", Meaning},
		{"us", "[us](https://a.org)", Meaning},
		{"**[us](https://a.org)**", "[us](https://a.org)", Markup},
		{"We stay.[^n]", "We stay.", Meaning},
		{"We[^n] stay.[^m]", "We[^m] stay.[^n]", Meaning},
		{"write `\"a\"`", "write `“a”`", Meaning},
		{"", "We stay.", Meaning},
		{"<b>We</b>  stay", "We stay", Meaning},
		{"人人有權“留下”", "人人有權「留下」", Typography},
		{"人人有權留下", "人人有權遷徙", Meaning},
	} {
		if got := Classify(c.former, c.now); got != c.want {
			t.Errorf("Classify(%q, %q) = %s, want %s", c.former, c.now, got, c.want)
		}
		if got := Classify(c.now, c.former); got != c.want {
			t.Errorf("Classify(%q, %q) = %s, want %s as the other way round", c.now, c.former, got, c.want)
		}
	}
}

// letters is what nobody may call a small edit: the letters and digits, in
// their order.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("*` \n\\\"“”'’—-…", r) {
			return -1
		}
		return r
	}, s)
}

func TestClassifyLaws(t *testing.T) {
	piece := rapid.SampledFrom([]string{"we", "all", "move", " ", "  ", "\n", ",", "**", "*", "`", "\\\n", "“", "”", `"`, "'", "’", "—", "--", "人", "[a](#b)", "[^n]", "\xff", "<b>"})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "") })
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		class := Classify(a, b)
		if class != Classify(b, a) {
			t.Errorf("%q and %q are %s one way, %s the other", a, b, class, Classify(b, a))
		}
		if Classify(a, a) != None {
			t.Errorf("%q is not itself", a)
		}
		if class.Small() && letters(a) != letters(b) {
			t.Errorf("%q and %q differ in letters, and are %s", a, b, class)
		}
	})
}

func TestHTML(t *testing.T) {
	got := string(HTML(Words("we <stay> & \xff", "we <move> & \xff")))
	if want := "we &lt;<del>stay</del><ins>move</ins>&gt; &amp; \uFFFD"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
