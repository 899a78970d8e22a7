package workbench

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"multitude/internal/preview"
)

// mountSite serves the site as a build would write it, below /site/: the pages
// beside which people translate.
func (b *Workbench) mountSite(mux *http.ServeMux) {
	mux.Handle("/site/", http.StripPrefix("/site/", b.preview.Handler(preview.HandlerOptions{})))
}

// sheet is the page of the PDF on which a paragraph stands: a picture, with the
// text that is being typed in the place of the one that is saved.
func (b *Workbench) sheet(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost && !b.form(w, r) {
		return
	}
	_, k, _, ok := b.inBook(w, r, "translate")
	if !ok {
		return
	}
	id := r.FormValue("id")
	overrides := map[string]string{}
	if r.Method == http.MethodPost {
		overrides[id] = text(r, "text")
	}
	pg, err := b.preview.Page(k.locale.Tag, id, overrides)
	if errors.Is(err, preview.ErrNoUnit) { // it stands nowhere: a date, a line of rights
		pg, err = b.preview.Page(k.locale.Tag, "", overrides)
	}
	if err != nil {
		b.fail(w, r, err)
		return
	}
	place, err := json.Marshal(map[string]float64{
		"number": float64(pg.Number), "of": float64(pg.Of), "width": pg.Width, "height": pg.Height,
		"x": pg.Box.X, "y": pg.Box.Y, "w": pg.Box.Width, "h": pg.Box.Height,
	})
	if err != nil {
		b.fail(w, r, err)
		return
	}
	w.Header().Set("X-Place", string(place))
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Content-Length", strconv.Itoa(len(pg.SVG)))
	// A picture that somebody opens by itself still runs nothing.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")
	w.Write(pg.SVG)
}
