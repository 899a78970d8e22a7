package exchange

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"multitude/internal/finding"
	"multitude/internal/tomltree"
)

// go-i18n's own format with a text for each ID and nothing else, for tools that
// take hash and description for messages of their own, as Weblate's reader
// does.

func writeGoI18n(out io.Writer, f *File) error {
	for _, m := range f.Messages {
		if m.Text == "" {
			continue
		}
		if _, err := fmt.Fprintf(out, "[%s]\nother = %s\n\n", tomltree.QuoteKey(m.ID), tomltree.Quote(m.Text, "\n")); err != nil {
			return err
		}
	}
	return nil
}

func (in *input) readGoI18n() *File {
	t, err := tomltree.Parse(in.name, in.data)
	if err != nil {
		e, ok := err.(*tomltree.Error)
		if !ok {
			in.fail(0, "export it again", "the file cannot be read: %v", err)
			return nil
		}
		in.say(finding.Error, e.Pos, "", e.Cure, "%s", e.Message)
		return nil
	}
	decoded := func(_ []byte, v any) error {
		*(v.(*any)) = t.Root.Value()
		return nil
	}
	mf, err := i18n.ParseMessageFileBytes(in.data, "active.und.toml", map[string]i18n.UnmarshalFunc{"toml": decoded})
	if err != nil {
		in.fail(0, "write each message under a heading of its own: its ID in quotes and brackets, then other = \"…\"", "go-i18n cannot read it: %v", err)
		return nil
	}
	f := &File{}
	for _, m := range mf.Messages {
		if !in.room(f, 0) {
			return nil
		}
		pos := in.position(0)
		if n := t.Root.Child(m.ID); n != nil {
			pos = t.Pos(n.KeyRange.Start)
		}
		f.Messages = append(f.Messages, Message{ID: m.ID, Text: m.Other, Settled: true, Pos: pos})
	}
	slices.SortStableFunc(f.Messages, func(a, b Message) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column), cmp.Compare(a.ID, b.ID))
	})
	return f
}
