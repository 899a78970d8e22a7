package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"multitude/internal/finding"
)

// formats of findings.
var findingFormats = []string{"text", "json", "sarif", "github"}

// printFindings writes findings to the standard output in one of the formats.
func (a *app) printFindings(found []finding.Finding, format string) error {
	found = a.placed(found)
	switch format {
	case "json":
		return a.printJSON(findingList(found))
	case "sarif":
		return a.printJSON(sarif(found))
	case "github":
		for _, f := range found {
			a.out.WriteString(github(f))
		}
	default:
		a.out.WriteString(a.findingText(found, a.colours.out))
	}
	return nil
}

// noteFindings writes findings to the standard error.
func (a *app) noteFindings(found []finding.Finding) {
	a.out.Flush()
	fmt.Fprint(a.err, a.findingText(a.placed(found), a.colours.err))
}

// placed are the findings with their paths as people know them.
func (a *app) placed(found []finding.Finding) []finding.Finding {
	out := make([]finding.Finding, len(found))
	for i, f := range found {
		f.Pos.File = a.path(f.Pos.File)
		out[i] = f
	}
	return out
}

// findingText is the findings as compilers print theirs, so that editors can
// jump to the place, each with its cure. A cure that is the same for the next
// finding is given once, behind the last.
func (a *app) findingText(found []finding.Finding, colours palette) string {
	var b strings.Builder
	for i, f := range found {
		severity := f.Label()
		paint := colours.warning
		switch f.Severity {
		case finding.Error:
			paint = colours.error
		case finding.Hint, finding.Off:
			paint = colours.strong
		}
		place, rest, _ := strings.Cut(f.String(), severity+": "+f.Message)
		b.WriteString(sprintf("%s%s: %s%s\n", oneLine(place), paint(severity), oneLine(f.Message), oneLine(rest)))
		if f.Excused != "" {
			b.WriteString(sprintf("  because: %s\n", oneLine(f.Excused)))
			continue
		}
		if f.Cure != "" && (i+1 == len(found) || found[i+1].Rule != f.Rule || found[i+1].Cure != f.Cure) {
			b.WriteString(sprintf("  hint: %s\n", oneLine(f.Cure)))
		}
	}
	return b.String()
}

// A findingJSON is a finding as machines read it.
type findingJSON struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Locale   string `json:"locale,omitempty"`
	Unit     string `json:"unit,omitempty"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Message  string `json:"message"`
	Cure     string `json:"cure,omitempty"`
	Excused  string `json:"excused,omitempty"` // why
}

type findingListJSON struct {
	Errors   int           `json:"errors"`
	Warnings int           `json:"warnings"`
	Hints    int           `json:"hints"`
	Excused  int           `json:"excused"`
	Findings []findingJSON `json:"findings"`
}

func findingList(found []finding.Finding) findingListJSON {
	list := findingListJSON{Findings: []findingJSON{}}
	for _, f := range found {
		switch {
		case f.Excused != "":
			list.Excused++
		case f.Severity == finding.Error:
			list.Errors++
		case f.Severity == finding.Hint:
			list.Hints++
		default:
			list.Warnings++
		}
		list.Findings = append(list.Findings, findingJSON{
			f.Rule, f.Severity.String(), f.Locale, f.Unit, f.Pos.File, f.Pos.Line, f.Pos.Column, f.Message, f.Cure, f.Excused,
		})
	}
	return list
}

// printJSON writes v, with line breaks for people who look at it.
func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// github is a finding as a workflow command of GitHub's, which shows it beside
// the line that it is about.
func github(f finding.Finding) string {
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	properties := []string{"title=" + property.Replace(f.Rule)}
	if f.Pos.File != "" {
		properties = append(properties, "file="+property.Replace(slashed(f.Pos.File)))
		if f.Pos.Line > 0 {
			properties = append(properties, fmt.Sprintf("line=%d", f.Pos.Line))
			if f.Pos.Column > 0 {
				properties = append(properties, fmt.Sprintf("col=%d", f.Pos.Column))
			}
		}
	}
	message := f.Message
	if f.Unit != "" {
		message += " [" + f.Unit + "]"
	}
	if f.Cure != "" {
		message += "\nhint: " + f.Cure
	}
	command := f.Severity.String()
	switch {
	case f.Excused != "":
		command, message = "notice", f.Message+"\nexcused: "+f.Excused
	case f.Severity == finding.Hint:
		command = "notice"
	}
	return fmt.Sprintf("::%s %s::%s\n", command, strings.Join(properties, ","), text.Replace(message))
}
