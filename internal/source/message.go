package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"multitude/internal/doc"
)

// An InlineError says why a message cannot be shown.
type InlineError struct {
	Rule    string // a rule of this package: RuleRawHTML, RuleLinkTarget, …
	Column  int    // where it is wrong, counted from 1 in runes of the trimmed message
	Message string
	Cure    string
}

func (e *InlineError) Error() string { return e.Message }

// ParseInline reads the inline Markdown of one message. What would be a block
// in a document ("1. …", "# …", "    …") is text here. References to footnotes
// and links to anchors are taken on trust: whoever has the document compares
// them. The error, an *InlineError, names the first thing that must not reach
// a reader: HTML, a forbidden link, a control character.
func ParseInline(markdown string) ([]doc.Span, error) {
	text, problems := prepare(markdown)
	if len(problems) == 0 && len(text) > 0 && !bytes.ContainsAny(text, special) {
		return []doc.Span{{Text: string(text)}}, nil
	}
	result := parseInline(text, nil)
	for _, p := range append(problems, result.problems...) {
		if p.warning {
			continue
		}
		at := min(p.offset, len(text))
		return nil, &InlineError{Rule: p.rule, Column: utf8.RuneCount(text[:at]) + 1, Message: p.message, Cure: p.cure}
	}
	return result.spans, nil
}

// special are the characters that can begin anything but plain text.
const special = "\\`*_[]<>&!~^\t\n"

// prepare is a message as goldmark would hand on the lines of a paragraph:
// without spaces at their beginning, and at the end of the whole.
func prepare(markdown string) (text []byte, problems []problem) {
	if !utf8.ValidString(markdown) {
		return nil, []problem{{rule: RuleEncoding, message: "the text is not UTF-8", cure: "save the file as UTF-8"}}
	}
	markdown = strings.TrimRight(markdown, " \t\r\n")
	blank := true // the line so far has spaces only
	for i := 0; i < len(markdown); {
		c, size := utf8.DecodeRuneInString(markdown[i:])
		i += size
		switch {
		case c == '\r' && i < len(markdown) && markdown[i] == '\n':
			continue
		case c == '\r' || c == '\n':
			if blank && len(text) > 0 {
				problems = append(problems, problem{rule: RuleUnsupported, offset: len(text),
					message: "an empty line, but a message is one paragraph",
					cure:    "join the lines, or end the first of them with \\ to begin a new line"})
			} else if len(text) > 0 {
				text = append(text, '\n')
			}
			blank = true
			continue
		case blank && (c == ' ' || c == '\t'):
			continue
		case forbidden(c):
			problems = append(problems, problem{rule: RuleEncoding, offset: len(text), message: controlMessage(c), cure: "take it out"})
			c = utf8.RuneError
		}
		blank = false
		text = utf8.AppendRune(text, c)
	}
	return trimRight(text), problems
}

func controlMessage(c rune) string {
	return fmt.Sprintf("the character U+%04X cannot be shown", c)
}

// trimRight cuts off what Markdown takes for space; U+00A0 is none.
func trimRight(b []byte) []byte {
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
