package source

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// An original is the author's file made ready for parsing, and the way back
// from a byte offset in it to the place that an editor shows.
type original struct {
	file  string
	text  []byte // valid UTF-8 without byte order mark, every line ended by \n alone
	lines []int  // the offset of each line's first byte

	// The place that was asked for last, since the next one is most often
	// behind it in the same line, which may be long.
	at, atLine, column int
}

var byteOrderMark = []byte("\uFEFF")

// decode makes the original of a file. What is not UTF-8, and characters that
// no text may hold, become U+FFFD; checkCharacters reports them.
func decode(file string, b []byte) *original {
	b = bytes.TrimPrefix(b, byteOrderMark)
	if !utf8.Valid(b) {
		b = bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	if bytes.IndexByte(b, '\r') >= 0 {
		b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
		b = bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))
	}
	o := &original{file: file, text: b, lines: []int{0}, atLine: 1, column: 1}
	for i := 0; ; {
		n := bytes.IndexByte(b[i:], '\n')
		if n < 0 {
			return o
		}
		i += n + 1
		o.lines = append(o.lines, i)
	}
}

// position is the place of a byte offset; -1 is the file as a whole.
func (o *original) position(offset int) doc.Position {
	if offset < 0 {
		return doc.Position{File: o.file}
	}
	offset = min(offset, len(o.text))
	line, found := slices.BinarySearch(o.lines, offset)
	if found {
		line++
	}
	if line != o.atLine || offset < o.at {
		o.atLine, o.at, o.column = line, o.lines[line-1], 1
	}
	o.column += utf8.RuneCount(o.text[o.at:offset])
	o.at = offset
	return doc.Position{File: o.file, Line: o.atLine, Column: o.column}
}

// forbidden reports whether a character can stand in no text: the controls
// but tab and line feed, and the noncharacters that XML, and so EPUB, refuses.
func forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || 0x7F <= r && r <= 0x9F || r == 0xFFFE || r == 0xFFFF
}

// checkCharacters reports bytes that are not UTF-8 and forbidden characters,
// each kind once, and takes the characters out of the text.
func (r *reading) checkCharacters(raw []byte) {
	raw = bytes.TrimPrefix(raw, byteOrderMark)
	if bytes.HasPrefix(raw, []byte{0xFF, 0xFE}) || bytes.HasPrefix(raw, []byte{0xFE, 0xFF}) {
		r.report(finding.Error, RuleEncoding, 0, "save it as UTF-8", "the file is UTF-16, not UTF-8")
	} else if !utf8.Valid(raw) {
		i := 0
		for {
			c, size := utf8.DecodeRune(raw[i:])
			if c == utf8.RuneError && size == 1 {
				break
			}
			i += size
		}
		// Up to here both texts are the same but for \r.
		before := decode("", raw[:i])
		r.report(finding.Error, RuleEncoding, len(before.text), "save the file as UTF-8; most editors ask for the encoding under “Save as”",
			"the file is not UTF-8: here stands the byte %#02x", raw[i])
	}
	seen := map[rune]bool{}
	if bytes.IndexFunc(r.text, forbidden) < 0 {
		return
	}
	for i, c := range string(r.text) {
		if forbidden(c) && !seen[c] {
			seen[c] = true
			r.report(finding.Error, RuleEncoding, i, "take it out, here and wherever else it stands", "%s", controlMessage(c))
		}
	}
	// The replacement is as long as the text that it stands for in runes, so
	// lines and columns hold; offsets change, and the lines are counted anew.
	clean := strings.Map(func(c rune) rune {
		if forbidden(c) {
			return utf8.RuneError
		}
		return c
	}, string(r.text))
	*r.original = *decode(r.file, []byte(clean))
}
