// Fails when the JavaScript that the member entry loads first is over its budget.
// First load = the entry chunk and everything it imports statically; lazy pages do not count.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_BYTES = 120 * 1024
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8'))

/** Every chunk reachable from `name` by static imports. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const next of manifest[name].imports ?? []) closure(next, seen)
  return seen
}

const gzipped = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`

for (const [entry, limit] of [['member.html', LIMIT_BYTES], ['console.html', Infinity]]) {
  const chunks = [...closure(entry)].map((name) => manifest[name])
  const js = chunks.reduce((sum, chunk) => sum + gzipped(chunk.file), 0)
  const styles = new Set(chunks.flatMap((chunk) => chunk.css ?? []))
  const css = [...styles].reduce((sum, file) => sum + gzipped(file), 0)
  console.log(`size ${entry}: JS ${kilobytes(js)} gzip in ${chunks.length} files, CSS ${kilobytes(css)} gzip`)
  if (js > limit) {
    console.error(`size ${entry}: over the limit of ${kilobytes(limit)}`)
    process.exitCode = 1
  }
}
