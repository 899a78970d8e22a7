package catalog

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"multitude/internal/unit"
)

// Git's own merge, by lines, takes what two people do to different messages at
// the same time, however near these stand to each other: texts, corrections,
// signatures, signatures again, and what was said to hold.
func TestGitMergesNeighbours(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal("git is missing: run test/install.sh")
	}
	dir := t.TempDir()
	git := func(args ...string) (string, error) {
		c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=x", "-c", "user.email=x@example.org"}, args...)...)
		c.Env = append(os.Environ(), "HOME="+dir, "GIT_CONFIG_NOSYSTEM=1")
		out, err := c.CombinedOutput()
		return string(out), err
	}
	must := func(args ...string) {
		t.Helper()
		if out, err := git(args...); err != nil {
			t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	var us []unit.Unit
	for i := range 12 {
		// Neighbours whose lines are alike, as in a list.
		us = append(us, unit.Unit{ID: fmt.Sprintf("list.item-%d", i), Text: fmt.Sprintf("Item %d", i/3)})
	}
	extract(t, dir, us)
	add(t, dir, es, us)
	text := func(i int) string { return load(t, dir, es).Messages[us[i].ID].Text }
	for i := range 4 { // some are translated and signed, one is stale
		set(t, dir, es, Edit{Unit: us[3*i], Text: "igual"})
		found, err := Sign(dir, en, es, us[3*i:3*i+1], Signature{State: Translated, By: "Luz"})
		sound(t, found, err)
	}
	us[6].Text = "Item 2, edited"
	extract(t, dir, us)
	must("init", "-q", "-b", "main")
	must("add", "-A")
	must("commit", "-qm", "base")

	random := rand.New(rand.NewPCG(5, 2))
	for round := range 12 {
		who := make([]int, len(us)) // 1 or 2: who works on it; 0: nobody
		for i := range who {
			who[i] = random.IntN(3)
		}
		want := map[int]string{}
		for side := 1; side <= 2; side++ {
			must("checkout", "-qf", "main")
			must("checkout", "-qb", fmt.Sprintf("round-%d-%d", round, side))
			for i, w := range who {
				if w != side {
					continue
				}
				former := text(i)
				switch random.IntN(3) {
				case 0:
					if former != "" {
						found, err := Keep(dir, en, es, us[i:i+1])
						sound(t, found, err)
						want[i] = former
						continue
					}
					fallthrough
				case 1:
					want[i] = fmt.Sprintf("texto %d", random.IntN(3))
					set(t, dir, es, Edit{Unit: us[i], Text: want[i], Former: former})
				}
				if text(i) != "" {
					found, err := Sign(dir, en, es, us[i:i+1], Signature{State: State(1 + random.IntN(3)), By: "Ana", On: "2025-01-31"})
					sound(t, found, err)
				}
			}
			must("commit", "-qam", "work", "--allow-empty")
		}
		if out, err := git("merge", "-q", "--no-edit", fmt.Sprintf("round-%d-1", round)); err != nil {
			diff, _ := git("diff")
			t.Fatalf("round %d, by %v: %v\n%s\n%s", round, who, err, out, diff)
		}
		c := load(t, dir, es)
		for i, s := range want {
			if c.Messages[us[i].ID].Text != s {
				t.Errorf("round %d: %s is %q, want %q", round, us[i].ID, c.Messages[us[i].ID].Text, s)
			}
		}
		before := get(t, dir, "active.es.toml") + get(t, dir, "review.es.toml")
		extract(t, dir, us)
		equal(t, "after extract", get(t, dir, "active.es.toml")+get(t, dir, "review.es.toml"), before)
	}
}
