package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// dictionaries takes ICU's word lists for Thai, Lao, Khmer and Burmese out of
// its data file, a package of ICU's own format: a header, a count, and for each
// item the offsets of its name and of its data (ICU, tools/toolutil/package.cpp).
func dictionaries(packages, out string) error {
	pkg := filepath.Join(packages, "icu4c-data")
	files, err := filepath.Glob(filepath.Join(pkg, "icudt*l.dat"))
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return fmt.Errorf("%s: expected one icudt*l.dat, found %d: %w", pkg, len(files), os.ErrNotExist)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		return err
	}
	items, err := icuItems(data)
	if err != nil {
		return fmt.Errorf("%s: %w", files[0], err)
	}
	for _, name := range []string{"thaidict.dict", "laodict.dict", "khmerdict.dict", "burmesedict.dict"} {
		item := items["brkitr/"+name]
		if item == nil {
			return fmt.Errorf("%s has no brkitr/%s", files[0], name)
		}
		if err := writeFile(filepath.Join(out, "dictionaries", name), item); err != nil {
			return err
		}
	}
	return copyFile(filepath.Join(pkg, "LICENSE"), filepath.Join(out, "notices", "icu.txt"))
}

var errPackage = errors.New("not an ICU data package that can be read")

// icuItems are the items of an ICU data package by their names, without the
// package's own.
func icuItems(data []byte) (map[string][]byte, error) {
	// 0xda27, little-endian numbers, characters of ASCII.
	if len(data) < 24 || data[2] != 0xda || data[3] != 0x27 || data[8] != 0 || string(data[12:16]) != "CmnD" {
		return nil, errPackage
	}
	header := int(binary.LittleEndian.Uint16(data))
	if len(data) < header+4 {
		return nil, errPackage
	}
	toc := data[header:]
	count := int(binary.LittleEndian.Uint32(toc))
	if count > (len(toc)-4)/8 {
		return nil, errPackage
	}
	entry := func(i int) (name, at int) {
		e := toc[4+8*i:]
		return int(binary.LittleEndian.Uint32(e)), int(binary.LittleEndian.Uint32(e[4:]))
	}
	items := make(map[string][]byte, count)
	for i := range count {
		name, at := entry(i)
		end := len(toc)
		if i+1 < count {
			_, end = entry(i + 1)
		}
		if name > len(toc) || at > end || end > len(toc) {
			return nil, errPackage
		}
		text, _, ok := bytes.Cut(toc[name:], []byte{0})
		if !ok {
			return nil, errPackage
		}
		_, item, _ := strings.Cut(string(text), "/")
		items[item] = toc[at:end]
	}
	return items, nil
}
