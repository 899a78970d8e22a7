package status

import (
	"fmt"
	"html"
	"strings"

	"multitude/internal/edition"
)

// WholeBadge is the name of the badge for all translations; no tag is like it.
const WholeBadge = "translations"

// Badges are small pictures (SVG) for a project's front page: one for each
// translation, by its tag, and one for all, by WholeBadge.
func (r *Report) Badges() map[string][]byte {
	whole := r.Whole()
	n := count(len(r.Locales), "language")
	out := map[string][]byte{
		WholeBadge: badge(n, "Translations of "+r.Title+": "+n, whole, false),
	}
	for _, p := range r.Locales {
		out[p.Locale.Tag] = badge(p.Locale.Tag, "Translation into "+p.English(), p.Tally, p.Broken)
	}
	return out
}

// The colours of badges: white on each of them has a contrast of at least 7:1.
const (
	badgeLabel = "#3d3d3d"
	badgeWhole = "#1a5c33" // up to date and reviewed
	badgeFresh = "#174f86" // up to date
	badgeToDo  = "#7a3e00" // something is stale or missing
	badgeBad   = "#8f1d1d" // it cannot be read
)

// badge has the label on its left, and how far the translation is on its right.
func badge(label, title string, t edition.Tally, broken bool) []byte {
	fresh, seen := percent(upToDate(t), t.Words), percent(reviewed(t), t.Words)
	value := fmt.Sprintf("%d %%, %d %% reviewed", fresh, seen)
	said := fmt.Sprintf("%s: %d %% of the words are translated and up to date, %d %% are reviewed", title, fresh, seen)
	colour := badgeToDo
	switch {
	case broken:
		value, said, colour = "cannot be read", title+": it cannot be read", badgeBad
	case seen == 100:
		colour = badgeWhole
	case fresh == 100:
		colour = badgeFresh
	}
	const pad, height = 7, 20
	left, right := textWidth(label)+2*pad, textWidth(value)+2*pad
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" aria-labelledby="t">`, left+right, height)
	fmt.Fprintf(&b, `<title id="t">%s</title>`, html.EscapeString(said))
	fmt.Fprintf(&b, `<path fill="%s" d="M3 0H%dV20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z"/>`, badgeLabel, left)
	fmt.Fprintf(&b, `<path fill="%s" d="M%d 0H%d a3 3 0 0 1 3 3V17a3 3 0 0 1-3 3H%[2]dz"/>`, colour, left, left+right-3)
	b.WriteString(`<g fill="#fff" font-family="Verdana,'DejaVu Sans',sans-serif" font-size="11" aria-hidden="true">`)
	// The length is given, so that any reader's font fits.
	text := func(x, width int, s string) {
		fmt.Fprintf(&b, `<text x="%d" y="14" textLength="%d" lengthAdjust="spacingAndGlyphs">%s</text>`, x, width, html.EscapeString(s))
	}
	text(pad, left-2*pad, label)
	text(left+pad, right-2*pad, value)
	b.WriteString("</g></svg>\n")
	return []byte(b.String())
}

// textWidth is about how wide ASCII text is in Verdana at 11 pixels.
func textWidth(s string) int {
	width := 0.0
	for _, c := range s {
		switch {
		case strings.ContainsRune("il.,:'|", c):
			width += 3.6
		case strings.ContainsRune("fjrt -()", c):
			width += 4.4
		case strings.ContainsRune("mwMW%", c):
			width += 10.6
		case c >= 'A' && c <= 'Z':
			width += 7.6
		default:
			width += 6.8
		}
	}
	return int(width + .5)
}
