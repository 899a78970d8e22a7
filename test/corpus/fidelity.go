package main

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	pdftest "multitude/test/pdf"
)

// A reader is a way to get the text of a PDF back.
type reader struct {
	name string
	read func(pdf []byte) ([]string, error) // pages, or the blocks of the structure tree
	tree bool
}

// readers are the ways that are measured. The first two read the structure tree
// with a parser of the tests' own: as assistive technology does, ActualText before
// ToUnicode; and by ToUnicode alone.
var readers = []reader{
	{name: "tree", tree: true, read: func(pdf []byte) ([]string, error) { return blockTexts(pdftest.StructText(pdf)) }},
	{name: "ToUnicode", tree: true, read: func(pdf []byte) ([]string, error) { return blockTexts(pdftest.StructTextToUnicode(pdf)) }},
	{name: "pdftotext", read: func(pdf []byte) ([]string, error) { return pages(pdftest.Pdftotext(pdf)) }},
	{name: "-raw", read: func(pdf []byte) ([]string, error) { return pages(pdftest.Pdftotext(pdf, "-raw")) }},
	{name: "mutool", read: func(pdf []byte) ([]string, error) { return pages(pdftest.Mutool(pdf)) }},
	{name: "pdf.js", read: func(pdf []byte) ([]string, error) {
		js, err := pdftest.ReadPDFJS(pdf)
		if err != nil {
			return nil, err
		}
		return js.Pages, nil
	}},
}

func pages(text string, err error) ([]string, error) { return strings.Split(text, "\f"), err }

func blockTexts(blocks []pdftest.Block, err error) ([]string, error) {
	out := make([]string, len(blocks))
	for i, b := range blocks {
		out[i] = b.Text
	}
	return out, err
}

// A fidelity is how much of a text a reader gives back, in order.
type fidelity struct {
	Lost         []int // blocks, by their numbers
	Blocks       int
	Chars, Given int // of the text; and those that come back
}

// measure compares the blocks of a text with what a reader gave back.
// spoils is what the reader is known to make of characters, or nil.
func measure(blocks []block, given []string, tree bool, spoils *strings.Replacer) fidelity {
	same := func(s string) string {
		if spoils != nil {
			s = spoils.Replace(s)
		}
		return pdftest.Essence(s)
	}
	var f fidelity
	var whole strings.Builder
	essence := make([]string, len(given))
	for i, g := range given {
		essence[i] = same(g)
		whole.WriteString(essence[i])
	}
	page, at := 0, 0
	var all strings.Builder
	for i := range blocks {
		want := same(blocks[i].text)
		all.WriteString(want)
		f.Blocks++
		var ok bool
		if tree {
			if j := slices.Index(essence[page:], want); j >= 0 {
				page, ok = page+j+1, true
			}
		} else {
			page, at, ok = next(essence, page, at, want)
		}
		if !ok {
			f.Lost = append(f.Lost, i)
		}
	}
	want := all.String()
	f.Chars = utf8.RuneCountInString(want)
	if f.Given = f.Chars; len(f.Lost) > 0 {
		f.Given = common([]rune(want), []rune(whole.String()))
	}
	return f
}

// furniture is the most that the foot and the head of a page put, in bytes,
// between what stands at its end and what the next page goes on with.
const furniture = 600

// next looks for s on the pages, from the given place on, and returns the place
// behind it. It may begin at the end of a page and go on at the beginning of the
// next.
func next(pages []string, page, at int, s string) (int, int, bool) {
	for p := page; p < len(pages); p++ {
		text := pages[p]
		if p > page {
			at = 0
		}
		if i := strings.Index(text[at:], s); i >= 0 {
			return p, at + i + len(s), true
		}
		if p+1 == len(pages) {
			break
		}
		// The beginning of s that the page ends with, its foot left aside.
		from := max(at, len(text)-len(s)-furniture)
		for i := from; i < len(text); i++ {
			n := 0
			for n < len(s) && i+n < len(text) && text[i+n] == s[n] {
				n++
			}
			for ; n > 0 && len(text)-(i+n) <= furniture; n-- {
				if !utf8.RuneStart(s[n]) {
					continue
				}
				if j := strings.Index(pages[p+1], s[n:]); j >= 0 && j <= furniture {
					return p + 1, j + len(s) - n, true
				}
			}
		}
	}
	return page, at, false
}

// common is the length of the longest common subsequence, bit-parallel (Hyyrö,
// "Bit-parallel LCS-length computation revisited", 2004).
func common(a, b []rune) int {
	words := (len(a) + 63) / 64
	masks := map[rune][]uint64{}
	for i, r := range a {
		if masks[r] == nil {
			masks[r] = make([]uint64, words)
		}
		masks[r][i/64] |= 1 << (i % 64)
	}
	v := make([]uint64, words)
	for i := range v {
		v[i] = ^uint64(0)
	}
	for _, r := range b {
		m := masks[r]
		if m == nil {
			continue
		}
		var carry uint64
		for i, x := range v {
			u := x & m[i]
			var sum uint64
			sum, carry = bits.Add64(x, u, carry)
			v[i] = sum | (x &^ u)
		}
	}
	n := 0
	for i := range a {
		if v[i/64]>>(i%64)&1 == 0 {
			n++
		}
	}
	return n
}
