import { expect, it, vi } from 'vitest'
import { entryFor, hold } from './cache'
import { seenPos } from './http'
import { onLiveEvent, takeFrame, waitBefore } from './live'

it('waits longer each time, never more than half a minute, never all at once', () => {
  expect(waitBefore(0, 0)).toBe(250)
  expect(waitBefore(0, 1)).toBe(500)
  expect(waitBefore(20, 1)).toBe(30_000)
  expect(waitBefore(20, 0)).toBe(15_000)
})

it('raises the position, tells hearers, and asks everything again after a reset', async () => {
  vi.useFakeTimers()
  const fetcher = vi.fn(async () => ({}))
  const entry = entryFor('test.live', {}, fetcher)
  hold('test.live', {}, entry)
  await entry.fetch()
  const heard = vi.fn()
  const end = onLiveEvent(heard)
  const event = { pos: 900, at: 0, kind: 'post.posted', actor: null, object: null, space: null, with: null }
  takeFrame({ pos: 901, events: [event] })
  end()
  takeFrame({ events: [event] })
  expect(heard).toHaveBeenCalledTimes(1)
  expect(seenPos()).toBe(901)
  takeFrame({ reset: true, pos: 950 })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(fetcher).toHaveBeenCalledTimes(2)
  expect(seenPos()).toBe(950)
})
