package cli

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log"
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

	"multitude/internal/workbench"
)

// usualPort is where the workbench is, unless another program is there: what a
// browser keeps for it, it keeps under the port.
const usualPort = 8417

// leastPassword is how many characters a password must have that guards the
// workbench on a network.
const leastPassword = 12

// A serveRequest is what the flags of serve say.
type serveRequest struct {
	port      int
	chosen    bool // the port was given
	still     bool
	listen    string
	password  string
	cert, key string
}

func (a *app) serveCommand() *cobra.Command {
	var r serveRequest
	c := &cobra.Command{
		Use:   "serve",
		Short: "open the workbench in a browser: translate, review, see the pages",
		Long: "Opens the workbench, in which people translate and review without a terminal, and\n" +
			"beside it the site as a build would write it; its pages renew themselves as texts are\n" +
			"saved. It answers this machine alone, and lets in who opens the address that it\n" +
			"prints, which works once. It runs until you end it: Ctrl+C.\n\n" +
			"With --listen it answers a network. Then everyone who knows the password can change\n" +
			"the translations: it must be in a file, and the connection must be encrypted (TLS).",
		Example: "  multitude serve\n" +
			"  multitude serve --no-browser --port 9000\n" +
			"  multitude serve --listen 192.168.1.5:8443 --password-file secret.txt --cert cert.pem --key key.pem",
		Args: args(0, 0, ""),
	}
	c.Flags().IntVar(&r.port, "port", usualPort, "listen at `PORT` of 127.0.0.1; 0 for any that is free")
	c.Flags().BoolVar(&r.still, "no-browser", false, "open no browser")
	c.Flags().StringVar(&r.listen, "listen", "", "answer a network, at `ADDRESS`, such as 192.168.1.5:8443")
	c.Flags().StringVar(&r.password, "password-file", "", "with --listen: the `FILE` that has the password, which nobody but you can read")
	c.Flags().StringVar(&r.cert, "cert", "", "with --listen: the certificate, a `FILE` in PEM")
	c.Flags().StringVar(&r.key, "key", "", "with --listen: the certificate's key, a `FILE` in PEM")
	c.RunE = func(c *cobra.Command, _ []string) error {
		r.chosen = c.Flags().Changed("port")
		if r.port < 0 || r.port > 65535 {
			return usage("write a number from 0 to 65535", "--port cannot be %d", r.port)
		}
		return a.serve(r)
	}
	return c
}

func (a *app) serve(r serveRequest) error {
	var o workbench.Options
	var l net.Listener
	var err error
	switch {
	case r.listen == "" && (r.password != "" || r.cert != "" || r.key != ""):
		return usage("add --listen ADDRESS, or leave them out", "--password-file, --cert and --key are for --listen")
	case r.listen == "":
		l, err = listenHere(r)
	default:
		l, o, err = a.listenThere(r)
	}
	if err != nil {
		return err
	}
	defer l.Close()
	p, err := a.project()
	if err != nil {
		return err
	}
	o.Log = a.note
	bench, found, err := workbench.New(p, o)
	if err != nil {
		return err
	}
	if bench == nil {
		a.noteFindings(found)
		return errFound
	}
	defer bench.Close()
	server := &http.Server{
		Handler: bench.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: log.New(discard{}, "", 0),
	}
	scheme := "http://"
	if o.Secure {
		scheme = "https://"
	}
	address := scheme + l.Addr().String() + bench.Invite()
	if o.Secure {
		a.note("%s: everyone who can reach %s and knows the password can change the translations", a.colours.err.warning("warning"), l.Addr())
	}
	a.note("the workbench is open; Ctrl+C ends it. Open this address, which works once:\n%s", address)
	if !r.still {
		openBrowser(address, a.getenv)
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
	bench.Close() // ends the streams, which would keep the server
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	a.note("the workbench is closed; everything that was shown as saved is in %s", a.path(p.LocalesDir()))
	return nil
}

// discard drops what the server would log of broken connections.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// listenHere listens on this machine alone: at the usual port, so that what a
// browser has kept is found again, or at any other.
func listenHere(r serveRequest) (net.Listener, error) {
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(r.port)))
	if err == nil || r.chosen {
		if err != nil {
			err = fmt.Errorf("nobody can be answered at port %d: %w\nhint: choose another with --port", r.port, err)
		}
		return l, err
	}
	return net.Listen("tcp", "127.0.0.1:0")
}

// listenThere listens on a network, by TLS alone.
func (a *app) listenThere(r serveRequest) (net.Listener, workbench.Options, error) {
	var o workbench.Options
	const again = "write: multitude serve --listen ADDRESS --password-file FILE --cert FILE --key FILE"
	switch {
	case r.chosen:
		return nil, o, usage("write the port behind the address: --listen 192.168.1.5:8443", "--port is for this machine alone")
	case r.password == "":
		return nil, o, usage(again, "on a network a password must be asked for")
	case r.cert == "" || r.key == "":
		return nil, o, usage(again, "on a network the connection must be encrypted")
	}
	password, err := readPassword(r.password)
	if err != nil {
		return nil, o, err
	}
	pair, err := tls.LoadX509KeyPair(r.cert, r.key)
	if err != nil {
		return nil, o, fmt.Errorf("the certificate cannot be used: %w\nhint: --cert and --key name files in PEM that belong together", err)
	}
	host, _, err := net.SplitHostPort(r.listen)
	if err != nil {
		return nil, o, usage("write an address and a port, such as 192.168.1.5:8443", "--listen cannot be %q", r.listen)
	}
	o = workbench.Options{Password: password, Secure: true, Hosts: []string{host}}
	if leaf, err := x509.ParseCertificate(pair.Certificate[0]); err == nil {
		o.Hosts = append(o.Hosts, leaf.DNSNames...)
		for _, ip := range leaf.IPAddresses {
			o.Hosts = append(o.Hosts, ip.String())
		}
	}
	l, err := net.Listen("tcp", r.listen)
	if err != nil {
		return nil, o, fmt.Errorf("nobody can be answered at %s: %w", r.listen, err)
	}
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}), o, nil
}

// readPassword reads the file of the password: its first line.
func readPassword(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("the password cannot be read: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", usage("write: chmod 600 "+path, "others on this machine can read the password in %s", path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("the password cannot be read: %w", err)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	line = strings.TrimSuffix(line, "\r")
	if len([]rune(line)) < leastPassword {
		return "", usage(fmt.Sprintf("write at least %d characters: four words that do not belong together are good", leastPassword), "the password in %s is too short", path)
	}
	return line, nil
}

// openBrowser asks the desktop to show the address, where there is one.
func openBrowser(address string, getenv func(string) string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	default:
		if getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == "" {
			return
		}
	}
	if c := exec.Command(name, args...); c.Start() == nil {
		go c.Wait()
	}
}
