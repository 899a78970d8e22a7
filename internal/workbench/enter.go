package workbench

import (
	"net/http"
)

// enter lets a browser in that brings a one-time token, or asks for the
// password. The answer is a page that leads on, and not a redirect: a cookie
// that is SameSite=Strict is not sent along one that began on another site.
func (b *Workbench) enter(w http.ResponseWriter, r *http.Request) {
	if b.guard.password != "" {
		p := b.page(r, "enter")
		p.Title = p.say("enter-title")
		b.show(w, http.StatusOK, "enter.html", p)
		return
	}
	if b.guard.session(r) != nil { // the address was opened twice
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	if !b.guard.redeem(r.URL.Query().Get("token")) {
		b.refuse(w, r, http.StatusUnauthorized, "refused-token")
		return
	}
	b.let(w, r)
}

func (b *Workbench) let(w http.ResponseWriter, r *http.Request) {
	b.guard.admit(w, r)
	p := b.page(r, "welcome")
	p.Title = p.say("welcome-title")
	b.show(w, http.StatusOK, "enter.html", p)
}

func (b *Workbench) enterByPassword(w http.ResponseWriter, r *http.Request) {
	if !b.form(w, r) {
		return
	}
	if !b.guard.passes(r.PostFormValue("password")) {
		p := b.page(r, "enter")
		p.Title, p.Wrong = p.say("enter-title"), p.say("enter-wrong")
		b.show(w, http.StatusUnauthorized, "enter.html", p)
		return
	}
	b.let(w, r)
}

// invitePage gives an address by which one more browser is let in, once.
func (b *Workbench) invitePage(w http.ResponseWriter, r *http.Request) {
	scheme := "http://"
	if b.guard.secure {
		scheme = "https://"
	}
	p := b.page(r, "invite")
	p.Title = p.say("invite-title")
	p.Body = scheme + r.Host + b.Invite()
	b.show(w, http.StatusOK, "invite.html", p)
}
