package tomltree

import (
	"fmt"
	"slices"
	"strings"
)

// An Edit puts New in the place of the bytes of Range; an empty Range inserts.
type Edit struct {
	Range
	New string
}

// Splice is the stretch r of the file with those edits made that lie in it.
// Edits must not overlap; insertions at one place come out in the order given.
func (f *File) Splice(r Range, edits []Edit) []byte {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int { return a.Start - b.Start })
	return f.SpliceSorted(r, edits)
}

// SpliceSorted is Splice for edits that are in the order of their places and
// all lie in r.
func (f *File) SpliceSorted(r Range, edits []Edit) []byte {
	n := r.End - r.Start
	for _, e := range edits {
		n += len(e.New)
	}
	out := make([]byte, 0, n)
	at := r.Start
	for _, e := range edits {
		if e.Start < at || e.End > r.End {
			continue
		}
		out = append(out, f.Data[at:e.Start]...)
		out = append(out, e.New...)
		at = e.End
	}
	return append(out, f.Data[at:r.End]...)
}

// Clean is s as a file can hold it: invalid UTF-8 as U+FFFD, and LF at the ends
// of lines, where editors and version control may turn it into CRLF.
func Clean(s string) string { return Newlines(strings.ToValidUTF8(s, "\uFFFD")) }

// Newlines is s with LF for each CRLF; more than one CR before an LF count as
// one.
func Newlines(s string) string {
	if !strings.Contains(s, "\r\n") {
		return s
	}
	var b strings.Builder
	for line := range strings.Lines(s) {
		if text, ok := strings.CutSuffix(line, "\n"); ok {
			line = strings.TrimRight(text, "\r") + "\n"
		}
		b.WriteString(line)
	}
	return b.String()
}

// Quote writes s as a TOML basic string with as few escapes as can be, so that
// it reads well in any editor: on one line, or, where s has line breaks, over
// several between three quotes, each ended by eol. It is the text of Clean(s)
// that comes back.
func Quote(s, eol string) string {
	s = Clean(s)
	return quote(s, strings.Contains(s, "\n"), eol)
}

func quote(s string, lines bool, eol string) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	if lines {
		b.WriteString(`"""` + eol)
	} else {
		b.WriteByte('"')
	}
	quoted := false // the last character was a quote without a backslash
	for i, r := range s {
		bare := false
		switch {
		case r == '\n':
			b.WriteString(eol)
		case r == '"' && lines && !quoted && i+1 < len(s):
			// One or two quotes may stand bare between three; not at the end.
			b.WriteByte('"')
			bare = true
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
		quoted = bare
	}
	if lines {
		b.WriteString(`"""`)
	} else {
		b.WriteByte('"')
	}
	return b.String()
}

// QuoteKey writes s as a quoted key, which is always on one line.
func QuoteKey(s string) string { return quote(Clean(s), false, `\n`) }

// CommentLines writes s as comment lines: each line of s behind prefix, which
// begins with '#', and ended by eol. What TOML forbids in comments is written
// as an escape.
func CommentLines(prefix, s, eol string) string {
	s = Clean(s)
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		if line == "" {
			b.WriteString(strings.TrimRight(prefix, " ") + eol)
			continue
		}
		b.WriteString(prefix)
		for _, r := range line {
			if r < ' ' && r != '\t' || r == 0x7f {
				fmt.Fprintf(&b, `\u%04X`, r)
			} else {
				b.WriteRune(r)
			}
		}
		b.WriteString(eol)
	}
	return b.String()
}
