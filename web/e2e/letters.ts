/**
 * Finds the one-time code that was sent to an address: in the letters the mail server of the
 * tests received (`WEILU_TEST_MAILDIR`), or in the box of the delivery simulator, which is a
 * table in the server's own database (`WEILU_DATA`). Node 20 cannot open SQLite, so the file
 * and its log are read as bytes: address and body of a message stand side by side in a row.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const PATIENCE_MS = 10_000
const PAUSE_MS = 150
/** Characters between an address and its code: the subject and the start of the body. */
const NEAR = 300

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The last six digits standing alone after the address. */
export function lastCode(text: string, address: string): string | null {
  const found = [...text.matchAll(new RegExp(`${escaped(address)}[\\s\\S]{0,${NEAR}}?(?<![\\d+])(\\d{6})(?!\\d)`, 'g'))]
  return found.at(-1)?.[1] ?? null
}

function decoded(letter: string): string {
  const body = letter.split(/\r?\n\r?\n/).slice(1).join('\n')
  if (/^content-transfer-encoding:\s*base64/im.test(letter)) return Buffer.from(body, 'base64').toString('utf8')
  return body.replace(/=\r?\n/g, '')
}

function inLetters(folder: string, address: string): string | null {
  const fresh = join(folder, 'new')
  if (!existsSync(fresh)) return null
  const files = readdirSync(fresh).map((name) => join(fresh, name)).sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
  const codes = files.map((file) => {
    const letter = readFileSync(file, 'utf8')
    return letter.includes(address) ? lastCode(`${address} ${decoded(letter)}`, address) : null
  })
  return codes.filter((code) => code !== null).at(-1) ?? null
}

function inDatabase(folder: string, address: string): string | null {
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)).toString('latin1') : '')
  return lastCode(read('weilu.db-wal'), address) ?? lastCode(read('weilu.db'), address)
}

/** The newest code for an address; `WEILU_CODE` when the server always sends the same. */
export async function codeFor(address: string): Promise<string> {
  const { WEILU_CODE: fixed, WEILU_TEST_MAILDIR: letters, WEILU_DATA: data } = process.env
  if (fixed) return fixed
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    const code = (letters && inLetters(letters, address)) || (data && inDatabase(data, address))
    if (code) return code
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  throw new Error(`no code arrived for ${address}`)
}
