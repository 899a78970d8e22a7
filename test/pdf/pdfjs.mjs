// The text of PDFs as pdf.js gives it (Firefox, and many a web page): for every
// path on standard input, a line of JSON on standard output.
//
//   pages:  the text of each page, as Firefox copies it and searches it
//   marked: the text of each marked-content sequence, by "page object/MCID"
//   tree:   each page's structure tree, {role, lang, alt, text, children}, the
//           text of marked content at the element that holds it
//   error:  why there is none of it
import fs from "node:fs";
import readline from "node:readline";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";

async function read(path) {
  const data = new Uint8Array(fs.readFileSync(path));
  const doc = await getDocument({ data, verbosity: VerbosityLevel.ERRORS, useSystemFonts: false, isEvalSupported: false }).promise;
  const result = { pages: [], marked: {}, tree: [] };
  for (let n = 1; n <= doc.numPages; n++) {
    const page = await doc.getPage(n);
    let text = "";
    for (const item of (await page.getTextContent()).items) text += item.str + (item.hasEOL ? "\n" : "");
    result.pages.push(text);

    const marked = new Map();
    const open = [];
    for (const item of (await page.getTextContent({ includeMarkedContent: true })).items) {
      if (item.type === "beginMarkedContent" || item.type === "beginMarkedContentProps") open.push(item.id ?? null);
      else if (item.type === "endMarkedContent") open.pop();
      else {
        const id = open.findLast((x) => x !== null);
        if (id) marked.set(id, (marked.get(id) ?? "") + item.str + (item.hasEOL ? "\n" : ""));
      }
    }
    for (const [id, text] of marked) result.marked[id.replace(/^p(\d+)R_mc(\d+)$/, "$1/$2")] = text;
    const read = (node) => {
      const out = { role: node.role, lang: node.lang, alt: node.alt, text: "", children: [] };
      for (const kid of node.children) {
        if (kid.type === "content") out.text += marked.get(kid.id) ?? "";
        else if (kid.type === undefined) out.children.push(read(kid));
      }
      return out;
    };
    const root = await page.getStructTree();
    result.tree.push(root ? read(root) : null);
  }
  await doc.destroy();
  return result;
}

for await (const path of readline.createInterface({ input: process.stdin })) {
  const result = await read(path).catch((e) => ({ error: String(e) }));
  process.stdout.write(JSON.stringify(result) + "\n");
}
