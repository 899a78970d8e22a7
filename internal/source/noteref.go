package source

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A noteRef is the mark of a footnote, [^label]. goldmark's own parser knows
// only marks whose note is in the same text; the notes of a message are not.
type noteRef struct {
	ast.BaseInline
	label string
}

var kindNoteRef = ast.NewNodeKind("NoteRef")

func (n *noteRef) Kind() ast.NodeKind            { return kindNoteRef }
func (n *noteRef) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

type noteRefParser struct{}

func (noteRefParser) Trigger() []byte { return []byte{'!', '['} }

func (noteRefParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	start := 0
	if line[0] == '!' {
		start = 1
	}
	if !bytes.HasPrefix(line[start:], []byte("[^")) {
		return nil
	}
	label := line[start+2:]
	end := bytes.IndexByte(label[:min(len(label), longestLabel+1)], ']')
	if end < 0 || !validLabel(label[:end]) {
		return nil
	}
	if start == 1 {
		// ![^x](picture.png) is a picture, ![^x] an exclamation mark and a note.
		if after := label[end+1:]; len(after) > 0 && after[0] == '(' {
			return nil
		}
		ast.MergeOrAppendTextSegment(parent, text.NewSegment(segment.Start, segment.Start+1))
	}
	n := &noteRef{label: string(label[:end])}
	n.SetPos(segment.Start + start)
	block.Advance(start + 2 + end + 1)
	return n
}

// longestLabel is the length in bytes of the longest label of a note.
const longestLabel = 200

// validLabel reports whether a note may be called so. Spaces are excluded
// since a line break would be one, brackets since the label ends there.
func validLabel(label []byte) bool {
	return len(label) > 0 && len(label) <= longestLabel && utf8.Valid(label) && bytes.IndexFunc(label, func(c rune) bool {
		return unicode.IsSpace(c) || unicode.IsControl(c) || c == '[' || c == ']' || c == '\\' || c == '&'
	}) < 0
}
