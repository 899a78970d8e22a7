// Package glossary reads locales/glossary.toml: the terms of a project, what
// they mean, and the word that each language has chosen for them. People write
// the file, with any editor.
package glossary

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"multitude/internal/doc"
	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
)

// FileName is the glossary's file in the project's locales folder.
const FileName = "glossary.toml"

// Rule is the rule of this package's findings: a glossary that cannot be read
// as one.
const Rule = "glossary-file"

// A Term is a word or a name of the original that is translated the same
// wherever it stands.
type Term struct {
	ID         string              // "freedom-to-stay"
	Text       string              // as the original writes it; with a capital only where the original always has one
	Definition string              // for translators, in the language of the original
	Keep       bool                // it stays as it is in every language
	Chosen     map[string][]string // by BCP 47 tag: the words that stand for it, the best first
	Never      map[string][]string // by BCP 47 tag: words that must not stand for it
	Pos        doc.Position
}

// A Glossary holds the terms of a project, in the order of the file.
type Glossary struct {
	Terms []Term
}

// Load reads the glossary of a locales folder. It is nil, without an error,
// where there is none.
func Load(dir string) (*Glossary, []finding.Finding, error) {
	path := filepath.Join(dir, FileName)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("the glossary cannot be read: %w", err)
	}
	g, found := Parse(path, data)
	return g, found, nil
}

// Parse reads a glossary. What cannot be read as a term is reported and left
// out.
func Parse(path string, data []byte) (*Glossary, []finding.Finding) {
	t, err := tomltree.Parse(path, data)
	if err != nil {
		f := finding.Finding{Rule: Rule, Severity: finding.Error, Pos: doc.Position{File: path}, Message: err.Error(), Cure: "correct the file; each term is a table: [term-id]"}
		var syntax *tomltree.Error
		if errors.As(err, &syntax) {
			f.Pos, f.Message = syntax.Pos, syntax.Message
		}
		return nil, []finding.Finding{f}
	}
	g := &Glossary{}
	var found []finding.Finding
	complain := func(n *tomltree.Node, message, cure string) {
		found = append(found, finding.Finding{Rule: Rule, Severity: finding.Error, Pos: t.Pos(n.KeyRange.Start), Message: message, Cure: cure})
	}
	for _, n := range t.Root.Children {
		if n.Kind != tomltree.Table {
			complain(n, fmt.Sprintf("%q belongs to no term", n.Key), "write it below the name of a term in brackets: [term-id]")
			continue
		}
		term := Term{ID: n.Key, Pos: t.Pos(n.KeyRange.Start), Chosen: map[string][]string{}, Never: map[string][]string{}}
		for _, c := range n.Children {
			switch {
			case c.Key == "term" && c.Kind == tomltree.String:
				term.Text = strings.TrimSpace(c.Text)
			case c.Key == "definition" && c.Kind == tomltree.String:
				term.Definition = c.Text
			case c.Key == "keep" && c.Kind == tomltree.Bool:
				term.Keep = c.Text == "true"
			case (c.Key == "in" || c.Key == "never") && c.Kind == tomltree.Table:
				into := term.Chosen
				if c.Key == "never" {
					into = term.Never
				}
				for _, w := range c.Children {
					if _, err := locale.Parse(w.Key); err != nil {
						complain(w, err.Error(), "write a language tag, such as es or zh-Hans")
						continue
					}
					words, ok := texts(w)
					if !ok {
						complain(w, fmt.Sprintf("%q holds no text", w.Key), `write the word in quotation marks, or several: ["…", "…"]`)
						continue
					}
					into[w.Key] = words
				}
			default:
				cure := `a term has: term, definition, keep, in, never`
				if near := finding.Suggest(c.Key, []string{"term", "definition", "keep", "in", "never"}); near != "" {
					cure = fmt.Sprintf("write %q; %s", near, cure)
				}
				complain(c, fmt.Sprintf("%q is not known here, or holds another kind of value", c.Key), cure)
			}
		}
		if term.Text == "" {
			complain(n, fmt.Sprintf("the term %q has no text", n.Key), `write how the original says it: term = "…"`)
			continue
		}
		g.Terms = append(g.Terms, term)
	}
	return g, found
}

// texts are the texts of a string or of an array of strings.
func texts(n *tomltree.Node) ([]string, bool) {
	switch n.Kind {
	case tomltree.String:
		if t := strings.TrimSpace(n.Text); t != "" {
			return []string{t}, true
		}
		return nil, false
	case tomltree.Array:
		var out []string
		for _, c := range n.Children {
			if c.Kind != tomltree.String || strings.TrimSpace(c.Text) == "" {
				return nil, false
			}
			out = append(out, strings.TrimSpace(c.Text))
		}
		return out, len(out) > 0
	}
	return nil, false
}

// In are the words that a locale has chosen for the term: its own, or those of
// the nearest of its parents.
func (t *Term) In(loc locale.Locale) []string { return inherited(t.Chosen, loc) }

// NeverIn are the words that must not stand for the term in a locale.
func (t *Term) NeverIn(loc locale.Locale) []string { return inherited(t.Never, loc) }

func inherited(m map[string][]string, loc locale.Locale) []string {
	if w := m[loc.Tag]; w != nil {
		return w
	}
	for _, p := range loc.Parents() {
		if w := m[p.Tag]; w != nil {
			return w
		}
	}
	return nil
}

// In are the terms that stand in a text of the original. Where one term is part
// of another that stands there, only the longer is meant.
func (g *Glossary) In(text string) []*Term {
	if g == nil {
		return nil
	}
	folded := strings.ToLower(text)
	var out []*Term
	for i := range g.Terms {
		if t := &g.Terms[i]; t.standsIn(text, folded) {
			out = append(out, t)
		}
	}
	return slices.DeleteFunc(slices.Clone(out), func(t *Term) bool {
		alone := strings.Count(folded, strings.ToLower(t.Text))
		for _, o := range out {
			if o != t && len(o.Text) > len(t.Text) && strings.Contains(strings.ToLower(o.Text), strings.ToLower(t.Text)) {
				alone -= strings.Count(folded, strings.ToLower(o.Text))
			}
		}
		return alone <= 0
	})
}

// standsIn says whether the term stands in the text as words of its own; with
// its capitals, if it has any.
func (t *Term) standsIn(text, folded string) bool {
	want, in := strings.ToLower(t.Text), folded
	if want != t.Text {
		want, in = t.Text, text
	}
	for from := 0; ; {
		i := strings.Index(in[from:], want)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(want)
		before, _ := utf8.DecodeLastRuneInString(in[:i])
		after, _ := utf8.DecodeRuneInString(in[end:])
		if !unicode.IsLetter(before) && (!unicode.IsLetter(after) || plural(in[end:])) {
			return true
		}
		from = end
	}
}

// plural says whether a text goes on with the s of a plural alone.
func plural(rest string) bool {
	if !strings.HasPrefix(rest, "s") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest[1:])
	return !unicode.IsLetter(r)
}
