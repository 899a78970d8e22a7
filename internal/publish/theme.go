package publish

import (
	"fmt"

	"multitude/internal/doc"
	"multitude/internal/edition"
	"multitude/internal/finding"
	"multitude/internal/locale"
)

// readTheme reads the logos that the theme names, and says where its accent
// cannot be read.
func (in *Inputs) readTheme() {
	in.logos = map[string]*edition.Image{}
	for _, name := range in.Project.Logos() {
		img, err := in.readLogo(name)
		if err != nil {
			in.Findings = append(in.Findings, finding.Finding{
				Rule: "image", Severity: finding.Error, Pos: doc.Position{File: in.Project.File},
				Message: fmt.Sprintf("the logo %s cannot be shown: %v", name, err),
				Cure:    "give a PNG, JPEG or GIF file of the project, by its path from the project's folder: [theme] logo",
			})
			continue
		}
		in.logos[name] = img
	}
	report := func(tag, accent string) {
		c, ok := edition.ParseColor(accent)
		if !ok {
			return
		}
		if ratio := edition.Contrast(c, edition.LightPaper); ratio < edition.LeastContrast {
			in.Findings = append(in.Findings, finding.Finding{
				Rule: "contrast", Severity: finding.Warning, Locale: tag, Pos: doc.Position{File: in.Project.File},
				Message: fmt.Sprintf("the accent %s has a contrast of %.1f:1 with the paper, and text needs %d:1; editions use %s in its place", accent, ratio, edition.LeastContrast, edition.Readable(c, edition.LightPaper)),
				Cure:    fmt.Sprintf("write a darker one: accent = %q", edition.Readable(c, edition.LightPaper)),
			})
		}
	}
	report("", in.Project.Theme.Accent)
	for _, loc := range in.Locales {
		if own := in.Project.For(loc).Theme.Accent; own != in.Project.Theme.Accent {
			report(loc.Tag, own)
		}
	}
}

// cover is the theme's line on the cover. A locale's own is in its language,
// the project's in the source's.
func (in *Inputs) cover(loc locale.Locale) edition.Text {
	line := in.Project.For(loc).Theme.Cover
	if line == "" {
		return edition.Text{}
	}
	language := loc
	if line == in.Project.Theme.Cover {
		language = in.Project.Language
	}
	return edition.Text{Spans: []doc.Span{{Text: line}}, Locale: language}
}
