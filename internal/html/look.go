package html

import (
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

//go:embed page.html
var standardPage string

// A Look is what a project changes of its pages by a folder of its own:
// templates (html/template, which escapes what they show) in the place of the
// standard ones, and a style.css that is added to the standard style. A nil
// Look changes nothing.
type Look struct {
	dir string
	css string

	mu     sync.Mutex
	parsed map[string]*template.Template
}

// TemplateNames are the templates that a project can have of its own.
var TemplateNames = []string{"page.html", "languages.html", "404.html"}

// LoadLook reads the folder. It is nil for no folder.
func LoadLook(dir string) (*Look, error) {
	if dir == "" {
		return nil, nil
	}
	if _, err := os.ReadDir(dir); err != nil {
		return nil, fmt.Errorf("the folder of templates cannot be read: %w\nhint: correct [theme] templates in multitude.toml", err)
	}
	l := &Look{dir: dir, parsed: map[string]*template.Template{}}
	css, err := os.ReadFile(filepath.Join(dir, "style.css"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if strings.Contains(strings.ToLower(string(css)), "</style") {
		return nil, fmt.Errorf("%s: a style sheet cannot hold </style\nhint: take it out", filepath.Join(dir, "style.css"))
	}
	l.css = Compact(string(css))
	for _, name := range TemplateNames {
		if _, err := l.template(name, ""); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *Look) style() string {
	if l == nil {
		return ""
	}
	return l.css
}

// AddedStyle is the project's own style, which stands after the standard one.
func (l *Look) AddedStyle() string { return l.style() }

var standard = sync.Map{} // name → *template.Template

// Execute writes data through the project's template of that name, or through
// the standard one.
func (l *Look) Execute(w io.Writer, name, standard string, data any) error {
	t, err := l.template(name, standard)
	if err != nil {
		return err
	}
	if err := t.Execute(w, data); err != nil {
		return fmt.Errorf("the template %s: %w", name, err)
	}
	return nil
}

func (l *Look) template(name, text string) (*template.Template, error) {
	if l != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		if t := l.parsed[name]; t != nil {
			return t, nil
		}
		own, err := os.ReadFile(filepath.Join(l.dir, name))
		if err == nil {
			t, err := template.New(name).Parse(string(own))
			if err != nil {
				return nil, fmt.Errorf("%s: %w\nhint: docs/formats.md says what a template is given", filepath.Join(l.dir, name), err)
			}
			l.parsed[name] = t
			return t, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	if t, ok := standard.Load(name + text); ok {
		return t.(*template.Template), nil
	}
	t, err := template.New(name).Parse(text)
	if err != nil {
		return nil, err
	}
	standard.Store(name+text, t)
	return t, nil
}
