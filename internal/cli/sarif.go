package cli

import (
	"net/url"
	"path/filepath"
	"strings"

	"multitude/internal/finding"
)

// The part of SARIF 2.1.0 (OASIS, 27 March 2020) that findings need; the names
// and the order are the standard's (§3.13 and what follows it).
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID    string      `json:"id"`
	Short *sarifText  `json:"shortDescription,omitempty"`
	Full  *sarifText  `json:"fullDescription,omitempty"`
	Help  *sarifText  `json:"help,omitempty"`
	Usual *sarifUsual `json:"defaultConfiguration,omitempty"`
}

type sarifUsual struct {
	Level string `json:"level"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string            `json:"ruleId"`
	RuleIndex int               `json:"ruleIndex"`
	Level     string            `json:"level"`
	Message   sarifText         `json:"message"`
	Locations []sarifLocation   `json:"locations,omitempty"`
	Excuses   []sarifExcuse     `json:"suppressions,omitempty"`
	Prints    map[string]string `json:"partialFingerprints,omitempty"`
	More      map[string]string `json:"properties,omitempty"`
}

// A suppression of the kind "external" stands elsewhere than in the text: here
// in the ledger (§3.35).
type sarifExcuse struct {
	Kind string `json:"kind"`
	Why  string `json:"justification"`
}

type sarifLocation struct {
	Physical *sarifPhysical `json:"physicalLocation,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
}

// sarif is the findings as a SARIF log. Columns are counted in code points, as
// everywhere here.
func sarif(found []finding.Finding) sarifLog {
	driver := sarifDriver{Name: "multitude", Version: version(), Rules: []sarifRule{}}
	index := map[string]int{}
	results := []sarifResult{}
	for _, f := range found {
		at, ok := index[f.Rule]
		if !ok {
			at = len(driver.Rules)
			index[f.Rule] = at
			rule := sarifRule{ID: f.Rule}
			if d, ok := lookupRule(f.Rule); ok {
				rule.Short, rule.Full, rule.Help = &sarifText{d.What}, &sarifText{d.Why}, &sarifText{d.Mend}
				rule.Usual = &sarifUsual{sarifLevel(d.Severity)}
			}
			driver.Rules = append(driver.Rules, rule)
		}
		r := sarifResult{RuleID: f.Rule, RuleIndex: at, Level: sarifLevel(f.Severity), Message: sarifText{f.Message}}
		if f.Excused != "" {
			r.Excuses = []sarifExcuse{{"external", f.Excused}}
		}
		if f.Cure != "" {
			r.Message.Text += "\n" + f.Cure
		}
		if f.Pos.File != "" {
			p := &sarifPhysical{Artifact: sarifArtifact{URI: address(f.Pos.File)}}
			// Forges show nothing without a line.
			p.Region = &sarifRegion{StartLine: max(f.Pos.Line, 1), StartColumn: f.Pos.Column}
			r.Locations = []sarifLocation{{Physical: p}}
		}
		if f.Unit != "" {
			// The same finding is known again when lines have moved (§3.27.17).
			r.Prints = map[string]string{"unit/v1": strings.Join([]string{f.Rule, f.Locale, f.Unit, f.Message}, " ")}
		}
		for key, value := range map[string]string{"locale": f.Locale, "unit": f.Unit} {
			if value != "" {
				if r.More == nil {
					r.More = map[string]string{}
				}
				r.More[key] = value
			}
		}
		results = append(results, r)
	}
	return sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{{Tool: sarifTool{driver}, ColumnKind: "unicodeCodePoints", Results: results}},
	}
}

// address is a path as a URI: relative where the path is.
func address(path string) string {
	u := url.URL{Path: slashed(path)}
	if filepath.IsAbs(path) {
		u.Scheme = "file"
	}
	return u.String()
}

// sarifLevel is the severity in SARIF's words (§3.27.10).
func sarifLevel(s finding.Severity) string {
	switch s {
	case finding.Off:
		return "none"
	case finding.Hint:
		return "note"
	}
	return s.String()
}

func slashed(path string) string { return filepath.ToSlash(path) }
