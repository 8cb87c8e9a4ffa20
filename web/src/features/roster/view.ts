/** A roster as cards show it, and what follows from its figures. */
import type { QueryData } from '@/client/catalogue'

export type RosterShown = QueryData<'roster.show'>
export type RosterLine = QueryData<'roster.lines'>['items'][number]

export const TEXT_MOST = 100
export const COUNT_MOST = 99
const MINUTE_US = 60_000_000
const HOUR_US = 60 * MINUTE_US
const DAY_US = 24 * HOUR_US
/** Up to here hours say more than days. */
const IN_HOURS_US = 36 * HOUR_US

export const lengthOf = (text: string): number => Array.from(text.trim()).length

/** Its time may come while one looks. */
export const isClosed = (roster: RosterShown, now: number): boolean => roster.closed || now >= roster.closes_at

/** How many more fit, what I stand for included; null for no limit. */
export const roomFor = (roster: RosterShown): number | null => (roster.most > 0 ? Math.max(0, roster.most - roster.total + (roster.mine?.count ?? 0)) : null)

/** What is left until a moment: to the nearest day or hour, and whole minutes at the end. */
export function timeLeft(until: number, now: number): { key: 'left_days' | 'left_hours' | 'left_minutes'; n: number } {
  const left = Math.max(0, until - now)
  if (left > IN_HOURS_US) return { key: 'left_days', n: Math.round(left / DAY_US) }
  if (left >= HOUR_US) return { key: 'left_hours', n: Math.round(left / HOUR_US) }
  return { key: 'left_minutes', n: Math.max(1, Math.ceil(left / MINUTE_US)) }
}

/** The lines on a card: the last ones, and my own before them where it stands further up. */
export function linesOnCard(roster: RosterShown): { lines: RosterLine[]; gap: boolean } {
  const { mine, last } = roster
  const above = mine && !last.some((line) => line.id === mine.id)
  return { lines: above ? [mine, ...last] : last, gap: !!above && mine.number + 1 < (last[0]?.number ?? 0) }
}
