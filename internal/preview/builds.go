package preview

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"multitude/internal/project"
	"multitude/internal/publish"
)

// builds makes the files of editions that are made when somebody asks for
// them, PDFs and e-books, in a folder of its own: what a build has left is not
// touched.
type builds struct {
	mu  sync.Mutex // a build at a time
	dir string
}

// file makes a file of an edition, or finds that it stands.
func (b *builds) file(p *project.Project, tag, name string) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.dir == "" {
		dir, err := os.MkdirTemp("", "multitude-preview-")
		if err != nil {
			return nil, err
		}
		b.dir = dir
	}
	format := strings.TrimPrefix(filepath.Ext(name), ".")
	out := filepath.Join(b.dir, format)
	report, err := publish.Build(p, publish.Options{Tags: []string{tag}, Formats: []string{format}, Out: out, Jobs: 1})
	if err != nil {
		return nil, err
	}
	for _, e := range report.Editions {
		if e.Failed {
			return nil, &Fault{Err: fmt.Errorf("%s cannot be made: %s", name, e.Reason), Findings: report.Findings}
		}
	}
	root, err := os.OpenRoot(out)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.ReadFile(tag + "/" + name)
}

func (b *builds) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.dir == "" {
		return nil
	}
	dir := b.dir
	b.dir = ""
	return os.RemoveAll(dir)
}
