/** The pure part of the members' list: filters of the address as parameters of the query. */
import type { QueryData } from '@/client/catalogue'

export type Line = QueryData<'member.list'>['items'][number]

const DAY_US = 24 * 3600 * 1_000_000
const AHEAD = 40

/** Start of the hour, so that a link asks the same question twice in a row. */
function hour(now_ms: number): number {
  return Math.floor(now_ms / 3_600_000) * 3_600_000 * 1000
}

/** Filters as the server reads them; empty ones are left out. */
export function filterParams(filters: Record<string, string>, now_ms: number): Record<string, string | number> {
  const { seen = '', came = '', ...plain } = filters
  const out: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(plain)) if (value !== '') out[key] = value
  const now = hour(now_ms)
  if (seen === 'week') out['seen_from'] = now - 7 * DAY_US
  if (seen === 'month') out['seen_from'] = now - 30 * DAY_US
  if (seen === 'away') out['seen_to'] = now - 30 * DAY_US
  if (came === 'week') out['joined_from'] = now - 7 * DAY_US
  if (came === 'month') out['joined_from'] = now - 30 * DAY_US
  return out
}

/** Whether the reader is near the end of what was loaded. */
export const nextRange = (to: number, loaded: number): boolean => to + AHEAD >= loaded
