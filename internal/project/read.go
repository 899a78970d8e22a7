package project

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"multitude/internal/finding"
	"multitude/internal/locale"
	"multitude/internal/tomltree"
)

// A reader reads multitude.toml's tables, and notes all that is wrong.
type reader struct {
	*tomltree.File
	p     *Project
	loc   string // the locale whose table is being read, or ""
	found []finding.Finding
}

func (r *reader) no(at int, cure, format string, args ...any) {
	r.found = append(r.found, finding.Finding{
		Rule: Rule, Severity: finding.Error, Locale: r.loc,
		Pos: r.Pos(at), Message: fmt.Sprintf(format, args...), Cure: cure,
	})
}

// A field reads the value of one key.
type field func(r *reader, n *tomltree.Node)

// The tables that a locale may have, too. What a field reads it sets through
// set, for the project or for the locale.
var tables = map[string]map[string]func(r *reader, n *tomltree.Node) (set func(*Settings)){
	"publish": {
		"least-state": func(r *reader, n *tomltree.Node) func(*Settings) {
			v := r.oneOf(n, States)
			return func(s *Settings) { s.Publish.LeastState = v }
		},
		"least-complete": func(r *reader, n *tomltree.Node) func(*Settings) {
			v := r.share(n)
			return func(s *Settings) { s.Publish.LeastComplete = v }
		},
	},
	"pdf": {
		"paper": func(r *reader, n *tomltree.Node) func(*Settings) {
			v := r.oneOf(n, Papers)
			return func(s *Settings) { s.PDF.Paper = v }
		},
		"layout": func(r *reader, n *tomltree.Node) func(*Settings) {
			v := r.someOf(n, Layouts)
			return func(s *Settings) { s.PDF.Layouts = v }
		},
	},
	"fonts": {
		"directories": func(r *reader, n *tomltree.Node) func(*Settings) {
			var dirs []string
			for _, m := range r.texts(n) {
				if at, ok := r.inside(m); ok {
					dirs = append(dirs, filepath.Join(r.p.Root, filepath.FromSlash(at)))
				}
			}
			return func(s *Settings) { s.Fonts.Directories = dirs }
		},
	},
	"theme": {
		"accent": func(r *reader, n *tomltree.Node) func(*Settings) {
			v := r.color(n)
			return func(s *Settings) { s.Theme.Accent = v }
		},
		"logo": func(r *reader, n *tomltree.Node) func(*Settings) {
			at := ""
			if s, ok := r.text(n); ok && s != "" {
				at, _ = r.inside(n)
			}
			return func(s *Settings) { s.Theme.Logo = at }
		},
		"cover": func(r *reader, n *tomltree.Node) func(*Settings) {
			v, _ := r.text(n)
			return func(s *Settings) { s.Theme.Cover = strings.Join(strings.Fields(v), " ") }
		},
		"templates": func(r *reader, n *tomltree.Node) func(*Settings) {
			at := ""
			if s, ok := r.text(n); ok && s != "" {
				if at, ok = r.inside(n); ok {
					at = filepath.Join(r.p.Root, filepath.FromSlash(at))
				}
			}
			return func(s *Settings) { s.Theme.Templates = at }
		},
	},
	"check": nil, // any rule
}

var tableNames = []string{"publish", "pdf", "fonts", "check", "theme"}

// The keys above all tables.
var fields = map[string]field{
	"name": func(r *reader, n *tomltree.Node) {
		if s, ok := r.text(n); ok {
			if s == "" || strings.Trim(s, ".") == "" || strings.ContainsFunc(s, func(c rune) bool { return !nameRune(c) }) || len(s) > 100 {
				r.no(n.Range.Start, "write letters, digits, hyphens, underscores and dots, as in \"vision-and-values\"", "%q cannot be the name of a file", s)
				return
			}
			r.p.Name = s
		}
	},
	"source": func(r *reader, n *tomltree.Node) {
		if at, ok := r.inside(n); ok {
			if at == "." {
				r.no(n.Range.Start, "name a Markdown file, as in \"source/statement.md\"", "%q is a folder", n.Text)
				return
			}
			r.p.Source = at
		}
	},
	"language": func(r *reader, n *tomltree.Node) {
		if s, ok := r.text(n); ok {
			if loc, ok := r.tag(n.Range.Start, s); ok {
				r.p.Language = loc
			}
		}
	},
	"formats": func(r *reader, n *tomltree.Node) {
		r.p.Formats = nil
		r.p.Formats = r.members(n, Formats)
	},
	"base-url": func(r *reader, n *tomltree.Node) {
		s, ok := r.text(n)
		if !ok || s == "" {
			return
		}
		u, err := url.Parse(s)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.ContainsFunc(s, unicode.IsSpace) {
			r.no(n.Range.Start, "write the address at which the output folder is published, as in \"https://example.org/statement\"", "%q is no address of a site", s)
			return
		}
		r.p.BaseURL = strings.TrimRight(s, "/")
	},
	"contact": func(r *reader, n *tomltree.Node) {
		s, ok := r.text(n)
		if !ok {
			return
		}
		if strings.ContainsFunc(s, unicode.IsControl) {
			r.no(n.Range.Start, "write it on one line", "the contact has characters that cannot be printed")
			return
		}
		r.p.Contact = strings.TrimSpace(s)
	},
	"memory": func(r *reader, n *tomltree.Node) {
		for _, m := range r.texts(n) {
			// Unlike all other paths, these may lead out of the project: another
			// project stands beside it. They are only ever read.
			switch {
			case m.Text == "" || strings.ContainsFunc(m.Text, unicode.IsControl):
				r.no(m.Range.Start, "name a TMX file or the folder of another project", "%q is no path", m.Text)
			case strings.Contains(m.Text, `\\`):
				r.no(m.Range.Start, "write the path with slashes", "%q has backslashes", m.Text)
			default:
				r.p.Memory = append(r.p.Memory, m.Text)
			}
		}
	},
	"status": func(r *reader, n *tomltree.Node) {
		if n.Kind != tomltree.Bool {
			r.no(n.Range.Start, "write true or false, without quotes", "%q cannot be %s", n.Key, n.Kind)
			return
		}
		r.p.Status = n.Text == "true"
	},
}

var fieldNames = []string{"name", "source", "language", "formats", "base-url", "contact", "memory", "status"}

func (p *Project) read(data []byte) []finding.Finding {
	f, err := tomltree.Parse(p.File, data)
	if err != nil {
		e := err.(*tomltree.Error)
		return []finding.Finding{{Rule: Rule, Severity: finding.Error, Pos: e.Pos, Message: e.Message, Cure: e.Cure}}
	}
	r := &reader{File: f, p: p}
	for _, n := range f.Root.Children {
		switch read, ok := fields[n.Key]; {
		case ok:
			read(r, n)
		case slices.Contains(tableNames, n.Key):
			r.table(n, func(set func(*Settings)) { set(&p.Settings) })
		case n.Key == "locale":
			r.locales(n)
		default:
			r.unknown(n, append(slices.Concat(fieldNames, tableNames), "locale"), "")
		}
	}
	if f.Root.Child("source") == nil {
		r.no(0, "name your Markdown file: source = \"source/statement.md\"", "there is no source")
	}
	return r.found
}

// unknown says that nobody knows the key of n, and which one might be meant.
func (r *reader) unknown(n *tomltree.Node, known []string, where string) {
	cure := "the keys here are " + strings.Join(known, ", ")
	if near := finding.Suggest(n.Key, known); near != "" {
		cure = fmt.Sprintf("write %q if you mean that; %s", near, cure)
	} else if home := homeOf(n.Key); home != "" {
		cure = fmt.Sprintf("write it below [%s]", home)
	}
	r.no(n.KeyRange.Start, cure, "there is no setting %q%s", n.Key, where)
}

// homeOf is the table that a key belongs to.
func homeOf(key string) string {
	for _, name := range tableNames {
		if tables[name][key] != nil {
			return name
		}
	}
	return ""
}

// table reads one of the tables that a locale may have, too.
func (r *reader) table(n *tomltree.Node, apply func(set func(*Settings))) {
	if n.Kind != tomltree.Table {
		r.no(n.KeyRange.Start, fmt.Sprintf("write its settings below the heading [%s]", n.Key), "%q cannot be %s", n.Key, n.Kind)
		return
	}
	for _, c := range n.Children {
		if n.Key == "check" {
			r.rule(c, apply)
			continue
		}
		read := tables[n.Key][c.Key]
		if read == nil {
			known := make([]string, 0, 2)
			for key := range tables[n.Key] {
				known = append(known, key)
			}
			slices.Sort(known)
			r.unknown(c, known, fmt.Sprintf(" in [%s]", n.Key))
			continue
		}
		before := len(r.found)
		if set := read(r, c); len(r.found) == before {
			apply(set)
		}
	}
}

func (r *reader) rule(n *tomltree.Node, apply func(set func(*Settings))) {
	severity, ok := finding.ParseSeverity(n.Text)
	if n.Kind != tomltree.String || !ok {
		what := n.Kind.String()
		if n.Kind == tomltree.String {
			what = strconv.Quote(n.Text)
		}
		r.no(n.Range.Start, "write \"error\", \"warning\", \"hint\" or \"off\"", "the severity of the rule %q cannot be %s", n.Key, what)
		return
	}
	if _, ok := r.p.rules[n.Key]; !ok {
		r.p.rules[n.Key] = r.Pos(n.KeyRange.Start)
	}
	rule := n.Key
	apply(func(s *Settings) { s.Check[rule] = severity })
}

// locales reads the tables [locale.<tag>.…].
func (r *reader) locales(n *tomltree.Node) {
	if n.Kind != tomltree.Table {
		r.no(n.KeyRange.Start, "write a heading such as [locale.es.publish]", "%q cannot be %s", n.Key, n.Kind)
		return
	}
	for _, l := range n.Children {
		loc, ok := r.tag(l.KeyRange.Start, l.Key)
		if !ok {
			continue
		}
		if l.Kind != tomltree.Table {
			r.no(l.KeyRange.Start, fmt.Sprintf("write a heading such as [locale.%s.publish]", l.Key), "the settings of a locale cannot be %s", l.Kind)
			continue
		}
		r.loc = loc.Tag
		for _, t := range l.Children {
			if !slices.Contains(tableNames, t.Key) {
				r.unknown(t, tableNames, " for one locale")
				continue
			}
			r.table(t, func(set func(*Settings)) { r.p.overrides[loc.Tag] = append(r.p.overrides[loc.Tag], set) })
		}
		r.loc = ""
	}
}

func (r *reader) tag(at int, tag string) (locale.Locale, bool) {
	loc, err := locale.Parse(tag)
	if err == nil {
		return loc, true
	}
	message, cure := err.Error(), "write a tag of BCP 47, such as es, zh-Hans or quc-x-nahuala"
	var e *locale.TagError
	if errors.As(err, &e) {
		message = fmt.Sprintf("%q is no language tag: %s", tag, e.Problem)
		if e.Instead != "" {
			cure = fmt.Sprintf("write %q", e.Instead)
		}
	}
	r.no(at, cure, "%s", message)
	return loc, false
}

// text is the text of a value.
func (r *reader) text(n *tomltree.Node) (string, bool) {
	if n.Kind != tomltree.String {
		r.no(n.Range.Start, "write a text in quotes", "%q cannot be %s", n.Key, n.Kind)
		return "", false
	}
	return n.Text, true
}

// texts are the members of a list of texts.
func (r *reader) texts(n *tomltree.Node) []*tomltree.Node {
	if n.Kind != tomltree.Array {
		r.no(n.Range.Start, "write a list of texts in brackets: [\"…\", \"…\"]", "%q cannot be %s", n.Key, n.Kind)
		return nil
	}
	var all []*tomltree.Node
	for _, m := range n.Children {
		if m.Kind != tomltree.String {
			r.no(m.Range.Start, "write a text in quotes", "a member of %q cannot be %s", n.Key, m.Kind)
			continue
		}
		all = append(all, m)
	}
	return all
}

// oneOf is the text of a value that must be one of some words.
func (r *reader) oneOf(n *tomltree.Node, words []string) string {
	cure := "write one of " + quoted(words)
	if n.Kind != tomltree.String {
		r.no(n.Range.Start, cure, "%q cannot be %s", n.Key, n.Kind)
		return ""
	}
	if slices.Contains(words, n.Text) {
		return n.Text
	}
	if near := finding.Suggest(n.Text, words); near != "" {
		cure = fmt.Sprintf("write %q if you mean that; or %s", near, strings.TrimPrefix(cure, "write "))
	}
	key := n.Key
	if key == "" {
		key = n.Parent.Key
	}
	r.no(n.Range.Start, cure, "%q cannot be %q", key, n.Text)
	return ""
}

// someOf is one or more of some words: a text, or a list of them.
func (r *reader) someOf(n *tomltree.Node, words []string) []string {
	if n.Kind != tomltree.Array {
		return []string{r.oneOf(n, words)}
	}
	return r.members(n, words)
}

// members are those of a list, each once; they must be some of the words.
func (r *reader) members(n *tomltree.Node, words []string) []string {
	var all []string
	for _, m := range r.texts(n) {
		if s := r.oneOf(m, words); s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	if n.Kind == tomltree.Array && len(n.Children) == 0 {
		r.no(n.KeyRange.Start, "name one at least: "+quoted(words), "%q is empty", n.Key)
	}
	return all
}

func quoted(words []string) string { return `"` + strings.Join(words, `", "`) + `"` }

// share is a number from 0 to 1.
func (r *reader) share(n *tomltree.Node) float64 {
	const cure = "write a number from 0 to 1: 0.9 is nine tenths"
	if n.Kind != tomltree.Float && n.Kind != tomltree.Integer {
		r.no(n.Range.Start, cure, "%q cannot be %s", n.Key, n.Kind)
		return 0
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(n.Text, "_", ""), 64)
	if err != nil || !(v >= 0 && v <= 1) {
		r.no(n.Range.Start, cure, "%q cannot be %s", n.Key, n.Text)
		return 0
	}
	return v
}

var hex = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

func (r *reader) color(n *tomltree.Node) string {
	s, ok := r.text(n)
	if ok && s != "" && !hex.MatchString(s) {
		r.no(n.Range.Start, "write red, green and blue as \"#rrggbb\", two digits of 0-9 and a-f each, as in \"#7a1f3d\"", "%q is no color", s)
		return ""
	}
	return strings.ToLower(s)
}

// inside is the path in n, with slashes, below the project's root, and out of
// it by no link. What it names need not exist.
func (r *reader) inside(n *tomltree.Node) (string, bool) {
	s, ok := r.text(n)
	if !ok {
		return "", false
	}
	const cure = "name a file or folder in the project's folder, by its path from there, with slashes"
	at := path.Clean(s)
	switch {
	case s == "":
		r.no(n.Range.Start, cure, "%q is empty", keyOf(n))
	case strings.ContainsAny(s, "\\\x00") || strings.ContainsFunc(s, unicode.IsControl):
		r.no(n.Range.Start, cure, "%q is no path", s)
	case !filepath.IsLocal(filepath.FromSlash(at)):
		r.no(n.Range.Start, cure, "%q is outside of the project", s)
	default:
		root, err := os.OpenRoot(r.p.Root)
		if err != nil {
			r.no(n.Range.Start, cure, "%s cannot be opened: %v", r.p.Root, err)
			return "", false
		}
		defer root.Close()
		// os.Root refuses every link that leaves the folder.
		if _, err := root.Stat(at); err != nil && !os.IsNotExist(err) && !errors.Is(err, os.ErrPermission) {
			r.no(n.Range.Start, cure, "%q leads out of the project, or nowhere", s)
			return "", false
		}
		return at, true
	}
	return "", false
}

// keyOf is the key of a value, or of the list that it is a member of.
func keyOf(n *tomltree.Node) string {
	if n.Key == "" && n.Parent != nil {
		return n.Parent.Key
	}
	return n.Key
}

// nameRune says whether c may stand in the name of an edition's file, on any
// system and in a link.
func nameRune(c rune) bool {
	return c == '-' || c == '_' || c == '.' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c)
}
