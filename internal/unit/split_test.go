package unit

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/source"
)

func parse(t testing.TB, markdown string) *doc.Document {
	t.Helper()
	d, found := source.Parse("a.md", []byte(markdown))
	if finding.Worst(found) == finding.Error {
		t.Fatal(found)
	}
	return d
}

func idsOf(units []Unit) []string {
	var out []string
	for _, u := range units {
		out = append(out, u.ID)
	}
	return out
}

func wantIDs(t *testing.T, units []Unit, want ...string) {
	t.Helper()
	if got := idsOf(units); !slices.Equal(got, want) {
		t.Errorf("IDs are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The IDs of the statement's units. Translations hang on them.
func TestStatementIDs(t *testing.T) {
	b, err := os.ReadFile("../../source/statement.md")
	if err != nil {
		t.Fatal(err)
	}
	units := Split(parse(t, string(b)), nil)
	wantIDs(t, units,
		"front.title",
		"front.subtitle",
		"front.date",
		"front.author-1",
		"front.rights",
		"background",
		"background.from-august-2018-through-october",
		"background.our-intention-is-to-offer",
		"background.having-imagined-this-north-star",
		"background.this-vision-and-values-are",
		"vision",
		"vision.all-people-have-inherent-dignity",
		"vision.freedom-to-thrive",
		"vision.freedom-to-stay",
		"vision.freedom-to-move",
		"vision.freedom-to-work",
		"vision.freedom-to-transform",
		"vision.we-lead-with-full-acknowledgement",
		"values",
		"values.throughout-the-immigrant-movement-visioning",
		"values.love",
		"values.equity",
		"values.trust-respect",
		"values.solidarity",
		"values.leaderful-movement-that-centers-directly-impacted-people",
		"values.courage-creativity-and-discipline",
		"values.global-awareness-and-engagement",
		"context",
		"context.the-development-of-this-vision",
		"context.we-believe-the-u-s-is",
		"appendix",
		"appendix.process",
		"appendix.process.at-a-time-when-the-u-s",
		"appendix.process.with-the-level-of-pain",
		"appendix.process.we-entered-this-process-knowing",
		"appendix.process.through-this-planning-process-including",
		"appendix.process.we-see-this-process-as",
		"note.process",
	)
	for _, u := range units {
		if u.Source == nil || u.Source.Markdown != u.Text || u.Pos != u.Source.Pos || u.Pos.Line == 0 {
			t.Errorf("%s does not know where it stands", u.ID)
		}
	}
	if u := units[32]; !slices.Equal(u.Path, []string{"Appendix A", "Background On Immigrant Movement Visioning Process"}) {
		t.Errorf("the path of %s is %q", u.ID, u.Path)
	}
	if u := units[31]; !slices.Equal(u.Path, []string{"Appendix A"}) {
		t.Errorf("the path of %s is %q", u.ID, u.Path)
	}
}

func TestSplitIDs(t *testing.T) {
	for _, c := range []struct {
		name, markdown string
		want           []string
	}{
		{"all kinds of block", "# T\n\nBefore.\n\n## One thing {#a}\n\n> Quoted words.\n\n- **Lead.** In text.\n- x\n  1. y\n\n| H | I |\n|---|---|\n| 1 | *two* words |\n\n```\ncode\n```\n\n***\n\n— …\n\nSee[^1].\n\n[^1]: First.\n\n    Second par.\n",
			[]string{"front.title", "text.before", "a", "a.quoted-words", "a.lead", "a.x", "a.y", "a.h", "a.i", "a.1", "a.two-words", "a.see", "note.1", "note.1.second-par"}},
		{"repeated words", "# T\n\n## A\n\nYes.\n\nYes!\n\nyes\n\n## A\n\nYes.\n", []string{"front.title", "a", "a.yes", "a.yes-2", "a.yes-3", "a-2", "a-2.yes"}},
		{"reserved words", "# T\n\n## Other\n\nOne.\n\n## Front\n\nHash\n\n## Note\n\n## Text\n\n## Edition\n\n### Edition\n\nTranslation[^id]\n\n[^id]: Zero\n",
			[]string{"front.title", "other-text", "other-text.one-text", "front-text", "front-text.hash-text", "note-text", "text-text", "edition-text", "edition-text.edition", "edition-text.edition.translation-text", "note.id-text"}},
		{"scripts", "# T\n\n## Ανθρώπινα Δικαιώματα\n\nជំនឿ និង សិទ្ធិ\n\n人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心\n\nİstanbul’da Été e\u0301té\n\n١٢ مادة\n\n۱\u200c۲\n",
			[]string{"front.title", "ανθρώπινα-δικαιώματα", "ανθρώπινα-δικαιώματα.ជំនឿ-និង-សិទ្ធិ", "ανθρώπινα-δικαιώματα.人人生而自由-在尊严和权利上一律平等", "ανθρώπινα-δικαιώματα.istanbul-da-été-été", "ανθρώπινα-δικαιώματα.١٢-مادة", "ανθρώπινα-δικαιώματα.۱۲"}},
		{"anchors", "# T\n\n## A {#Fig:one.two_three}\n\n### B {#b}\n\n#### C\n\n### D\n", []string{"front.title", "fig-one-two-three", "fig-one-two-three.b", "fig-one-two-three.b.c", "fig-one-two-three.d"}},
		{"long words", "# T\n\n" + strings.Repeat("word-", 30) + "\n\n" + strings.Repeat("é", 50) + "\n", []string{"front.title", "text.word-word-word-word-word-word-word-word-word-word-word-word", "text." + strings.Repeat("é", 30)}},
		{"a text in bold", "# T\n\n**All of these words are bold**\n\n***Both* of** them\n", []string{"front.title", "text.all-of-these-words-are", "text.both-of"}},
		{"no letters", "---\ntitle: T\nsubtitle: '***'\nauthors: [A, B]\n---\n\n1\n\n***\n\n!?\n\n½\n", []string{"front.title", "front.author-1", "front.author-2", "text.1", "text.text"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			units := Split(parse(t, c.markdown), nil)
			wantIDs(t, units, c.want...)
			checkIDs(t, units)
			wantIDs(t, Split(parse(t, c.markdown), units), c.want...)
		})
	}
}

// asCatalog is the units as a catalog gives them back.
func asCatalog(units []Unit) []Unit {
	out := make([]Unit, len(units))
	for i, u := range units {
		out[i] = Unit{ID: u.ID, Text: u.Text, Description: u.Description}
	}
	return out
}

// The stories of what authors do, told by the IDs.
func TestSplitKeepsIDs(t *testing.T) {
	const long1 = "From August to October, nearly fifty leaders of many groups took part in the meetings, and built trust."
	const long2 = "Our intention is to offer these words broadly, and to invite further dreaming, sharing and experiments with all of them."
	const former = "---\ntitle: T\nsubtitle: Old words\nauthors: [Anna Ito, Ben Oyelaran]\n---\n\n## Beginnings {#start}\n\n" + long1 + "\n\n" + long2 + "\n\n## Ends\n\n- **Love:** We must live with love.\n- **Work:** We must work with love.\n\n| Yes | No |\n|---|---|\n| No | Yes |\n\nSee[^n].\n\n[^n]: A note of some words.\n"
	base := []string{"front.title", "front.subtitle", "front.author-1", "front.author-2", "start", "start.from-august-to-october-nearly", "start.our-intention-is-to-offer",
		"ends", "ends.love", "ends.work", "ends.yes", "ends.no", "ends.no-2", "ends.yes-2", "ends.see", "note.n"}
	edit := func(pairs ...string) string {
		s := former
		for i := 0; i < len(pairs); i += 2 {
			if strings.Count(s, pairs[i]) != 1 {
				t.Fatalf("%q stands %d times in\n%s", pairs[i], strings.Count(s, pairs[i]), s)
			}
			s = strings.Replace(s, pairs[i], pairs[i+1], 1)
		}
		return s
	}
	replaced := func(pairs ...string) []string {
		out := slices.Clone(base)
		for i := 0; i < len(pairs); i += 2 {
			at := slices.Index(out, pairs[i])
			out = slices.Replace(out, at, at+1, strings.Fields(pairs[i+1])...)
		}
		return out
	}
	for _, c := range []struct {
		name, markdown string
		want           []string
	}{
		{"nothing", former, base},
		{"an edit", edit("nearly fifty leaders", "about fifty leaders"), base},
		{"an edit of the first words", edit("From August to", "Between August and"), base},
		{"markup, case and punctuation", edit(long1, "**From** August, to *october* nearly fifty leaders of many groups took part in the meetings—and built [trust](#start)!"), base},
		{"a slip in a heading", edit("## Beginnings", "## Beginings"), base},
		{"a heading with an anchor, in other words", edit("## Beginnings", "## How all this came about"), base},
		{"another subtitle", edit("Old words", "Something else entirely"), base},
		{"another author", edit("Anna Ito", "Zoë"), replaced("front.author-1", "front.author-3")},
		{"an author less", edit("Anna Ito, ", ""), replaced("front.author-1", "")},
		{"authors in another order", edit("Anna Ito, Ben Oyelaran", "Ben Oyelaran, Anna Ito"), append([]string{"front.title", "front.subtitle", "front.author-2", "front.author-1"}, base[4:]...)},
		{"another paragraph", edit(long2, "There is nothing that these lines would have in common with those."), replaced("start.our-intention-is-to-offer", "start.there-is-nothing-that-these")},
		{"an insertion before", edit(long1, "New words here.\n\n"+long1), replaced("start.from-august-to-october-nearly", "start.new-words-here start.from-august-to-october-nearly")},
		{"the same words inserted", edit(long1, long1+"\n\n"+long1), replaced("start.from-august-to-october-nearly", "start.from-august-to-october-nearly start.from-august-to-october-nearly-2")},
		{"a move", edit(long1+"\n\n", "", "See[^n].", "See[^n].\n\n"+long1), replaced("start.from-august-to-october-nearly", "", "ends.see", "ends.see start.from-august-to-october-nearly")},
		{"a paragraph becomes a heading", edit(long2, "### "+long2), base},
		{"a split", edit(", nearly fifty leaders of many groups", ".\n\nNearly fifty leaders of many groups"),
			replaced("start.from-august-to-october-nearly", "start.from-august-to-october start.from-august-to-october-nearly")},
		{"a merge", edit(long1+"\n\n"+long2, long1+" "+long2), replaced("start.from-august-to-october-nearly", "")},
		{"a short item in other words", edit("**Work:** We must work with love.", "**Rest:** Nobody needs to toil."), replaced("ends.work", "ends.rest")},
		{"a row in a table", edit("| No | Yes |", "| Yes | Yes |\n| No | Yes |"), replaced("ends.no-2", "ends.yes-3 ends.yes-4 ends.no-2")},
		{"another label", strings.ReplaceAll(former, "[^n]", "[^m]"), base},
		{"another note of the same label", edit("A note of some words.", "Nothing in common."), base},
		{"a section in another", edit("## Ends", "## More\n\n### Ends"), replaced("ends", "more ends")},
		{"a heading without an anchor, in other words", edit("## Ends", "## Outcome"), replaced("ends", "outcome")},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := asCatalog(Split(parse(t, former), nil))
			wantIDs(t, before, base...)
			for i := range before {
				before[i].Description = "for " + before[i].ID
			}
			units := Split(parse(t, c.markdown), before)
			wantIDs(t, units, c.want...)
			checkIDs(t, units)
			for _, u := range units {
				want := "for " + u.ID
				if !slices.Contains(base, u.ID) {
					want = ""
				}
				if u.Description != want {
					t.Errorf("the description of %s is %q", u.ID, u.Description)
				}
			}
		})
	}
}

// Texts that stand several times, and texts that could each be another's
// edit, are told apart by what is around them.
func TestSplitTellsTwinsApart(t *testing.T) {
	for _, c := range []struct {
		name, former, now string
		want              []string
	}{
		{"by the text before", "a1\n\nYes\n\nb1\n\nYes", "b1\n\nYes\n\na1\n\nYes", []string{"front.title", "text.b1", "text.yes-2", "text.a1", "text.yes"}},
		{"by the text behind", "p1\n\nYes\n\na1\n\nq1\n\nYes\n\nb1", "r1\n\nYes\n\nb1\n\ns1\n\nYes\n\na1", []string{"front.title", "text.r1", "text.yes-2", "text.b1", "text.s1", "text.yes", "text.a1"}},
		{"by the section", "## A\n\nYes\n\na1\n\n## B\n\nb1\n\nYes\n\nb2", "## B\n\nb3\n\nYes\n\nb4\n\n## A\n\na2\n\nYes", []string{"front.title", "b", "b.b3", "b.yes", "b.b4", "a", "a.a2", "a.yes"}},
		{"by the order", "Yes\n\nYes", "No\n\nYes\n\nOr\n\nYes", []string{"front.title", "text.no", "text.yes", "text.or", "text.yes-2"}},
		{"edited, by the text before",
			"a1\n\none two three four five six seven eight x\n\nb1\n\none two three four five six seven eight y\n\nc1",
			"b1\n\none two three four five six seven eight z\n\nc1\n\na1",
			[]string{"front.title", "text.b1", "text.one-two-three-four-five-2", "text.c1", "text.a1"}},
		{"edited, by the text behind",
			"a1\n\none two three four five six seven eight x\n\nb1\n\none two three four five six seven eight y\n\nc1",
			"d1\n\none two three four five six seven eight z\n\nc1\n\na1",
			[]string{"front.title", "text.d1", "text.one-two-three-four-five-2", "text.c1", "text.a1"}},
		{"edited, by the rare words",
			"it is so and so with us here now then when\n\nso and so\n\nis so\n\nso with\n\nit is\n\nquartz zephyr jukebox vow glyph sphinx some other words at last",
			"it is so and so with quartz zephyr jukebox vow glyph sphinx",
			[]string{"front.title", "text.quartz-zephyr-jukebox-vow-glyph"}},
		{"an anchor that a paragraph's ID ends with",
			"## A {#a}\n\nLove is all that we need, says the song.", "## A {#a}\n\n### Hate {#love-is-all-that-we}\n\nwords",
			[]string{"front.title", "a", "a.love-is-all-that-we-2", "a.love-is-all-that-we-2.words"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			former := asCatalog(Split(parse(t, "# T\n\n"+c.former+"\n"), nil))
			wantIDs(t, Split(parse(t, "# T\n\n"+c.now+"\n"), former), c.want...)
		})
	}
}

func TestOrigins(t *testing.T) {
	const a = "one two three four five six seven eight nine ten"
	const b = "eleven twelve thirteen fourteen fifteen sixteen seventeen"
	both := Split(parse(t, "# T\n\n"+a+" "+b+"\n"), nil)
	split := Split(parse(t, "# T\n\n"+b+"\n\n"+a+"\n"), both)
	wantIDs(t, split, "front.title", "text.eleven-twelve-thirteen-fourteen-fifteen", "text.one-two-three-four-five")
	if got := split[1].Origins; !slices.Equal(got, []string{"text.one-two-three-four-five"}) {
		t.Errorf("the smaller part comes from %q", got)
	}
	merged := Split(parse(t, "# T\n\n"+b+" "+a+"\n"), split)
	wantIDs(t, merged, "front.title", "text.one-two-three-four-five")
	if got := merged[1].Origins; !slices.Equal(got, []string{"text.eleven-twelve-thirteen-fourteen-fifteen"}) {
		t.Errorf("the whole comes from %q, too", got)
	}
}

func TestRetired(t *testing.T) {
	d := parse(t, "# T\n\nLove.\n")
	wantIDs(t, Split(d, nil, "text.love", "text.love-2"), "front.title", "text.love-3")
	retired := []Unit{{ID: "text.love-2", Text: "Love."}, {ID: "text.love", Text: "Hate."}, {ID: "front.title", Text: "U"}}
	wantIDs(t, Restore(d, nil, retired), "front.title", "text.love-2")
	former := []Unit{{ID: "text.love-2", Text: "Something."}}
	wantIDs(t, Restore(d, former, retired), "front.title", "text.love-3")
	wantIDs(t, Restore(parse(t, "# T\n\nLove.\n\nLove.\n"), nil, retired), "front.title", "text.love-2", "text.love-3")

	// It is surer to be itself than to be another one, edited.
	was := "We all have the right to stay where we live in peace."
	retired = []Unit{{ID: "text.we", Text: was}}
	former = []Unit{{ID: "text.they", Text: "They all have the right to stay where they live in peace."}}
	wantIDs(t, Restore(parse(t, "# T\n\n"+was+"\n"), former, retired), "front.title", "text.we")
}

// A catalog may say anything.
func TestSplitWithBrokenCatalog(t *testing.T) {
	former := []Unit{{}, {ID: "x"}, {ID: "x", Text: "Love."}, {ID: "front.title", Text: "a"}, {ID: "front.title", Text: "b"}, {ID: "."}, {ID: "front."}, {ID: "note."}, {Text: "Love."}}
	units := Split(parse(t, "# T\n\nLove.\n\n## H {#h}\n\na[^1]\n\n[^1]: b\n"), former)
	seen := map[string]bool{}
	for _, u := range units {
		if u.ID != "" && seen[u.ID] {
			t.Errorf("two units %q", u.ID)
		}
		seen[u.ID] = true
	}
}

// checkIDs fails unless every ID is one that Split may give, once.
func checkIDs(t interface{ Fatalf(string, ...any) }, units []Unit) {
	seen := map[string]bool{}
	for _, u := range units {
		if err := invalid(u.ID); err != nil {
			t.Fatalf("%v", err)
		}
		if seen[u.ID] {
			t.Fatalf("two units have the ID %s", u.ID)
		}
		seen[u.ID] = true
	}
}

func invalid(id string) error {
	for i, part := range strings.Split(id, ".") {
		switch {
		case part == "" || strings.HasPrefix(part, "-") || strings.HasSuffix(part, "-") || strings.Contains(part, "--"):
			return fmt.Errorf("%q: hyphens, or nothing", id)
		case reserved[part]:
			return fmt.Errorf("%q: %s is a word of go-i18n's", id, part)
		case i == 0 && part == "edition":
			return fmt.Errorf("%q: the edition's own words are called so", id)
		case len(part) > longestPart+len("-text-99999"):
			return fmt.Errorf("%q: too long", id)
		case part != strings.ToLower(part):
			return fmt.Errorf("%q: capitals", id)
		case slug(strings.ReplaceAll(part, "-", " "), 0) != part && len(part) <= longestPart:
			return fmt.Errorf("%q: characters", id)
		}
	}
	return nil
}
