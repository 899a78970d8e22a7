package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// hyphenated are the pattern files of the npm package hyphen that we embed:
// those whose authors let anybody use them (MIT, BSD, or as freely). The
// package has more, under licences that ask more of whoever passes them on.
var hyphenated = []string{"de-1996", "en-gb", "en-us", "es", "fr", "it", "pt"}

// hyphenation writes each language's Liang patterns as TeX writes them, one a
// line ("a1b"), then a line "=", then the exceptions ("as-so-ciate").
func hyphenation(modules, out string) error {
	pkg := filepath.Join(modules, "hyphen")
	for _, lang := range hyphenated {
		// The patterns are JavaScript; Node, which brought them, reads them.
		script := fmt.Sprintf("process.stdout.write(JSON.stringify(require(%q)))", "./"+filepath.ToSlash(filepath.Join(pkg, "patterns", lang+".js")))
		if filepath.IsAbs(pkg) {
			script = strings.Replace(script, `"./`, `"`, 1)
		}
		var stderr bytes.Buffer
		cmd := exec.Command("node", "-e", script)
		cmd.Stderr = &stderr
		data, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("the hyphenation patterns of %s: %w\n%s", lang, err, stderr.String())
		}
		text, err := texPatterns(data)
		if err != nil {
			return fmt.Errorf("the hyphenation patterns of %s: %w", lang, err)
		}
		if err := writeFile(filepath.Join(out, "hyphenation", lang+".txt"), text); err != nil {
			return err
		}
	}
	return copyFile(filepath.Join(pkg, "LICENSE"), filepath.Join(out, "notices", "hyphen.txt"))
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
	letters := []rune(word)
	for i, r := range letters {
		put(i)
		b.WriteRune(r)
	}
	put(len(letters))
	*lines = append(*lines, b.String())
	return nil
}
