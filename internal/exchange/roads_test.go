package exchange

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// roads are the ways that files take through other people's programs.
func roads() []road {
	toolkit := func(format Format) road {
		// Of a table, Translate Toolkit keeps the columns that it knows.
		return road{"toolkit/" + string(format), format, true, format == CSV, throughToolkit}
	}
	return []road{
		{"po", PO, false, false, stay},
		{"xliff-1.2", XLIFF12, false, false, stay},
		{"xliff-2.1", XLIFF21, false, false, stay},
		{"csv", CSV, false, false, stay},
		{"tmx", TMX, false, false, stay},
		{"go-i18n", GoI18n, false, false, stay},
		{"gettext", PO, false, false, throughGettext},
		{"xmllint/xliff-1.2", XLIFF12, false, false, throughXmllint},
		{"xmllint/xliff-2.1", XLIFF21, false, false, throughXmllint},
		{"xmllint/tmx", TMX, true, false, throughXmllint},
		toolkit(PO), toolkit(XLIFF12), toolkit(CSV), toolkit(TMX),
		{"po2xliff", PO, true, false, throughPo2xliff},
		{"pofilter", PO, true, false, throughPofilter},
		{"omegat", XLIFF12, true, false, throughOmegaT},
		{"schema/xliff-1.2", XLIFF12, true, false, throughSchema},
		{"schema/xliff-2.1", XLIFF21, true, false, throughSchema},
	}
}

// run runs a program, which must succeed, and gives what it said.
func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("the tests need the program %s: sh test/install.sh all installs it", name)
	}
	cmd := exec.Command(name, args...)
	home := t.TempDir()
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+home, "XDG_CONFIG_HOME="+home, "JAVA_TOOL_OPTIONS=-Duser.home="+home)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// beside is a path beside another, with another name.
func beside(path, name string) string { return filepath.Join(filepath.Dir(path), name) }

// throughGettext checks a file, merges it with itself as a new template, and
// writes it anew.
func throughGettext(t testing.TB, path, _ string) string {
	if said := run(t, "msgfmt", "-c", "-o", os.DevNull, path); said != "" {
		t.Errorf("msgfmt -c: %s", said)
	}
	merged, out := beside(path, "merged.po"), beside(path, "out.po")
	run(t, "msgmerge", "--quiet", "--previous", "-o", merged, path, path)
	run(t, "msgcat", "--no-location", "--sort-output", "--width=40", "-o", out, merged)
	return out
}

// throughXmllint writes the file in canonical XML: other quotation marks, no
// empty elements, attributes in another order.
func throughXmllint(t testing.TB, path, _ string) string {
	out := beside(path, "canonical"+filepath.Ext(path))
	cmd := exec.Command("xmllint", "--nonet", "--c14n", path)
	data, err := cmd.Output()
	if err != nil {
		t.Fatalf("xmllint (apt package libxml2-utils): %v", err)
	}
	if err := os.WriteFile(out, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return out
}

// throughToolkit has Translate Toolkit read the file into its own model and
// write it.
func throughToolkit(t testing.TB, path, _ string) string {
	out := beside(path, "toolkit"+filepath.Ext(path))
	run(t, "/usr/bin/python3", "-c", "import sys\nfrom translate.storage import factory\ns = factory.getobject(sys.argv[1])\nassert len(s.units) > 5\ns.savefile(sys.argv[2])\n", path, out)
	if said := run(t, "pocount", path); !strings.Contains(said, "Total:") || strings.Contains(said, "Total:               0 ") {
		t.Errorf("pocount: %s", said)
	}
	return out
}

// throughPo2xliff has Translate Toolkit make an XLIFF file of the PO file. It
// drops the IDs.
func throughPo2xliff(t testing.TB, path, _ string) string {
	out := beside(path, "po2xliff.xlf")
	run(t, "po2xliff", "--progress=none", path, out)
	return out
}

// throughPofilter has Translate Toolkit check the PO file, and takes back what
// it has marked.
func throughPofilter(t testing.TB, path, _ string) string {
	run(t, "pofilter", "--progress=none", "--test=newlines", "--test=urls", path, beside(path, "filtered.po"))
	return path
}

// throughOmegaT has OmegaT make its target document of the file.
func throughOmegaT(t testing.TB, path, tag string) string {
	dir := beside(path, "omegat")
	for _, name := range []string{"source", "target", "tm", "omegat", "glossary", "dictionary"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	project := `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>` +
		`<glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>en</source_lang><target_lang>` + tag + `</target_lang>` +
		`<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations><remove_tags>false</remove_tags></project></omegat>`
	for name, data := range map[string][]byte{"source/" + filepath.Base(path): data, "omegat.project": []byte(project)} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	run(t, "omegat", dir, "--mode=console-translate", "--quiet")
	return filepath.Join(dir, "target", filepath.Base(path))
}

// schemas is where Debian's package php-symfony-translation has OASIS's.
const schemas = "/usr/share/php/Symfony/Component/Translation/Resources/schemas/"

// throughSchema holds the file against OASIS's schema: that of XLIFF 2.0, which
// 2.1 did not change, and the strict one of 1.2 with ours of our attributes.
func throughSchema(t testing.TB, path, _ string) string {
	dir := t.TempDir()
	for _, name := range []string{"xliff-core-1.2-strict.xsd", "xliff-core-2.0.xsd", "xml.xsd"} {
		data, err := os.ReadFile(schemas + name)
		if err != nil {
			t.Fatalf("the tests need the package php-symfony-translation: %v", err)
		}
		for _, place := range []string{"http://www.w3.org/2001/xml.xsd", "informativeCopiesOf3rdPartySchemas/w3c/xml.xsd"} {
			data = []byte(strings.ReplaceAll(string(data), `schemaLocation="`+place+`"`, `schemaLocation="xml.xsd"`))
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	schema := "xliff-core-2.0.xsd"
	if strings.Contains(string(data), `version="1.2"`) {
		schema = "with-ours.xsd"
		ours, err := filepath.Abs("testdata/exchange-1.xsd")
		if err != nil {
			t.Fatal(err)
		}
		both := `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"><xsd:import namespace="urn:oasis:names:tc:xliff:document:1.2" schemaLocation="xliff-core-1.2-strict.xsd"/>` +
			`<xsd:import namespace="` + namespace + `" schemaLocation="` + ours + `"/></xsd:schema>`
		if err := os.WriteFile(filepath.Join(dir, schema), []byte(both), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	run(t, "xmllint", "--nonet", "--noout", "--schema", filepath.Join(dir, schema), path)
	return path
}
