package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"multitude/internal/exchange"
	"multitude/internal/unit"
)

// msgmerge asks GNU gettext which former text it would take for each text of
// now: by the text itself, or by fuzzy matching. Each message of the PO file
// stands for a different text, translated by its number.
func msgmerge(dir string, former, now []unit.Unit) (map[string]string, error) {
	const header = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\nLanguage: es\\n\"\n\n"
	var texts []string
	write := func(name string, units []unit.Unit, translated bool) (string, error) {
		var b bytes.Buffer
		b.WriteString(header)
		seen := map[string]bool{}
		for _, u := range units {
			if seen[u.Text] {
				continue
			}
			seen[u.Text] = true
			msgstr := ""
			if translated {
				msgstr = strconv.Itoa(len(texts))
				texts = append(texts, u.Text)
			}
			fmt.Fprintf(&b, "msgid \"%s\"\nmsgstr \"%s\"\n\n", escape(u.Text), msgstr)
		}
		path := filepath.Join(dir, name)
		return path, os.WriteFile(path, b.Bytes(), 0o600)
	}
	po, err := write("former.po", former, true)
	if err != nil {
		return nil, err
	}
	pot, err := write("now.pot", now, false)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("msgmerge", "--quiet", "--no-wrap", po, pot)
	var failure bytes.Buffer
	cmd.Stderr = &failure
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("msgmerge: %w: %s", err, failure.String())
	}
	f, found, err := exchange.Read("merged.po", bytes.NewReader(out))
	if err != nil {
		return nil, err
	}
	if f == nil {
		return nil, found[0]
	}
	of := map[string]string{}
	for _, m := range f.Messages {
		if i, err := strconv.Atoi(m.Text); err == nil && i < len(texts) && !m.Obsolete {
			of[m.Source] = texts[i]
		}
	}
	return of, nil
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`, "\x00", " ")

func escape(s string) string { return escapes.Replace(s) }
