// Package source reads Markdown: a whole document, or the inline Markdown of
// one message. goldmark knows CommonMark; this package says which part of it
// can become a good edition, and tells the author, with line and column, what
// to write instead of the rest. It never panics and never hangs, whatever the
// bytes.
package source

import (
	"fmt"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

// Rules are the IDs of the findings that Parse makes.
const (
	RuleEncoding     = "encoding"      // not UTF-8, or characters that no text has
	RuleFrontMatter  = "front-matter"  // the lines between ---
	RuleHeadingLevel = "heading-level" // a level left out, or a level too deep
	RuleHeading      = "heading"       // a heading without words, or with an attribute that is no anchor
	RuleAnchor       = "anchor"        // an anchor given twice, or ill-formed
	RuleLinkTarget   = "link-target"   // a link that leads nowhere, or that a reader must not follow
	RuleImageSource  = "image-source"  // a picture that is not a file beside the document
	RuleImageAlt     = "image-alt"     // a picture that a reader cannot hear
	RuleFootnote     = "footnote"      // a mark without note, a note without mark
	RuleRawHTML      = "raw-html"      // HTML, comments too
	RuleTable        = "table"         // a table whose rows do not fit its header
	RuleNesting      = "nesting"       // lists, quotes or marks within one another without end
	RuleUnsupported  = "unsupported"   // whatever else cannot become a good edition
)

// Parse reads a Markdown document. file is its path as the user knows it; it
// is used in positions, and gives the title where the document states none.
//
// The Document is never nil and can always be published: what a finding of
// severity error speaks of stands in it as plain text, or, where that is not
// possible, not at all. Findings are in the order of the document.
func Parse(file string, markdown []byte) (*doc.Document, []finding.Finding) {
	r := &reading{original: decode(file, markdown)}
	r.document.File = file
	r.checkCharacters(markdown)
	r.blocks(r.frontMatter())
	r.title()
	finding.Sort(r.found)
	return &r.document, r.found
}

// A reading is the state of Parse: the file, and what is known of it so far.
type reading struct {
	*original
	document doc.Document
	found    []finding.Finding
	fields   front
	context  context
}

// report adds a finding. offset is a byte offset in the original's text; -1 is
// the file as a whole.
func (r *reading) report(severity finding.Severity, rule string, offset int, cure, message string, args ...any) {
	r.found = append(r.found, finding.Finding{
		Rule: rule, Severity: severity, Pos: r.position(offset), Cure: cure, Message: fmt.Sprintf(message, args...),
	})
}
