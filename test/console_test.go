package test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// heard opens a page, and is what the console says meanwhile: warnings, errors,
// exceptions; "" for nothing.
func heard(ctx context.Context, address string) string {
	var mu sync.Mutex
	var said []string
	add := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		said = append(said, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			add("console.%s", e.Type)
		case *runtime.EventExceptionThrown:
			add("exception: %v", e.ExceptionDetails)
		case *log.EventEntryAdded:
			if e.Entry.Level == "error" || e.Entry.Level == "warning" {
				add("%s: %s (%s)", e.Entry.Level, e.Entry.Text, e.Entry.URL)
			}
		}
	})
	if err != nil {
		return err.Error()
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(address), chromedp.Sleep(300*time.Millisecond)); err != nil {
		return err.Error()
	}
	mu.Lock()
	defer mu.Unlock()
	return strings.Join(said, "\n")
}
