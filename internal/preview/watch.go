package preview

import (
	"crypto/sha256"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"multitude/internal/doc"
	"multitude/internal/html"
	"multitude/internal/project"
)

// A watch sees when files of the project change. Events of the file system only
// wake it; what has changed it finds by looking at the files, so that an editor
// that writes by renaming, a burst of events or one that was lost come to the
// same.
type watch struct {
	preview *Preview
	stamps  map[string]stamp // guarded by Preview.reading
	stop    chan struct{}
	done    sync.WaitGroup
	once    sync.Once
}

// A stamp tells the contents of a file.
type stamp struct {
	size int64
	time time.Time
	sum  [sha256.Size]byte
}

func newWatch(v *Preview) *watch {
	return &watch{preview: v, stop: make(chan struct{})}
}

// start begins to watch. Where the system cannot tell of changes, files are
// looked at from time to time.
func (w *watch) start() {
	v := w.preview
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		v.options.Log("changes of files cannot be watched, and are looked for every second: %v", err)
		watcher = nil
	}
	pause := unsure
	if watcher != nil {
		if all, _ := w.follow(watcher); all {
			pause = idle
		}
	}
	w.done.Go(func() { w.run(watcher, pause) })
}

func (w *watch) close() {
	w.once.Do(func() { close(w.stop) })
	w.done.Wait()
}

// Between looks without a reason: a file system of another machine may tell
// nothing.
const (
	idle   = 5 * time.Second
	unsure = time.Second // where no folder can be watched
)

func (w *watch) run(watcher *fsnotify.Watcher, pause time.Duration) {
	var events chan fsnotify.Event
	var errs chan error
	if watcher != nil {
		defer watcher.Close()
		events, errs = watcher.Events, watcher.Errors
	}
	var due <-chan time.Time // of the next look
	var since time.Time      // the first event that it will answer
	touched := map[string]bool{}
	again := time.NewTicker(pause)
	defer again.Stop()
	w.preview.Refresh() // what changed before the folders were watched
	for {
		select {
		case <-w.stop:
			return
		case e, ok := <-events:
			if !ok {
				events = nil
				continue
			}
			if e.Op == fsnotify.Chmod {
				continue
			}
			touched[e.Name] = true
			now := time.Now()
			if due == nil {
				since = now
			}
			due = time.After(min(quiet, patience-now.Sub(since)))
			continue
		case _, ok := <-errs: // events were lost, as a rule
			if !ok {
				errs = nil
				continue
			}
		case <-due:
		case <-again.C:
		}
		due = nil
		w.preview.refresh(touched)
		clear(touched)
		if watcher == nil {
			continue
		}
		if _, more := w.follow(watcher); more { // files may have come before they were watched
			w.preview.Refresh()
		}
	}
}

// follow watches the folders that hold files of the project, as far as they are
// there, and says whether it could, and whether there are more than before.
func (w *watch) follow(watcher *fsnotify.Watcher) (all, more bool) {
	watched := watcher.WatchList()
	all = true
	for _, dir := range w.folders() {
		if slices.Contains(watched, dir) {
			continue
		}
		err := watcher.Add(dir)
		more = more || err == nil
		all = all && (err == nil || os.IsNotExist(err))
	}
	return all, more
}

// folders hold the files of the project.
func (w *watch) folders() []string {
	seen := map[string]bool{}
	for name := range w.files() {
		seen[filepath.Dir(name)] = true
	}
	p := w.preview.current()
	seen[p.LocalesDir()] = true
	for _, dir := range p.Fonts.Directories {
		seen[dir] = true
	}
	if p.Theme.Templates != "" {
		seen[p.Theme.Templates] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// A kind of file says what has to be made anew when it changes.
type kind uint8

const (
	settings kind = iota // multitude.toml
	text                 // the source, its pictures, the theme, the glossary: all pages
	fontFile             // a font of the project
	message              // a catalog or a ledger of one locale
)

// files are the files of the project, as far as they are known, with what they
// are.
func (w *watch) files() map[string]kind {
	v := w.preview
	p := v.current()
	all := map[string]kind{filepath.Join(p.Root, project.FileName): settings, p.SourcePath(): text}
	names, _ := filepath.Glob(filepath.Join(p.LocalesDir(), "*.toml"))
	for _, n := range names {
		all[n] = message
		tag := localeOf(n)
		if tag == "" || tag == p.Language.Tag {
			all[n] = text
		}
	}
	for _, dir := range p.Fonts.Directories {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			if !e.IsDir() {
				all[filepath.Join(dir, e.Name())] = fontFile
			}
		}
	}
	if p.Theme.Templates != "" {
		for _, name := range append([]string{"style.css"}, html.TemplateNames...) {
			all[filepath.Join(p.Theme.Templates, name)] = text
		}
	}
	for _, name := range p.Logos() {
		all[filepath.Join(p.Root, filepath.FromSlash(name))] = text
	}
	v.mu.Lock()
	desk := v.desk
	v.mu.Unlock()
	if desk != nil && desk.Inputs.Document != nil {
		folder := filepath.Dir(p.SourcePath())
		desk.Inputs.Document.Texts(func(t *doc.Text) {
			for _, s := range t.Spans {
				if s.Kind == doc.Image {
					if name := filepath.FromSlash(s.Source); filepath.IsLocal(name) || !filepath.IsAbs(name) {
						all[filepath.Join(folder, name)] = text
					}
				}
			}
		})
	}
	return all
}

// localeOf is the tag in the name of a file of locales/: active.es.toml,
// review.es.toml; "" where there is none.
func localeOf(path string) string {
	_, tag, ok := strings.Cut(strings.TrimSuffix(filepath.Base(path), ".toml"), ".")
	if !ok {
		return ""
	}
	return tag
}

// look finds how the files stand. One whose size and time are those of its
// former stamp is not read again, unless it has been touched.
func (w *watch) look(former map[string]stamp, touched map[string]bool) map[string]stamp {
	now := map[string]stamp{}
	for name := range w.files() {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if f, ok := former[name]; ok && !touched[name] && f.size == info.Size() && f.time.Equal(info.ModTime()) && time.Since(f.time) > time.Second {
			now[name] = f
			continue
		}
		s := stamp{size: info.Size(), time: info.ModTime()}
		if f, err := os.Open(name); err == nil {
			h := sha256.New()
			io.Copy(h, f)
			f.Close()
			h.Sum(s.sum[:0])
		}
		now[name] = s
	}
	return now
}

// learn takes note of files that the project has named since the last look, such
// as pictures.
func (w *watch) learn() {
	for name, s := range w.look(w.stamps, nil) {
		if _, known := w.stamps[name]; !known {
			w.stamps[name] = s
		}
	}
}

// Refresh looks at the project's files at once, and tells who listens what has
// become new. Who has just written a file need not wait for the file system to
// tell of it.
func (v *Preview) Refresh() { v.refresh(nil) }

func (v *Preview) refresh(touched map[string]bool) {
	v.reading.Lock()
	defer v.reading.Unlock()
	w := v.watch
	kinds := w.files()
	former := w.stamps
	w.stamps = w.look(former, touched)
	var tags []string
	var all, settle, fonts bool
	note := func(name string, known bool) {
		k, ok := kinds[name]
		switch {
		case !ok: // one that is gone
			all = true
			fonts = fonts || filepath.Ext(name) != ".toml"
			return
		case k == settings:
			settle = true
		case k == fontFile:
			fonts = true
		case k == message && known && strings.HasPrefix(filepath.Base(name), "active."):
			tags = append(tags, localeOf(name))
			return
		case k == message && !strings.HasPrefix(filepath.Base(name), "active."):
			tags = append(tags, localeOf(name))
			return
		}
		all = true
	}
	for name, s := range w.stamps {
		if f, known := former[name]; !known || f.sum != s.sum {
			note(name, known)
		}
	}
	for name := range former {
		if _, still := w.stamps[name]; !still {
			note(name, false)
		}
	}
	switch {
	case settle:
		v.resettle()
	case all:
		v.reload(v.current(), fonts)
	case len(tags) > 0:
		slices.Sort(tags)
		tags = slices.Compact(tags)
		v.reread(tags)
		v.hub.tell(tags...)
		return
	default:
		return
	}
	w.learn()
	v.hub.tell("")
}

// resettle reads multitude.toml anew.
func (v *Preview) resettle() {
	p, found, err := project.Load(v.file)
	v.mu.Lock()
	v.unsettled = nil
	if p == nil {
		v.unsettled = &Fault{Findings: found, Err: err}
	}
	v.mu.Unlock()
	if p != nil {
		v.reload(p, true)
	}
}

// reread forgets what is known of catalogs.
func (v *Preview) reread(tags []string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, tag := range tags {
		if s := v.sheets[tag]; s != nil {
			s.stale = true
		}
		former, known := v.names[tag]
		if known && v.desk != nil && v.desk.Name(former.Locale).Endonym != former.Endonym {
			delete(v.names, tag)
			v.shelf = nil
		}
	}
}
