// Package worddiff tells how a text changed: word by word, for people who must
// see what is new, and as a whole, so that an edit that cannot change a
// translation is told apart from one that can.
package worddiff

import (
	"html/template"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/segmenter"
)

// Kind says what became of a stretch of text.
type Kind uint8

// The kinds of edit.
const (
	Same     Kind = iota // it is in both texts
	Deleted              // it is in the former text alone
	Inserted             // it is in the present text alone
)

// An Edit is a stretch of text, and what became of it.
type Edit struct {
	Kind Kind
	Text string
}

// Words tells how a text changed, word by word. The edits that are not
// Inserted, joined, are the former text; those that are not Deleted the present
// one. Where both stand side by side, what was deleted comes first. Neighbours
// differ in kind, and none is empty.
//
// A word is what UAX #29 has between two of its word boundaries, if it begins
// with a letter or a digit: don’t and 3.14 are words, and so is each character
// of Chinese, of Hiragana and of Thai, with its marks. The shortest diff is found
// by the longest common subsequence (Hunt and McIlroy 1976), table and all;
// where the table would be too large, what lies between the common beginning
// and the common end counts as rewritten.
func Words(former, now string) []Edit {
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
// they are the text, whatever its bytes. None begins within what a reader takes
// for one character, a grapheme cluster: a Khmer consonant below another is not
// cut off.
func tokens(s string) []string {
	text := make([]rune, 0, len(s))
	starts := make([]int, 0, len(s)+1) // of the characters, in bytes of s
	for i, r := range s {
		if r == '_' {
			r = '*' // a mark of emphasis here; to UAX #29 it joins words
		}
		text, starts = append(text, r), append(starts, i)
	}
	starts = append(starts, len(s))
	var seg segmenter.Segmenter
	seg.Init(text)
	inWord := make([]bool, len(text)+1) // whether a word goes on before the character
	for it := seg.WordIterator(); it.Next(); {
		w := it.Word()
		for i := range w.Text[1:] {
			inWord[w.Offset+1+i] = true
		}
	}
	var out []string
	at := 0
	for it := seg.GraphemeIterator(); it.Next(); {
		g := it.Grapheme()
		end := g.Offset + len(g.Text)
		spaces := end < len(text) && unicode.IsSpace(g.Text[0]) && unicode.IsSpace(text[end])
		if !inWord[end] && !spaces {
			out = append(out, s[starts[at]:starts[end]])
			at = end
		}
	}
	return out
}

// HTML is a diff as a piece of a page: what was deleted in <del>, what was
// inserted in <ins>, and everything escaped.
func HTML(edits []Edit) template.HTML {
	var b strings.Builder
	for _, e := range edits {
		text := template.HTMLEscapeString(strings.ToValidUTF8(e.Text, "\uFFFD"))
		switch e.Kind {
		case Deleted:
			text = "<del>" + text + "</del>"
		case Inserted:
			text = "<ins>" + text + "</ins>"
		}
		b.WriteString(text)
	}
	return template.HTML(b.String())
}
