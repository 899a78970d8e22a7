package main

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// dictionaries takes ICU's word lists for Thai, Lao, Khmer and Burmese out of
// the ICU4J that the npm package vnu-jar (the Nu Html Checker) carries: the only
// pinned package with those of ICU 72 and later, whose Lao one has four times
// the words of the one before. npm's icu4c-data ends with ICU 67.
func dictionaries(packages, out string) error {
	jar := filepath.Join(packages, "vnu-jar", "build", "dist", "vnu.jar")
	if _, err := os.Stat(jar); err != nil {
		return err
	}
	z, err := zip.OpenReader(jar)
	if err != nil {
		return fmt.Errorf("%s: %w", jar, err)
	}
	defer z.Close()
	for _, name := range []string{"thaidict.dict", "laodict.dict", "khmerdict.dict", "burmesedict.dict"} {
		data, err := jarItem(z.File, "com/ibm/icu/impl/data/icudt*b/brkitr/"+name)
		if err != nil {
			return fmt.Errorf("%s: %w", jar, err)
		}
		if data, err = littleEndian(data); err != nil {
			return fmt.Errorf("%s: %s: %w", jar, name, err)
		}
		if err := writeFile(filepath.Join(out, "dictionaries", name), data); err != nil {
			return err
		}
	}
	// The licence that ICU4J puts at the root of its jar.
	licence, err := jarItem(z.File, "LICENSE")
	if err != nil {
		return fmt.Errorf("%s: %w", jar, err)
	}
	return writeFile(filepath.Join(out, "notices", "icu.txt"), licence)
}

// jarItem is the one file of a jar whose name matches the pattern.
func jarItem(files []*zip.File, pattern string) ([]byte, error) {
	i := slices.IndexFunc(files, func(f *zip.File) bool {
		ok, err := path.Match(pattern, f.Name)
		return ok && err == nil
	})
	if i < 0 {
		return nil, fmt.Errorf("has no %s: %w", pattern, os.ErrNotExist)
	}
	const most = 4 << 20 // bytes: a dictionary has less than one
	if files[i].UncompressedSize64 > most {
		return nil, fmt.Errorf("%s has %d bytes", files[i].Name, files[i].UncompressedSize64)
	}
	r, err := files[i].Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, most))
}

var errDictionary = errors.New("not a dictionary of ICU's that can be read")

// littleEndian turns the numbers of a .dict file of ICU4J, which are
// big-endian, into those of ICU4C, which the typesetter reads: the sizes of the
// header (ICU, unicode/udata.h, UDataInfo) and the eight indexes after it
// (common/dictionarydata.h). The trie is bytes.
func littleEndian(data []byte) ([]byte, error) {
	const indexes = 8
	if len(data) < 24 || data[2] != 0xda || data[3] != 0x27 || data[8] != 1 || string(data[12:16]) != "Dict" {
		return nil, errDictionary
	}
	header := int(binary.BigEndian.Uint16(data))
	if len(data) < header+4*indexes {
		return nil, errDictionary
	}
	out := slices.Clone(data)
	out[8] = 0
	for _, at := range []int{0, 4, 6} {
		binary.LittleEndian.PutUint16(out[at:], binary.BigEndian.Uint16(data[at:]))
	}
	for i := range indexes {
		at := header + 4*i
		binary.LittleEndian.PutUint32(out[at:], binary.BigEndian.Uint32(data[at:]))
	}
	return out, nil
}
