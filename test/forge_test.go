package test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"multitude/internal/cli"
)

// command runs a command of ours in a folder, and gives its exit code and what
// it wrote to the standard output.
func command(t *testing.T, dir string, args ...string) (int, string) {
	t.Helper()
	var out, errs bytes.Buffer
	code := cli.Run(append([]string{"-C", dir}, args...), strings.NewReader(""), &out, &errs, func(string) string { return "" })
	if code == 2 {
		t.Fatalf("%q: %s", args, errs.String())
	}
	return code, out.String()
}

// multitool is Microsoft's validator of SARIF, which knows the schema and the
// standard's other rules. npm installs it without the right to be run.
func multitool(t *testing.T) func(log string) string {
	t.Helper()
	system := map[string]string{"linux": "linux", "darwin": "darwin"}[runtime.GOOS]
	program := filepath.Join(t.TempDir(), "Sarif.Multitool")
	from, err := os.Open(filepath.Join("../node_modules/@microsoft/sarif-multitool-"+system, "Sarif.Multitool"))
	if err != nil {
		t.Fatalf("%v\nhint: run make test, which installs it", err)
	}
	defer from.Close()
	to, err := os.OpenFile(program, os.O_CREATE|os.O_WRONLY, 0o755)
	if err == nil {
		_, err = io.Copy(to, from)
		to.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return func(log string) string {
		path := filepath.Join(t.TempDir(), "log.sarif")
		if err := os.WriteFile(path, []byte(log), 0o666); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(program, "validate", path)
		cmd.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", "DOTNET_BUNDLE_EXTRACT_BASE_DIR="+filepath.Dir(program))
		out, err := cmd.CombinedOutput()
		if _, exited := err.(*exec.ExitError); err != nil && !exited {
			t.Fatal(err)
		}
		if !strings.Contains(string(out), "1 files scanned") {
			t.Fatalf("nothing was validated:\n%s", out)
		}
		return string(out)
	}
}

// A log with errors, warnings, hints, what is excused, and findings without a
// line is valid SARIF; one that lacks its version is not.
func TestSARIFIsValid(t *testing.T) {
	validate := multitool(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a text.md"), []byte("# A text\n\nWe stay since 1998.\n\nWe **move**.\n\n![](none.png)\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	command(t, dir, "init")
	command(t, dir, "add", "es")
	path := filepath.Join(dir, "locales", "active.es.toml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, message := range []string{`"<b>Texto ñ"`, `"Nos quedamos desde 1999."`, `"Nos  movemos."`} {
		text = strings.Replace(text, `other = ""`, "other = "+message, 1)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, _ := command(t, dir, "check", "es", "--excuse", "numbers", "text.we-stay-since-1998", "--reason", "“so” <it> is"); code != 0 {
		t.Fatal("the finding cannot be excused")
	}
	command(t, dir, "check", "es", "--excuse", "double-space", "text.we-move", "--reason", "soon gone")
	if err := os.WriteFile(path, []byte(strings.Replace(text, "Nos  movemos", "Nos movemos", 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	_, log := command(t, dir, "check", "--all", "--format", "sarif")
	for _, part := range []string{`"level": "error"`, `"level": "warning"`, `"level": "note"`, `"level": "none"`, `"suppressions"`} {
		if !strings.Contains(log, part) {
			t.Errorf("the log lacks %s:\n%s", part, log)
		}
	}
	invalid := regexp.MustCompile(`(?m)^.*\berror (?:JSON|SARIF)\d+:.*$`)
	for _, line := range invalid.FindAllString(validate(log), -1) {
		t.Error(line)
	}
	if out := validate(strings.Replace(log, `"version": "2.1.0",`, "", 1)); !invalid.MatchString(out) {
		t.Errorf("the validator lets a log without a version pass:\n%s", out)
	}
}

// What the workflow on the forge runs is there: it parses, uses the plain
// actions and no others, and its commands are targets of the Makefile and
// commands of ours with flags that they have.
func TestWorkflow(t *testing.T) {
	data, err := os.ReadFile("../.github/workflows/editions.yml")
	if err != nil {
		t.Fatal(err)
	}
	var w struct {
		Name string
		On   map[string]any
		Jobs map[string]struct {
			RunsOn string `yaml:"runs-on"`
			Steps  []struct{ Name, Uses, Run, If string }
		}
		Permissions map[string]string
	}
	if err := yaml.Unmarshal(data, &w); err != nil {
		t.Fatal(err)
	}
	if w.On == nil || len(w.Jobs) == 0 || w.Permissions["contents"] != "read" || len(w.Permissions) != 1 {
		t.Errorf("the workflow says too little, or asks for too much: %+v", w)
	}
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	plain := []string{"actions/checkout", "actions/setup-go", "actions/setup-node", "actions/upload-artifact"}
	used := map[string]bool{}
	for name, job := range w.Jobs {
		if job.RunsOn == "" || len(job.Steps) == 0 {
			t.Errorf("the job %s does nothing, or nowhere", name)
		}
		for _, s := range job.Steps {
			if (s.Uses == "") == (s.Run == "") {
				t.Errorf("the step %q does nothing, or two things", s.Name)
			}
			if s.Uses != "" {
				action, version, ok := strings.Cut(s.Uses, "@")
				if !slices.Contains(plain, action) || !ok || !regexp.MustCompile(`^v\d+$`).MatchString(version) {
					t.Errorf("the step %q uses %s", s.Name, s.Uses)
				}
				used[action] = true
				continue
			}
			words := strings.Fields(s.Run)
			used[strings.Join(words[:2], " ")] = true
			switch words[0] {
			case "make":
				if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(words[1]) + `:`).Match(makefile) {
					t.Errorf("the Makefile has no target %s", words[1])
				}
			case "bin/multitude":
				code, help := command(t, ".", words[1], "--help")
				if code != 0 {
					t.Errorf("there is no command %s", words[1])
				}
				for _, flag := range words[2:] {
					if strings.HasPrefix(flag, "--") && !strings.Contains(help, "      "+flag+" ") {
						t.Errorf("%s has no flag %s", words[1], flag)
					}
				}
			default:
				t.Errorf("the step %q runs %s", s.Name, words[0])
			}
		}
	}
	for _, must := range append(plain, "bin/multitude check", "bin/multitude build", "bin/multitude status", "make build", "make test") {
		if !used[must] {
			t.Errorf("the workflow does not use %s", must)
		}
	}
}

// The hook of this repository is the one that the tool prints, and can be run.
func TestHookIsCurrent(t *testing.T) {
	const path = "../.githooks/pre-commit"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, printed := command(t, ".", "hook"); printed != string(data) {
		t.Errorf("%s is not what multitude hook prints\nhint: bin/multitude hook >.githooks/pre-commit", path)
	}
	if info, err := os.Stat(path); err != nil || info.Mode()&0o111 == 0 {
		t.Errorf("%s cannot be run", path)
	}
}
