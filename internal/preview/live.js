// Renews a page of the preview when what it is made of has changed, and keeps
// the reader where she is.
(() => {
  "use strict";
  const me = document.currentScript;
  const base = new URL(".", me.src);
  const key = "multitude-place " + location.pathname;
  let revision = Number(me.dataset.revision);
  let stream = null;
  let busy = false;
  let again = false;
  let unit = ""; // that the page around has asked to show
  let kept = null; // where the reader was before the page was loaded again

  // Where the reader is: the first paragraph that shows, and how far below the
  // window's upper edge it begins.
  function place() {
    if (scrollY <= 0) return null;
    for (const e of document.querySelectorAll("main [id]:not([id^=_])")) {
      const r = e.getBoundingClientRect();
      if (r.bottom > 0) return { id: e.id, top: r.top, y: scrollY };
    }
    return { id: "", top: 0, y: scrollY };
  }
  function back(at) {
    if (!at) return;
    const e = at.id && document.getElementById(at.id);
    const y = e ? scrollY + e.getBoundingClientRect().top - at.top : at.y;
    scrollTo({ top: y, behavior: "instant" });
  }

  // What a page is beside its body: where that has changed, it must be loaded
  // as a whole.
  function shell(d) {
    const own = [...d.querySelectorAll("style, script:not([data-revision])")].map((e) => e.outerHTML);
    const bare = d.documentElement.cloneNode(false);
    return bare.outerHTML + own.join("\n") + d.body.className;
  }
  const texts = (d) => new Map([...d.querySelectorAll("main [id]:not([id^=_])")].map((e) => [e.id, e.textContent]));

  async function renew() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      do {
        again = false;
        const answer = await fetch(location.href.split("#")[0], { cache: "no-store" });
        const next = new DOMParser().parseFromString(await answer.text(), "text/html");
        const its = next.querySelector("script[data-revision]");
        if (!its || its.dataset.tag !== me.dataset.tag || shell(next) !== shell(document)) {
          reload();
          return;
        }
        swap(next);
        revision = Number(its.dataset.revision);
      } while (again);
    } catch {
      // The server is away; the stream says when it is back.
    } finally {
      busy = false;
    }
  }
  function swap(next) {
    const at = place();
    const before = texts(document);
    const open = [...document.querySelectorAll("details")].map((d) => d.open);
    const focused = [...document.querySelectorAll("a, summary, [tabindex]")].indexOf(document.activeElement);
    document.title = next.title;
    document.body.replaceChildren(...[...next.body.childNodes].map((n) => document.adoptNode(n)));
    const details = document.querySelectorAll("details");
    if (details.length === open.length) details.forEach((d, i) => (d.open = open[i]));
    if (focused >= 0) {
      const e = document.querySelectorAll("a, summary, [tabindex]")[focused];
      if (e) e.focus({ preventScroll: true });
    }
    for (const [id, text] of texts(document)) {
      if (before.get(id) !== text) mark(document.getElementById(id));
    }
    point(false);
    back(at);
    const status = document.querySelector("#_preview [role=status]");
    if (status) status.textContent = "The page is new.";
  }
  function mark(e) {
    e.classList.add("_changed");
    setTimeout(() => e.classList.remove("_changed"), 2000);
  }
  function reload() {
    try {
      // A page that says why the edition cannot be shown hands on the place in it.
      const problem = document.documentElement.classList.contains("_problem");
      sessionStorage.setItem(key, JSON.stringify(problem ? kept : { at: place(), unit }));
    } catch {
      // The browser keeps nothing: it has its own idea of where the reader was.
    }
    location.reload();
  }

  // The page around this one, the workbench, may ask to show a paragraph.
  function point(scroll) {
    document.querySelectorAll("._here").forEach((e) => e.classList.remove("_here"));
    const e = unit && document.getElementById(unit);
    if (!e) return;
    e.classList.add("_here");
    if (scroll) e.scrollIntoView({ block: "center", behavior: "instant" });
  }
  addEventListener("message", (e) => {
    if (e.origin !== location.origin || e.source !== parent || !e.data || typeof e.data.unit !== "string") return;
    unit = e.data.unit;
    point(true);
  });

  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource(new URL("events?tag=" + encodeURIComponent(me.dataset.tag), base));
    stream.addEventListener("now", (e) => {
      if (Number(e.data) > revision) renew();
    });
    stream.addEventListener("page", renew);
  }
  // A browser has few connections to a server: a page that nobody sees leaves
  // its own to others.
  function rest() {
    if (stream) stream.close();
    stream = null;
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);


  try {
    kept = JSON.parse(sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
  if (kept) {
    unit = kept.unit || "";
    point(false);
    back(kept.at);
    document.fonts.ready.then(() => back(kept.at));
  }
  listen();
  if (parent !== window) parent.postMessage({ preview: "ready" }, location.origin);
})();
