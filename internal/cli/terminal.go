package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
)

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// A palette colours words where that is wanted, and leaves them as they are
// elsewhere.
type palette bool

// paletteFor follows no-color.org: any value of NO_COLOR but the empty one
// turns colour off.
func paletteFor(terminal bool, getenv func(string) string) palette {
	return palette(terminal && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb")
}

// painted is text that may be shown as it is.
type painted string

func (p palette) paint(code, s string) painted {
	if s = printable(s); !p || s == "" {
		return painted(s)
	}
	return painted("\x1b[" + code + "m" + s + "\x1b[0m")
}

func (p palette) error(s string) painted   { return p.paint("1;31", s) }
func (p palette) warning(s string) painted { return p.paint("1;33", s) }
func (p palette) strong(s string) painted  { return p.paint("1", s) }

// Underline and line-through tell the two apart for those who do not see red
// and green.
func (p palette) inserted(s string) painted { return p.paint("32;4", s) }
func (p palette) deleted(s string) painted  { return p.paint("31;9", s) }

// sprintf is fmt.Sprintf, with everything that is not painted made printable:
// what stands in a catalog must not steer the terminal that shows it.
func sprintf(format string, args ...any) string {
	for i, arg := range args {
		switch arg := arg.(type) {
		case painted:
			args[i] = string(arg)
		case string:
			args[i] = printable(arg)
		case error:
			args[i] = printable(arg.Error())
		case fmt.Stringer:
			args[i] = printable(arg.String())
		}
	}
	return fmt.Sprintf(format, args...)
}

// printable is text with its control characters spelt out, but for line breaks
// and tabs.
func printable(s string) string {
	if strings.IndexFunc(s, unsafe) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case unsafe(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

func unsafe(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }

// oneLine is text on one line.
func oneLine(s string) string { return lineBreaks.Replace(s) }

var lineBreaks = strings.NewReplacer("\\\n", " ", "\r\n", " ", "\n", " ", "\r", " ", "\t", " ")

// A progress shows how far a long work has come: one line of a terminal,
// written over and over, and gone at the end.
type progress struct {
	w  io.Writer // nil: nobody is looking
	of string    // what is being done: "building"
}

func (a *app) progress(of string) progress {
	if !a.terminal.err || a.getenv("TERM") == "dumb" {
		return progress{}
	}
	return progress{a.err, of}
}

func (p progress) show(done, of int) {
	if p.w != nil {
		fmt.Fprintf(p.w, "\r\x1b[K%s: %d of %d", p.of, done, of)
	}
}

func (p progress) end() {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
