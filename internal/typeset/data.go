package typeset

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

// Data is what line breaking reads from the bundle: dictionaries for the
// scripts that write no spaces, and hyphenation patterns. Each is read when a
// text first needs it, once for all editions. It is safe for concurrent use.
type Data struct {
	bundle       fs.FS
	dictionaries sync.Map // script → func() (*wordList, error)
	patterns     sync.Map // file name → func() (*patterns, error)
}

// LoadData prepares the data of a bundle; nothing is read yet.
func LoadData(bundle fs.FS) (*Data, error) {
	for _, dir := range []string{"dictionaries", "hyphenation"} {
		if _, err := fs.Stat(bundle, dir); err != nil {
			return nil, fmt.Errorf("the bundle has no %s: %w\nhint: build the binary with make", dir, err)
		}
	}
	return &Data{bundle: bundle}, nil
}

// dictionary is the dictionary of a script (ISO 15924), or nil where it has
// none.
func (d *Data) dictionary(script string) (*wordList, error) {
	file := dictionaryFiles[script]
	if d == nil || file == "" {
		return nil, nil
	}
	if load, ok := d.dictionaries.Load(script); ok {
		return load.(func() (*wordList, error))()
	}
	load, _ := d.dictionaries.LoadOrStore(script, sync.OnceValues(func() (*wordList, error) {
		data, err := fs.ReadFile(d.bundle, "dictionaries/"+file)
		if err != nil {
			return nil, err
		}
		dict, err := parseWordList(data, script)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		return dict, nil
	}))
	return load.(func() (*wordList, error))()
}

// hyphenation is the patterns of the first of the names that there are any
// for, or nil.
func (d *Data) hyphenation(names ...string) (*patterns, error) {
	if d == nil {
		return nil, nil
	}
	for _, name := range names {
		load, _ := d.patterns.LoadOrStore(name, sync.OnceValues(func() (*patterns, error) {
			data, err := fs.ReadFile(d.bundle, "hyphenation/"+name+".txt")
			if errors.Is(err, fs.ErrNotExist) {
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			p, err := parsePatterns(string(data))
			if err != nil {
				return nil, fmt.Errorf("hyphenation/%s.txt: %w", name, err)
			}
			return p, nil
		}))
		p, err := load.(func() (*patterns, error))()
		if p != nil || err != nil {
			return p, err
		}
	}
	return nil, nil
}
