/** Signing in for tests, through the real commands; a session is made once and its cookie reused. */
import { base } from './browser'
import { codesSentTo, newCode } from './letters'

const sessions = new Map<string, Promise<string>>()

async function post<T>(name: string, input: object): Promise<{ data: T; cookie: string | null }> {
  const response = await fetch(`${base}/api/v1/${name.replace('.', '/')}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), Origin: base },
    body: JSON.stringify(input),
  })
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`)
  const body = (await response.json()) as { data: T }
  return { data: body.data, cookie: response.headers.get('set-cookie') }
}

async function signIn(to: string): Promise<string> {
  const earlier = codesSentTo(to)
  await post('account.request_code', { to })
  const { cookie } = await post('account.sign_in', { to, code: await newCode(to, earlier), consent: true })
  const session = /weilu_session=([^;]+)/.exec(cookie ?? '')?.[1]
  if (!session) throw new Error(`no session for ${to}`)
  return session
}

/** The session of a person, signed in once for all tests. */
export function sessionOf(to: string): Promise<string> {
  const known = sessions.get(to) ?? signIn(to)
  sessions.set(to, known)
  return known
}

/** Somebody of the demo village who sees the console. */
export const staff = process.env['WEILU_STAFF'] ?? 'staff@example.com'
