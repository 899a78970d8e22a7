package preview

import (
	_ "embed"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"

	"multitude/internal/finding"
)

//go:embed problem.html
var problemText string

var problemPage = template.Must(template.New("problem.html").Parse(problemText))

// A problem is what a page says that stands in the place of one that cannot be
// shown.
type problem struct {
	Title    string
	Lead     string
	Hint     string
	Problems []notice
	Base     string // leads to the site's folder
	Tag      string
	Revision int64
}

// A notice is a finding as pages show it.
type notice struct {
	Severity string
	Place    string // file:line:column, from the project's folder
	Message  string
	Cure     string
	Rule     string
	Unit     string
	Link     string // to the paragraph, where the page has it
	Lines    []line // what stands there
}

// A line is a line of a file.
type line struct {
	Number int
	Text   string
	Here   bool // it is the one that is wrong
}

// problem is what the page says of a fault.
func (v *Preview) problem(tag string, f *Fault) *problem {
	p := &problem{Title: "The preview cannot be shown yet", Lead: "What is wrong is below, with its place and how to mend it. This page renews itself when you save."}
	if tag != "" && f == v.sheetFault(tag) {
		p.Title = "The page of “" + tag + "” cannot be shown yet"
	}
	if f.Err != nil {
		p.Lead, p.Hint, _ = strings.Cut(f.Err.Error(), "\nhint: ")
		p.Lead = sentence(p.Lead) + " This page renews itself when you save."
		p.Hint = sentence(p.Hint)
	}
	for _, severity := range severities {
		for _, x := range f.Findings {
			if x.Severity == severity && len(p.Problems) < mostShown {
				n := v.notice(x)
				if severity == finding.Error {
					n.Lines = excerpt(x.Pos.File, x.Pos.Line)
				}
				p.Problems = append(p.Problems, n)
			}
		}
	}
	return p
}

// sheetFault is the fault of one locale alone, or nil.
func (v *Preview) sheetFault(tag string) *Fault {
	v.mu.Lock()
	s := v.sheets[tag]
	v.mu.Unlock()
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault
}

// sentence is a message as one.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func (v *Preview) notice(f finding.Finding) notice {
	n := notice{Severity: f.Severity.String(), Message: f.Message, Cure: f.Cure, Rule: f.Rule, Unit: f.Unit}
	if f.Pos.File != "" {
		name := f.Pos.File
		if abs, err := filepath.Abs(name); err == nil {
			if rel, err := filepath.Rel(v.current().Root, abs); err == nil && filepath.IsLocal(rel) {
				name = filepath.ToSlash(rel)
			}
		}
		n.Place = name
		if f.Pos.Line > 0 {
			n.Place += fmt.Sprintf(":%d:%d", f.Pos.Line, max(f.Pos.Column, 1))
		}
	}
	return n
}

const (
	around      = 2       // lines shown before and after the one that is wrong
	mostExcerpt = 1 << 20 // bytes of a file that is read to show a line
	longLine    = 240     // runes of a line that are shown
)

// excerpt is what stands around a line of a file; nil where that is not known.
func excerpt(file string, at int) []line {
	if at <= 0 {
		return nil
	}
	if info, err := os.Stat(file); err != nil || info.Size() > mostExcerpt {
		return nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	var out []line
	for i, text := range strings.Split(strings.ToValidUTF8(string(data), "\ufffd"), "\n") {
		n := i + 1
		if n < at-around || n > at+around {
			continue
		}
		if r := []rune(strings.TrimSuffix(text, "\r")); len(r) > longLine {
			text = string(r[:longLine]) + "…"
		}
		out = append(out, line{n, text, n == at})
	}
	return out
}
