package workbench

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
	"unicode"
)

// mostGit bounds how long git may take.
const mostGit = 30 * time.Second

// run runs git in the project, with nothing of the person's settings but what
// the repository needs: no hook, no editor, no signature, no name.
func (d *desk) run(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), mostGit)
	defer cancel()
	full := append([]string{"-c", "core.hooksPath=" + os.DevNull, "-c", "commit.gpgSign=false", "-c", "core.fsmonitor=false"}, args...)
	c := exec.CommandContext(ctx, "git", full...)
	c.Dir = d.project().Root
	c.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "GIT_EDITOR=true", "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
	var out, complaint bytes.Buffer
	c.Stdout, c.Stderr = &out, &complaint
	if err := c.Run(); err != nil {
		if s := strings.TrimSpace(complaint.String()); s != "" {
			return "", errors.New("git: " + s)
		}
		return "", err
	}
	return out.String(), nil
}

// A repository is what the page says of git.
type repository struct {
	There   bool
	Changed []string // files of the locale that no commit has yet
}

// git looks whether the project is in a git repository, and what of a locale is
// not committed.
func (d *desk) git(tag string) repository {
	if out, err := d.run("rev-parse", "--is-inside-work-tree"); err != nil || strings.TrimSpace(out) != "true" {
		return repository{}
	}
	r := repository{There: true}
	out, err := d.run(append([]string{"status", "--porcelain", "-z", "--untracked-files=all", "--"}, d.gitFiles(tag)...)...)
	if err != nil {
		return r
	}
	for _, line := range strings.Split(out, "\x00") {
		if len(line) > 3 {
			r.Changed = append(r.Changed, line[3:])
		}
	}
	return r
}

// gitFiles are the files that a commit of a locale has.
func (d *desk) gitFiles(tag string) []string {
	var out []string
	for _, name := range append(catalogFiles(tag), "history."+d.project().Language.Tag+".toml") {
		out = append(out, "locales/"+name)
	}
	return out
}

// commit commits the catalogs of a locale, and nothing else, under the name
// that the translator gives. Where she gives none it is nobody's in particular.
func (b *Workbench) commit(w http.ResponseWriter, r *http.Request) {
	if !b.form(w, r) {
		return
	}
	p, k, _, ok := b.inBook(w, r, "take")
	if !ok {
		return
	}
	name := strings.Join(strings.FieldsFunc(r.PostFormValue("by"), func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) || c == '<' || c == '>' }), " ")
	note := strings.TrimSpace(strings.ReplaceAll(r.PostFormValue("note"), "\x00", ""))
	if s := b.guard.session(r); s != nil {
		s.mu.Lock()
		s.name, s.signed = name, true
		s.mu.Unlock()
	}
	if name == "" {
		name = "a translator"
	}
	tag := k.locale.Tag
	message := "Translation into " + tag
	if e := k.locale.English(); e != "" {
		message = "Translation into " + e + " (" + tag + ")"
	}
	if note != "" {
		message += "\n\n" + note
	}
	repo := b.desk.git(tag)
	if !repo.There || len(repo.Changed) == 0 {
		p.Wrong = p.say("commit-nothing")
		b.showTake(w, r, http.StatusConflict, p, k, nil)
		return
	}
	// Nobody's e-mail address is asked for or looked up.
	who := []string{"-c", "user.name=" + name, "-c", "user.email=translator@localhost"}
	files := append([]string{"--"}, existing(b.desk, b.desk.gitFiles(tag))...)
	_, err := b.desk.run(append([]string{"add"}, files...)...)
	if err == nil {
		_, err = b.desk.run(append(append(who, "commit", "--no-verify", "--quiet", "--cleanup=verbatim", "-m", message, "--only"), files...)...)
	}
	if err != nil {
		b.fail(w, r, err)
		return
	}
	p.Said = p.say("commit-done")
	b.showTake(w, r, http.StatusOK, p, k, nil)
}

// existing are those of the files that are there.
func existing(d *desk, files []string) []string {
	root, err := os.OpenRoot(d.project().Root)
	if err != nil {
		return nil
	}
	defer root.Close()
	var out []string
	for _, f := range files {
		if _, err := root.Stat(f); err == nil {
			out = append(out, f)
		}
	}
	return out
}
