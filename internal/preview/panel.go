package preview

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"multitude/internal/finding"
)

// mostShown is how many findings a page shows; the command line shows all.
const mostShown = 200

//go:embed panel.html
var panelText string

var panelPart = template.Must(template.New("panel.html").Parse(panelText))

// panel is what a page says of the findings of check: a part of the page, but
// not of the edition.
func (v *Preview) panel(tag string, found []finding.Finding, page []byte) []byte {
	data := struct {
		Tag, Summary string
		Worst        string
		Problems     []notice
		More         int
	}{Tag: tag, Worst: finding.Worst(found).String(), Summary: count(found)}
	for _, severity := range severities {
		for _, f := range found {
			if f.Severity != severity {
				continue
			}
			if len(data.Problems) == mostShown {
				data.More++
				continue
			}
			n := v.notice(f)
			if f.Unit != "" && bytes.Contains(page, []byte(`id="`+template.HTMLEscapeString(f.Unit)+`"`)) {
				n.Link = "#" + f.Unit
			}
			data.Problems = append(data.Problems, n)
		}
	}
	var b bytes.Buffer
	if err := panelPart.Execute(&b, data); err != nil {
		panic(err) // of strings alone
	}
	return b.Bytes()
}

// severities are those of findings that are shown, worst first.
var severities = []finding.Severity{finding.Error, finding.Warning, finding.Hint}

// count says how many findings there are.
func count(found []finding.Finding) string {
	n := map[finding.Severity]int{}
	for _, f := range found {
		n[f.Severity]++
	}
	var parts []string
	for _, s := range severities {
		switch {
		case n[s] == 1:
			parts = append(parts, "1 "+s.String())
		case n[s] > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", n[s], s))
		}
	}
	if parts == nil {
		return "nothing to mend"
	}
	return strings.Join(parts, ", ")
}
