import { describe, expect, it } from 'vitest'
import { addressOf, askedOf, isPlain, wishOf } from './asked'

const NOW = 1_795_000_123_000_000

describe('the address of a search', () => {
  it('is read back as it was written, and nonsense is left out', () => {
    const wish = wishOf({ q: ' 读书会 ', kind: 'space', order: 'newest', within: 'week', space: 'x' })
    expect(wish).toEqual({ q: '读书会', space: '', kind: 'space', order: 'newest', within: 'week' })
    expect(wishOf(addressOf(wish) as never)).toEqual(wish)
    expect(addressOf(wishOf({ kind: 'nothing' }))).toEqual({})
  })
  it('asks for posts alone inside a space, and for no time of members', () => {
    const inside = wishOf({ q: '茶', space: 'spc_0123456789abc', kind: 'member', within: 'month' })
    expect(askedOf(inside, NOW)).toMatchObject({ kind: 'post', space: 'spc_0123456789abc' })
    expect(askedOf(wishOf({ q: '茶', kind: 'member', within: 'month', order: 'newest' }), NOW)).toEqual({ q: '茶', kind: 'member' })
    expect(askedOf(wishOf({}), NOW)).toBeNull()
  })
  it('asks the same within an hour', () => {
    const wish = wishOf({ q: '茶', within: 'week' })
    expect(askedOf(wish, NOW)).toEqual(askedOf(wish, NOW + 1_000_000))
    expect(isPlain(wish)).toBe(false)
    expect(isPlain(wishOf({ q: '茶', order: 'newest' }))).toBe(true)
  })
})
