// Package test holds the tests that look at the whole: at the order of imports,
// at finished editions through independent readers and validators, and at pages
// in a real browser.
package test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The map of internal/: a package may import those on the lines above its own,
// and, on its own line, those that stand after a colon. doc, locale and finding
// are open to all.
var layers = []string{
	"doc", "locale", "finding", "spell", "tomltree", "atomicfile", "project", "source", "worddiff", "unit", "catalog", "exchange", "memory", "glossary", "check", "edition",
	"fonts", "typeset", "pdf", "picture", "html", "epub", "site", "status", "publish", "preview", "workbench", "cli",
}

// Stages side by side do not know each other.
var strangers = map[string][]string{
	"project": {"source", "unit", "catalog", "exchange", "glossary", "check", "edition"},
	"unit":    {"source", "project"},
	"source":  {"unit", "catalog"},
	"catalog": {"source", "project"},
	"check":   {"project"},
	"edition": {"check", "project"},
	"fonts":   {"source", "unit", "catalog", "exchange", "glossary", "check", "edition"},
	"pdf":     {"html", "source", "catalog"},
	"picture": {"pdf", "source", "catalog"},
	"html":    {"pdf", "typeset", "picture", "source"},
	"spell":   {"finding"},
	"status":  {"pdf", "typeset", "picture", "source", "site", "check"},
	"site":    {"pdf", "typeset", "picture", "source"},
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports ","}}`, "multitude/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		pkg, imports, _ := strings.Cut(line, " ")
		name, inside := strings.CutPrefix(pkg, "multitude/internal/")
		name, _, _ = strings.Cut(name, "/")
		at := slices.Index(layers, name)
		if inside && at < 0 {
			t.Errorf("%s is on no line of the map", pkg)
			continue
		}
		for _, imported := range strings.Split(imports, ",") {
			if imported == "github.com/jung-kurt/gofpdf" && name != "pdf" {
				t.Errorf("%s imports gofpdf; only pdf does", pkg)
			}
			other, ok := strings.CutPrefix(imported, "multitude/internal/")
			other, _, _ = strings.Cut(other, "/")
			if !ok || !inside || other == name {
				continue
			}
			if slices.Index(layers, other) >= at {
				t.Errorf("%s imports %s, which stands below it", name, other)
			}
			if slices.Contains(strangers[name], other) {
				t.Errorf("%s imports %s: they are strangers", name, other)
			}
		}
	}
}
