package source

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// emphasisParser is goldmark's parser of emphasis for languages that write no
// spaces. By CommonMark, "**爱：**我们" is not bold: a mark after punctuation
// closes only before a space, and these languages have none. A translator who
// copies the marks of the original does nothing wrong, so here the punctuation
// of such scripts counts as a letter, and their letters count as spaces beside
// other punctuation (the amendment that is known as CJK-friendly emphasis, for
// all scripts of the kind).
type emphasisParser struct{ parser.InlineParser }

func (e emphasisParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, _ := block.PeekLine()
	n := e.InlineParser.Parse(parent, block, pc)
	d, ok := n.(*parser.Delimiter)
	if !ok || d.Char != '*' {
		return n
	}
	after := '\n'
	if d.OriginalLength < len(line) {
		after, _ = utf8.DecodeRune(line[d.OriginalLength:])
	}
	if isSpaceless(before) || isSpaceless(after) {
		d.CanOpen = opens(before, after)
		d.CanClose = opens(after, before)
	}
	return n
}

// opens says whether a mark opens emphasis between the two characters; with
// the two the other way round, whether it closes it.
func opens(outside, inside rune) bool {
	switch {
	case util.IsSpaceRune(inside):
		return false
	case !util.IsPunctRune(inside) || isSpaceless(inside):
		return true
	}
	return util.IsSpaceRune(outside) || util.IsPunctRune(outside) || isSpaceless(outside)
}

// isSpaceless says whether r belongs to a script that is written without
// spaces between words, its punctuation included.
func isSpaceless(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	return r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF ||
		unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Hangul,
			unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan)
}
