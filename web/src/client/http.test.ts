import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useCommand } from './command'
import { command, newKey, query, searchOf, seenPos } from './http'
import { Problem } from './problem'

const calls: { path: string; headers: Headers }[] = []
let answers: (() => Response | Promise<Response>)[] = []
const ok = (data: unknown, pos: number) => () => Response.json({ data, pos })
const refuse = (status: number, code: string) => () => Response.json({ status, code, text: { zh: '满了', en: 'Full' }, request_id: 'r1' }, { status })
const broken = () => Promise.reject(new TypeError('network'))

beforeEach(() => {
  vi.useFakeTimers()
  calls.length = 0
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    calls.push({ path, headers: new Headers(init.headers) })
    const answer = answers.shift()
    return answer ? Promise.resolve().then(answer) : Promise.reject(new TypeError('no answer planned'))
  })
})
afterEach(() => vi.unstubAllGlobals())

const patient = async <T>(act: Promise<T>): Promise<T | Problem> => {
  const settled = act.catch((cause: unknown) => cause as Problem)
  await vi.advanceTimersByTimeAsync(20_000)
  return settled
}

describe('http', () => {
  it('sends the highest position seen with the next query', async () => {
    answers = [ok({}, 41), ok({}, 7), ok({}, 7)]
    await command('post.like', { post: 'pst_1' })
    await query('space.list', {})
    await query('space.list', {})
    expect(calls.map((call) => call.path)).toEqual(['/api/v1/post/like', '/api/v1/space/list', '/api/v1/space/list'])
    expect(calls[2]?.headers.get('X-Weilu-Pos')).toBe('41')
    expect(seenPos()).toBe(41)
  })
  it('repeats a command under the same key while the network is away', async () => {
    answers = [broken, () => new Response('', { status: 503 }), ok({ done: true }, 42)]
    const done = await patient(command('post.like', { post: 'pst_1' }))
    expect(done).toEqual({ done: true })
    expect(new Set(calls.map((call) => call.headers.get('Idempotency-Key'))).size).toBe(1)
    expect(calls).toHaveLength(3)
  })
  it('never repeats a refusal, and keeps its code and both texts', async () => {
    answers = [refuse(409, 'space.full')]
    const problem = (await patient(command('space.join', { space: 'spc_1' }))) as Problem
    expect(calls).toHaveLength(1)
    expect(problem.code).toBe('space.full')
    expect([problem.say('zh'), problem.say('en'), problem.requestId]).toEqual(['满了', 'Full', 'r1'])
  })
  it('leaves empty parameters out and repeats lists', () => {
    expect(searchOf({ a: '', b: null, c: undefined, d: 0, e: ['x', 'y'] })).toBe('?d=0&e=x&e=y')
    expect(searchOf({})).toBe('')
  })
  it('makes keys that are version 4 uuids', () => expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/))
})

describe('a command of a page', () => {
  it('shows at once, takes back when refused', async () => {
    const seen: string[] = []
    const act = useCommand('post.like', { optimistic: () => (seen.push('shown'), () => seen.push('taken back')) })
    answers = [refuse(403, 'post.closed')]
    expect(await patient(act.run({ post: 'pst_1' }))).toBeNull()
    expect(seen).toEqual(['shown', 'taken back'])
    expect(act.problem.value?.code).toBe('post.closed')
  })
  it('keeps the key when the outcome is unknown and the person tries again', async () => {
    const act = useCommand('post.like')
    answers = [broken, broken, broken, ok({}, 1), ok({}, 1)]
    await patient(act.run({ post: 'pst_1' }))
    await patient(act.run({ post: 'pst_1' }))
    await patient(act.run({ post: 'pst_1' }))
    const keys = calls.map((call) => call.headers.get('Idempotency-Key'))
    expect(new Set(keys.slice(0, 4)).size).toBe(1)
    expect(keys[4]).not.toBe(keys[0])
  })
})
