// Package pdftest reads finished PDFs as others do: by a reader of its own,
// which knows nothing of how the files were made, and by the programs that
// people use. Its checks are those of the Matterhorn Protocol (PDF/UA-1) that a
// machine can make.
package pdftest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Pdftotext is the text of all pages as poppler gives it, with pdftotext's
// options: none, or -raw for the order of writing. Pages end with a form feed.
func Pdftotext(pdf []byte, options ...string) (string, error) {
	return withFile(pdf, func(path string) (string, error) {
		return run("poppler-utils", "pdftotext", append(options, "-enc", "UTF-8", path, "-")...)
	})
}

// Mutool is the text of all pages as MuPDF gives it.
func Mutool(pdf []byte) (string, error) {
	return withFile(pdf, func(path string) (string, error) {
		return run("mupdf-tools", "mutool", "draw", "-q", "-F", "txt", path)
	})
}

// MutoolInfo has MuPDF read every page and says what it finds, its complaints
// among it.
func MutoolInfo(pdf []byte) (string, error) {
	return withFile(pdf, func(path string) (string, error) {
		if _, err := run("mupdf-tools", "mutool", "draw", "-q", "-F", "stext", "-o", os.DevNull, path); err != nil {
			return "", err
		}
		return run("mupdf-tools", "mutool", "info", path)
	})
}

// QPDFCheck has qpdf look for faults of syntax; "" means that there are none.
func QPDFCheck(pdf []byte) (string, error) {
	return withFile(pdf, func(path string) (string, error) {
		out, err := run("qpdf", "qpdf", "--check", path)
		if err == nil && strings.Contains(out, "No syntax or stream encoding errors found") {
			out = ""
		}
		return out, err
	})
}

// preflightJars are what PDFBox's preflight needs, as Debian installs it.
var preflightJars = []string{"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api"}

// Preflight has PDFBox look for what keeps a file without transparency from
// being PDF/A-1b; "" means that there is nothing. PDFBox knows no later part, so
// it is given the same objects in the form of PDF 1.4, without object streams
// and with the claim of that part. What PDF/A-2a asks for beside, it does not
// see: the structure.
func Preflight(pdf []byte) (string, error) {
	return withFile(pdf, func(path string) (string, error) {
		old := path + ".old"
		defer os.Remove(old)
		if _, err := run("qpdf", "qpdf", "--object-streams=disable", "--force-version=1.4", "--newline-before-endstream", "--stream-data=preserve", path, old); err != nil {
			return "", err
		}
		data, err := os.ReadFile(old)
		if err != nil {
			return "", err
		}
		data = bytes.Replace(data, []byte("<pdfaid:part>2<"), []byte("<pdfaid:part>1<"), 1)
		data = bytes.Replace(data, []byte("<pdfaid:conformance>A<"), []byte("<pdfaid:conformance>B<"), 1)
		if err := os.WriteFile(old, data, 0o600); err != nil {
			return "", err
		}
		var jars []string
		for _, j := range preflightJars {
			jars = append(jars, "/usr/share/java/"+j+".jar")
		}
		if _, err := os.Stat(jars[0]); err != nil {
			return "", errors.New("PDFBox is not installed\nhint: sudo apt-get install libpdfbox2-java libjaxb-api-java")
		}
		out, err := run("default-jre-headless", "java", "-cp", strings.Join(jars, ":"), "org.apache.pdfbox.preflight.Validator_A1b", old)
		if err == nil && strings.Contains(out, "is a valid PDF/A-1b file") {
			return "", nil
		}
		return out, err
	})
}

// Render paints a page, counted from 1, as PNG by poppler.
func Render(pdf []byte, page, dpi int) ([]byte, error) {
	out, err := withFile(pdf, func(path string) (string, error) {
		n := fmt.Sprint(page)
		return run("poppler-utils", "pdftoppm", "-png", "-r", fmt.Sprint(dpi), "-f", n, "-l", n, path)
	})
	return []byte(out), err
}

// Essence is a text without what programs add or take when they give it back:
// white space, directional marks, hyphens at line ends (soft ones), joiners that
// show nothing between words (among them COMBINING GRAPHEME JOINER). What is left
// is in normal form C.
func Essence(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == 0xAD, r == 0x34F, r == 0x61C, r == 0x200B, r == 0x200E, r == 0x200F,
			r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF:
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

func withFile(pdf []byte, f func(path string) (string, error)) (string, error) {
	file, err := os.CreateTemp("", "*.pdf")
	if err != nil {
		return "", err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(pdf)
	if err = errors.Join(err, file.Close()); err != nil {
		return "", err
	}
	return f(file.Name())
}

// run runs a program. One that is missing is an error that says how to get it.
func run(debian, program string, args ...string) (string, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return "", fmt.Errorf("%s is not installed\nhint: sudo apt-get install %s", program, debian)
	}
	var out, fault bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = &out, &fault
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w: %s%s", program, err, fault.String(), out.String())
	}
	return out.String(), nil
}

// moduleRoot is the folder of go.mod, here or above.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("no go.mod here or above")
		}
		dir = up
	}
}
