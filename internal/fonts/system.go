package fonts

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
)

// scanPatience is how long reading all fonts of the machine may take.
const scanPatience = 2 * time.Minute

// systemFonts are the machine's own fonts, indexed when they are first needed.
type systemFonts struct {
	once  sync.Once
	index []fontscan.Footprint
	err   error

	mu    sync.Mutex
	faces map[string]*Face // by file
}

// face finds a face of the machine that has all characters of the cluster;
// nil where there is none.
func (s *systemFonts) face(cluster []rune, style Style) (*Face, error) {
	s.once.Do(func() {
		cache, err := os.UserCacheDir()
		if err != nil {
			cache = os.TempDir()
		}
		cache = filepath.Join(cache, "multitude")
		if err := os.MkdirAll(cache, 0o755); err != nil {
			cache = os.TempDir()
		}
		s.faces = map[string]*Face{}
		// A machine without a font folder has no fonts: that is no failure.
		var index []fontscan.Footprint
		s.err = Guard(System, scanPatience, func() (err error) {
			index, err = fontscan.SystemFonts(log.New(io.Discard, "", 0), cache)
			return err
		})
		if s.err != ErrPatience { // else it may be written to
			s.index = index
		}
	})
	best, bestScore := -1, 0
	for i, f := range s.index {
		score := 1
		for _, r := range cluster {
			if !f.Runes.Contains(r) {
				score = 0
				break
			}
		}
		if score == 0 {
			continue
		}
		if strings.HasPrefix(f.Family, "noto") {
			score += 4
		}
		if (f.Aspect.Weight >= 600) == (style&Bold != 0) {
			score += 2
		}
		if (f.Aspect.Style == font.StyleItalic) == (style&Italic != 0) {
			score++
		}
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	if best < 0 {
		return nil, nil
	}
	path := s.index[best].Location.File
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.faces[path]; f != nil {
		return f, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("a font of this machine cannot be read: %w", err)
	}
	f, err := Load(path, data, style, System)
	if err != nil {
		return nil, err
	}
	s.faces[path] = f
	return f, nil
}
