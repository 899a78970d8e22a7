package check

import (
	"fmt"
	"slices"
	"strings"

	"multitude/internal/doc"
	"multitude/internal/finding"
)

var markupRules = []Rule{{
	ID:       "unsafe-markup",
	Severity: finding.Error,
	What:     "HTML, or a link that runs a program, in a translation",
	Why:      "it would be shown as it stands, or could harm the reader; the edition shows the original instead",
	Example:  "<b>Libertad</b>; [aquí](javascript:alert(1))",
	Mend:     "write Markdown: **bold**, *emphasis*, [words](https://…)",
	unit: func(s *subject) {
		if s.parse != nil {
			s.report(s.parse.Error(), "write Markdown instead: **bold**, *emphasis*, [words](https://example.org)")
		}
	},
}, {
	ID:       "emphasis",
	Severity: finding.Warning,
	What:     "bold or emphasis that the original has and the translation has not, or the other way round",
	Why:      "what stands out in the original should stand out in the translation; a name in bold gives its paragraph a form of its own",
	Example:  "**Freedom to Stay:** … → Libertad de quedarse: …",
	Mend:     "put ** around the words that are bold in the original, * around those in italics",
	scope:    parsed,
	unit: func(s *subject) {
		strong := func(d doc.Span) bool { return d.Strong }
		emph := func(d doc.Span) bool { return d.Emph }
		if a, b := stretches(s.original.spans, strong), stretches(s.spans, strong); a != b {
			s.report(fmt.Sprintf("%s in bold, the original has %d", count(b, "stretch", "stretches"), a),
				"put ** before and after the same words as in the original, with no space inside")
		}
		if a, b := stretches(s.original.spans, emph), stretches(s.spans, emph); a != b {
			s.report(fmt.Sprintf("%s in italics, the original has %d", count(b, "stretch", "stretches"), a),
				"put * before and after the same words as in the original, with no space inside")
		}
	},
}, {
	ID:       "links",
	Severity: finding.Error,
	What:     "links that the original has not, or that lead elsewhere, or are missing",
	Why:      "a reader would be sent somewhere that the authors did not choose, or nowhere",
	Example:  "[Appendix A](#appendix) → [Anexo A](#anexo)",
	Mend:     "keep what stands in the round brackets as it is in the original; it may lead to another page of the same web site, such as the one in your language",
	scope:    parsed,
	unit: func(s *subject) {
		missing, added, _ := s.localized(targets(s.original.spans), targets(s.spans))
		for _, t := range missing {
			s.report(fmt.Sprintf("the link to %s is missing", t), fmt.Sprintf("write it as [words](%s), with no space between the brackets", t))
		}
		for _, t := range added {
			s.report(fmt.Sprintf("a link to %s, which the original does not have", t), "take it out, or correct what stands in the round brackets")
		}
	},
}, {
	ID:       "moved-link",
	Severity: finding.Warning,
	What:     "a link, or a web address in the text, that leads to another page of the original's site",
	Why:      "the page may be the one in your language, or another one altogether; on a site that many people share, another person's",
	Example:  "https://example.org/en/rights → https://example.org/es/derechos",
	Mend:     "open both, and see that they are the same page in two languages; then excuse the finding",
	scope:    parsed,
	unit: func(s *subject) {
		_, _, links := s.localized(targets(s.original.spans), targets(s.spans))
		_, _, texts := s.localized(addresses(s.original.text), addresses(s.text))
		for _, m := range append(links, texts...) {
			s.report(fmt.Sprintf("%s, where the original has %s", m.to, m.from), "see that it is the same page in your language; then excuse the finding")
		}
	},
}, {
	ID:       "notes",
	Severity: finding.Error,
	What:     "marks of footnotes that are missing, doubled or unknown",
	Why:      "a reader could not find the note, or not find back",
	Example:  "process[^process] → proceso",
	Mend:     "put the mark, such as [^process], after the words that it belongs to",
	scope:    parsed,
	unit: func(s *subject) {
		want, got := labels(s.original.spans, doc.NoteRef), labels(s.spans, doc.NoteRef)
		for _, l := range difference(want, got) {
			s.report(fmt.Sprintf("the mark of the footnote, [^%s], is missing", l), fmt.Sprintf("put [^%s] after the words that it belongs to", l))
		}
		for _, l := range difference(got, want) {
			s.report(fmt.Sprintf("the mark [^%s], which the original does not have here", l), "take it out")
		}
	},
}, {
	ID:       "code",
	Severity: finding.Error,
	What:     "code, images or hard line breaks that differ from the original's",
	Why:      "code means the same in every language; a picture or a line of an address must not be lost",
	Example:  "`make` → `hacer`",
	Mend:     "copy it from the original as it is",
	scope:    parsed,
	unit: func(s *subject) {
		for _, t := range difference(labels(s.original.spans, doc.CodeSpan), labels(s.spans, doc.CodeSpan)) {
			s.report(fmt.Sprintf("the code `%s` is missing or was changed", t), fmt.Sprintf("write `%s`, as in the original", t))
		}
		for _, t := range difference(sources(s.original.spans), sources(s.spans)) {
			s.report(fmt.Sprintf("the picture %s is missing", t), fmt.Sprintf("write it as ![what it shows](%s)", t))
		}
		for _, t := range difference(sources(s.spans), sources(s.original.spans)) {
			s.report(fmt.Sprintf("the picture %s, which the original does not have", t), "take it out")
		}
		if a, b := len(labels(s.original.spans, doc.HardBreak)), len(labels(s.spans, doc.HardBreak)); a != b {
			s.report(fmt.Sprintf("%s, the original has %d", count(b, "hard line break", "hard line breaks"), a), `end a line with \ where the original does`)
		}
	},
}, {
	ID:       "unbalanced",
	Severity: finding.Error,
	What:     "marks of Markdown that are opened and not closed, and so stand in the text as they are",
	Why:      "readers would see stars and brackets",
	Example:  "**Libertad de quedarse: …",
	Mend:     "close what was opened, with no space between the mark and the word",
	scope:    parsed,
	unit: func(s *subject) {
		for _, mark := range []string{"**", "*", "`", "](", "[^"} {
			meant := strings.Count(s.message.Text, `\`+mark[:1])
			if marks(s.spans, mark)-meant > marks(s.original.spans, mark) {
				s.report(fmt.Sprintf("%q stands in the text as it is", mark), fmt.Sprintf("close what %q opens, with no space between it and the words; if it is meant, write \\ before it", mark))
				return
			}
		}
	},
}}

// stretches counts the runs of neighbouring spans that have the attribute.
func stretches(spans []doc.Span, has func(doc.Span) bool) int {
	n, in := 0, false
	for _, s := range spans {
		now := has(s)
		if now && !in {
			n++
		}
		in = now
	}
	return n
}

func targets(spans []doc.Span) []string {
	var out []string
	var last *doc.Link
	for _, s := range spans {
		if s.Link != nil && s.Link != last {
			out = append(out, s.Link.Target)
		}
		last = s.Link
	}
	return out
}

func labels(spans []doc.Span, kind doc.SpanKind) []string {
	var out []string
	for _, s := range spans {
		if s.Kind == kind {
			out = append(out, s.Text)
		}
	}
	return out
}

func sources(spans []doc.Span) []string {
	var out []string
	for _, s := range spans {
		if s.Kind == doc.Image {
			out = append(out, s.Source)
		}
	}
	return out
}

// marks counts a mark in the text that a reader sees.
func marks(spans []doc.Span, mark string) int {
	n := 0
	for _, s := range spans {
		if s.Kind == doc.Plain {
			n += strings.Count(s.Text, mark)
		}
	}
	return n
}

// difference is what a has more of than b, as multisets, in a's order.
func difference(a, b []string) []string {
	rest := slices.Clone(b)
	var out []string
	for _, s := range a {
		if i := slices.Index(rest, s); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			out = append(out, s)
		}
	}
	return out
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
