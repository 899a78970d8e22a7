package workbench

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"
)

// The limits of what a request may bring, in bytes.
const (
	mostForm = 1 << 20  // of a form: a message, a note, a name
	mostFile = 64 << 20 // of a file that is brought home
)

// policy is the content security policy of every page of the workbench: no
// script and no style but its own files, and nothing from elsewhere. The page
// of the PDF is an image made from memory (blob:).
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// mostSessions is how many browsers may be signed in at a time; the one that
// came first goes where there are more.
const mostSessions = 64

// A guard lets in who has the one-time token, or the password, and remembers
// them by a cookie. It keeps hashes, so that what leaks from memory opens
// nothing.
type guard struct {
	password string // asked for instead of a token where it is not ""
	secure   bool   // the connection is TLS
	hosts    map[string]bool

	mu       sync.Mutex
	tokens   map[[32]byte]time.Time // until when they hold
	sessions map[[32]byte]*session
	order    [][32]byte
	failures int // wrong passwords since the last right one
}

// A session is one browser.
type session struct {
	mu        sync.Mutex
	name      string // the pen name that was given last, or ""
	signed    bool   // a name, be it empty, was given
	interfaze string // tag of the interface's language, or "" for what the browser asks for
}

func newGuard(o Options) *guard {
	g := &guard{password: o.Password, secure: o.Secure, hosts: map[string]bool{}, tokens: map[[32]byte]time.Time{}, sessions: map[[32]byte]*session{}}
	for _, h := range o.Hosts {
		g.hosts[strings.ToLower(h)] = true
	}
	return g
}

// secret is a new random text that nobody guesses, for addresses and cookies.
func secret() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// tokenHolds is how long a one-time token can be used.
const tokenHolds = 12 * time.Hour

// invite is a new one-time token.
func (g *guard) invite() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	for t, until := range g.tokens {
		if now.After(until) || len(g.tokens) >= mostSessions {
			delete(g.tokens, t)
		}
	}
	token := secret()
	g.tokens[sha256.Sum256([]byte(token))] = now.Add(tokenHolds)
	return token
}

// redeem says whether the token lets somebody in, which it does once.
func (g *guard) redeem(token string) bool {
	key := sha256.Sum256([]byte(token))
	g.mu.Lock()
	defer g.mu.Unlock()
	until, ok := g.tokens[key]
	delete(g.tokens, key)
	return ok && time.Now().Before(until)
}

// passes says whether the password is right. Each wrong one makes the next
// answer wait longer, so that guessing leads nowhere.
func (g *guard) passes(password string) bool {
	g.mu.Lock()
	wait := time.Duration(min(g.failures, 6)) * 500 * time.Millisecond
	g.mu.Unlock()
	time.Sleep(wait)
	a, b := sha256.Sum256([]byte(password)), sha256.Sum256([]byte(g.password))
	right := g.password != "" && subtle.ConstantTimeCompare(a[:], b[:]) == 1
	g.mu.Lock()
	defer g.mu.Unlock()
	if right {
		g.failures = 0
	} else {
		g.failures++
	}
	return right
}

// admit begins a session, and gives the browser the cookie of it.
func (g *guard) admit(w http.ResponseWriter, r *http.Request) {
	id := secret()
	key := sha256.Sum256([]byte(id))
	g.mu.Lock()
	g.sessions[key] = &session{}
	g.order = append(g.order, key)
	for len(g.order) > mostSessions {
		delete(g.sessions, g.order[0])
		g.order = g.order[1:]
	}
	g.mu.Unlock()
	http.SetCookie(w, &http.Cookie{
		Name: g.cookie(r), Value: id, Path: "/", HttpOnly: true, Secure: g.secure, SameSite: http.SameSiteStrictMode,
	})
}

// cookie is the name of the session's cookie. Cookies know no ports: a second
// workbench on this machine needs another name.
func (g *guard) cookie(r *http.Request) string {
	_, port, _ := net.SplitHostPort(r.Host)
	return "multitude-" + port
}

// session is that of the request, or nil.
func (g *guard) session(r *http.Request) *session {
	c, err := r.Cookie(g.cookie(r))
	if err != nil {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.sessions[sha256.Sum256([]byte(c.Value))]
}

// knows says whether the Host header names this server. A page of the web whose
// name its owner has made lead here (DNS rebinding) names another.
func (g *guard) knows(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if host == "localhost" || g.hosts[host] {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// detours says whether a path leads anywhere but straight on. No path of a
// request becomes one of the machine's; this is a second lock on that door.
func detours(u *url.URL) bool {
	p := u.Path
	return strings.ContainsAny(p, "\\\x00") || p == "" || p[0] != '/' || p != "/" && path.Clean(p) != strings.TrimSuffix(p, "/")
}

// protect wraps the handler of everything that only those may see who are let
// in, and open, which anybody may.
func (b *Workbench) protect(inside, open http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.refuse(w, r, http.StatusForbidden, "refused-cross-origin")
	}))
	checked := cross.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := int64(mostForm)
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/bring") {
			limit = mostFile
		}
		if r.ContentLength > limit {
			w.Header().Set("Connection", "close")
			b.refuse(w, r, http.StatusRequestEntityTooLarge, "refused-large")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		switch r.URL.Path {
		case "/enter", "/style.css", "/icon.svg":
			open.ServeHTTP(w, r)
			return
		}
		if b.guard.session(r) == nil {
			if b.guard.password != "" && r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {
				http.Redirect(w, r, "/enter", http.StatusSeeOther)
				return
			}
			b.refuse(w, r, http.StatusUnauthorized, "refused-token")
			return
		}
		inside.ServeHTTP(w, r)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if b.guard.secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if !strings.HasPrefix(r.URL.Path, "/site/") { // its pages bring the policy that they need
			h.Set("Content-Security-Policy", policy)
		}
		switch {
		case !b.guard.knows(r.Host):
			http.Error(w, "this is not that host: open the address that multitude serve has printed", http.StatusMisdirectedRequest)
		case detours(r.URL):
			http.Error(w, "this path leads nowhere", http.StatusBadRequest)
		default:
			checked.ServeHTTP(w, r)
		}
	})
}
