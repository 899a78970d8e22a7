package catalog

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"

	"multitude/internal/atomicfile"
	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
)

// A parser reads one kind of our files.
type parser func(path string, data []byte, loc locale.Locale) (*file, []finding.Finding)

// readMessages reads a message file; where there is none, an empty one.
func readMessages(path string, loc locale.Locale) (*file, []finding.Finding, error) {
	data, err := read(path)
	if err != nil {
		return nil, nil, err
	}
	f, found := parseMessages(path, data, loc)
	return f, found, nil
}

// read is the content of the file; nil where there is none.
func read(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	return data, err
}

// locked runs f with the lock of locales/. The folder is made where it is
// missing.
func locked(dir string, f func() error) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	unlock, err := atomicfile.Lock(dir)
	if err != nil {
		return err
	}
	defer unlock()
	return f()
}

// errMoved says that somebody wrote the file while we thought about it. Our own
// writers wait for the lock; an editor does not.
var errMoved = errors.New("the file was changed by another program at the same moment")

// again repeats f while others keep changing the file under it.
func again(f func() error) error {
	var err error
	for range 5 {
		if err = f(); !errors.Is(err, errMoved) {
			break
		}
	}
	return err
}

// save puts data in the place of the file's content, which was former when it
// was read. It writes nothing where that says the same already.
func save(path string, former *tomltree.File, raw, data []byte) error {
	if bytes.Equal(former.Data, data) {
		return nil
	}
	now, err := read(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, raw) {
		return fmt.Errorf("%s: %w", path, errMoved)
	}
	return atomicfile.Write(path, data, 0o666)
}

// change rewrites one file: f gives its new bytes, and what they must say.
// Whoever calls holds the lock.
func change(path string, loc locale.Locale, parse parser, f func(*file) ([]byte, map[string]record, error)) (found []finding.Finding, err error) {
	err = again(func() error {
		raw, err := read(path)
		if err != nil {
			return err
		}
		var t *file
		t, found = parse(path, raw, loc)
		if t == nil {
			return nil
		}
		data, want, err := f(t)
		if err != nil || bytes.Equal(data, t.Data) {
			return err
		}
		if err := verify(path, data, want, loc, parse); err != nil {
			return err
		}
		return save(path, t.File, raw, data)
	})
	return mendable(err, found)
}

// verify reads what is about to be written, and compares it with what it must
// say: better no write than a wrong one.
func verify(path string, data []byte, want map[string]record, loc locale.Locale, parse parser) error {
	f, found := parse(path, data, loc)
	if f == nil {
		// The place is one in the file that was not written.
		return finding.Finding{
			Rule: RuleEdit, Severity: finding.Error, Locale: loc.Tag, Unit: found[0].Unit, Pos: doc.Position{File: path},
			Message: "nothing was written, because the new file would be wrong: " + found[0].Message, Cure: found[0].Cure,
		}
	}
	if !maps.Equal(f.records(), want) {
		return finding.Finding{
			Rule: RuleEdit, Severity: finding.Error, Locale: loc.Tag, Pos: doc.Position{File: path},
			Message: "nothing was written, because the new file would not say what it must", Cure: "please report this, with a copy of the file",
		}
	}
	return nil
}

// no is a change that cannot be made as the file stands: a finding, because a
// person can mend it.
func (f *file) no(at int, unit, cure, format string, args ...any) error {
	return finding.Finding{
		Rule: RuleEdit, Severity: finding.Error, Locale: f.loc.Tag, Unit: unit,
		Pos: f.Pos(at), Message: fmt.Sprintf(format, args...), Cure: cure,
	}
}

// mendable takes a finding that came as an error back to the findings.
func mendable(err error, found []finding.Finding) ([]finding.Finding, error) {
	var f finding.Finding
	if errors.As(err, &f) {
		return append(found, f), nil
	}
	return found, err
}

// ownHeading is the cure for a message in a place where it cannot be changed.
func ownHeading(id string) string {
	return fmt.Sprintf("give it a heading of its own: [%s]", tomltree.QuoteKey(id))
}

// heading is the line that opens the message id.
func heading(id, eol string) string { return "[" + tomltree.QuoteKey(id) + "]" + eol }

// line is a line of a message.
func line(name, text, eol string) string { return name + " = " + tomltree.Quote(text, eol) + eol }

// withOpening puts a comment at the head of a file that is new, if it is to
// have any content.
func (f *file) withOpening(data []byte, opening string) []byte {
	if len(f.Data) > 0 || len(data) == 0 {
		return data
	}
	return append([]byte(opening+"\n"), data...)
}

// set gives a field of the message a text: the edits that do it.
func (f *file) set(e *entry, name, text string) ([]tomltree.Edit, error) {
	text = tomltree.Clean(text)
	eol := f.EOL()
	if n := e.field(name); n != nil {
		if n.Text == text {
			return nil, nil
		}
		return []tomltree.Edit{{Range: n.Range, New: tomltree.Quote(text, eol)}}, nil
	}
	at := func(offset int, s string) []tomltree.Edit {
		return []tomltree.Edit{{Range: tomltree.Range{Start: offset, End: offset}, New: s}}
	}
	assign := name + " = " + tomltree.Quote(text, eol)
	switch n := e.node; {
	case n.Kind == tomltree.String: // "id" = "text" becomes "id" = { hash = …, other = "text" }
		return append(at(n.Range.Start, "{ "+assign+", other = "), at(n.Range.End, " }")...), nil
	case n.Inline:
		return at(n.Range.Start+1, " "+assign+","), nil
	case n.Header():
		for _, i := range n.Exprs {
			if x := f.Exprs[i]; x.Node == n && x.Kind != tomltree.KeyValue {
				if f.Data[x.End-1] != '\n' { // the file's last line
					assign = eol + assign
				}
				return at(x.End, assign+eol), nil
			}
		}
	default: // dotted keys: a line like its neighbour's
		if len(e.fields) == 0 || e.fields[0].Parent != n || len(e.fields[0].Exprs) == 0 {
			break
		}
		x := f.Exprs[e.fields[0].Exprs[0]]
		if x.Node != e.fields[0] {
			break
		}
		prefix := string(f.Data[x.Start:e.fields[0].KeyRange.Start])
		return at(x.Start, prefix+assign+eol), nil
	}
	return nil, f.no(e.at(), e.id, ownHeading(e.id), "%q cannot get a %s where it stands", e.id, name)
}
