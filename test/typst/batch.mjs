// Sets the documents that a list names with Typst, all in one process, as a
// batch of `typst compile` would: node batch.mjs JOBS OUT. JOBS is a JSON file:
// { fonts: [folder…], documents: [{ name, source }…] }. Prints the number of
// documents and of bytes.
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const { NodeCompiler } = createRequire(import.meta.url)('@myriaddreamin/typst-ts-node-compiler-linux-x64-gnu')
const [jobs, out] = process.argv.slice(2)
const { fonts, documents } = JSON.parse(readFileSync(jobs, 'utf8'))
mkdirSync(out, { recursive: true })
const compiler = NodeCompiler.create({ workspace: out, fontArgs: [{ fontPaths: fonts }] })
let bytes = 0
for (const { name, source } of documents) {
  const pdf = compiler.pdf({ mainFileContent: source })
  writeFileSync(join(out, name + '.pdf'), pdf)
  bytes += pdf.length
}
console.log(JSON.stringify({ documents: documents.length, bytes }))
