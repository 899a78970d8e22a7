package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestModules(t *testing.T) {
	out := t.TempDir()
	if err := modules(out); err != nil {
		t.Fatal(err)
	}
	for file, words := range map[string]string{
		"multitude.txt":  "Permission is hereby granted",
		"modules/go.txt": "The Go Authors",
		"modules/github.com/jung-kurt/gofpdf.txt":      "Permission is hereby granted",
		"modules/github.com/go-text/typesetting.txt":   "Redistribution and use",
		"modules/github.com/nicksnyder/go-i18n/v2.txt": "Permission is hereby granted",
		"modules/github.com/spf13/cobra.txt":           "Apache License",
	} {
		data, err := os.ReadFile(filepath.Join(out, "notices", file))
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(strings.Join(strings.Fields(string(data)), " "), words) {
			t.Errorf("%s does not say %q", file, words)
		}
	}
	// What only tests need is not in the program, and needs no notice.
	err := fs.WalkDir(os.DirFS(out), ".", func(name string, _ fs.DirEntry, err error) error {
		if strings.Contains(name, "chromedp") || strings.Contains(name, "pdfcpu") {
			t.Errorf("%s is not in the program", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
