// Package spell looks words up in the dictionaries of hunspell, where the
// system has that program.
package spell

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"multitude/internal/locale"
)

// ErrNoProgram says that the system has no hunspell.
var ErrNoProgram = errors.New("words cannot be looked up: hunspell is not installed\nhint: install it with a dictionary for your language; on Debian and Ubuntu: apt install hunspell hunspell-es")

// A Speller knows which dictionaries there are.
type Speller struct {
	program string
	names   []string // of the dictionaries, such as es_ES
}

// patience is how long hunspell may take to answer.
const patience = 2 * time.Minute

// Open asks hunspell for its dictionaries. The error is ErrNoProgram where
// there is no hunspell.
func Open() (*Speller, error) {
	program, err := exec.LookPath("hunspell")
	if err != nil {
		return nil, ErrNoProgram
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	// It lists them on the standard error, and its exit code says nothing.
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, program, "-D")
	cmd.Stderr = &said
	cmd.Run()
	return &Speller{program, dictionaries(said.String())}, nil
}

// dictionaries are the names of those that hunspell -D lists: paths without
// endings, below a heading.
func dictionaries(said string) []string {
	var names []string
	_, list, _ := strings.Cut(said, "AVAILABLE DICTIONARIES")
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "LOADED DICTIONARY") {
			break
		}
		name := filepath.Base(line)
		// Hyphenation patterns and thesauri lie beside dictionaries.
		if filepath.IsAbs(line) && !strings.HasPrefix(name, "hyph_") && !strings.HasPrefix(name, "th_") && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Dictionary is the name of the dictionary for a locale: of its language and
// region, of the language alone, of the region where most people speak it, or
// any of the language.
func (s *Speller) Dictionary(loc locale.Locale) (string, bool) {
	parts := strings.Split(loc.Tag, "-")
	lang := parts[0]
	region := ""
	if tag, err := language.Parse(loc.Tag); err == nil {
		if r, sure := tag.Region(); sure != language.No {
			region = r.String()
		}
	}
	best, rank := "", 0
	for _, name := range s.names {
		own := strings.Split(name, "_")
		if own[0] != lang {
			continue
		}
		r := 1
		switch {
		case strings.EqualFold(strings.Join(own, "-"), loc.Tag):
			r = 4
		case len(own) == 2 && own[1] == region:
			r = 3
		case len(own) == 1:
			r = 2
		}
		if len(own) > 1 && len(own[1]) == 4 && r < 4 && !strings.EqualFold(own[1], loc.Script) {
			continue // another script of the language
		}
		if c := cmp.Compare(r, rank); c > 0 {
			best, rank = name, r
		}
	}
	return best, best != ""
}

// Unknown are the words of the text that the dictionary does not know, each
// once, in the order in which they first stand.
func (s *Speller) Unknown(dictionary, text string) ([]string, error) {
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	cmd := exec.CommandContext(ctx, s.program, "-l", "-i", "UTF-8", "-d", dictionary)
	cmd.Stdin = strings.NewReader(text)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("hunspell cannot use its dictionary %s: %w: %s", dictionary, err, strings.TrimSpace(complaint.String()))
	}
	var words []string
	seen := map[string]bool{}
	for w := range strings.Lines(string(out)) {
		if w = strings.TrimSpace(w); w != "" && !seen[w] {
			seen[w] = true
			words = append(words, w)
		}
	}
	return words, nil
}
