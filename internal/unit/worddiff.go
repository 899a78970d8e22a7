package unit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// EditKind says what became of a stretch of text.
type EditKind uint8

// The kinds of edit.
const (
	Same     EditKind = iota // it is in both texts
	Deleted                  // it is in the former text alone
	Inserted                 // it is in the present text alone
)

// An Edit is a stretch of text, and what became of it.
type Edit struct {
	Kind EditKind
	Text string
}

// WordDiff tells how a text changed, word by word. The edits that are not
// Inserted, joined, are the former text; those that are not Deleted the present
// one. Where both stand side by side, what was deleted comes first. Neighbours
// differ in kind, and none is empty.
//
// A word is a run of letters and digits with their marks; in scripts without
// spaces between words, one letter with its marks. The shortest diff is found
// by the longest common subsequence (Hunt and McIlroy 1976), table and all;
// where the table would be too large, what lies between the common beginning
// and the common end counts as rewritten.
func WordDiff(former, now string) []Edit {
	a, b := tokens(former), tokens(now)
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	endA, endB := len(a), len(b)
	for endA > start && endB > start && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	var all []Edit
	all = append(all, Edit{Same, strings.Join(a[:start], "")})
	all = append(all, middle(a[start:endA], b[start:endB])...)
	all = append(all, Edit{Same, strings.Join(a[endA:], "")})
	return readable(all)
}

// mostCells bounds the table of middle: 16 MB.
const mostCells = 4 << 20

// middle is the shortest diff of two lists of tokens.
func middle(a, b []string) []Edit {
	if len(a) == 0 || len(b) == 0 || len(a) > mostCells/len(b) {
		return []Edit{{Deleted, strings.Join(a, "")}, {Inserted, strings.Join(b, "")}}
	}
	// length[i][j] is the length of the longest common subsequence of a[i:]
	// and b[j:].
	width := len(b) + 1
	length := make([]int32, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i*width+j] = length[(i+1)*width+j+1] + 1
			} else {
				length[i*width+j] = max(length[(i+1)*width+j], length[i*width+j+1])
			}
		}
	}
	var all []Edit
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			all = append(all, Edit{Same, a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && length[(i+1)*width+j] >= length[i*width+j+1]:
			all = append(all, Edit{Deleted, a[i]})
			i++
		default:
			all = append(all, Edit{Inserted, b[j]})
			j++
		}
	}
	return all
}

// readable joins neighbours, and takes in spaces that stand alone between two
// changes: three words in the place of two read better as one change.
func readable(all []Edit) []Edit {
	var out []Edit
	var deleted, inserted strings.Builder
	flush := func() {
		if deleted.Len() > 0 {
			out = append(out, Edit{Deleted, deleted.String()})
		}
		if inserted.Len() > 0 {
			out = append(out, Edit{Inserted, inserted.String()})
		}
		deleted.Reset()
		inserted.Reset()
	}
	for i, e := range all {
		switch {
		case e.Text == "":
		case e.Kind == Deleted:
			deleted.WriteString(e.Text)
		case e.Kind == Inserted:
			inserted.WriteString(e.Text)
		case deleted.Len() > 0 && inserted.Len() > 0 && strings.TrimSpace(e.Text) == "" && changes(all[i+1:]):
			deleted.WriteString(e.Text)
			inserted.WriteString(e.Text)
		case len(out) > 0 && out[len(out)-1].Kind == Same && deleted.Len()+inserted.Len() == 0:
			out[len(out)-1].Text += e.Text
		default:
			flush()
			out = append(out, e)
		}
	}
	flush()
	return out
}

// changes says whether the next edit is a change.
func changes(rest []Edit) bool {
	for _, e := range rest {
		if e.Text != "" {
			return e.Kind != Same
		}
	}
	return false
}

// tokens cuts a text into words, spaces and single other characters. Joined,
// they are the text, whatever its bytes.
func tokens(s string) []string {
	var out []string
	for len(s) > 0 {
		first, n := utf8.DecodeRuneInString(s)
		kind := tokenKind(first)
		for n < len(s) {
			r, size := utf8.DecodeRuneInString(s[n:])
			if !unicode.IsMark(r) && (kind == single || tokenKind(r) != kind) {
				break
			}
			n += size
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

const (
	single = iota // a token of its own
	word
	space
)

func tokenKind(r rune) int {
	switch {
	case unicode.IsSpace(r):
		return space
	case r > unicode.MaxLatin1 && (unspacedScript(r) >= 0 || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)):
		return single
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return word
	}
	return single
}
