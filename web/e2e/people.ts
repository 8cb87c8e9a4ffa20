/**
 * The people of the demo village, entered through its door (`POST /demo/N`, N in the order of
 * the cast); a session is made once and its cookie reused. Newcomers sign in by hand in a test.
 */
import { base } from './browser'

const sessions = new Map<number, Promise<string>>()

/** 秦月明, who runs the communities and sees the console. */
export const staff = 0
/** 阿桃, a talkative member. */
export const member = 12

async function enter(who: number): Promise<string> {
  const response = await fetch(`${base}/demo/${who}`, { method: 'POST', redirect: 'manual', headers: { Origin: base } })
  const session = /weilu_session=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1]
  if (!session) throw new Error(`the village's door did not open for ${who}: ${response.status}`)
  return session
}

/** The session of a person of the cast. */
export function sessionOf(who: number): Promise<string> {
  const known = sessions.get(who) ?? enter(who)
  sessions.set(who, known)
  return known
}

/** An act of a member, or of who is named; a refusal says itself. */
export async function act<T>(name: string, input: object, who = member): Promise<T> {
  const headers = { cookie: `weilu_session=${await sessionOf(who)}`, Origin: base, 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }
  const response = await fetch(`${base}/api/v1/${name}`, { method: 'POST', headers, body: JSON.stringify(input) })
  if (!response.ok) throw new Error(`${name} was refused: ${await response.text()}`)
  return ((await response.json()) as { data: T }).data
}
