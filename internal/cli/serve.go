package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"multitude/internal/preview"
)

func (a *app) serveCommand() *cobra.Command {
	var port int
	var still bool
	c := &cobra.Command{
		Use:   "serve",
		Short: "show the site on this machine, and renew its pages as you write",
		Long: "Shows the site as a build would write it, to this machine alone, with what check says\n" +
			"of each page below it. Pages renew themselves when the source, a translation or the\n" +
			"theme is saved. It runs until you end it: Ctrl+C.",
		Example: "  multitude serve\n" +
			"  multitude serve --listen-port 8000 --no-browser",
		Args: args(0, 0, ""),
	}
	c.Flags().IntVar(&port, "listen-port", 0, "listen at `PORT` of 127.0.0.1; any that is free where 0")
	c.Flags().BoolVar(&still, "no-browser", false, "open no browser")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if port < 0 || port > 65535 {
			return usage("write a number from 0 to 65535", "--listen-port cannot be %d", port)
		}
		return a.serve(port, still)
	}
	return c
}

func (a *app) serve(port int, still bool) error {
	p, err := a.project()
	if err != nil {
		return err
	}
	v, err := preview.New(p, preview.Options{Log: a.note})
	if err != nil {
		return err
	}
	defer v.Close()
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("nobody can be answered at port %d: %w\nhint: choose another with --listen-port, or none: any that is free is taken", port, err)
	}
	mux := http.NewServeMux()
	mux.Handle("/site/", http.StripPrefix("/site/", v.Handler(preview.HandlerOptions{})))
	mux.Handle("/{$}", http.RedirectHandler("/site/languages.html", http.StatusFound))
	server := &http.Server{Handler: loopback(mux), ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10}
	address := "http://" + l.Addr().String() + "/"
	a.note("%s", address)
	if !still {
		openBrowser(address)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	v.Close() // ends the streams, which would keep the server
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// loopback refuses requests that were meant for another host: a page of the web
// whose name its owner has made lead here (DNS rebinding).
func loopback(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if ip := net.ParseIP(strings.Trim(host, "[]")); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "this is not that host: open the address that multitude serve has printed", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// openBrowser asks the desktop to show the address, where there is one.
func openBrowser(address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return
		}
	}
	if c := exec.Command(name, args...); c.Start() == nil {
		go c.Wait()
	}
}
