// A language link leads to the paragraph that is being read: the last one that
// begins in the upper third of the window.
function aim(event) {
  const link = event.target.closest && event.target.closest("a[hreflang], a[data-pair]");
  if (!link || link.origin !== location.origin) return;
  let at = "";
  if (scrollY > 100) {
    for (const e of document.querySelectorAll("main [id]:not([id^=_])")) {
      if (e.getBoundingClientRect().top > innerHeight / 3) break;
      at = e.id;
    }
  }
  link.hash = at;
}
addEventListener("pointerdown", aim);
addEventListener("click", aim);
// Over a network: fonts are asked for before the text needs them, and the page
// can be kept for reading without a network. From a folder, a browser takes
// either for a mistake.
if (location.protocol.startsWith("http")) {
  const link = (attributes) => document.head.append(Object.assign(document.createElement("link"), attributes));
  for (const href of fonts) link({ rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href });
  link({ rel: "manifest", href: "manifest.webmanifest" });
  if (navigator.serviceWorker) {
    addEventListener("load", () => navigator.serviceWorker.register("../sw.js").then(() => navigator.serviceWorker.ready).then((r) => {
      r.active.postMessage([location.href, new URL("../languages.html", location).href].concat(performance.getEntriesByType("resource").map((e) => e.name)));
    }).catch(() => {}));
  }
}
