package exchange

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"multitude/internal/finding"
)

// A poEntry is an entry of a PO file while it is read.
type poEntry struct {
	context, id, text, former   *strings.Builder
	fuzzy, obsolete, any, ended bool // any: it has a keyword; ended: its msgstr has come
	meta                        meta
	known                       bool
	at, textAt                  int // offsets of its first keyword and its msgstr
}

// A poReader reads a PO file line by line. It is strict: what gettext would
// refuse is refused, with the place.
type poReader struct {
	*input
	file   *File
	entry  poEntry
	into   *strings.Builder // the string that a line of quotation marks goes on with
	header bool             // it has been read
	bad    bool
}

func (in *input) readPO() *File {
	r := &poReader{input: in, file: &File{}}
	for at := 0; at < len(in.data) && !r.bad; {
		end := bytes.IndexByte(in.data[at:], '\n')
		next := at + end + 1
		if end < 0 {
			end, next = len(in.data)-at, len(in.data)
		}
		r.line(at, bytes.TrimRight(in.data[at:at+end], " \t\r"))
		at = next
	}
	r.finish(len(in.data))
	if r.bad {
		return nil
	}
	if len(r.file.Messages) == 0 && !r.header {
		in.fail(0, "export it again", "the file has no message: it is no PO file")
		return nil
	}
	return r.file
}

func (r *poReader) wrong(at int, cure, format string, args ...any) {
	r.fail(at, cure, format, args...)
	r.bad = true
}

func (r *poReader) line(at int, line []byte) {
	text := bytes.TrimLeft(line, " \t")
	at += len(line) - len(text)
	switch {
	case len(text) == 0:
		return
	case bytes.HasPrefix(text, []byte("#~")):
		rest := text[2:]
		at += 2
		if len(rest) > 0 && rest[0] == '|' {
			return // the former text of an obsolete message
		}
		trimmed := bytes.TrimLeft(rest, " \t")
		if bytes.HasPrefix(trimmed, []byte("#")) {
			return
		}
		r.keyword(at+len(rest)-len(trimmed), trimmed, true)
	case bytes.HasPrefix(text, []byte("#|")):
		r.begin(at)
		rest := text[2:]
		trimmed := bytes.TrimLeft(rest, " \t")
		r.previous(at+2+len(rest)-len(trimmed), trimmed)
	case text[0] == '#':
		r.begin(at)
		r.comment(text)
	default:
		r.keyword(at, text, false)
	}
}

// begin starts an entry where the one before has its msgstr.
func (r *poReader) begin(at int) {
	if r.entry.ended {
		r.finish(at)
	} else if r.entry.any && !r.bad {
		r.wrong(at, "write msgstr below each msgid", "the message above has no msgstr")
	}
}

func (r *poReader) comment(text []byte) {
	switch {
	case bytes.HasPrefix(text, []byte("#,")):
		for _, flag := range strings.Split(string(text[2:]), ",") {
			r.entry.fuzzy = r.entry.fuzzy || strings.TrimSpace(flag) == "fuzzy"
		}
	case bytes.HasPrefix(text, []byte("# "+poMeta)):
		if k, ok := parseMeta(string(text[len("# "+poMeta):])); ok {
			r.entry.meta, r.entry.known = k, true
		}
	}
}

// previous reads what stands behind "#|".
func (r *poReader) previous(at int, text []byte) {
	word, rest, _ := bytes.Cut(text, []byte(" "))
	switch {
	case text == nil || len(text) == 0:
	case text[0] == '"':
		if r.into == nil {
			r.wrong(at, "write msgid before it", "a text without a keyword")
			return
		}
		r.quoted(at, text)
	case string(word) == "msgid":
		r.entry.former = &strings.Builder{}
		r.into = r.entry.former
		r.quoted(at+len(text)-len(rest), rest)
	case string(word) == "msgctxt" || string(word) == "msgid_plural":
		r.into = &strings.Builder{}
		r.quoted(at+len(text)-len(rest), rest)
	default:
		r.wrong(at, "write msgid", "there is no keyword %q", short(word))
	}
}

func (r *poReader) keyword(at int, text []byte, obsolete bool) {
	if len(text) == 0 {
		return
	}
	if text[0] == '"' {
		if r.into == nil {
			r.wrong(at, "write msgid or msgstr before it", "a text without a keyword")
			return
		}
		r.quoted(at, text)
		return
	}
	end := bytes.IndexAny(text, " \t\"[")
	if end < 0 {
		end = len(text)
	}
	word, rest := string(text[:end]), bytes.TrimLeft(text[end:], " \t")
	restAt := at + len(text) - len(rest)
	e := &r.entry
	switch word {
	case "msgctxt", "msgid":
		if e.ended {
			r.finish(at)
		}
		if e.id != nil || word == "msgctxt" && e.context != nil {
			r.wrong(at, "write msgstr below each msgid", "a second %s, and the message has no msgstr", word)
			return
		}
		b := &strings.Builder{}
		if word == "msgid" {
			e.id = b
		} else {
			e.context = b
		}
		if !e.any {
			e.at = at
		}
		e.any, e.obsolete, r.into = true, obsolete, b
	case "msgstr":
		switch {
		case e.id == nil:
			r.wrong(at, "write msgid before it", "msgstr without a msgid")
			return
		case e.text != nil:
			r.wrong(at, "leave one of them", "the message has a second msgstr")
			return
		case bytes.HasPrefix(rest, []byte("[")):
			r.wrong(at, "take the message out, or export it again", "the message has plural forms, and those of a document have none")
			return
		}
		e.text = &strings.Builder{}
		e.ended, e.textAt, r.into = true, restAt, e.text
	case "msgid_plural":
		r.wrong(at, "take the message out, or export it again", "the message has plural forms, and those of a document have none")
		return
	default:
		r.wrong(at, "write msgctxt, msgid or msgstr", "there is no keyword %q", short([]byte(word)))
		return
	}
	r.quoted(restAt, rest)
}

// short is the beginning of what is quoted to people.
func short(b []byte) string {
	if len(b) > 40 {
		for len(b) > 40 || !utf8.Valid(b) {
			b = b[:len(b)-1]
		}
		return string(b) + "…"
	}
	return string(b)
}

// quoted adds the string between quotation marks.
func (r *poReader) quoted(at int, text []byte) {
	if len(text) == 0 || text[0] != '"' {
		r.wrong(at, "put the text in quotation marks", "a quotation mark is missing at the beginning of the text")
		return
	}
	for i := 1; i < len(text); {
		switch c := text[i]; {
		case c == '"':
			if i != len(text)-1 {
				r.wrong(at+i+1, `write \" for a quotation mark in a text`, "something stands behind the quotation mark that ends the text")
			}
			return
		case c == '\\':
			decoded, n := poUnescape(text[i:])
			if n == 0 {
				r.wrong(at+i, `write \\ for a backslash`, "%q is no escape", short(text[i:min(i+2, len(text))]))
				return
			}
			r.into.WriteString(decoded)
			i += n
		default:
			n := bytes.IndexAny(text[i:], "\"\\")
			if n < 0 {
				n = len(text) - i
			}
			r.into.Write(text[i : i+n])
			i += n
		}
	}
	r.wrong(at+len(text), "put a quotation mark there", "a quotation mark is missing at the end of the text")
}

// poUnescape reads an escape of C; n is its length, 0 where there is none.
func poUnescape(s []byte) (text string, n int) {
	if len(s) < 2 {
		return "", 0
	}
	for r, escape := range poEscapes {
		if escape[1] == s[1] {
			return string(r), 2
		}
	}
	digits, base := 0, 8
	at := 1
	if s[1] == 'x' {
		base, at = 16, 2
	}
	for at+digits < len(s) && (base == 16 || digits < 3) && digits < 4 {
		if _, err := strconv.ParseUint(string(s[at+digits]), base, 8); err != nil {
			break
		}
		digits++
	}
	c, err := strconv.ParseUint(string(s[at:at+digits]), base, 8)
	if err != nil || c == 0 || c >= utf8.RuneSelf {
		return "", 0
	}
	return string(rune(c)), at + digits
}

// finish takes the entry that has been read.
func (r *poReader) finish(at int) {
	e := r.entry
	r.entry, r.into = poEntry{}, nil
	if r.bad || !e.any {
		return
	}
	if !e.ended {
		r.wrong(at, "it was not copied whole: get it again", "the file ends in the middle of a message")
		return
	}
	if e.context == nil && e.id.Len() == 0 {
		if r.header {
			r.wrong(e.at, "leave one of them", "the file has a second header")
			return
		}
		r.header = true
		r.headers(e.text.String(), e.textAt)
		return
	}
	if !r.room(r.file, e.at) {
		r.bad = true
		return
	}
	m := Message{Source: e.id.String(), Text: e.text.String(), Settled: !e.fuzzy, Obsolete: e.obsolete, Pos: r.position(e.textAt)}
	if e.context != nil {
		m.ID = e.context.String()
	}
	if e.former != nil && e.fuzzy {
		m.Former = e.former.String()
	}
	if e.known {
		m.recall(e.meta)
	}
	r.file.Messages = append(r.file.Messages, m)
}

// headers reads the header; it stands at an offset.
func (r *poReader) headers(text string, at int) {
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(name) {
		case "content-type":
			if _, charset, ok := strings.Cut(strings.ToLower(value), "charset="); ok && charset != "utf-8" && charset != "charset" && charset != "us-ascii" && charset != "ascii" {
				r.say(finding.Error, r.position(at), "", "convert it: msgconv --to-code=UTF-8", "the header says that the encoding is %q, and only UTF-8 is read", charset)
				r.bad = true
			}
		case "language":
			if r.file.Target == "" {
				r.file.Target = value
			}
		case "x-multitude-language":
			r.file.Target = value
		case "x-source-language":
			r.file.Source = value
		case "x-multitude-project":
			r.file.Project = value
		case "x-multitude-source":
			r.file.Fingerprint = value
		}
	}
}
