package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"multitude/internal/catalog"
)

// PO as GNU gettext writes it (gettext manual, §3). The ID is the msgctxt, so
// that two units of the same words stay two. What import needs beside stands in
// a translator's comment, because msgmerge takes "#." from the template.

const poMeta = "multitude: "

func writePO(out io.Writer, f *File) error {
	w := bufio.NewWriter(out)
	revised := f.Revised
	if revised == "" {
		revised = "1970-01-01"
	}
	fmt.Fprintf(w, "msgid \"\"\nmsgstr \"\"\n")
	for _, h := range [][2]string{
		{"Project-Id-Version", f.Project},
		{"PO-Revision-Date", revised + " 00:00+0000"},
		{"Last-Translator", ""},
		{"Language-Team", ""},
		{"Language", posixTag(f.Target)},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=UTF-8"},
		{"Content-Transfer-Encoding", "8bit"},
		{"Plural-Forms", pluralForms(f.Target)},
		{"X-Generator", "multitude"},
		{"X-Source-Language", posixTag(f.Source)},
		{"X-Multitude-Project", f.Project},
		{"X-Multitude-Source", f.Fingerprint},
		{"X-Multitude-Language", f.Target},
	} {
		if f.Target == "" && (h[0] == "Plural-Forms" || h[0] == "X-Multitude-Language") {
			continue // of a template
		}
		fmt.Fprintf(w, "%s\n", poQuote(h[0]+": "+xmlText(strings.ReplaceAll(h[1], "\n", " "))+"\n"))
	}
	for _, m := range f.Messages {
		w.WriteString("\n")
		if f.Target != "" {
			w.WriteString("# " + poMeta + metaOf(m).String() + "\n")
		}
		poComment(w, "# ", m.Note)
		poComment(w, "#. ", breadcrumb(m.Path))
		poComment(w, "#. ", m.Description)
		if m.Where.File != "" {
			w.WriteString("#: " + poReference(place(m)) + "\n")
		}
		if m.Freshness == catalog.Stale {
			w.WriteString("#, fuzzy\n")
			if m.Former != "" {
				poString(w, "#| ", "msgid", m.Former)
			}
		}
		poString(w, "", "msgctxt", m.ID)
		poString(w, "", "msgid", m.Source)
		poString(w, "", "msgstr", m.Text)
	}
	return w.Flush()
}

// poComment writes the lines of a text as comments.
func poComment(w *bufio.Writer, prefix, text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		w.WriteString(strings.TrimRight(prefix+xmlText(strings.ReplaceAll(line, "\r", " ")), " ") + "\n")
	}
}

// poReference sets a place with spaces in its name between U+2068 and U+2069,
// as gettext does.
func poReference(s string) string {
	s = strings.ReplaceAll(xmlText(s), "\n", " ")
	if !strings.ContainsAny(s, " \t") {
		return s
	}
	file, line, _ := strings.Cut(s, ":")
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		file, line = s[:i], s[i:]
	}
	return "\u2068" + file + "\u2069" + line
}

// poString writes a keyword with its text: on one line, or a line for each of
// the text's.
func poString(w *bufio.Writer, prefix, keyword, text string) {
	w.WriteString(prefix + keyword + " ")
	if i := strings.IndexByte(text, '\n'); i < 0 || i == len(text)-1 {
		w.WriteString(poQuote(text) + "\n")
		return
	}
	w.WriteString("\"\"\n")
	for line := range strings.Lines(text) {
		w.WriteString(prefix + poQuote(line) + "\n")
	}
}

var poEscapes = map[rune]string{'"': `\"`, '\\': `\\`, '\n': `\n`, '\t': `\t`, '\r': `\r`, '\a': `\a`, '\b': `\b`, '\f': `\f`, '\v': `\v`}

func poQuote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch escape, ok := poEscapes[r]; {
		case ok:
			b.WriteString(escape)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\%03o`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// posixTag is a tag as gettext and Poedit write it: zh_Hant.
func posixTag(tag string) string { return strings.ReplaceAll(tag, "-", "_") }
