/**
 * Finds the one-time code that was sent to an address: in the letters the mail server of the
 * tests received (`WEILU_TEST_MAILDIR`), or in the box of the delivery simulator, which is a
 * table in the server's own database (`WEILU_DATA`). Node 20 cannot open SQLite, so the file
 * and its log are read as bytes: address and body of a message stand side by side in a row.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PATIENCE_MS = 10_000
const PAUSE_MS = 150
/** Characters between an address and its code: the subject and the start of the body. */
const NEAR = 300

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Every six digits standing alone shortly after the address. */
export function codesIn(text: string, address: string): string[] {
  const after = new RegExp(`${escaped(address)}[\\s\\S]{0,${NEAR}}?(?<![\\d+])(\\d{6})(?!\\d)`, 'g')
  return [...text.matchAll(after)].flatMap((match) => match[1] ?? [])
}

/** The text of a letter; of several forms the plain one. */
function decoded(letter: string): string {
  const plain = letter.split(/content-type: text\/plain/i)[1] ?? letter
  const body = plain.split(/\r?\n\r?\n/).slice(1).join('\n').split(/\r?\n--/)[0] ?? ''
  if (/^content-transfer-encoding:\s*base64/im.test(plain)) return Buffer.from(body, 'base64').toString('utf8')
  return body.replace(/=\r?\n/g, '')
}

function inLetters(folder: string, address: string): string[] {
  const fresh = join(folder, 'new')
  const letters = existsSync(fresh) ? readdirSync(fresh).map((name) => readFileSync(join(fresh, name), 'utf8')) : []
  return letters.filter((letter) => letter.includes(address)).flatMap((letter) => codesIn(`${address} ${decoded(letter)}`, address))
}

function inDatabase(folder: string, address: string): string[] {
  const files = ['weilu.db', 'weilu.db-wal'].map((name) => join(folder, name)).filter((file) => existsSync(file))
  return files.flatMap((file) => codesIn(readFileSync(file).toString('latin1'), address))
}

/** Every code that was ever sent to an address. */
export function codesSentTo(address: string): Set<string> {
  const { WEILU_TEST_MAILDIR: letters, WEILU_DATA: data } = process.env
  return new Set([...(letters ? inLetters(letters, address) : []), ...(data ? inDatabase(data, address) : [])])
}

/** The code that arrives for an address and is not among the earlier ones; `WEILU_CODE` when the server always sends the same. */
export async function newCode(address: string, earlier: ReadonlySet<string>): Promise<string> {
  const fixed = process.env['WEILU_CODE']
  if (fixed) return fixed
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    const [code] = [...codesSentTo(address)].filter((one) => !earlier.has(one))
    if (code) return code
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  throw new Error(`no code arrived for ${address}`)
}
