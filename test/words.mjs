// words.mjs finds the boundaries of words as ICU does, by which ours are
// measured. Reads {"locale": "km", "texts": ["…"]} from standard input; writes
// for each text the boundaries, in characters from its beginning.
import { readFileSync } from "node:fs";

const { locale, texts } = JSON.parse(readFileSync(0, "utf8"));
const segmenter = new Intl.Segmenter(locale, { granularity: "word" });
const characters = (s) => Array.from(s).length;
const boundaries = (text) => {
  const out = [];
  let at = 0;
  for (const { segment } of segmenter.segment(text)) {
    out.push((at += characters(segment)));
  }
  return out;
};
process.stdout.write(JSON.stringify(texts.map(boundaries)));
