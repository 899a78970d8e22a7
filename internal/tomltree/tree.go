// Package tomltree reads a TOML file so that a person's errors can be shown in
// their place, and so that the file can be changed without touching a byte
// that need not change: every key and value of the tree knows its bytes.
//
// go-toml does the parsing: its package unstable gives the byte ranges. What it
// leaves to its decoder, that nothing is defined twice, is checked here, since
// the decoder's time grows with the square of the number of tables.
package tomltree

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"multitude/internal/doc"
)

// MaxDepth is how deep tables and arrays may nest. People's files need a
// handful of levels; the bound keeps hostile ones from costing more than their
// length.
const MaxDepth = 64

// Kind is the kind of a Node.
type Kind uint8

// The kinds of value. Date stands for all of TOML's dates and times.
const (
	Table Kind = iota
	Array
	String
	Integer
	Float
	Bool
	Date
)

func (k Kind) String() string {
	return [...]string{"a table", "a list", "text", "a whole number", "a decimal number", "true or false", "a date"}[k]
}

// A Range is a stretch of the file's bytes: from Start up to, not including,
// End.
type Range struct{ Start, End int }

// A Node is a value of the tree: a table, an array, or a single value.
type Node struct {
	Kind     Kind
	Key      string // the last part of its key, decoded; "" in arrays and at the root
	KeyRange Range  // the bytes of that part, quotes included, where it first stands
	Range    Range  // the bytes of the value; of tables made by a header, the header's line; of implied ones, their key
	Text     string // of String: the decoded text, CRLF as LF; of other single values: their bytes
	Children []*Node
	Parent   *Node // nil at the root
	Inline   bool  // a table in braces
	Exprs    []int // the indices of the expressions that define it or what it holds, in order

	byKey  map[string]*Node
	header bool // opened by a header of its own
	dotted bool // a table made by dotted keys
	tables bool // a list of tables, made by headers
}

// Child is the member of a table that has this key, or nil.
func (n *Node) Child(key string) *Node {
	if n.byKey != nil {
		return n.byKey[key]
	}
	for _, c := range n.Children {
		if c.Key == key {
			return c
		}
	}
	return nil
}

// Get follows keys from n; nil where there is no such value.
func (n *Node) Get(keys ...string) *Node {
	for _, k := range keys {
		if n == nil {
			return nil
		}
		n = n.Child(k)
	}
	return n
}

// Header says whether the table is opened by a header of its own, [like.this].
func (n *Node) Header() bool { return n.header }

func (n *Node) add(c *Node) *Node {
	c.Parent = n
	n.Children = append(n.Children, c)
	if n.Kind == Table {
		switch {
		case n.byKey != nil:
			if n.byKey[c.Key] == nil {
				n.byKey[c.Key] = c
			}
		case len(n.Children) > 8:
			n.byKey = make(map[string]*Node, 4*len(n.Children))
			for _, o := range n.Children {
				if n.byKey[o.Key] == nil {
					n.byKey[o.Key] = o
				}
			}
		}
	}
	return c
}

// ExprKind is the kind of an Expr.
type ExprKind uint8

// The kinds of expression.
const (
	Comment ExprKind = iota
	Header
	ArrayHeader
	KeyValue
)

// An Expr is a top-level expression: a comment on lines of its own, a table's
// header, or a key and its value. Its lines are its own: all bytes between two
// expressions are blank.
type Expr struct {
	Kind  ExprKind
	Range       // whole lines, with indentation and line end
	Node  *Node // the table that the header opens, or the value; nil for a Comment
}

// A File is a parsed TOML file.
type File struct {
	Path  string // as the user knows it
	Data  []byte // without a byte order mark
	Root  *Node
	Exprs []Expr
	lines []int // offset of each line's first byte
}

// An Error is a mistake in the file, at its place.
type Error struct {
	Pos     doc.Position
	Message string
	Cure    string
	Encoded bool // the file is TOML in an unknown encoding, or no text at all
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.Pos.File, e.Pos.Line, e.Pos.Column, e.Message)
}

var bom = []byte("\xef\xbb\xbf")

// Parse reads data as TOML; the error is always an *Error. It keeps data. A
// byte order mark, which some editors write and TOML forbids, is left out.
func Parse(path string, data []byte) (*File, error) {
	data = bytes.TrimPrefix(data, bom)
	f := &File{Path: path, Data: data, Root: &Node{Kind: Table}}
	f.lines = append(f.lines, 0)
	for i, c := range data {
		if c == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	if err := f.encoding(); err != nil {
		return nil, err
	}
	if err := f.build(); err != nil {
		return nil, err
	}
	return f, nil
}

const cureSyntax = "correct the line; texts stand between quotes, and a quote or backslash inside them needs a backslash before it"

func (f *File) encoding() error {
	if utf8.Valid(f.Data) {
		return nil
	}
	at := 0
	for at < len(f.Data) {
		r, n := utf8.DecodeRune(f.Data[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return &Error{
		Pos:     f.Pos(at),
		Message: fmt.Sprintf("the file is not UTF-8: byte 0x%02X", f.Data[at]),
		Cure:    "save it in your editor with the encoding UTF-8",
		Encoded: true,
	}
}

// Pos is the place of the byte at offset.
func (f *File) Pos(offset int) doc.Position {
	offset = min(max(offset, 0), len(f.Data))
	i, found := slices.BinarySearch(f.lines, offset)
	if !found {
		i--
	}
	return doc.Position{File: f.Path, Line: i + 1, Column: 1 + utf8.RuneCount(f.Data[f.lines[i]:offset])}
}

// Bytes are the bytes of r.
func (f *File) Bytes(r Range) []byte { return f.Data[r.Start:r.End] }

// EOL is the file's line end: CRLF where its first line ends so, else LF.
func (f *File) EOL() string {
	if i := bytes.IndexByte(f.Data, '\n'); i > 0 && f.Data[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

func (f *File) build() error {
	p := &unstable.Parser{KeepComments: true}
	p.Reset(f.Data)
	table := f.Root
	for p.NextExpression() {
		n := p.Expression()
		e := Expr{}
		switch n.Kind {
		case unstable.Comment:
			e.Range = f.linesOf(int(n.Raw.Offset), int(n.Raw.Offset+n.Raw.Length))
		case unstable.Table, unstable.ArrayTable:
			e.Kind = Header
			keys := f.keys(n.Key())
			if len(keys) > MaxDepth {
				return f.tooDeep(keys[0].r.Start)
			}
			last := keys[len(keys)-1]
			e.Range = f.linesOf(keys[0].r.Start, last.r.End)
			at := f.Root
			for _, k := range keys[:len(keys)-1] {
				c := at.Child(k.text)
				if c != nil && (c.Kind != Table && !c.tables || c.Inline) {
					return f.twice(k, "is no table that a heading could add to")
				}
				at = f.enter(at, k, len(f.Exprs))
			}
			c := at.Child(last.text)
			if n.Kind == unstable.ArrayTable {
				e.Kind = ArrayHeader
				switch {
				case c == nil:
					c = at.add(&Node{Kind: Array, Key: last.text, KeyRange: last.r, Range: e.Range, tables: true})
				case !c.tables:
					return f.twice(last, "is no list of tables")
				}
				c.Exprs = append(c.Exprs, len(f.Exprs))
				table = c.add(&Node{Kind: Table, KeyRange: last.r, Range: e.Range})
			} else {
				switch {
				case c == nil:
				case c.Kind != Table || c.Inline:
					return f.twice(last, "is no table that a heading could open")
				case c.header:
					return f.twice(last, "has a heading already")
				case c.dotted:
					return f.twice(last, "is there already, by dotted keys")
				}
				table = f.enter(at, last, -1)
				table.Range, table.KeyRange = e.Range, last.r
			}
			table.header = true
			table.Exprs = append(table.Exprs, len(f.Exprs))
			e.Node = table
		case unstable.KeyValue:
			e.Kind = KeyValue
			e.Range = f.linesOf(int(n.Raw.Offset), int(n.Raw.Offset+n.Raw.Length))
			v, err := f.keyValue(table, n, len(f.Exprs), 0)
			if err != nil {
				return err
			}
			e.Node = v
		}
		f.Exprs = append(f.Exprs, e)
	}
	if err := p.Error(); err != nil {
		e := &Error{Pos: doc.Position{File: f.Path, Line: 1, Column: 1}, Message: err.Error(), Cure: cureSyntax}
		var pe *unstable.ParserError
		if errors.As(err, &pe) {
			e.Pos = f.Pos(cap(f.Data) - cap(pe.Highlight))
		}
		return e
	}
	return nil
}

func (f *File) tooDeep(at int) error {
	return &Error{Pos: f.Pos(at), Message: fmt.Sprintf("tables or lists are nested deeper than %d levels", MaxDepth), Cure: "write each message under one quoted key, such as [\"part.name\"]"}
}

// twice says that the key k stands where it cannot, because of one before it.
func (f *File) twice(k key, what string) error {
	return &Error{Pos: f.Pos(k.r.Start), Message: fmt.Sprintf("%q %s", k.text, what), Cure: "leave one of them, or give one another name"}
}

type key struct {
	text string
	r    Range
}

func (f *File) keys(it unstable.Iterator) []key {
	keys := make([]key, 0, 2)
	for it.Next() {
		n := it.Node()
		r := Range{int(n.Raw.Offset), int(n.Raw.Offset + n.Raw.Length)}
		keys = append(keys, key{string(n.Data), r})
	}
	return keys
}

// enter is the table k of t: the one there is, the last of an array of tables,
// or a new one, implied by the key. Where expr is not negative, the expression
// is noted there.
func (f *File) enter(t *Node, k key, expr int) *Node {
	c := t.Child(k.text)
	if c == nil {
		c = t.add(&Node{Kind: Table, Key: k.text, KeyRange: k.r, Range: k.r})
	}
	if expr >= 0 {
		c.Exprs = append(c.Exprs, expr)
	}
	if c.Kind == Array && len(c.Children) > 0 {
		c = c.Children[len(c.Children)-1]
		if expr >= 0 {
			c.Exprs = append(c.Exprs, expr)
		}
	}
	return c
}

// keyValue adds the value of n to table t and returns it.
func (f *File) keyValue(t *Node, n *unstable.Node, expr, depth int) (*Node, error) {
	keys := f.keys(n.Key())
	if depth+len(keys) > MaxDepth {
		return nil, f.tooDeep(keys[0].r.Start)
	}
	for _, k := range keys[:len(keys)-1] {
		if c := t.Child(k.text); c != nil && !c.dotted {
			return nil, f.twice(k, "is there already")
		}
		t = f.enter(t, k, expr)
		t.dotted = true
	}
	last := keys[len(keys)-1]
	if t.Child(last.text) != nil {
		return nil, f.twice(last, "is there already")
	}
	// The key's own bytes may hold an equals sign, so the value is looked for
	// behind them.
	at := last.r.End + bytes.IndexByte(f.Data[last.r.End:], '=') + 1
	for f.Data[at] == ' ' || f.Data[at] == '\t' {
		at++
	}
	v := &Node{Key: last.text, KeyRange: last.r, Range: Range{at, int(n.Raw.Offset + n.Raw.Length)}, Exprs: []int{expr}}
	t.add(v)
	return v, f.value(v, n.Value(), expr, depth+len(keys))
}

func (f *File) value(v *Node, n *unstable.Node, expr, depth int) error {
	if depth > MaxDepth {
		return f.tooDeep(v.Range.Start)
	}
	switch n.Kind {
	case unstable.String:
		v.Kind = String
		v.Text = Newlines(string(n.Data))
	case unstable.InlineTable:
		v.Kind, v.Inline = Table, true
		for it := n.Children(); it.Next(); {
			if c := it.Node(); c.Kind == unstable.KeyValue {
				if _, err := f.keyValue(v, c, expr, depth); err != nil {
					return err
				}
			}
		}
	case unstable.Array:
		v.Kind = Array
		for it := n.Children(); it.Next(); {
			c := it.Node()
			if c.Kind == unstable.Comment {
				continue
			}
			r := v.KeyRange // go-toml gives arrays no range
			if c.Kind != unstable.Array {
				r = Range{int(c.Raw.Offset), int(c.Raw.Offset + c.Raw.Length)}
			}
			w := v.add(&Node{KeyRange: r, Range: r, Exprs: []int{expr}})
			if err := f.value(w, c, expr, depth+1); err != nil {
				return err
			}
		}
	default:
		v.Text = string(n.Data)
		switch n.Kind {
		case unstable.Integer:
			v.Kind = Integer
		case unstable.Float:
			v.Kind = Float
		case unstable.Bool:
			v.Kind = Bool
		default:
			v.Kind = Date
		}
		// The parser takes what looks like a number or a date; the decoder
		// knows which there are.
		var one struct{ X any }
		if err := toml.Unmarshal([]byte("X = "+v.Text), &one); err != nil {
			return &Error{Pos: f.Pos(v.Range.Start), Message: strings.TrimPrefix(err.Error(), "toml: "), Cure: "correct the value; if it is a text, put it in quotes"}
		}
	}
	return nil
}

// Value is the node as go-toml decodes it, but for single values other than
// texts, which stay as they are written: maps, slices and strings.
func (n *Node) Value() any {
	switch n.Kind {
	case Table:
		m := make(map[string]any, len(n.Children))
		for _, c := range n.Children {
			m[c.Key] = c.Value()
		}
		return m
	case Array:
		all := make([]any, 0, len(n.Children))
		for _, c := range n.Children {
			all = append(all, c.Value())
		}
		return all
	case String:
		return n.Text
	}
	return Literal(n.Text)
}

// A Literal is a single value that is no text, as it is written.
type Literal string

// linesOf are the whole lines that hold the bytes from start to end.
func (f *File) linesOf(start, end int) Range {
	if i := bytes.LastIndexByte(f.Data[:start], '\n'); i >= 0 {
		start = i + 1
	} else {
		start = 0
	}
	if i := bytes.IndexByte(f.Data[end:], '\n'); i >= 0 {
		end += i + 1
	} else {
		end = len(f.Data)
	}
	return Range{start, end}
}
