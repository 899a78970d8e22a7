package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"multitude/internal/unit"
)

func units(texts ...string) (all []unit.Unit) {
	for _, text := range texts {
		all = append(all, unit.Unit{Text: text})
	}
	return all
}

// A small history, with all that can become of a text: added, edited, moved,
// split, merged, taken out and back, in a file that is renamed, and HTML.
func TestReplay(t *testing.T) {
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	commit := func(name string, paragraphs ...string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Join(paragraphs, "\n\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		git("add", "-A")
		git("commit", "-q", "-m", "x")
	}
	const (
		title = "# A text about people"
		stay  = "All people have the right to stay where they live, and nobody shall drive them away from there."
		move  = "All people have the right to move. Whoever leaves a place may come back to it in peace at any time."
		work  = "Work is a good of all, and whoever does it shall be able to live from it with a family."
	)
	git("init", "-q")
	commit("a.md", title, stay, move, "<b>Unlike</b> all others <!-- really -->")
	commit("a.md", title, move, strings.Replace(stay, "live", "live now", 1), "<b>Unlike</b> all others")
	commit("a.md", title, move, strings.Replace(stay, "live", "live now", 1), work)
	git("mv", "a.md", "b.md")
	before, after, _ := strings.Cut(move, ". ")
	commit("b.md", title, before+".", after, strings.Replace(stay, "live", "live now", 1), work)
	commit("b.md", title, move, strings.Replace(stay, "live", "live now", 1)+" "+work)
	commit("other.md", title, stay)
	commit("a.txt", "no Markdown")
	git("rm", "-q", "other.md")
	git("commit", "-q", "-m", "gone")

	var out strings.Builder
	ok, err := run([]string{dir, "--losses", "9"}, &out)
	if err != nil || !ok {
		t.Fatalf("%v %v\n%s", ok, err, out.String())
	}
	for _, want := range []string{
		`(?m)^6 versions of files, [0-9a-f]{12} to [0-9a-f]{12}; 22 units in all versions$`,
		`(?m)^5 tags and comments of HTML were taken out before; 0 other`,
		`(?m)^the same text, kept its ID +\d+ +\d+ +100.00 %$`,
		`(?m)^edited text, kept its ID +\d+ +\d+ +100.00 %$`,
		`(?m)^edited text, found by msgmerge +\d+ +\d+ +\d+\.\d\d %$`,
		`(?m)^\d+ translations were written; 0 cannot be found any more$`,
		`(?m)^match: .* \d+\.\d +\d+\.\d +\d+\.\d$`,
		`(?m)^extract: .* \d+\.\d +\d+\.\d +\d+\.\d$`,
		`(?m)^msgmerge, .* \d+\.\d +\d+\.\d +\d+\.\d$`,
	} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("nothing matches %s in\n%s", want, out.String())
		}
	}

	out.Reset()
	if ok, err = run([]string{"--commits", "1", "--paths", "b.md", dir}, &out); err != nil || !ok || !strings.HasPrefix(out.String(), "1 versions of files") {
		t.Errorf("%v %v\n%s", ok, err, out.String())
	}
	for _, args := range [][]string{{}, {dir, dir}, {dir, "--paths", "*.none"}, {filepath.Join(dir, "none")}} {
		if _, err := run(args, &out); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
}

// The judge of the replay does not share unit's rule: he aligns words.
func TestEdited(t *testing.T) {
	former, now := units("a b c d e f", "the same", "x y"), units("q q", "a b x d e f", "the same", "f e d c b a")
	got := edited(former, now)
	if len(got) != 1 || got[0].former.Text != "a b c d e f" || got[0].now.Text != "a b x d e f" {
		t.Errorf("pairs are %v", got)
	}
}

func TestNeutral(t *testing.T) {
	for _, c := range []struct {
		in, out string
		n       int
	}{
		{"a <b>c</b> <br/> d\n", "a c  d\n", 3},
		{"a <https://example.org> `<b>` 1 < 2 > 1\n", "a <https://example.org> `<b>` 1 < 2 > 1\n", 0},
		{"a <!-- one\ntwo --> b\n", "a \n b\n", 1},
		{"```html\n<b>\n```\n<i>\n", "```html\n<b>\n```\n\n", 1},
		{"a `b\n\n<i>\n", "a `b\n\n\n", 1},
	} {
		if got, n := neutral([]byte(c.in)); string(got) != c.out || n != c.n {
			t.Errorf("%q becomes %q, with %d taken out", c.in, got, n)
		}
	}
}
