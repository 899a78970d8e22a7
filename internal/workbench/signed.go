package workbench

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"multitude/internal/atomicfile"
	"multitude/internal/catalog"
	"multitude/internal/exchange"
	"multitude/internal/unit"
	"multitude/internal/worddiff"
)

// The ledger has the hashes of what was signed. So that a reviewer sees what
// changed since, the texts behind these hashes are kept on this machine, beside
// other things that can be lost without harm; what was signed elsewhere is
// looked up in the history of git, where the project has one.
type archive struct {
	mu    sync.Mutex
	path  string
	texts map[string]string // by unit.Hash("", text)
	asked map[string]bool   // locales whose history of git has been read
}

func newArchive(root string) *archive {
	a := &archive{texts: map[string]string{}, asked: map[string]bool{}}
	dir, err := os.UserCacheDir()
	if err != nil {
		return a
	}
	a.path = filepath.Join(dir, "multitude", fmt.Sprintf("signed-%x.json", sha256.Sum256([]byte(root))))
	if data, err := os.ReadFile(a.path); err == nil {
		json.Unmarshal(data, &a.texts) // a broken one is begun anew
		if a.texts == nil {
			a.texts = map[string]string{}
		}
	}
	return a
}

// keep keeps texts that were signed.
func (a *archive) keep(texts []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range texts {
		a.texts[unit.Hash("", t)] = t
	}
	if a.path == "" {
		return
	}
	data, err := json.Marshal(a.texts)
	if err != nil || os.MkdirAll(filepath.Dir(a.path), 0o700) != nil {
		return
	}
	atomicfile.Write(a.path, data, 0o600) // what cannot be kept cannot be shown, and nothing else
}

// mostCommits is how many commits of a catalog are looked through.
const mostCommits = 40

// text is the text of that hash, or "".
func (a *archive) text(d *desk, tag, hash string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if t, ok := a.texts[hash]; ok || a.asked[tag] {
		return t
	}
	a.asked[tag] = true
	file := "locales/active." + tag + ".toml"
	commits, err := d.run("log", "--format=%H", fmt.Sprintf("-n%d", mostCommits), "--", file)
	if err != nil {
		return ""
	}
	for _, c := range strings.Fields(commits) {
		data, err := d.run("show", c+":./"+file)
		if err != nil {
			continue
		}
		f, _, err := exchange.Read(file, strings.NewReader(data))
		if err != nil || f == nil {
			continue
		}
		for _, m := range f.Messages {
			a.texts[unit.Hash("", m.Text)] = m.Text
		}
	}
	return a.texts[hash]
}

// since is how a translation changed since it was signed, where that is known.
func (k *book) since(cat *catalog.Catalog, id string) template.HTML {
	r, now := cat.Reviews[id], cat.Messages[id].Text
	if r.Translation == "" || r.Translation == unit.Hash("", now) {
		return ""
	}
	was := k.desk.archive.text(k.desk, k.locale.Tag, r.Translation)
	if was == "" {
		return ""
	}
	return worddiff.HTML(worddiff.Words(was, now))
}

// keepSigned keeps what the messages of the units say.
func (k *book) keepSigned(cat *catalog.Catalog, units []unit.Unit) {
	var texts []string
	for _, u := range units {
		texts = append(texts, cat.Messages[u.ID].Text)
	}
	k.desk.archive.keep(texts)
}
