// hyphens.mjs hyphenates words as the npm package hyphen does, from which our
// patterns come. Reads {"patterns": "en-us", "words": ["…"]} from standard
// input; writes for each word the offsets of its hyphens, in characters.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { patterns, words } = JSON.parse(readFileSync(0, "utf8"));
const hyphenate = require("hyphen")(require(`hyphen/patterns/${patterns}`), { hyphenChar: "\u00ad", html: false });
const offsets = (word) => {
  const out = [];
  let at = 0;
  for (const c of hyphenate(word)) {
    if (c === "\u00ad") out.push(at);
    else at++;
  }
  return out;
};
process.stdout.write(JSON.stringify(words.map(offsets)));
