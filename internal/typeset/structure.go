package typeset

import (
	"strconv"

	"multitude/internal/edition"
	"multitude/internal/locale"
)

// The structure tree (ISO 32000-1 §14.7, §14.8; PDF/UA-1):
//
//	Document
//	├─ H1                        title
//	├─ P …                       subtitle, date, authors
//	├─ P …                       notices
//	├─ H2, TOC ─ TOCI ─ Reference ─ Link
//	├─ H2 … H6, P, BlockQuote, Figure, Table ─ TR ─ TH, TD
//	├─ L ─ LI ─ Lbl, LBody       lists nested in LBody
//	├─ Note ─ Lbl ─ Link, P      after the block that has its first mark
//	└─ H2, L ─ LI ─ Lbl, LBody   colophon
//
// Marks of notes are Reference ─ Link, links are Link. What a line break, a
// page break or a reflow repeats is an artifact.

// role is the element of a block of text in the locale, added to parent.
func (t *typesetter) role(parent *Element, role Role, text edition.Text) *Element {
	el := parent.Add(role)
	t.speak(el, text.Locale, t.around)
	return el
}

// speak marks the language and the direction of an element's text. around is
// the language that it would have otherwise.
func (t *typesetter) speak(el *Element, l, around locale.Locale) {
	el.RTL = l.Dir == locale.RTL
	if l.Tag != "" && l != around {
		el.Lang = l.Tag
	}
}

// headingRole is H2 to H6; the title alone is H1.
func headingRole(level int) Role {
	return Role("H" + strconv.Itoa(min(max(level, 2), 6)))
}
