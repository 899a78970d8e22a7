package catalog

import (
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"multitude/internal/finding"
	"multitude/internal/locale"
)

// A SourceText is a source message as it once read.
type SourceText struct {
	Description string
	Other       string
}

// A History knows what the hashes in the catalogs stand for: the source texts
// that translations were made from.
type History struct {
	texts map[string]SourceText
}

// Text is the source message of that hash.
func (h *History) Text(hash string) (SourceText, bool) {
	if h == nil {
		return SourceText{}, false
	}
	t, ok := h.texts[hash]
	return t, ok
}

// All are the source messages by their hashes, in no order.
func (h *History) All() iter.Seq2[string, SourceText] {
	if h == nil {
		return func(func(string, SourceText) bool) {}
	}
	return maps.All(h.texts)
}

// knowsMoreThan says whether it has texts of other hashes than these.
func (h *History) knowsMoreThan(hashes map[string]bool) bool {
	for hash := range h.texts {
		if !hashes[hash] {
			return true
		}
	}
	return false
}

// LoadHistory reads history.<source>.toml. Where there is none, the History is
// empty; where it is broken, nil.
func LoadHistory(dir string, source locale.Locale) (*History, []finding.Finding, error) {
	h, _, found, err := loadHistory(dir, source)
	return h, found, err
}

func loadHistory(dir string, source locale.Locale) (*History, *file, []finding.Finding, error) {
	f, found, err := readMessages(filepath.Join(dir, "history."+source.Tag+".toml"), source)
	if f == nil || err != nil {
		return nil, nil, found, err
	}
	h := &History{texts: make(map[string]SourceText, len(f.entries))}
	for _, e := range f.entries {
		h.texts[e.id] = SourceText{e.get("description"), e.get("other")}
	}
	return h, f, found, nil
}

// anyHistory reads all histories in dir, for readers that can do without: a
// broken one is as none. Hashes tell texts apart, whatever their language.
func anyHistory(dir string) *History {
	all := &History{texts: map[string]SourceText{}}
	paths, _ := filepath.Glob(filepath.Join(glob(dir), "history.*.toml"))
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		f, _ := parseMessages(path, data, locale.Locale{})
		if f == nil {
			continue
		}
		for _, e := range f.entries {
			all.texts[e.id] = SourceText{e.get("description"), e.get("other")}
		}
	}
	return all
}

// glob quotes what filepath.Glob gives a meaning to.
func glob(dir string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

// remember writes the texts of want into the history, and takes out the hashes
// for which keep says no; nil keeps all.
func remember(dir string, source locale.Locale, want map[string]SourceText, keep func(hash string) bool) ([]finding.Finding, error) {
	path := filepath.Join(dir, "history."+source.Tag+".toml")
	return change(path, source, parseMessages, func(f *file) ([]byte, map[string]record, error) {
		p := plan{still: true, remove: map[*entry]bool{}}
		after := f.records()
		hashes := make([]string, 0, len(f.entries)+len(want))
		for _, e := range f.entries {
			hashes = append(hashes, e.id)
			if keep != nil && !keep(e.id) && f.block(e).alone {
				p.remove[e] = true
				delete(after, e.id)
			}
		}
		for hash := range want {
			if f.byID[hash] == nil {
				hashes = append(hashes, hash)
			}
		}
		slices.Sort(hashes)
		place := make(map[string]int, len(hashes))
		for i, hash := range hashes {
			place[hash] = i
		}
		p.rank = func(id string) (int, bool) { i, ok := place[id]; return i, ok }
		eol := f.EOL()
		for i, hash := range hashes {
			t, ok := want[hash]
			if !ok || f.byID[hash] != nil {
				continue
			}
			text := heading(hash, eol)
			if t.Description != "" {
				text += line("description", t.Description, eol)
			}
			p.insert = append(p.insert, insertion{i, text + line("other", t.Other, eol)})
			after[hash] = record{}.with(messageFields, "other", t.Other).with(messageFields, "description", t.Description)
		}
		return f.withOpening(f.rebuild(p), historyOpening(source)), after, nil
	})
}

func historyOpening(source locale.Locale) string {
	return "# What translations were made from: source texts (" + source.Tag + ") by their hashes.\n# Written by the tool; no need to edit it.\n"
}
