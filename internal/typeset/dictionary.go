package typeset

import (
	"encoding/binary"
	"errors"
	"runtime"
	"unicode"
)

// dictionaryFiles are ICU's dictionaries, by the script that they are for.
var dictionaryFiles = map[string]string{
	"Thai": "thaidict.dict", "Laoo": "laodict.dict", "Khmr": "khmerdict.dict", "Mymr": "burmesedict.dict",
}

// A wordList is a list of words of one script, in ICU's form: a trie whose
// keys are characters less an offset, a byte each (ICU, common/dictionarydata.h
// and unicode/bytestrie.h).
type wordList struct {
	trie   []byte
	offset rune // what a byte of the trie is counted from
	script wordScript
}

// A wordScript says where words of a script can begin and end.
type wordScript struct {
	begins func(rune) bool // a word may begin with it
	ends   func(rune) bool // a word may end with it
}

var wordScripts = map[string]wordScript{
	"Thai": {
		begins: func(r rune) bool { return r >= 0x0E01 && r <= 0x0E2E || r >= 0x0E40 && r <= 0x0E44 },
		ends:   func(r rune) bool { return r != 0x0E31 && !(r >= 0x0E40 && r <= 0x0E44) },
	},
	"Laoo": {
		begins: func(r rune) bool {
			return r >= 0x0E81 && r <= 0x0EAE || r == 0x0EDC || r == 0x0EDD || r >= 0x0EC0 && r <= 0x0EC4
		},
		ends: func(r rune) bool { return !(r >= 0x0EC0 && r <= 0x0EC4) },
	},
	"Khmr": {
		begins: func(r rune) bool { return r >= 0x1780 && r <= 0x17B3 },
		ends:   func(r rune) bool { return r != 0x17D2 }, // coeng joins the letter after it
	},
	"Mymr": {
		begins: func(r rune) bool { return r >= 0x1000 && r <= 0x102A },
		ends:   func(rune) bool { return true },
	},
}

var errDictionary = errors.New("not a dictionary of ICU's that can be read")

// parseWordList reads a .dict file. Its offsets are checked when the trie is
// walked: a broken file finds no words, and harms nothing.
func parseWordList(data []byte, script string) (*wordList, error) {
	const indexes = 8 * 4
	rules, ok := wordScripts[script]
	if !ok || len(data) < 24 || data[2] != 0xda || data[3] != 0x27 || data[8] != 0 {
		return nil, errDictionary
	}
	header := int(binary.LittleEndian.Uint16(data))
	if len(data) < header+indexes || string(data[12:16]) != "Dict" {
		return nil, errDictionary
	}
	body := data[header:]
	index := func(i int) uint32 { return binary.LittleEndian.Uint32(body[4*i:]) }
	const bytesTrie, typeMask, offsetTransform, transformMask, offsetMask = 0, 7, 0x1000000, 0x7f000000, 0x1fffff
	start, size := int(index(0)), int(index(3))
	if index(4)&typeMask != bytesTrie || index(5)&transformMask != offsetTransform || start < indexes || size > len(body) || start > size {
		return nil, errDictionary
	}
	return &wordList{trie: body[start:size], offset: rune(index(5) & offsetMask), script: rules}, nil
}

// key is the byte that stands for r in the trie.
func (d *wordList) key(r rune) (byte, bool) {
	switch r {
	case 0x200D:
		return 0xff, true
	case 0x200C:
		return 0xfe, true
	}
	delta := r - d.offset
	return byte(delta), delta >= 0 && delta <= 0xfd
}

// matches are the lengths of the words that text begins with, ascending, and
// the length of the longest beginning of any word.
func (d *wordList) matches(text []rune, into []int) (lengths []int, prefix int) {
	lengths = into[:0]
	w := trieWalk{trie: d.trie, rest: -1}
	// A broken trie points outside itself: then there are no more such words.
	defer func() {
		if e := recover(); e != nil {
			if _, ok := e.(runtime.Error); !ok {
				panic(e)
			}
		}
	}()
	for i, r := range text {
		b, ok := d.key(r)
		if !ok {
			break
		}
		word, ok := w.next(b)
		if !ok {
			break
		}
		prefix = i + 1
		if word {
			lengths = append(lengths, i+1)
		}
	}
	return lengths, prefix
}

// divide finds the words of text, all of one script. It calls with the offset
// of each boundary within text, ascending, without its ends. The method is that
// of ICU's break engines (common/dictbe.cpp): of the words that begin here,
// take the longest that two more words can follow; where none begins, go on to
// the next place where one does.
func (d *wordList) divide(text []rune, boundary func(at int)) {
	const (
		shortest    = 4 // a stretch of less than two words of two characters is left whole
		rootCombine = 3 // a shorter word swallows the letters after it that are no word
		prefixMatch = 3
	)
	if len(text) < shortest {
		return
	}
	var words [3]possibleWord
	for at, n := 0, 0; at < len(text); {
		length := 0
		word := func(i int) *possibleWord { return &words[(n+i)%3] }
		if first := word(0); first.look(d, text, at) > 0 {
			first.choose(func() int {
				second := word(1)
				if second.look(d, text, first.end()) == 0 {
					return 0
				}
				third := word(2)
				for {
					if second.end() >= len(text) || third.look(d, text, second.end()) > 0 {
						return 2
					}
					if !second.shorter() {
						return 1
					}
				}
			}, len(text))
			length = first.marked() - at
			n++
		}
		if end := at + length; end < len(text) && length < rootCombine {
			next := word(0)
			if next.look(d, text, end) == 0 && (length == 0 || next.prefix < prefixMatch) {
				// No word begins here: go on to where one does.
				chars := 0
				for {
					previous := text[end+chars]
					chars++
					if end+chars >= len(text) {
						break
					}
					if d.script.ends(previous) && d.script.begins(text[end+chars]) && word(1).look(d, text, end+chars) > 0 {
						break
					}
				}
				if length == 0 {
					n++
				}
				length += chars
			}
		}
		// A word keeps its marks, and the signs that follow words: repetition
		// (Thai ๆ, Lao ໆ, Khmer ៗ) and abbreviation (ฯ).
		for at+length < len(text) && (unicode.Is(unicode.M, text[at+length]) || followsWord(text[at+length])) {
			length++
		}
		at += length
		if at < len(text) {
			boundary(at)
		}
	}
}

func followsWord(r rune) bool { return r == 0x0E2F || r == 0x0E46 || r == 0x0EC6 || r == 0x17D7 }

// A possibleWord is the words that may begin at one place.
type possibleWord struct {
	at      int
	lengths []int // ascending
	current int
	mark    int
	prefix  int
}

func (p *possibleWord) look(d *wordList, text []rune, at int) int {
	if at != p.at || p.lengths == nil {
		p.lengths, p.prefix = d.matches(text[at:], p.lengths)
		if p.lengths == nil {
			p.lengths = []int{}
		}
		p.at = at
	}
	p.current = len(p.lengths) - 1
	p.mark = p.current
	return len(p.lengths)
}

func (p *possibleWord) end() int    { return p.at + p.lengths[p.current] }
func (p *possibleWord) marked() int { return p.at + p.lengths[p.mark] }

func (p *possibleWord) shorter() bool {
	if p.current == 0 {
		return false
	}
	p.current--
	return true
}

// choose marks the longest word that most words follow: follow says whether
// two, one or none do.
func (p *possibleWord) choose(follow func() int, end int) {
	if len(p.lengths) == 1 {
		return
	}
	if p.end() >= end {
		return
	}
	best := 0
	for {
		if n := follow(); n > best {
			best, p.mark = n, p.current
			if n == 2 {
				return
			}
		}
		if !p.shorter() {
			return
		}
	}
}

// A trieWalk is a walk down a BytesTrie.
type trieWalk struct {
	trie []byte
	pos  int
	rest int // bytes left of a linear-match node, less one; -1 outside one
	end  bool
}

// Leads of the trie's nodes.
const (
	minLinearMatch = 0x10
	minValue       = 0x20
	finalValue     = 1
	minTwoByte     = 0x51 // of a value's lead, shifted right by one
	minThreeByte   = 0x6c
	fourByte       = 0x7e
)

// next goes on by one byte. word says whether the bytes so far are a word; ok,
// whether they begin one.
func (w *trieWalk) next(b byte) (word, ok bool) {
	if w.end {
		return false, false
	}
	if w.rest >= 0 {
		return w.linear(b)
	}
	for {
		node := w.trie[w.pos]
		w.pos++
		switch {
		case node < minLinearMatch:
			return w.branch(int(node), b)
		case node < minValue:
			w.rest = int(node) - minLinearMatch
			return w.linear(b)
		case node&finalValue != 0:
			w.end = true
			return false, false
		default:
			w.pos = w.skipValue(w.pos, node)
		}
	}
}

func (w *trieWalk) linear(b byte) (word, ok bool) {
	if w.trie[w.pos] != b {
		w.end = true
		return false, false
	}
	w.pos++
	w.rest--
	return w.rest < 0 && w.trie[w.pos] >= minValue, true
}

func (w *trieWalk) branch(length int, b byte) (word, ok bool) {
	const mostLinear = 5
	if length == 0 {
		length = int(w.trie[w.pos])
		w.pos++
	}
	length++
	for length > mostLinear {
		here := w.trie[w.pos]
		w.pos++
		if b < here {
			length >>= 1
			w.pos = w.jump()
		} else {
			length -= length >> 1
			w.pos = w.skipDelta()
		}
	}
	for ; length > 1; length-- {
		here := w.trie[w.pos]
		w.pos++
		lead := w.trie[w.pos]
		if here != b {
			w.pos = w.skipValue(w.pos+1, lead)
			continue
		}
		if lead&finalValue != 0 {
			return true, true // the value is the node; next meets it and ends
		}
		w.pos++
		w.pos += w.value(int(lead >> 1))
		return w.trie[w.pos] >= minValue, true
	}
	if w.trie[w.pos] != b {
		w.end = true
		return false, false
	}
	w.pos++
	return w.trie[w.pos] >= minValue, true
}

// value reads the rest of a value whose lead, shifted, has been read.
func (w *trieWalk) value(lead int) int {
	switch {
	case lead < minTwoByte:
		return lead - minLinearMatch
	case lead < minThreeByte:
		return (lead-minTwoByte)<<8 | w.bytes(1)
	case lead < fourByte:
		return (lead-minThreeByte)<<16 | w.bytes(2)
	case lead == fourByte:
		return w.bytes(3)
	}
	return w.bytes(4)
}

func (w *trieWalk) skipValue(pos int, lead byte) int {
	switch l := int(lead >> 1); {
	case l < minTwoByte:
		return pos
	case l < minThreeByte:
		return pos + 1
	case l < fourByte:
		return pos + 2
	default:
		return pos + 3 + l&1
	}
}

// jump reads a delta, and is the position that it leads to.
func (w *trieWalk) jump() int {
	d := w.bytes(1)
	switch {
	case d < 0xc0:
	case d < 0xf0:
		d = (d-0xc0)<<8 | w.bytes(1)
	case d < 0xfe:
		d = (d-0xf0)<<16 | w.bytes(2)
	case d == 0xfe:
		d = w.bytes(3)
	default:
		d = w.bytes(4)
	}
	return w.pos + d
}

func (w *trieWalk) skipDelta() int {
	d := w.bytes(1)
	switch {
	case d < 0xc0:
		return w.pos
	case d < 0xf0:
		return w.pos + 1
	case d < 0xfe:
		return w.pos + 2
	}
	return w.pos + 3 + d&1
}

// bytes reads n bytes as a number, the first the highest.
func (w *trieWalk) bytes(n int) int {
	v := 0
	for _, b := range w.trie[w.pos : w.pos+n] {
		v = v<<8 | int(b)
	}
	w.pos += n
	return v
}
