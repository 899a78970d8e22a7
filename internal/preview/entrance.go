package preview

import (
	"runtime"
	"sync"

	"multitude/internal/edition"
	"multitude/internal/publish"
)

// An entry is what leads to the editions, as it stood at a revision.
type entry struct {
	mu       sync.Mutex
	revision int64
	shelf    *publish.Shelf
	files    map[string]publish.Maker
	status   map[string]publish.Maker // of the status page; nil until somebody asks for it
}

// statusDir is the folder of the status page.
const statusDir = "status/"

// entrance are the files that lead to the editions. They name the titles of all
// of these, and so need every catalog: they are made when somebody asks for
// them, and again when something has changed; the status page, which needs them
// once more, by itself.
func (v *Preview) entrance(status bool) (map[string]publish.Maker, error) {
	v.entry.mu.Lock()
	defer v.entry.mu.Unlock()
	v.mu.Lock()
	desk, fault := v.desk, v.whole()
	v.mu.Unlock()
	if fault != nil {
		return nil, fault
	}
	now := v.hub.latest()
	e := &v.entry
	if e.files == nil || e.revision != now {
		shelf, err := desk.Shelf(listings(desk))
		if err != nil {
			return nil, &Fault{Err: err}
		}
		files, err := desk.Entrance(shelf)
		if err != nil {
			return nil, &Fault{Err: err}
		}
		e.shelf, e.files, e.status, e.revision = shelf, files, nil, now
	}
	if !status {
		return e.files, nil
	}
	if e.status == nil {
		files, err := desk.Status(e.shelf)
		if err != nil {
			return nil, &Fault{Err: err}
		}
		e.status = files
	}
	return e.status, nil
}

// listings are the editions that can be made.
func listings(desk *publish.Desk) []edition.Listing {
	locales := desk.Inputs.Locales
	found := make([]*edition.Listing, len(locales))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(locales)) {
		wg.Go(func() {
			for i := range next {
				cat, _, err := desk.Catalog(locales[i])
				if err != nil || cat == nil {
					continue // its own page says why
				}
				if ed, err := desk.Edition(cat, false); err == nil {
					l := desk.Listing(ed)
					found[i] = &l
				}
			}
		})
	}
	for i := range locales {
		next <- i
	}
	close(next)
	wg.Wait()
	var out []edition.Listing
	for _, l := range found {
		if l != nil {
			out = append(out, *l)
		}
	}
	return out
}
