package catalog

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
)

func ledgerPath(dir string, loc locale.Locale) string {
	return filepath.Join(dir, "review."+loc.Tag+".toml")
}

func ledgerOpening(loc locale.Locale) string {
	return "# Who vouches for which translation (" + loc.Tag + "), and for which texts.\n# Nobody has signed a message whose heading stands alone: it is machine-made, no\n# person has checked it.\n"
}

// parseLedger reads a ledger's tables. What they say is checked by reviewOf.
func parseLedger(path string, data []byte, loc locale.Locale) (*file, []finding.Finding) {
	t, err := tomltree.Parse(path, data)
	if err != nil {
		return nil, []finding.Finding{syntax(err, data, loc.Tag)}
	}
	f := &file{File: t, loc: loc, kind: reviewFields, byID: make(map[string]*entry, len(t.Root.Children))}
	c := &complaint{loc: loc.Tag}
	var walk func(n *tomltree.Node, prefix string)
	walk = func(n *tomltree.Node, prefix string) {
		id := prefix + n.Key
		e := &entry{id: id, node: n}
		for _, child := range n.Children {
			if child.Kind == tomltree.Table {
				walk(child, id+".")
				continue
			}
			e.fields = append(e.fields, child)
			e.names = append(e.names, child.Key)
		}
		if len(e.fields) == 0 && !(n.Header() && len(n.Children) == 0) {
			return
		}
		e.empty = len(e.fields) == 0
		if !f.add(e) {
			c.add(t, n.KeyRange.Start, id, "leave one of them", "the message %q has two entries", id)
		}
	}
	for _, n := range t.Root.Children {
		if n.Kind != tomltree.Table {
			c.add(t, n.KeyRange.Start, "", "write it below the ID of a message, in quotes and brackets: [\"part.name\"]", "%q belongs to no message", n.Key)
			continue
		}
		walk(n, "")
	}
	if len(c.found) > 0 {
		return nil, c.found
	}
	f.sort()
	return f, nil
}

// reviewOf reads an entry of the ledger; c hears of what is wrong there.
func (f *file) reviewOf(e *entry, c *complaint) Review {
	r := Review{By: e.get("by"), On: e.get("on"), Note: e.get("note"), Origin: e.get("origin"), Translators: names(e.get("translators")), Reviewers: names(e.get("reviewers")), Source: e.get("source"), Translation: e.get("translation"), Pos: f.Pos(e.node.KeyRange.Start)}
	for i, n := range e.fields {
		switch name := e.names[i]; {
		case !slices.Contains(reviewFields, name):
			cure := "an entry has " + strings.Join(reviewFields, ", ")
			if near := finding.Suggest(name, reviewFields); near != "" {
				cure = fmt.Sprintf("write %q if you mean that; %s", near, cure)
			}
			c.add(f.File, n.KeyRange.Start, e.id, cure, "an entry of the ledger has no %q", name)
		case name == "on" && n.Kind == tomltree.Date && validDate(n.Text):
		case n.Kind != tomltree.String:
			c.add(f.File, n.Range.Start, e.id, "write it in quotes", "%q cannot be %s", name, n.Kind)
		case name == "on" && n.Text != "" && !validDate(n.Text):
			c.add(f.File, n.Range.Start, e.id, "write year, month and day, as in 2025-01-31", "%q is no date", n.Text)
		case name == "state":
			state, ok := ParseState(n.Text)
			if !ok {
				cure := "write machine, translated, reviewed or approved"
				if near := finding.Suggest(n.Text, states[:]); near != "" {
					cure = fmt.Sprintf("write %q if you mean that; or one of machine, translated, reviewed, approved", near)
				}
				c.add(f.File, n.Range.Start, e.id, cure, "there is no state %q", n.Text)
			}
			r.State = state
		}
	}
	return r
}

// validDate says whether s is a day as ISO 8601 writes it.
func validDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// sign gives a field of a ledger's entry a text: the edits that do it. A new
// field stands behind those that come before it in reviewFields.
func (f *file) sign(e *entry, name, text string) ([]tomltree.Edit, error) {
	if e.field(name) == nil && e.node.Header() {
		for _, before := range slices.Backward(reviewFields[:slices.Index(reviewFields, name)]) {
			n := e.field(before)
			if n == nil || n.Parent != e.node || len(n.Exprs) == 0 {
				continue
			}
			x := f.Exprs[n.Exprs[0]]
			if x.Kind != tomltree.KeyValue || x.Node != n || f.Data[x.End-1] != '\n' {
				break
			}
			return []tomltree.Edit{{Range: tomltree.Range{Start: x.End, End: x.End}, New: line(name, tomltree.Clean(text), f.EOL())}}, nil
		}
	}
	return f.set(e, name, text)
}
