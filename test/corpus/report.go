package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
)

// A row is what is measured of a text.
type row struct {
	text   *text
	built  built
	size   int // bytes
	byName map[string]fidelity
	faults map[string]error // of readers that failed
}

// read measures the texts, with every reader.
func read(texts []text, all []built, known *known) ([]row, error) {
	rows := make([]row, len(texts))
	var mu sync.Mutex
	var failed error
	each(len(texts), func(i int) {
		r := row{text: &texts[i], built: all[i], byName: map[string]fidelity{}, faults: map[string]error{}}
		defer func() { rows[i] = r }()
		if r.built.PDF == "" {
			return
		}
		pdf, err := os.ReadFile(r.built.PDF)
		if err != nil {
			mu.Lock()
			failed = err
			mu.Unlock()
			return
		}
		r.size = len(pdf)
		for _, reader := range readers {
			given, err := reader.read(pdf)
			if err != nil {
				r.faults[reader.name] = err
				continue
			}
			f := measure(texts[i].blocks, given, reader.tree, nil)
			if spoils := known.of(reader.name); len(f.Lost) > 0 && spoils != nil {
				spared := measure(texts[i].blocks, given, reader.tree, spoils)
				if len(spared.Lost) < len(f.Lost) {
					mu.Lock()
					known.note(reader.name, markdown(texts[i].blocks))
					mu.Unlock()
					f = spared
				}
			}
			r.byName[reader.name] = f
		}
	})
	return rows, failed
}

// goal is an error where a goal is missed.
func goal(reached bool, format string, args ...any) error {
	if reached {
		return nil
	}
	err := fmt.Errorf("not reached: "+format, args...)
	fmt.Println(err)
	return err
}

// report prints a line for each text, and the totals. whole says whether these
// are all texts, so that every exception should have been needed. The error is
// the last goal that was missed.
func report(w io.Writer, rows []row, known *known, whole bool) error {
	var failed error
	note := func(reached bool, format string, args ...any) {
		if err := goal(reached, format, args...); err != nil {
			failed = err
		}
	}
	fmt.Fprintf(w, "%-18s %-16s %5s %6s %6s %4s %6s", "code", "tag", "pages", "kB", "ms", "miss", "blocks")
	for _, r := range readers {
		fmt.Fprintf(w, " %15s", r.name)
	}
	fmt.Fprintln(w)
	var built, pages, size, missing int
	var millis float64
	total := map[string]fidelity{}
	var details []string
	for i := range rows {
		r := &rows[i]
		if r.built.PDF == "" {
			details = append(details, fmt.Sprintf("%s was not built: %s", r.text.Code, r.built.Reason))
			continue
		}
		built++
		pages, size, millis = pages+r.built.Pages, size+r.size, millis+r.built.Millis
		absent := 0
		for _, m := range r.built.Missing {
			absent += strings.Count(m, "U+")
			details = append(details, r.text.Code+": "+m)
		}
		missing += absent
		if len(r.built.System) > 0 && !known.system(r.text.Code) {
			note(false, "%s is built from the packages' fonts: %s", r.text.Code, strings.Join(r.built.System, ", "))
		}
		fmt.Fprintf(w, "%-18s %-16s %5d %6.1f %6.0f %4d %6d", r.text.Code, r.text.tag, r.built.Pages, float64(r.size)/1000, r.built.Millis, absent, len(r.text.blocks))
		for _, reader := range readers {
			f := r.byName[reader.name]
			if err := r.faults[reader.name]; err != nil {
				details = append(details, fmt.Sprintf("%s: %s: %v", r.text.Code, reader.name, err))
			}
			fmt.Fprintf(w, " %4d %9.4f%%", f.Blocks-len(f.Lost), percent(f.Given, f.Chars))
			t := total[reader.name]
			t.Blocks, t.Chars, t.Given = t.Blocks+f.Blocks, t.Chars+f.Chars, t.Given+f.Given
			t.Lost = append(t.Lost, f.Lost...)
			total[reader.name] = t
			for _, n := range f.Lost {
				details = append(details, fmt.Sprintf("%s: %s loses block %d: %s", r.text.Code, reader.name, n, r.text.blocks[n].text))
			}
		}
		fmt.Fprintln(w)
	}
	for _, d := range details {
		fmt.Fprintln(w, d)
	}
	fmt.Fprintf(w, "\n%d of %d texts built, %d pages, %.1f kB and %.0f ms on average, %d missing glyphs\n",
		built, len(rows), pages, float64(size)/1000/float64(max(built, 1)), millis/float64(max(built, 1)), missing)
	for _, r := range readers {
		t := total[r.name]
		fmt.Fprintf(w, "%-10s %6d of %6d blocks, %8.4f %% of %d characters, in order\n", r.name, t.Blocks-len(t.Lost), t.Blocks, percent(t.Given, t.Chars), t.Chars)
		note(len(t.Lost) == 0, "%s gives every block back", r.name)
	}
	note(built == len(rows), "every text is built")
	note(missing == 0, "no glyph is missing but those that no font has")
	note(!slices.ContainsFunc(rows, func(r row) bool { return len(r.faults) > 0 }), "every reader reads every file")
	if whole {
		for _, line := range known.unneeded() {
			note(false, "the exceptions are needed: take this one off the list: %s", line)
		}
	}
	return failed
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
