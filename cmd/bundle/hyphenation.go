package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// hyphenation writes the Liang patterns of each language to
// out/hyphenation/<name>.txt: a line "2 3" with the least number of letters
// before and after a hyphen; the patterns as TeX writes them, one a line
// ("a1b"); a line "="; the exceptions ("as-so-ciate").
func hyphenation(packages, out string) error {
	pkg, err := filepath.Abs(filepath.Join(packages, "hyphen"))
	if err != nil {
		return err
	}
	if _, err := os.Stat(pkg); err != nil {
		return err
	}
	all, err := packagePatterns(pkg)
	if err != nil {
		return err
	}
	for _, l := range languages {
		text, err := texPatterns(all[l.file])
		if err != nil {
			return fmt.Errorf("the hyphenation patterns %s: %w", l.file, err)
		}
		text = append(fmt.Appendf(nil, "%d %d\n", l.left, l.right), text...)
		if err := writeFile(filepath.Join(out, "hyphenation", l.name+".txt"), text); err != nil {
			return err
		}
		notice := fmt.Sprintf("Hyphenation patterns (%s), of the hyph-utf8 collection\n\n%s\n\n%s\n", l.name, l.copyright, l.permission)
		if err := writeFile(filepath.Join(out, "notices", "hyphenation-"+l.name+".txt"), []byte(notice)); err != nil {
			return err
		}
	}
	return copyFile(filepath.Join(pkg, "LICENSE"), filepath.Join(out, "notices", "hyphen.txt"))
}

// packagePatterns are the patterns of all languages in the package's form, by
// the names of their files. They are JavaScript; Node, which brought them,
// reads them.
func packagePatterns(pkg string) (map[string]json.RawMessage, error) {
	var files []string
	for _, l := range languages {
		files = append(files, l.file)
	}
	names, err := json.Marshal(files)
	if err != nil {
		return nil, err
	}
	const script = `const [dir, files] = process.argv.slice(1)
const read = f => [f, require(dir + "/" + f + ".js")]
process.stdout.write(JSON.stringify(Object.fromEntries(JSON.parse(files).map(read))))`
	var stderr bytes.Buffer
	cmd := exec.Command("node", "-e", script, filepath.Join(pkg, "patterns"), string(names))
	cmd.Stderr = &stderr
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("the hyphenation patterns: %w\n%s", err, stderr.String())
	}
	var all map[string]json.RawMessage
	return all, json.Unmarshal(data, &all)
}

// texPatterns turns the package's form into TeX's: a list of levels, a trie
// whose leaves are indexes into it, and the exceptions with the offsets of
// their hyphens.
func texPatterns(data []byte) ([]byte, error) {
	var parts []json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil {
		return nil, err
	}
	if len(parts) < 2 {
		return nil, fmt.Errorf("not in the form that is known")
	}
	var levels [][]int
	var trie map[string]json.RawMessage
	if err := json.Unmarshal(parts[0], &levels); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(parts[1], &trie); err != nil {
		return nil, err
	}
	var lines []string
	if err := collect(trie, "", levels, &lines); err != nil {
		return nil, err
	}
	slices.Sort(lines)
	lines = append(lines, "=")
	if len(parts) > 2 {
		var exceptions map[string][]int
		if err := json.Unmarshal(parts[2], &exceptions); err != nil {
			return nil, err
		}
		for _, word := range slices.Sorted(maps.Keys(exceptions)) {
			letters := []rune(word)
			var b strings.Builder
			hyphens := 0 // an offset counts the hyphens before it
			for i, r := range letters {
				if slices.Contains(exceptions[word], i+hyphens) {
					b.WriteByte('-')
					hyphens++
				}
				b.WriteRune(r)
			}
			lines = append(lines, b.String())
		}
	}
	return []byte(strings.Join(lines, "\n") + "\n"), nil
}

// collect walks the trie: a node is the index of a pattern's levels, an object
// of further nodes, or both in a list.
func collect(trie map[string]json.RawMessage, prefix string, levels [][]int, lines *[]string) error {
	for key, raw := range trie {
		word := prefix + key
		var index int
		var deeper map[string]json.RawMessage
		var both []json.RawMessage
		switch {
		case json.Unmarshal(raw, &index) == nil:
			if err := pattern(word, index, levels, lines); err != nil {
				return err
			}
		case json.Unmarshal(raw, &deeper) == nil:
			if err := collect(deeper, word, levels, lines); err != nil {
				return err
			}
		case json.Unmarshal(raw, &both) == nil && len(both) == 2 && json.Unmarshal(both[0], &deeper) == nil && json.Unmarshal(both[1], &index) == nil:
			if err := pattern(word, index, levels, lines); err != nil {
				return err
			}
			if err := collect(deeper, word, levels, lines); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%q: not in the form that is known", word)
		}
	}
	return nil
}

// pattern writes a pattern with its levels between the letters.
func pattern(word string, index int, levels [][]int, lines *[]string) error {
	if index < 0 || index >= len(levels) {
		return fmt.Errorf("%q: no levels %d", word, index)
	}
	var b strings.Builder
	put := func(i int) {
		if i < len(levels[index]) && levels[index][i] > 0 {
			fmt.Fprint(&b, levels[index][i])
		}
	}
	// Levels are counted from the first letter; the dot that stands for the
	// beginning of a word has none before it.
	letters, dot := strings.CutPrefix(word, ".")
	if dot {
		b.WriteByte('.')
	}
	i := 0
	for _, r := range letters {
		put(i)
		b.WriteRune(r)
		i++
	}
	put(i)
	*lines = append(*lines, b.String())
	return nil
}
