package exchange

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/tomltree"
)

// An input is a file that is being read.
type input struct {
	name   string
	data   []byte // without a byte order mark
	target string // tag of the language that is wanted of a memory, or ""
	found  []finding.Finding

	// Where position counted last: it is asked for places in rising order.
	at, line, start int
}

// mostFindings bounds what is said about one file.
const mostFindings = 20

// fail says what is wrong at an offset of data.
func (in *input) fail(offset int, cure, format string, args ...any) {
	in.say(finding.Error, in.position(offset), "", cure, format, args...)
}

func (in *input) say(severity finding.Severity, pos doc.Position, id, cure, format string, args ...any) {
	if len(in.found) < mostFindings {
		in.found = append(in.found, finding.Finding{Rule: RuleFile, Severity: severity, Unit: id, Pos: pos, Message: fmt.Sprintf(format, args...), Cure: cure})
	}
}

// position is the place of an offset: line, and column in runes.
func (in *input) position(offset int) doc.Position {
	offset = min(offset, len(in.data))
	if in.line == 0 || offset < in.at {
		in.at, in.line, in.start = 0, 1, 0
	}
	for {
		i := bytes.IndexByte(in.data[in.at:offset], '\n')
		if i < 0 {
			break
		}
		in.at += i + 1
		in.line++
		in.start = in.at
	}
	in.at = offset
	// A line of a hostile file may be all of it: its columns are not counted
	// for each message anew.
	if offset-in.start > 1<<16 {
		return doc.Position{File: in.name, Line: in.line, Column: offset - in.start + 1}
	}
	return doc.Position{File: in.name, Line: in.line, Column: 1 + utf8.RuneCount(in.data[in.start:offset])}
}

// text makes sure that the file is UTF-8, and takes off a byte order mark.
func (in *input) text() bool {
	switch {
	case bytes.HasPrefix(in.data, []byte{0xff, 0xfe}), bytes.HasPrefix(in.data, []byte{0xfe, 0xff}):
		in.fail(0, "save it as UTF-8; in a spreadsheet, as “CSV UTF-8”", "the file is UTF-16")
		return false
	case len(bytes.TrimSpace(in.data)) == 0:
		in.fail(0, "export it again", "the file is empty")
		return false
	}
	in.data = bytes.TrimPrefix(in.data, []byte("\ufeff"))
	if !utf8.Valid(in.data) {
		at := 0
		for at < len(in.data) {
			r, size := utf8.DecodeRune(in.data[at:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			at += size
		}
		in.fail(at, "save the file as UTF-8", "the byte 0x%02x is not UTF-8", in.data[at])
		return false
	}
	if at := bytes.IndexByte(in.data, 0); at >= 0 {
		in.fail(at, "export it again", "the character U+0000 stands in the file: it is no text")
		return false
	}
	return true
}

// room says whether one more message may be read; it fails where there are too
// many, and then reading ends.
func (in *input) room(f *File, offset int) bool {
	if len(f.Messages) < maxMessages {
		return true
	}
	in.fail(offset, "import it in parts", "the file has more than %d messages", maxMessages)
	return false
}

// unique takes out messages that stand in the file twice with the same text,
// and refuses those that stand there with different ones.
func (in *input) unique(f *File) {
	first := make(map[string]int, len(f.Messages))
	kept := f.Messages[:0]
	for _, m := range f.Messages {
		m.Text, m.Source, m.Former = tomltree.Clean(m.Text), tomltree.Clean(m.Source), tomltree.Clean(m.Former)
		if len(m.Text) > maxText || len(m.Source) > maxText {
			in.say(finding.Error, m.Pos, m.ID, "shorten it", "the text is longer than %d MB", maxText>>20)
			continue
		}
		key := m.ID
		if key == "" {
			key = "\x00" + m.Source
		}
		i, again := first[key]
		switch {
		case in.target != "":
			kept = append(kept, m)
		case !again:
			first[key] = len(kept)
			kept = append(kept, m)
		case kept[i].Text == m.Text:
			in.say(finding.Warning, m.Pos, m.ID, "leave one of them", "the message stands twice, with the same text; first in line %d", kept[i].Pos.Line)
		default:
			in.say(finding.Error, m.Pos, m.ID, "leave the right one", "the message stands twice, with different texts; first in line %d", kept[i].Pos.Line)
		}
	}
	f.Messages = kept
}
