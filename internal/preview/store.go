package preview

import (
	"sync"

	"multitude/internal/publish"
)

// mostFonts is how many fonts can be asked for at a time. A font that nobody
// has asked for costs no more than its name.
const mostFonts = 256

// A store has the fonts of the pages that were shown last, by their names below
// the site's folder. A font's name has the hash of what is in it, so one that is
// there is right.
type store struct {
	mu    sync.Mutex
	files map[string]publish.Maker
	order []string
}

func newStore() *store { return &store{files: map[string]publish.Maker{}} }

func (s *store) add(files map[string]publish.Maker) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, make := range files {
		if _, known := s.files[name]; known {
			continue
		}
		var once sync.Once
		var data []byte
		var err error
		s.files[name] = func() ([]byte, error) {
			once.Do(func() { data, err = make() })
			return data, err
		}
		s.order = append(s.order, name)
	}
	for len(s.order) > mostFonts {
		delete(s.files, s.order[0])
		s.order = s.order[1:]
	}
}

func (s *store) find(name string) publish.Maker {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.files[name]
}
