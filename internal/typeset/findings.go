package typeset

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-text/typesetting/language"

	"multitude/internal/finding"
	"multitude/internal/fonts"
)

// whole gives the clusters that no face has glyphs for the box of a missing
// glyph, and notes their characters. It returns clusters itself where nothing
// is missing.
func (t *typesetter) whole(runes []rune, clusters []cluster) []cluster {
	lacking := func(c *cluster) bool {
		return c.face == nil || slices.ContainsFunc(c.glyphs, func(g Glyph) bool { return g.ID == 0 })
	}
	if !slices.ContainsFunc(clusters, func(c cluster) bool { return lacking(&c) }) {
		return clusters
	}
	clusters = slices.Clone(clusters)
	near := t.anyFace(clusters)
	for i := range clusters {
		c := &clusters[i]
		if !lacking(c) {
			continue
		}
		for _, r := range runes[c.start:c.end] {
			if (c.face == nil || !c.face.Has(r)) && !slices.Contains(t.missing, r) {
				t.missing = append(t.missing, r)
			}
		}
		if c.face == nil && near != nil {
			c.face = near
			c.glyphs = []Glyph{{ID: 0}}
			c.advance = missingWidth * near.UnitsPerEm
		}
	}
	return clusters
}

// missingWidth is the width of the box of a missing glyph, in em.
const missingWidth = 0.6

// anyFace is a face to draw that box with.
func (t *typesetter) anyFace(clusters []cluster) *fonts.Face {
	for i := range clusters {
		if clusters[i].face != nil {
			return clusters[i].face
		}
	}
	f, _ := t.shaper.faces.Pick([]rune("a"), language.Latin, fonts.Regular, false, t.ed.Locale)
	return f
}

// overfull reports a line that is wider than its column.
func (s *setter) overfull(l *textLine, unit string) {
	var b strings.Builder
	for i := range l.clusters[:l.visible] {
		b.WriteString(string(l.runes[l.clusters[i].start:l.clusters[i].end]))
	}
	s.found = append(s.found, finding.Finding{
		Rule: "overfull-line", Severity: finding.Warning, Locale: s.ed.Locale.Tag, Unit: unit,
		Message: fmt.Sprintf("a line is %.0f points wider than there is room for: %q", l.width-s.width, shorten(b.String(), 40)),
		Cure:    "put a space or a soft hyphen where the text may be broken",
	})
}

// tallestHeading is the share of a page's height up to which a heading does not
// push the text off the page that it is the heading of.
const tallestHeading = 0.25

// long reports a heading that takes the room of what it stands above.
func (s *setter) long(unit, message string) {
	s.found = append(s.found, finding.Finding{
		Rule: "long-heading", Severity: finding.Warning, Locale: s.ed.Locale.Tag, Unit: unit,
		Message: message,
		Cure:    "say it in fewer words; if there are none, excuse the finding",
	})
}

// shorten is the first n characters of s.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

// findings is what a person must know of the pages.
func (t *typesetter) findings() []finding.Finding {
	if len(t.missing) == 0 {
		return t.found
	}
	slices.Sort(t.missing)
	return append(t.found, fonts.Lacking(t.missing, t.ed.Locale))
}
