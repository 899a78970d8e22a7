// Package publish joins the stages: it reads a project, runs source, unit,
// catalog, check, edition, the formats and the site, and leaves the editions in
// the output folder. The command line and the workbench build alike through it.
package publish

import (
	"time"

	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/locale"
)

// Options are what the caller of a build decides.
type Options struct {
	Tags               []string           // the locales to build; all where empty
	Formats            []string           // "html", "pdf"; the project's where empty
	Out                string             // folder to write into; "output" below the project's root where ""
	Jobs               int                // editions built at a time; the number of processors where 0
	Pair               bool               // PDFs with the original beside the translation are made, too
	Pseudo             bool               // the test editions are built, and nothing else
	Strict             bool               // an edition with an error finding is not built
	AllowMissingGlyphs bool               // characters that no face has are left out, with a warning
	Date               time.Time          // of SOURCE_DATE_EPOCH; zero: the source's own date
	Progress           func(done, of int) // called after each edition, by one goroutine at a time; may be nil
}

// A Report is what came of a build.
type Report struct {
	Editions []Result // in the order of their tags, the original first
	Findings []finding.Finding
	Out      string // the folder that was written to
}

// A Result is what came of one edition.
type Result struct {
	Locale  locale.Locale
	Tally   edition.Tally
	Built   bool     // files were written
	Current bool     // nothing had changed: the files stand as they are
	Failed  bool     // not built; its former files, if any, stand
	Reason  string   // why it failed
	Files   []string // below Report.Out, with slashes
	Pages   int      // of the PDF, in its first layout
}

// OK says whether every edition stands as it should.
func (r *Report) OK() bool {
	for _, e := range r.Editions {
		if e.Failed {
			return false
		}
	}
	return true
}
