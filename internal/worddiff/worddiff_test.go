package worddiff

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// marked is a diff as people write one: [-deleted-]{+inserted+}.
func marked(edits []Edit) string {
	var b strings.Builder
	for _, e := range edits {
		switch e.Kind {
		case Same:
			b.WriteString(e.Text)
		case Deleted:
			b.WriteString("[-" + e.Text + "-]")
		case Inserted:
			b.WriteString("{+" + e.Text + "+}")
		}
	}
	return b.String()
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ former, now, want string }{
		{"", "", ""},
		{"the same", "the same", "the same"},
		{"", "new", "{+new+}"},
		{"old", "", "[-old-]"},
		{"the right to stay", "the right to move", "the right to [-stay-]{+move+}"},
		{"the right to stay.", "the right to stay and belong.", "the right to stay{+ and belong+}."},
		{"two old words", "three new words", "[-two old-]{+three new+} words"},
		{"**Freedom:** all", "**Freedom** all", "**Freedom[-:-]** all"},
		{"人人有權留下", "人人有權遷徙", "人人有權[-留下-]{+遷徙+}"},
		{"naïve", "naive", "[-naïve-]{+naive+}"},
		{"a b c d", "a x c d", "a [-b-]{+x+} c d"},
		{"one  two", "one two", "one[-  -]{+ +}two"},
	} {
		if got := marked(Words(c.former, c.now)); got != c.want {
			t.Errorf("Words(%q, %q) = %s, want %s", c.former, c.now, got, c.want)
		}
	}
}

// A text that was changed nearly everywhere costs no more than its length.
func TestLongTexts(t *testing.T) {
	former, now := strings.Repeat("alpha beta ", 200_000), strings.Repeat("gamma delta ", 200_000)
	edits := Words("a "+former+"z", "a "+now+"z")
	checkLaws(t, "a "+former+"z", "a "+now+"z", edits)
	if len(edits) != 4 {
		t.Errorf("%d edits, want the common beginning, one change, and the common end", len(edits))
	}
}

type failer interface{ Errorf(string, ...any) }

// checkLaws holds the laws of Words: no text is lost, and none is said
// twice.
func checkLaws(t failer, former, now string, edits []Edit) {
	var a, b strings.Builder
	for i, e := range edits {
		if e.Text == "" {
			t.Errorf("edit %d is empty", i)
		}
		if i > 0 && (edits[i-1].Kind == e.Kind || edits[i-1].Kind == Inserted && e.Kind == Deleted) {
			t.Errorf("edit %d is of kind %d, behind one of kind %d", i, e.Kind, edits[i-1].Kind)
		}
		if e.Kind != Inserted {
			a.WriteString(e.Text)
		}
		if e.Kind != Deleted {
			b.WriteString(e.Text)
		}
	}
	if a.String() != former {
		t.Errorf("the former text comes back as %q", a.String())
	}
	if b.String() != now {
		t.Errorf("the present text comes back as %q", b.String())
	}
	if former == now && former != "" && (len(edits) != 1 || edits[0].Kind != Same) {
		t.Errorf("equal texts have changes: %s", marked(edits))
	}
}

func TestLaws(t *testing.T) {
	piece := rapid.SampledFrom([]string{"we", "all", "move", " ", "  ", "\n", ",", "**", "é", "e\u0301", "ខ្មែរ", "人", "أهلا", "\xff"})
	rapid.Check(t, func(t *rapid.T) {
		former := strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "former"), "")
		now := strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "now"), "")
		checkLaws(t, former, now, Words(former, now))
	})
}

func FuzzWords(f *testing.F) {
	f.Add("the right to stay", "the right to move")
	f.Add("ខ្មែរ", "\xff人")
	f.Fuzz(func(t *testing.T, former, now string) {
		edits := Words(former, now)
		checkLaws(t, former, now, edits)
		if utf8.ValidString(former) && utf8.ValidString(now) {
			for _, e := range edits {
				if !utf8.ValidString(e.Text) {
					t.Errorf("a character is cut in two: %q", e.Text)
				}
			}
		}
	})
}

// The default rules of UAX #29, and what each of these texts has by them.
func TestWordsOfScripts(t *testing.T) {
	for _, c := range []struct{ former, now, want string }{
		{"we don’t stay", "we can’t stay", "we [-don’t-]{+can’t+} stay"},
		{"3.14 m", "3.15 m", "[-3.14-]{+3.15+} m"},
		{"_we_ stay", "we stay", "[-_-]we[-_-] stay"},
		{"לא ב־צה״ל", "לא ב־צה״לים", "לא ב־[-צה״ל-]{+צה״לים+}"},
		{"カタカナ語", "カタログ語", "[-カタカナ-]{+カタログ+}語"},
		{"សិទ្ធិ", "សិទ្ធី", "សិ[-ទ្ធិ-]{+ទ្ធី+}"},
		{"हम रुकते हैं", "हम चलते हैं", "हम [-रुकते-]{+चलते+} हैं"},
		{"자유롭게 산다", "자유롭게 간다", "자유롭게 [-산다-]{+간다+}"},
		{"👩‍👩‍👧 stays", "👩‍👩‍👦 stays", "[-👩‍👩‍👧-]{+👩‍👩‍👦+} stays"},
	} {
		if got := marked(Words(c.former, c.now)); got != c.want {
			t.Errorf("Words(%q, %q) = %s, want %s", c.former, c.now, got, c.want)
		}
	}
}
