/** What the address of the search page says, and what is asked because of it. */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Asked } from './results'

export const KINDS = ['all', 'post', 'space', 'member'] as const
export const TIMES = ['any_time', 'week', 'month', 'year'] as const
export type Kind = (typeof KINDS)[number]
export type Within = (typeof TIMES)[number]

export interface Wish {
  q: string
  space: string
  kind: Kind
  order: 'best' | 'newest'
  within: Within
}

const DAY_US = 86_400_000_000
const DAYS: Record<Within, number> = { any_time: 0, week: 7, month: 30, year: 365 }
const oneOf = <T extends string>(list: readonly T[], text: string, otherwise: T): T => list.find((one) => one === text) ?? otherwise

/** Reads the address; what makes no sense is left out. */
export function wishOf(address: LocationQuery): Wish {
  const text = (name: string) => {
    const value = address[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  return {
    q: text('q'),
    space: /^spc_[0-9a-z]{13}$/.test(text('space')) ? text('space') : '',
    kind: oneOf(KINDS, text('kind'), 'all'),
    order: text('order') === 'newest' ? 'newest' : 'best',
    within: oneOf(TIMES, text('within'), 'any_time'),
  }
}

/** The address of a wish, without what is usual. */
export function addressOf(wish: Wish): LocationQueryRaw {
  return {
    ...(wish.q && { q: wish.q }),
    ...(wish.space && { space: wish.space }),
    ...(wish.kind !== 'all' && { kind: wish.kind }),
    ...(wish.order !== 'best' && { order: wish.order }),
    ...(wish.within !== 'any_time' && { within: wish.within }),
  }
}

/** The question; null while there is none. Times begin on the hour, so that an address asks the same for a while. */
export function askedOf(wish: Wish, now: number): Asked | null {
  if (!wish.q) return null
  const hour = 3_600_000_000
  const kind = wish.space ? 'post' : wish.kind === 'all' ? '' : wish.kind
  const narrows = kind === '' || kind === 'post'
  const since = narrows && DAYS[wish.within] > 0 ? Math.floor(now / hour) * hour - DAYS[wish.within] * DAY_US : 0
  return {
    q: wish.q,
    ...(kind && { kind }),
    ...(wish.space && { space: wish.space }),
    ...(narrows && wish.order === 'newest' && { order: 'newest' as const }),
    ...(since > 0 && { since }),
  }
}

/** Whether the answer says how well the words do: nothing else narrows them. */
export const isPlain = (wish: Wish): boolean => !wish.space && wish.kind === 'all' && wish.within === 'any_time'
