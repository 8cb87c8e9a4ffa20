import { beforeEach, describe, expect, it, vi } from 'vitest'
import { applyEvents, change, changeById, entryFor, hold, idsIn, type LiveEvent, touch } from './cache'

const event = (object: string | null, space: string | null): LiveEvent => ({
  pos: 1,
  at: 0,
  kind: 'post.liked',
  actor: null,
  object: object ? { kind: 'post', id: object } : null,
  space: space ? { kind: 'space', id: space } : null,
  with: null,
})
let name = 0
function used(params: object, data: unknown) {
  const fetcher = vi.fn(async () => data)
  const key = `test.${(name += 1)}`
  const entry = entryFor(key, params, fetcher)
  const release = hold(key, params, entry)
  return { entry, fetcher, release }
}
const settle = () => vi.advanceTimersByTimeAsync(5_000)

beforeEach(() => void vi.useFakeTimers())

describe('ids', () => {
  it('finds ids at any depth and nothing else', () => {
    const found = idsIn({ a: 'pst_0abc123', b: [{ c: 'spc_9zzzzzz' }, 'hello_world', 'pst_'], d: 7 })
    expect([...found]).toEqual(['pst_0abc123', 'spc_9zzzzzz'])
  })
  it('changes the named object only and keeps the rest identical', () => {
    const other = { id: 'pst_other1', likes: 1 }
    const list = { items: [{ id: 'pst_aaaaaa', likes: 1 }, other] }
    const next = changeById(list, 'pst_aaaaaa', (post) => ({ ...post, likes: 2 }))
    expect(next.items[0]).toEqual({ id: 'pst_aaaaaa', likes: 2 })
    expect(next.items[1]).toBe(other)
    expect(changeById(list, 'pst_nobody', () => ({}))).toBe(list)
  })
})

describe('pushes', () => {
  it('ask again what shows the object, and what was asked about the space', async () => {
    const timeline = used({ space: 'spc_111111' }, { items: [{ id: 'pst_111111' }] })
    const shows = used({}, { items: [{ id: 'pst_222222', space: { id: 'spc_111111' } }] })
    await Promise.all([timeline.entry.fetch(), shows.entry.fetch()])
    applyEvents([event(null, 'spc_111111')])
    await settle()
    expect(timeline.fetcher).toHaveBeenCalledTimes(2)
    expect(shows.fetcher).toHaveBeenCalledTimes(1)
    applyEvents([event('pst_222222', 'spc_333333')])
    await settle()
    expect(timeline.fetcher).toHaveBeenCalledTimes(2)
    expect(shows.fetcher).toHaveBeenCalledTimes(2)
  })
  it('about a chat leave alone what was asked about its space', async () => {
    const timeline = used({ space: 'spc_111113' }, {})
    const talk = used({ chat: 'cht_111113' }, {})
    await Promise.all([timeline.entry.fetch(), talk.entry.fetch()])
    applyEvents([{ ...event(null, 'spc_111113'), with: [{ kind: 'chat', id: 'cht_111113' }] }])
    await settle()
    expect(timeline.fetcher).toHaveBeenCalledTimes(1)
    expect(talk.fetcher).toHaveBeenCalledTimes(2)
  })
  it('a hundred pushes at once ask once', async () => {
    const { entry, fetcher } = used({ space: 'spc_111112' }, {})
    await entry.fetch()
    for (let n = 0; n < 100; n += 1) applyEvents([event(null, 'spc_111112')])
    await settle()
    expect(fetcher).toHaveBeenCalledTimes(2)
  })
  it('leave alone what nobody looks at, and remember that it is stale', async () => {
    const { entry, fetcher, release } = used({ space: 'spc_111113' }, {})
    await entry.fetch()
    release()
    applyEvents([event(null, 'spc_111113')])
    await settle()
    expect(fetcher).toHaveBeenCalledTimes(1)
    expect(entry.stale).toBe(true)
  })
  it('follow every object of a watched kind', async () => {
    const { entry, fetcher } = used({}, { items: [] })
    entry.extra.add('post:*')
    await entry.fetch()
    applyEvents([event('pst_brandnew', null)])
    await settle()
    expect(fetcher).toHaveBeenCalledTimes(2)
  })
})

describe('own acts', () => {
  it('change an object at once and touch what was asked about it', async () => {
    const { entry, fetcher } = used({}, { items: [{ id: 'pst_444444', likes: 1 }] })
    await entry.fetch()
    change<{ likes: number }>('pst_444444', (post) => ({ ...post, likes: 2 }))
    expect(entry.data.value).toEqual({ items: [{ id: 'pst_444444', likes: 2 }] })
    touch(['pst_444444'])
    await settle()
    expect(fetcher).toHaveBeenCalledTimes(2)
  })
})

it('an older answer never replaces a newer one', async () => {
  const answers: ((value: string) => void)[] = []
  const entry = entryFor('test.race', {}, () => new Promise<string>((resolve) => answers.push(resolve)))
  const first = entry.fetch()
  const second = entry.fetch()
  answers[1]?.('new')
  await second
  answers[0]?.('old')
  await first
  expect(entry.data.value).toBe('new')
})
