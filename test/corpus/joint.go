package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	pdftest "multitude/test/pdf"
)

// binary is the program as people run it.
const binary = "bin/multitude"

// checkJoint makes all texts locales of one project in dir, builds it as people
// do, and looks whether every edition's structure tree gives its text back.
func checkJoint(dir string, all []text) error {
	p, locales, left, err := joint(dir, all)
	if err != nil {
		return err
	}
	cmd := exec.Command(binary, "-C", dir, "build", "--allow-missing-glyphs")
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("the project of all locales: %w\n%s", err, out)
	}
	took := time.Since(start)
	memory := peakMemory(cmd.ProcessState)

	var tags []string
	for tag := range locales {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	lost := make([]string, len(tags))
	each(len(tags), func(i int) {
		tag := tags[i]
		pdf, err := os.ReadFile(filepath.Join(p.OutputDir(), tag, "all-"+tag+".pdf"))
		if err != nil {
			lost[i] = fmt.Sprintf("%s (%v)", tag, err)
			return
		}
		given, err := blockTexts(pdftest.StructText(pdf))
		if err != nil {
			lost[i] = fmt.Sprintf("%s (%v)", tag, err)
		} else if f := measure(locales[tag], given, true, nil); len(f.Lost) > 0 {
			lost[i] = fmt.Sprintf("%s (%d blocks)", tag, len(f.Lost))
		}
	})
	lost = slices.DeleteFunc(lost, func(s string) bool { return s == "" })
	fmt.Printf("\none project: %d locales, %.1f s, %d MB\n", len(tags), took.Seconds(), memory)
	if len(left) > 0 {
		fmt.Printf("left out, because they have not 30 articles with a heading each: %s\n", strings.Join(left, " "))
	}
	failed := goal(len(lost) == 0, "every edition of the one project gives its text back: %s", strings.Join(lost, ", "))
	if err := goal(len(tags)+len(left) == len(all), "every text is a locale, or named"); err != nil {
		failed = err
	}
	if err := goal(memory < mostMemory, "memory stays under %d MB", mostMemory); err != nil {
		failed = err
	}
	return failed
}
