package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"multitude/internal/catalog"
	"multitude/internal/finding"
)

// The columns of a table for a spreadsheet, named as Translate Toolkit and
// Weblate name those that they know. Of a file that is read, id and target must
// be there, in any order.
var columns = []string{"id", "source", "target", "state", "by", "previous", "developer_comments", "context", "location", "project", "translator_comments"}

// Other names that people give to columns.
var columnAliases = map[string]string{"translation": "target", "english": "source"}

func writeCSV(out io.Writer, f *File) error {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(out)
	if err := w.Write(columns); err != nil {
		return err
	}
	for _, m := range f.Messages {
		row := []string{m.ID, m.Source, m.Text, stateWord(m), "", m.Former, m.Description, breadcrumb(m.Path), place(m), strings.Join([]string{f.Source, f.Target, f.Fingerprint, f.Project}, " "), poMeta + metaOf(m).String()}
		for i := range row {
			row[i] = defuse(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// guessed is the state of a text that was filled in from the translation of a
// like one, and that nobody has looked at.
const guessed = "guessed"

// stateWord is the one word of a table for freshness and state.
func stateWord(m Message) string {
	if m.Freshness != catalog.Fresh {
		return m.Freshness.String()
	}
	if m.Guessed {
		return guessed
	}
	return m.State.String()
}

// formula says whether a spreadsheet would take the text for a formula, but
// for apostrophes before it (OWASP, CSV Injection).
func formula(s string) bool {
	s = strings.TrimLeft(s, "'")
	for _, lead := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, lead) {
			return true
		}
	}
	return false
}

// defuse puts an apostrophe before what a spreadsheet would calculate; fuse
// takes it off again. fuse(defuse(s)) is s, whatever s is.
func defuse(s string) string {
	if formula(s) {
		return "'" + s
	}
	return s
}

func fuse(s string) string {
	if formula(s) {
		return strings.TrimPrefix(s, "'")
	}
	return s
}

func (in *input) readCSV() *File {
	r := csv.NewReader(bytes.NewReader(in.data))
	r.Comma = delimiter(in.data)
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		in.csvError(err)
		return nil
	}
	at := map[string]int{}
	f := &File{}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		if alias := columnAliases[name]; alias != "" {
			name = alias
		}
		if _, twice := at[name]; twice && name != "" {
			in.fail(0, "leave one of them", "there are two columns %q", name)
			return nil
		}
		at[name] = i
	}
	for _, name := range []string{"id", "target"} {
		if _, ok := at[name]; !ok {
			in.fail(0, "the first line must name the columns; id and target must be among them", "there is no column %q", name)
			return nil
		}
	}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return f
		}
		if err != nil {
			in.csvError(err)
			return nil
		}
		offset := int(r.InputOffset())
		if !in.room(f, offset) {
			return nil
		}
		get := func(name string) string {
			if i, ok := at[name]; ok && i < len(row) {
				return strings.Clone(fuse(row[i]))
			}
			return ""
		}
		m := Message{ID: strings.TrimSpace(get("id")), Source: get("source"), Text: get("target"), Former: get("previous"), By: strings.TrimSpace(get("by"))}
		line, column := 0, 1
		if i := at["target"]; i < len(row) {
			line, column = r.FieldPos(i)
		}
		m.Pos.File, m.Pos.Line, m.Pos.Column = in.name, line, column
		if m.ID == "" {
			if m.Text != "" {
				in.say(finding.Error, m.Pos, "", "copy the ID from the exported table", "a row has a translation and no id")
			}
			continue
		}
		if f.Project == "" {
			if all := strings.SplitN(get("project"), " ", 4); len(all) == 4 {
				f.Source, f.Target, f.Fingerprint, f.Project = all[0], all[1], all[2], all[3]
			}
		}
		k, known := parseMeta(strings.TrimPrefix(get("translator_comments"), poMeta))
		if known {
			m.recall(k)
		}
		word := strings.ToLower(strings.TrimSpace(get("state")))
		state, isState := catalog.ParseState(word)
		if word != "" && !isState && word != "stale" && word != "missing" && word != guessed {
			in.say(finding.Error, m.Pos, m.ID, "write machine, translated, reviewed or approved", "there is no state %q", word)
			continue
		}
		m.Settled = word != "stale" && (word != "" || !k.stale)
		m.claims(state, known && word == stateWord(k.exported()) || word == "")
		f.Messages = append(f.Messages, m)
	}
}

// delimiter is what the first line separates its columns by: spreadsheets write
// what their language has.
func delimiter(data []byte) rune {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', bytes.Count(line, []byte(","))
	for _, c := range []rune{';', '\t'} {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func (in *input) csvError(err error) {
	var e *csv.ParseError
	if !errors.As(err, &e) {
		in.fail(0, "export it again", "the table is broken: %v", err)
		return
	}
	cure := "put the text in double quotation marks, and double each that stands in it"
	message := e.Err.Error()
	switch {
	case errors.Is(e.Err, csv.ErrFieldCount):
		message, cure = "the row has not as many columns as the first", "export it again, or add the missing separators"
	case errors.Is(e.Err, csv.ErrQuote):
		message = "a quotation mark is not closed, or stands where it cannot"
	case errors.Is(e.Err, csv.ErrBareQuote):
		message = "a quotation mark stands in a text that is not quoted"
	}
	pos := in.position(0)
	pos.Line, pos.Column = e.Line, max(e.Column, 1)
	in.say(finding.Error, pos, "", cure, "the table is broken: %s", message)
}
