package preview

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"sync"
	"time"
)

// An Event says that pages are new.
type Event struct {
	Tag      string // of the locale; "" where all are
	Revision int64  // greater than that of all events before, also of those before a restart
}

// Events are the events from now on, until ctx is done or the Preview is
// closed. Who is slow is told the latest of each locale, and keeps nobody
// waiting.
func (v *Preview) Events(ctx context.Context) iter.Seq[Event] {
	l := v.hub.join()
	stop := context.AfterFunc(ctx, func() { v.hub.leave(l) })
	return func(yield func(Event) bool) {
		defer stop()
		defer v.hub.leave(l)
		for {
			events, ok := l.next()
			if !ok {
				return
			}
			for _, e := range events {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// Revision is that of the last event that concerns a locale.
func (v *Preview) Revision(tag string) int64 { return v.hub.revision(tag) }

// Announce tells who listens that the page of a locale is new for a reason that
// no file shows, such as texts that are not saved.
func (v *Preview) Announce(tag string) { v.hub.tell(tag) }

// A hub hands events to all who listen.
type hub struct {
	mu        sync.Mutex
	last      int64            // revision
	of        map[string]int64 // by tag; those of "" are for all
	listeners map[*listener]bool
	closed    bool
}

// A listener is one who listens, and what she has not been told yet.
type listener struct {
	hub     *hub
	pending []Event
	wake    chan struct{} // of capacity 1
	gone    bool
}

func newHub() *hub {
	// Revisions go on where those of a former run ended, so that a page that it
	// served knows itself as old.
	now := time.Now().UnixMilli()
	return &hub{last: now, of: map[string]int64{"": now}, listeners: map[*listener]bool{}}
}

func (h *hub) revision(tag string) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return max(h.of[""], h.of[tag])
}

// latest is the revision of the last event.
func (h *hub) latest() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last
}

// tell says that the pages of the locales are new; all of them where the tags
// hold "".
func (h *hub) tell(tags ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if slices.Contains(tags, "") {
		tags = []string{""}
		clear(h.of)
	}
	for _, tag := range tags {
		h.last = max(h.last+1, time.Now().UnixMilli())
		h.of[tag] = h.last
		for l := range h.listeners {
			l.pending = append(slices.DeleteFunc(l.pending, func(e Event) bool { return e.Tag == tag || tag == "" }), Event{tag, h.last})
			l.stir()
		}
	}
}

func (l *listener) stir() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (h *hub) join() *listener {
	h.mu.Lock()
	defer h.mu.Unlock()
	l := &listener{hub: h, wake: make(chan struct{}, 1), gone: h.closed}
	if h.closed {
		l.stir()
	} else {
		h.listeners[l] = true
	}
	return l
}

func (h *hub) leave(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.listeners, l)
	l.gone = true
	l.stir()
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for l := range h.listeners {
		delete(h.listeners, l)
		l.gone = true
		l.stir()
	}
}

// next waits for events; ok is false where there will be none.
func (l *listener) next() (events []Event, ok bool) {
	for {
		<-l.wake
		l.hub.mu.Lock()
		events, gone := l.pending, l.gone
		l.pending = nil
		l.hub.mu.Unlock()
		switch {
		case gone:
			l.stir() // for whoever asks again
			return nil, false
		case len(events) > 0:
			return events, true
		}
	}
}

// heartbeat is how often a stream of events says that it is alive.
const heartbeat = 20 * time.Second

// ServeEvents streams events as Server-Sent Events (HTML, §9.2): each has the
// type "page" and its data are the tag, a space and the revision. The first one,
// of the type "now", has the revision of the locale that the query parameter
// tag names, so that who comes back knows whether she missed any; of events,
// those are sent that concern it. Without the parameter all are sent.
func (v *Preview) ServeEvents(w http.ResponseWriter, r *http.Request) {
	tag := r.URL.Query().Get("tag")
	out := http.NewResponseController(w)
	out.SetWriteDeadline(time.Time{}) // a stream has no end; a server that knows no deadlines has none to lift
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	l := v.hub.join()
	defer v.hub.leave(l)
	if _, err := fmt.Fprintf(w, "retry: 500\nevent: now\ndata: %d\n\n", v.Revision(tag)); err != nil || out.Flush() != nil {
		return
	}
	stop := context.AfterFunc(r.Context(), func() { v.hub.leave(l) })
	defer stop()
	told := make(chan []Event)
	go func() {
		defer close(told)
		for {
			events, ok := l.next()
			if !ok {
				return
			}
			select {
			case told <- events:
			case <-r.Context().Done():
				return
			}
		}
	}()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case events, ok := <-told:
			if !ok {
				return
			}
			for _, e := range events {
				if tag == "" || e.Tag == "" || e.Tag == tag {
					fmt.Fprintf(w, "event: page\ndata: %s %d\n\n", e.Tag, e.Revision)
				}
			}
		case <-beat.C:
			fmt.Fprint(w, ":\n\n")
		}
		if out.Flush() != nil {
			return
		}
	}
}
