// Sends a reader to her language, where no server has done it.
{
  const tags = [...document.querySelectorAll(".editions > li")].map((e) => e.dataset.tag);
  const likely = (tag) => { try { return new Intl.Locale(tag).maximize(); } catch { return {}; } };
  const match = (wish) => {
    const w = likely(wish);
    return tags.find((t) => t.toLowerCase() === wish.toLowerCase()) ||
      tags.find((t) => { const l = likely(t); return l.language && l.language === w.language && l.script === w.script; }) ||
      tags.find((t) => likely(t).language === w.language && w.language);
  };
  const to = (navigator.languages || [navigator.language]).map(match).find(Boolean);
  if (to && !location.hash) location.replace(to + "/index.html");
}
