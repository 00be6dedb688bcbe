// Compile govuk.scss and write ASSETS.toml: each file we ship that others made, with its origin, licence and SHA-256.
// Run by ./build, or with --check to compare only.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as sass from 'sass'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const shipped = (name) => here(`../../src/dueregard/web/ui/static/ui/${name}`)
const versions = JSON.parse(readFileSync(here('package.json'))).devDependencies
const isCheck = process.argv.includes('--check')

const OFL = 'Atkinson Hyperlegible Next, Braille Institute of America, by way of @fontsource-variable'
const FILES = [
  ['govuk-frontend.css', `govuk-frontend ${versions['govuk-frontend']} compiled from tools/assets/govuk.scss with sass ${versions.sass}`, 'MIT'],
  ['atkinson-hyperlegible-next-latin-wght-normal.woff2', OFL, 'OFL-1.1'],
  ['atkinson-hyperlegible-next-latin-ext-wght-normal.woff2', OFL, 'OFL-1.1'],
  ['OFL-Atkinson-Hyperlegible-Next.txt', 'the licence of the font', 'OFL-1.1'],
]

const compiled = sass.compile(here('govuk.scss'), {
  loadPaths: [here('node_modules')], style: 'compressed', quietDeps: true, logger: sass.Logger.silent,
})
const css = compiled.css + '\n'
const isSame = readFileSync(shipped('govuk-frontend.css'), 'utf8') === css
console.log(isSame ? 'govuk-frontend.css: the same as shipped' : 'govuk-frontend.css: differs from what is shipped')
if (isCheck) process.exit(isSame ? 0 : 1)
if (!isSame) writeFileSync(shipped('govuk-frontend.css'), css)

const rows = FILES.map(([name, origin, licence]) => {
  const sha256 = createHash('sha256').update(readFileSync(shipped(name))).digest('hex')
  return `[[file]]\nname = "${name}"\norigin = "${origin}"\nlicence = "${licence}"\nsha256 = "${sha256}"\n`
})
const head = '# What is shipped to browsers and was made by others: origin, licence, fingerprint. Written by `make assets`.\n'
writeFileSync(shipped('ASSETS.toml'), [head, ...rows].join('\n'))
console.log(`ASSETS.toml: ${rows.length} files`)
