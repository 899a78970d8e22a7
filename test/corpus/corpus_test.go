package main

import (
	"bytes"
	"slices"
	"testing"
)

// Texts in all scripts, each built as a project of its own, come back whole from
// every reader. make test-corpus does the same with all 532.
func TestSample(t *testing.T) {
	texts, err := readTexts("../..")
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 532 {
		t.Errorf("the package has %d texts", len(texts))
	}
	texts = sampled(texts)
	if len(texts) < 55 {
		t.Errorf("the sample has only %d texts", len(texts))
	}
	dir := t.TempDir()
	if err := prepare(dir, "../.."); err != nil {
		t.Fatal(err)
	}
	known, err := readKnown("testdata/known.txt")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := read(texts, buildOwn(dir, texts), known)
	if err != nil {
		t.Fatal(err)
	}
	var table bytes.Buffer
	if err := report(&table, rows, known, false); err != nil {
		t.Errorf("%v\n%s", err, table.String())
	}
}

// The measure finds what is lost, out of order, or torn by more than a page's
// foot and head.
func TestMeasure(t *testing.T) {
	blocks := []block{{title, "One two"}, {paragraph, "Three, four."}, {paragraph, "Five six seven"}}
	for _, c := range []struct {
		pages []string
		lost  []int
		given int
	}{
		{[]string{"One two Three, four.\nFive six\u00ad seven"}, nil, 29},
		{[]string{"One\ntwo Three, four. Five 1", "Title six seven"}, nil, 29},
		{[]string{"One two Five six seven Three, four."}, []int{2}, 18},
		{[]string{"One two Three, for. Five six seven"}, []int{1}, 28},
		{[]string{"One two owt Three, four."}, []int{2}, 17},
	} {
		f := measure(blocks, c.pages, false, nil)
		if !slices.Equal(f.Lost, c.lost) || f.Given != c.given || f.Chars != 29 {
			t.Errorf("%q: %+v", c.pages, f)
		}
	}
	if f := measure(blocks, []string{"One two", "Contents", "Three, four.", "Five six seven"}, true, nil); len(f.Lost) != 0 {
		t.Errorf("the tree: %+v", f)
	}
	if n := common([]rune("one two"), []rune("two one")); n != 3 {
		t.Errorf("the common subsequence has %d letters", n)
	}
}
