package exchange

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// codeKind says what a piece of a text is.
type codeKind uint8

const (
	plain   codeKind = iota // text to translate
	opening                 // the beginning of a pair, such as "**"
	closing                 // its end
	single                  // a code by itself, such as "[^note]"
	control                 // a character that XML cannot hold
)

// A piece is a stretch of a text. The pieces' texts, joined, are the whole text
// byte for byte, whatever it is: a pair that the renderer would not see as one
// only means that a tool protects more or less than it could.
type piece struct {
	kind codeKind
	text string
	role string // of codes: "bold", "italic", "link", "image", "code", "note", "break"
	pair int    // of opening and closing: index of the other
	id   int    // of codes: a number of its own, from 1; a pair shares one
}

// pieces cuts a text into what a translator writes and the codes that a tool
// should protect: emphasis, links, images, marks of footnotes, code, line
// breaks. Pairs nest.
func pieces(s string) []piece {
	c := &pieceCutter{}
	if len(s) > mostProtected {
		c.controls(s)
	} else {
		c.cut(s, 0)
	}
	n := 0
	for i := range c.out {
		switch p := &c.out[i]; p.kind {
		case opening, single:
			n++
			p.id = n
			if p.kind == opening {
				c.out[p.pair].id = n
			}
		}
	}
	return c.out
}

type pieceCutter struct {
	out  []piece
	text strings.Builder
}

func (c *pieceCutter) flush() {
	if c.text.Len() > 0 {
		c.out = append(c.out, piece{kind: plain, text: c.text.String()})
		c.text.Reset()
	}
}

func (c *pieceCutter) code(kind codeKind, text, role string) int {
	c.flush()
	c.out = append(c.out, piece{kind: kind, text: text, role: role, pair: -1})
	return len(c.out) - 1
}

// A mark is a run of * or _ that may open emphasis.
type mark struct {
	at, n int // index of its piece, and how many characters are left
	char  byte
}

// maxNesting bounds links in links' texts, and mostProtected the bytes of a text
// in which codes are looked for: looking ahead costs the square of its length.
const (
	maxNesting    = 8
	mostProtected = 1 << 14
)

// controls cuts out nothing but what XML cannot hold.
func (c *pieceCutter) controls(s string) {
	for _, r := range s {
		if isControl(r) {
			c.code(control, string(r), "")
		} else {
			c.text.WriteRune(r)
		}
	}
	c.flush()
}

// within adds the pieces of a text that stands between two codes.
func (c *pieceCutter) within(s string, depth int) {
	sub := &pieceCutter{}
	sub.cut(s, depth)
	c.flush()
	at := len(c.out)
	for _, p := range sub.out {
		if p.kind == opening || p.kind == closing {
			p.pair += at
		}
		c.out = append(c.out, p)
	}
}

// cut adds the pieces of s.
func (c *pieceCutter) cut(s string, depth int) {
	var open []mark
	for i := 0; i < len(s); {
		rest := s[i:]
		switch ch := s[i]; {
		case strings.HasPrefix(rest, "\\\n"):
			c.code(single, "\\\n", "break")
			i += 2
			continue
		case ch == '\\' && i+1 < len(s) && s[i+1] < utf8.RuneSelf && !isControl(rune(s[i+1])):
			c.text.WriteString(s[i : i+2])
			i += 2
			continue
		case ch == '`':
			run := len(rest) - len(strings.TrimLeft(rest, "`"))
			if n := codeSpan(rest, run); n > 0 && !hasControl(rest[:n]) {
				c.code(single, rest[:n], "code")
				i += n
			} else {
				c.text.WriteString(rest[:run])
				i += run
			}
			continue
		case ch == '<':
			if n := autolink(rest); n > 0 {
				c.code(single, rest[:n], "link")
				i += n
				continue
			}
		case strings.HasPrefix(rest, "[^"):
			if n := noteRef(rest); n > 0 {
				c.code(single, rest[:n], "note")
				i += n
				continue
			}
		case depth < maxNesting && (ch == '[' || strings.HasPrefix(rest, "![")):
			role, lead := "link", 1
			if ch == '!' {
				role, lead = "image", 2
			}
			if inner, whole := link(rest, lead); whole > 0 && !hasControl(rest[inner:whole]) {
				from := c.code(opening, rest[:lead], role)
				c.within(rest[lead:inner], depth+1)
				to := c.code(closing, rest[inner:whole], role)
				c.out[from].pair, c.out[to].pair = to, from
				i += whole
				continue
			}
		case ch == '*' || ch == '_':
			run := len(rest) - len(strings.TrimLeft(rest, string(ch)))
			open = c.emphasis(s, i, run, open)
			i += run
			continue
		}
		r, size := utf8.DecodeRuneInString(rest)
		if isControl(r) {
			c.code(control, rest[:size], "")
		} else {
			c.text.WriteString(rest[:size])
		}
		i += size
	}
	// What nothing closed is text.
	for _, m := range open {
		c.out[m.at] = piece{kind: plain, text: strings.Repeat(string(m.char), m.n)}
	}
	c.join()
}

// emphasis reads a run of n marks at i, after CommonMark's rule 1 to 10
// (§6.2), without its rule of three. The runs that it leaves open stand in out
// as pieces of their own.
func (c *pieceCutter) emphasis(s string, i, n int, open []mark) []mark {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	closes := i > 0 && !unicode.IsSpace(before)
	opens := i+n < len(s) && !unicode.IsSpace(after)
	if s[i] == '_' {
		inside := closes && opens && isWord(before) && isWord(after)
		closes, opens = closes && !inside, opens && !inside
	}
	char := s[i]
	for n > 0 && closes {
		k := len(open) - 1
		for k >= 0 && open[k].char != char {
			k--
		}
		if k < 0 {
			break
		}
		// An unclosed run above it is text after all.
		for _, m := range open[k+1:] {
			c.out[m.at] = piece{kind: plain, text: strings.Repeat(string(m.char), m.n)}
		}
		open = open[:k+1]
		w, role := 1, "italic"
		if n >= 2 && open[k].n >= 2 {
			w, role = 2, "bold"
		}
		marks := strings.Repeat(string(char), w)
		from := open[k].at
		if open[k].n > w {
			// The rest of the run stays open, before the part that is closed.
			c.insert(from, piece{kind: plain, text: strings.Repeat(string(char), open[k].n-w), pair: -1})
			from++
		}
		open[k].n -= w
		c.out[from] = piece{kind: opening, text: marks, role: role}
		to := c.code(closing, marks, role)
		c.out[from].pair, c.out[to].pair = to, from
		if open[k].n == 0 {
			open = open[:k]
		}
		n -= w
	}
	if n == 0 {
		return open
	}
	if !opens || len(open) >= 64 {
		c.text.WriteString(strings.Repeat(string(char), n))
		return open
	}
	at := c.code(plain, strings.Repeat(string(char), n), "")
	return append(open, mark{at, n, char})
}

// insert puts a piece at an index, and mends the pairs.
func (c *pieceCutter) insert(at int, p piece) {
	c.flush()
	for i := range c.out {
		if k := c.out[i].kind; (k == opening || k == closing) && c.out[i].pair >= at {
			c.out[i].pair++
		}
	}
	c.out = append(c.out, piece{})
	copy(c.out[at+1:], c.out[at:])
	c.out[at] = p
}

// join makes one of plain pieces that stand side by side.
func (c *pieceCutter) join() {
	c.flush()
	moved := make([]int, len(c.out))
	out := c.out[:0:0]
	for i, p := range c.out {
		if n := len(out); p.kind == plain && n > 0 && out[n-1].kind == plain {
			out[n-1].text += p.text
		} else {
			out = append(out, p)
		}
		moved[i] = len(out) - 1
	}
	for i := range out {
		if k := out[i].kind; (k == opening || k == closing) && out[i].pair >= 0 {
			out[i].pair = moved[out[i].pair]
		}
	}
	c.out = out
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// isControl says whether XML 1.0 (§2.2) cannot hold the character.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}

func hasControl(s string) bool { return strings.ContainsFunc(s, isControl) }

// codeSpan is the length of the code that begins with run backticks, or 0.
func codeSpan(s string, run int) int {
	for i := run; i < len(s); {
		j := strings.IndexByte(s[i:], '`')
		if j < 0 {
			return 0
		}
		i += j
		n := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
		i += n
		if n == run {
			return i
		}
	}
	return 0
}

// autolink is the length of <https://…>, or 0.
func autolink(s string) int {
	end := strings.IndexAny(s, "> \n\t")
	if end < 0 || s[end] != '>' || hasControl(s[:end]) {
		return 0
	}
	if !strings.Contains(s[:end], ":") && !strings.Contains(s[:end], "@") {
		return 0
	}
	return end + 1
}

// noteRef is the length of [^label], or 0.
func noteRef(s string) int {
	end := strings.IndexAny(s, "] \n\t")
	if end <= 2 || s[end] != ']' || hasControl(s[:end]) {
		return 0
	}
	return end + 1
}

// link finds the end of the words of [words](target), and of the whole; whole
// is 0 where there is no link. lead is the length of what opens it.
func link(s string, lead int) (inner, whole int) {
	depth := 0
	for i := lead; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '`':
			run := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
			if n := codeSpan(s[i:], run); n > 0 {
				i += n - 1
			} else {
				i += run - 1
			}
		case '[':
			if depth++; depth > maxNesting {
				return 0, 0
			}
		case ']':
			if depth > 0 {
				depth--
				continue
			}
			if i+1 >= len(s) || s[i+1] != '(' {
				return 0, 0
			}
			if n := target(s[i+2:]); n > 0 {
				return i, i + 2 + n
			}
			return 0, 0
		}
	}
	return 0, 0
}

// target is the length of a link's target and title, up to and with the
// parenthesis that closes them; 0 where nothing does.
func target(s string) int {
	depth, quote := 0, byte(0)
	for i := 0; i < len(s); i++ {
		switch ch := s[i]; {
		case ch == '\\':
			i++
		case quote != 0:
			if ch == quote {
				quote = 0
			}
		case (ch == '"' || ch == '\'') && i > 0 && s[i-1] == ' ':
			quote = ch
		case ch == '(':
			depth++
		case ch == ')' && depth > 0:
			depth--
		case ch == ')':
			return i + 1
		}
	}
	return 0
}

// identify gives the codes of a translation the numbers that the same codes
// have in the source; others get numbers of their own.
func identify(source, translation []piece) {
	free := map[string][]int{}
	next := 0
	for _, p := range source {
		if p.kind == opening || p.kind == single {
			k := key(source, p)
			free[k] = append(free[k], p.id)
			next = max(next, p.id)
		}
	}
	for i := range translation {
		p := &translation[i]
		if p.kind != opening && p.kind != single {
			continue
		}
		k := key(translation, *p)
		if ids := free[k]; len(ids) > 0 {
			p.id, free[k] = ids[0], ids[1:]
		} else {
			next++
			p.id = next
		}
		if p.kind == opening {
			translation[p.pair].id = p.id
		}
	}
}

func key(all []piece, p piece) string {
	if p.kind == opening {
		return p.text + "\x00" + all[p.pair].text
	}
	return p.text
}
