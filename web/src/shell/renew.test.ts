import { describe, expect, it } from 'vitest'
import { mayRenew } from './renew'

const store = (full = false): Storage => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new Error('full')
      kept.set(key, value)
    },
  } as Storage
}

describe('a page that lost a piece of itself', () => {
  it('is loaded again once, and after a while once more', () => {
    const one = store()
    expect(mayRenew(1_000_000_000_000, one)).toBe(true)
    expect(mayRenew(1_000_000_001_000, one)).toBe(false)
    expect(mayRenew(1_000_000_599_999, one)).toBe(false)
    expect(mayRenew(1_000_000_600_000, one)).toBe(true)
  })
  it('is not loaded again where that cannot be remembered', () => {
    expect(mayRenew(1_000_000_000_000, store(true))).toBe(false)
  })
})
