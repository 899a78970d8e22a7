// Keeps what a reader has opened, for reading without a network. Over a network
// every answer comes from the site: what is kept is never shown in the place of
// something newer.
const kept = "multitude " + registration.scope;
const ours = (url) => url.startsWith(registration.scope);
const large = /\.(pdf|epub|zip)$/;
// The name of a font has the hash of what is in it: one that is kept is right.
const lasting = /\/fonts\/[^/]+-[0-9a-f]{16}\.woff2$/;
const plain = (url) => url.split("#")[0];

addEventListener("install", () => skipWaiting());
addEventListener("activate", (e) => e.waitUntil(clients.claim()));
// A page names itself and what it shows: it was loaded before this worker ran.
addEventListener("message", (e) => {
  const urls = [].concat(e.data).filter((u) => typeof u === "string" && ours(u) && !large.test(plain(u)));
  e.waitUntil(caches.open(kept).then((c) => Promise.all(urls.map((u) => c.add(new Request(plain(u), { cache: "no-cache" })).catch(() => {})))));
});
addEventListener("fetch", (e) => {
  const url = plain(e.request.url);
  if (e.request.method !== "GET" || !ours(url) || large.test(url) || e.request.headers.has("range")) return;
  e.respondWith(lasting.test(url) ? find(url).then((r) => r || load(e, url)) : load(e, url));
});
async function find(url) {
  const c = await caches.open(kept);
  return (await c.match(url)) || (url.endsWith("/") ? c.match(url + "index.html") : c.match(url.replace(/index\.html$/, "")));
}
async function load(e, url) {
  try {
    const answer = await fetch(e.request, { cache: "no-cache" });
    if (answer.ok && answer.type === "basic" && !answer.redirected) {
      const copy = answer.clone();
      e.waitUntil(caches.open(kept).then((c) => c.put(url, copy)).catch(() => {}));
    }
    return answer;
  } catch (error) {
    const answer = (await find(url)) || (e.request.mode === "navigate" && (await find(registration.scope + "languages.html")));
    if (answer) return answer;
    throw error;
  }
}
