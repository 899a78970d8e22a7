package main

import (
	"bytes"
	"regexp"
	"strings"
)

// HTML in a stranger's Markdown, which no source of ours may have.
var (
	comments = regexp.MustCompile(`(?s)<!--.*?-->`)
	tags     = regexp.MustCompile(`</?[A-Za-z][A-Za-z0-9-]*(\s[^<>]*)?/?>`)
	targets  = regexp.MustCompile(`\]\([^()\s]*\)`)
)

// neutral takes tags and comments of HTML out, but for those in code, and says
// how many. What stood between them stays.
func neutral(markdown []byte) (clean []byte, n int) {
	comment := func(c []byte) []byte {
		n++
		return bytes.Repeat([]byte("\n"), bytes.Count(c, []byte("\n")))
	}
	tag := func([]byte) []byte { n++; return nil }
	var out, prose bytes.Buffer
	flush := func() {
		text := comments.ReplaceAllFunc(prose.Bytes(), comment)
		for i, part := range bytes.Split(text, []byte("`")) {
			if i > 0 {
				out.WriteByte('`')
			}
			if i%2 == 0 {
				part = tags.ReplaceAllFunc(part, tag)
			}
			out.Write(part)
		}
		prose.Reset()
	}
	fence := ""
	for line := range bytes.Lines(markdown) {
		mark := strings.TrimLeft(string(line), " \t>")
		switch {
		case fence == "" && (strings.HasPrefix(mark, "```") || strings.HasPrefix(mark, "~~~")):
			flush()
			fence = mark[:3]
			out.Write(line)
		case fence != "":
			out.Write(line)
			if strings.HasPrefix(mark, fence) {
				fence = ""
			}
		default:
			if len(bytes.TrimSpace(line)) == 0 {
				flush() // no span of code goes over an empty line
				out.Write(line)
				continue
			}
			prose.Write(line)
		}
	}
	flush()
	return out.Bytes(), n
}
