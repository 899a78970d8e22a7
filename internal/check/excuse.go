package check

import (
	"maps"
	"slices"

	"multitude/internal/catalog"
	"multitude/internal/finding"
	"multitude/internal/unit"
)

// neverExcused are the rules that have another way to say that all is well, or
// whose findings keep a text from being published at all.
var neverExcused = []string{"untranslated", "stale", "emptied", "blank", "unknown-unit", "endonym", "plural-forms", "unsafe-markup", unusedExcuse}

// otherExcused are rules of other stages whose findings are about one message.
var otherExcused = []string{"overfull-line", "long-heading", "missing-glyph"}

// Excusable says whether a finding of the rule can be excused.
func Excusable(rule string) bool {
	_, ok := Lookup(rule)
	return ok && !slices.Contains(neverExcused, rule) || slices.Contains(otherExcused, rule)
}

// Excuse is the finding as an excused one, where the ledger excuses it for the
// unit as it is now; nil else.
func Excuse(cat *catalog.Catalog, u unit.Unit, f finding.Finding) *finding.Finding {
	if !Excusable(f.Rule) {
		return nil
	}
	x, ok := cat.Excused(u, f.Rule)
	if !ok {
		return nil
	}
	f.Severity, f.Excused = finding.Off, x.Reason
	return &f
}

const unusedExcuse = "unused-excuse"

var excuseRules = []Rule{{
	ID: unusedExcuse, Severity: finding.Hint,
	What:    "an excuse in the ledger that excuses nothing any more",
	Why:     "it was given for texts that have changed since, or for a finding that is gone; nobody should think that it still holds",
	Example: "the rule numbers was excused for “Five freedoms” and “Las cinco libertades”, and the Spanish reads “Las seis libertades” now",
	Mend:    "take its entry out of the ledger; where the finding is right as it is again, excuse it again",
	whole:   func(*catalogue) {}, // known after all other rules; see excuse
}}

// excuse parts the findings that the ledger excuses from the others, and
// reports the excuses that none of them needed.
func (c *catalogue) excuse(found []report) (out []report, excused []finding.Finding) {
	if len(c.catalog.Excuses) == 0 {
		return found, nil
	}
	place := make(map[string]int, len(c.originals))
	for i := range c.originals {
		place[c.originals[i].unit.ID] = i
	}
	used := map[string]bool{}
	for _, f := range found {
		if i, ok := place[f.Unit]; ok {
			if x := Excuse(c.catalog, c.originals[i].unit, f.Finding); x != nil {
				used[x.Unit+" "+x.Rule] = true
				excused = append(excused, *x)
				continue
			}
		}
		out = append(out, f)
	}
	severity := c.options.severity(excuseRules[0])
	if severity == finding.Off {
		return out, excused
	}
	tag := c.catalog.Locale.Tag
	for _, key := range slices.Sorted(maps.Keys(c.catalog.Excuses)) {
		x := c.catalog.Excuses[key]
		if slices.Contains(otherExcused, x.Rule) {
			continue // its stage has not run yet
		}
		if r, known := Lookup(x.Rule); used[x.Unit+" "+x.Rule] || known && (c.options.severity(r) == finding.Off || r.ID == spellingRules[0].ID && c.options.Spell == nil) {
			continue
		}
		f := finding.Finding{Rule: unusedExcuse, Severity: severity, Locale: tag, Unit: x.Unit, Pos: x.Pos,
			Message: "this excuse of the rule " + x.Rule + " is not used", Cure: "take the entry out"}
		i, there := place[x.Unit]
		switch {
		case !there:
			f.Message += ": its passage is gone"
		case !Excusable(x.Rule):
			f.Message += ": there is no such rule, or it cannot be excused"
		case x.Reason == "":
			f.Message, f.Cure = "this excuse of the rule "+x.Rule+" has no reason", `say why: reason = "…"`
		default:
			if _, holds := c.catalog.Excused(c.originals[i].unit, x.Rule); !holds {
				f.Message += ": the texts that it was given for have changed"
			} else {
				f.Message += ": there is no such finding any more"
			}
		}
		out = append(out, report{Finding: f})
	}
	return out, excused
}
