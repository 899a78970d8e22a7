// What the pages do beside answering forms: they save by themselves, keep what
// is not saved yet, know keys, and show the page of the edition. Without this
// script everything else works.
"use strict";

const root = document.documentElement;
root.classList.add("scripted");

// The page that lets a browser in leads on by itself.
const go = document.querySelector("[data-go]");
if (go) location.replace(go.href);

const desk = document.querySelector(".desk");
if (desk) work(desk);

function work(desk) {
  const say = (name) => desk.getAttribute("data-say-" + name);
  const at = "/l/" + desk.dataset.tag + "/";
  const live = document.getElementById("live");
  const cards = [...desk.querySelectorAll(".card")];
  const state = new Map(); // of the cards, by their IDs
  let told;

  // tell says something in the live region, and takes it away after a while.
  function tell(text) {
    live.textContent = text;
    clearTimeout(told);
    told = setTimeout(() => { live.textContent = ""; }, 4000);
  }

  // The journal: what is typed is written here at once, and taken out when the
  // server has confirmed it.
  const prefix = ["multitude", desk.dataset.key, desk.dataset.tag, ""].join("\n");
  const journal = {
    put(id, text, base) { try { localStorage.setItem(prefix + id, JSON.stringify({ text, base })); } catch { /* full or forbidden: the save goes on */ } },
    get(id) { try { return JSON.parse(localStorage.getItem(prefix + id)); } catch { return null; } },
    drop(id, text) { const had = this.get(id); if (had && had.text === text) localStorage.removeItem(prefix + id); },
    all() { try { return Object.keys(localStorage).filter((k) => k.startsWith(prefix)).map((k) => k.slice(prefix.length)); } catch { return []; } },
  };

  async function post(what, fields, signal, keepalive) {
    const r = await fetch(at + what, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" }, signal, keepalive });
    if (!(r.headers.get("Content-Type") || "").includes("json")) throw new Error(String(r.status));
    return r.json();
  }

  for (const card of cards) {
    const form = card.querySelector("form.to"), area = form.querySelector("textarea");
    const s = { card, form, area, id: card.dataset.id, base: card.dataset.revision, saved: area.value, saving: false, conflict: false, timer: 0, looking: 0, delay: 1000 };
    state.set(s.id, s);
    card.querySelector(".tools").hidden = false;
    card.querySelector(".next").hidden = false;
    for (const b of card.querySelectorAll(".use")) b.hidden = false;
    grow(area);
    const left = journal.get(s.id);
    if (left && left.text !== s.saved) {
      area.value = left.text;
      s.base = left.base;
      tell(say("found"));
      mark(s, say("saving"), true);
      queueMicrotask(() => { look(s); save(s); });
    } else if (left) {
      journal.drop(s.id, left.text);
    }
    area.addEventListener("input", () => typed(s));
    card.addEventListener("focusin", () => enter(s));
    form.addEventListener("submit", (e) => { e.preventDefault(); save(s); });
    card.querySelector(".next").addEventListener("click", () => { save(s); step(s, 1); });
    card.addEventListener("click", (e) => {
      const b = e.target.closest("button");
      if (!b) return;
      if (b.matches(".insert")) put(s, b.dataset.insert, "");
      else if (b.matches(".wrap")) put(s, b.dataset.before, b.dataset.after);
      else if (b.matches(".copy")) replace(s, b.dataset.copy);
      else if (b.matches(".use")) replace(s, b.dataset.text);
      else if (b.matches(".character")) put(s, b.textContent, "");
      else if (b.matches(".decide")) decide(s, b.value);
    });
    card.addEventListener("keydown", (e) => key(s, e));
  }

  // What was left unsaved on other pages is saved, too.
  for (const id of journal.all()) {
    if (state.has(id)) continue;
    const left = journal.get(id);
    if (left) post("save", { id, text: left.text, revision: left.base }).then((a) => { if (a.saved) journal.drop(id, left.text); }).catch(() => {});
  }

  function grow(area) {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.blockSize = "auto";
    area.style.blockSize = area.scrollHeight + 4 + "px";
  }

  function mark(s, text, waits) {
    const el = s.card.querySelector(".state");
    el.textContent = text;
    el.classList.toggle("waits", Boolean(waits));
  }

  function typed(s) {
    journal.put(s.id, s.area.value, s.base);
    grow(s.area);
    if (s.conflict) return;
    mark(s, say("saving"), true);
    clearTimeout(s.looking);
    s.looking = setTimeout(() => look(s), 120);
    clearTimeout(s.timer);
    s.timer = setTimeout(() => save(s), 350);
  }

  // look shows what is wrong with a text, and how a reader would see it.
  async function look(s) {
    if (s.watch) s.watch.abort();
    s.watch = new AbortController();
    try {
      answered(s, await post("look", { id: s.id, text: s.area.value }, s.watch.signal));
    } catch { /* the save will say it */ }
    sheet(s);
  }

  function answered(s, a) {
    const list = s.card.querySelector(".problems"), seen = s.card.querySelector(".seen");
    const before = list.childElementCount;
    list.innerHTML = a.problems;
    seen.hidden = !a.text;
    seen.querySelector("p:not(.h)").innerHTML = a.shown;
    if (a.count > before) tell(say("problems"));
    else if (a.count === 0 && before > 0) tell(say("clean"));
  }

  async function save(s) {
    clearTimeout(s.timer);
    if (s.conflict || s.saving) { s.again = s.saving; return; }
    const text = s.area.value;
    if (text === s.saved) { journal.drop(s.id, text); mark(s, ""); return; }
    s.saving = true;
    let a;
    try {
      a = await post("save", { id: s.id, text, revision: s.base }, undefined, text.length < 10000);
      if (a.wrong) throw new Error(a.wrong);
    } catch {
      s.saving = false;
      mark(s, say("offline"), true);
      s.timer = setTimeout(() => save(s), s.delay);
      s.delay = Math.min(s.delay * 2, 15000);
      return;
    }
    s.saving = false;
    s.delay = 1000;
    if (a.conflict) { conflict(s, a); return; }
    s.saved = text;
    s.base = a.revision;
    s.form.elements.revision.value = a.revision;
    journal.drop(s.id, text);
    if (s.area.value === text) mark(s, say("saved"));
    else journal.put(s.id, s.area.value, s.base);
    const badge = s.card.querySelector(".badge");
    badge.textContent = a.label;
    badge.className = "badge is-" + a.standing;
    if (s.again || s.area.value !== text) { s.again = false; save(s); }
  }

  // conflict shows both texts, and lets her choose; hers stays in the field.
  function conflict(s, a) {
    s.conflict = true;
    s.theirs = a;
    mark(s, say("choose"), true);
    const box = s.card.querySelector(".conflict-live");
    box.replaceChildren();
    const add = (name, text, set) => { const e = document.createElement(name); e.textContent = text; if (set) set(e); box.append(e, " "); };
    add("p", say("conflict"));
    add("p", say("theirs"), (e) => { e.className = "h"; });
    add("p", a.text, (e) => { e.className = "theirs"; e.lang = s.area.lang; e.dir = s.area.dir; });
    for (const who of ["mine", "theirs"]) add("button", say("keep-" + who), (e) => { e.type = "button"; e.className = "decide"; e.value = who; });
    box.hidden = false;
    tell(say("choose"));
  }

  async function decide(s, who) {
    const mine = s.area.value, theirs = s.theirs.text;
    try {
      const a = await post("save", { id: s.id, text: mine, theirs, revision: s.theirs.revision, decide: who });
      if (a.conflict) { conflict(s, a); return; }
      if (a.wrong) throw new Error(a.wrong);
      s.conflict = false;
      s.card.querySelector(".conflict-live").hidden = true;
      localStorage.removeItem(prefix + s.id);
      s.base = a.revision;
      s.area.value = s.saved = a.text;
      mark(s, say("saved"));
      tell(say("saved"));
      s.area.focus();
      look(s);
    } catch { mark(s, say("offline"), true); }
  }

  // put writes at the cursor, or around what is selected, so that undo works.
  function put(s, before, after) {
    const a = s.area;
    a.focus();
    const from = a.selectionStart, to = a.selectionEnd, inside = a.value.slice(from, to);
    const whole = before + inside + after;
    if (!document.execCommand("insertText", false, whole)) a.setRangeText(whole, from, to, "end");
    if (after && !inside) a.selectionStart = a.selectionEnd = from + before.length;
    typed(s);
  }

  function replace(s, text) {
    s.area.focus();
    s.area.select();
    put(s, "", "");
    s.area.select();
    if (!document.execCommand("insertText", false, text)) s.area.value = text;
    typed(s);
  }

  function step(s, by) {
    const next = cards[cards.indexOf(s.card) + by];
    if (next) {
      next.querySelector("textarea").focus();
      next.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
      return;
    }
    const link = document.querySelector(by > 0 ? ".pages [rel=next]" : ".pages [rel=prev]");
    if (link) save(s).then(() => { if (s.area.value === s.saved) location.href = link.href; });
    else save(s);
  }

  function key(s, e) {
    const ctrl = e.ctrlKey || e.metaKey;
    const does = (f) => { e.preventDefault(); f(); };
    if (ctrl && !e.shiftKey && e.key === "Enter") does(() => { save(s); step(s, 1); });
    else if (ctrl && e.shiftKey && e.key === "ArrowDown") does(() => replace(s, s.card.querySelector(".copy").dataset.copy));
    else if (e.altKey && !ctrl && (e.key === "ArrowDown" || e.key === "ArrowUp")) does(() => step(s, e.key === "ArrowDown" ? 1 : -1));
    else if (e.altKey && !ctrl && /^Digit[1-9]$/.test(e.code)) {
      const word = s.card.querySelectorAll(".insert")[Number(e.code.at(-1)) - 1];
      if (word) does(() => put(s, word.dataset.insert, ""));
    } else if (e.altKey && !ctrl && e.code === "Digit0") {
      const first = s.card.querySelector(".character");
      if (first) does(() => first.focus());
    } else if (ctrl && !e.shiftKey && !e.altKey && (e.key === "b" || e.key === "i")) {
      const mark = e.key === "b" ? "**" : "*";
      does(() => put(s, mark, mark));
    }
  }

  // enter brings what helps with the paragraph in hand.
  function enter(s) {
    if (enter.now === s) return;
    enter.now = s;
    const box = s.card.querySelector(".characters");
    if (!box.childElementCount) {
      for (const c of desk.dataset.characters.split("\n").filter(Boolean)) {
        const b = document.createElement("button");
        b.type = "button";
        b.className = "character";
        b.textContent = c;
        b.lang = s.area.lang;
        if (!/\S/.test(c) || /\p{Cf}/u.test(c)) b.setAttribute("aria-label", "U+" + c.codePointAt(0).toString(16).toUpperCase());
        box.append(b);
      }
    }
    const help = s.card.querySelector(".help");
    if (!help.dataset.asked) {
      help.dataset.asked = "yes";
      fetch(at + "help?id=" + encodeURIComponent(s.id)).then((r) => (r.ok ? r.text() : "")).then((html) => {
        help.innerHTML = html;
        help.hidden = !html.trim();
        for (const b of help.querySelectorAll(".use")) b.hidden = false;
      }).catch(() => { help.dataset.asked = ""; });
    }
    sheet(s);
  }

  // The preview: the page of the PDF, as a picture, and the page of the web.
  const pane = desk.querySelector(".pane"), printed = pane.querySelector(".sheet"), web = pane.querySelector(".web");
  pane.querySelector(".tabs").hidden = false;
  printed.hidden = false;
  let shown = "sheet", busy = false, slow = false, want = null;
  for (const b of pane.querySelectorAll("[data-pane]")) {
    b.addEventListener("click", () => {
      shown = b.dataset.pane;
      for (const o of pane.querySelectorAll("[data-pane]")) o.setAttribute("aria-pressed", String(o === b));
      printed.hidden = shown !== "sheet";
      web.hidden = shown !== "web";
      sheet(enter.now || state.get(cards[0] && cards[0].dataset.id));
    });
  }

  // On a narrow screen the preview covers the page, when it is asked for.
  const peek = desk.querySelector(".peek");
  peek.hidden = false;
  peek.addEventListener("click", () => {
    const open = desk.classList.toggle("peeking");
    peek.setAttribute("aria-expanded", String(open));
    peek.textContent = say(open ? "back" : "preview");
    if (open) sheet(enter.now || state.get(cards[0] && cards[0].dataset.id));
  });
  addEventListener("keydown", (e) => { if (e.key === "Escape" && desk.classList.contains("peeking")) { peek.click(); peek.focus(); } });

  async function sheet(s) {
    if (!s || getComputedStyle(pane).display === "none") return;
    if (shown === "web") { show(s); return; }
    // One page at a time: of a long book each takes the server its while. Where
    // it took seconds, it is made anew for another paragraph, not for each word.
    if (busy) { want = s; return; }
    if (slow && printed.dataset.unit === s.id) return;
    busy = true;
    const began = performance.now();
    try {
      const r = await fetch(at + "sheet", { method: "POST", body: new URLSearchParams({ id: s.id, text: s.area.value }) });
      if (!r.ok) throw new Error(String(r.status));
      const place = JSON.parse(r.headers.get("X-Place"));
      const img = new Image();
      img.src = URL.createObjectURL(new Blob([await r.blob()], { type: "image/svg+xml" }));
      img.alt = say("page").replace(/\{\{\.Number\}\}|<no value>/, place.number);
      await img.decode().catch(() => {});
      const old = printed.querySelector("img");
      const here = document.createElement("span");
      here.className = "here";
      for (const [side, value, whole] of [["top", place.y, place.height], ["left", place.x, place.width], ["height", place.h, place.height], ["width", place.w, place.width]]) here.style[side] = (100 * value) / whole + "%";
      const leaf = document.createElement("div");
      leaf.className = "leaf";
      leaf.append(img, here);
      printed.replaceChildren(leaf);
      if (old) URL.revokeObjectURL(old.src);
      printed.dataset.unit = s.id;
      printed.scrollTop = Math.max(0, (place.y / place.height) * img.clientHeight - printed.clientHeight / 3);
    } catch { /* the page that is there stays */ }
    busy = false;
    slow = performance.now() - began > 3000;
    const next = want;
    want = null;
    if (next) sheet(next);
  }

  function show(s) {
    const to = "/site/" + desk.dataset.tag + "/#" + encodeURIComponent(s.id);
    let frame = web.querySelector("iframe");
    if (!frame) {
      frame = document.createElement("iframe");
      frame.title = pane.getAttribute("aria-label");
      frame.src = to;
      web.replaceChildren(frame);
    } else if (!frame.src.endsWith(to)) frame.contentWindow.location.replace(to);
  }

  // A tab that closes sends what it has; the journal keeps it in any case.
  addEventListener("pagehide", () => { for (const s of state.values()) if (s.area.value !== s.saved) save(s); });
  addEventListener("online", () => { for (const s of state.values()) save(s); });

  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && target.matches(".card")) target.querySelector("textarea").focus({ preventScroll: true });
}
