// Package finding is what every stage says when something is wrong: one type
// that carries the rule, the place, what is wrong, and how to mend it.
package finding

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"multitude/internal/doc"
)

// Severity says what a Finding does to the exit code and to a build.
type Severity uint8

// The severities. Off findings are dropped where they arise.
const (
	Off  Severity = iota
	Hint          // perhaps worth a look; nothing depends on it
	Warning
	Error
)

var severities = [...]string{"off", "hint", "warning", "error"}

func (s Severity) String() string { return severities[s] }

// ParseSeverity reads the words of multitude.toml's [check] table.
func ParseSeverity(s string) (Severity, bool) {
	i := slices.Index(severities[:], s)
	return Severity(max(i, 0)), i >= 0
}

// A Finding is one thing that a person should know.
type Finding struct {
	Rule     string // ID of the rule, such as "stale"
	Severity Severity
	Locale   string // BCP 47 tag; "" where it concerns the source or the project
	Unit     string // unit ID, or ""
	Pos      doc.Position
	Message  string // what is wrong: no capital, no period at the end
	Cure     string // how to mend it, in the second person; the same style
	Excused  string // why it is right as it is, where the ledger says so; its Severity is Off then
}

// String is the finding as compilers print it, so that editors can jump to it:
// file:line:column: severity: message (rule).
func (f Finding) String() string {
	var b strings.Builder
	if f.Pos.File != "" {
		b.WriteString(f.Pos.File)
		if f.Pos.Line > 0 {
			fmt.Fprintf(&b, ":%d", f.Pos.Line)
			if f.Pos.Column > 0 {
				fmt.Fprintf(&b, ":%d", f.Pos.Column)
			}
		}
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s: %s", f.Label(), f.Message)
	if f.Unit != "" {
		fmt.Fprintf(&b, " [%s]", f.Unit)
	}
	fmt.Fprintf(&b, " (%s)", f.Rule)
	return b.String()
}

// Label is the severity as people read it.
func (f Finding) Label() string {
	if f.Excused != "" {
		return "excused"
	}
	return f.Severity.String()
}

// Error makes a Finding an error, so that a stage can return one alone.
func (f Finding) Error() string {
	if f.Cure == "" {
		return f.String()
	}
	return f.String() + "\nhint: " + f.Cure
}

// Sort orders findings by locale, file, line, column and rule.
func Sort(all []Finding) {
	slices.SortStableFunc(all, Compare)
}

// Compare is the order of two findings in a list.
func Compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Locale, b.Locale),
		cmp.Compare(a.Pos.File, b.Pos.File),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Column, b.Pos.Column),
		cmp.Compare(a.Rule, b.Rule),
	)
}

// Worst is the highest severity among the findings.
func Worst(all []Finding) Severity {
	worst := Off
	for _, f := range all {
		worst = max(worst, f.Severity)
	}
	return worst
}
