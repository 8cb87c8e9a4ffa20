/** What the opener sets: whether lines count, in what, how many it holds, and when it closes. Pure. */
import { fill, type Pair } from '@/client/i18n'
import texts from './texts'

const UNIT_MOST = 4
const MOST_LINES = 2_000
const MOST_COUNTED = 100_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const LEAST_MS = 5 * MINUTE_MS
const US = 1000

export interface Rules {
  counted: boolean
  unit: string
  most: number | null
  /** Days, or `own` for a moment of one's own in `when`. */
  days: string
  /** Local time, as the box for it spells it. */
  when: string
}
export type Place = 'title' | 'unit' | 'most' | 'when'
export type Wrong = Partial<Record<Place, Partial<Pair>>>

/** At which field a refusal is said. */
export const PLACES: Record<string, Place> = { 'roster.no_title': 'title', 'roster.bad_unit': 'unit', 'roster.bad_most': 'most', 'roster.bad_deadline': 'when' }

export const firstRules = (): Rules => ({ counted: false, unit: '', most: null, days: '3', when: '' })

/** Rules as they were kept; what cannot be read is the first ones. */
export function readRules(kept: string): Rules {
  try {
    return { ...firstRules(), ...(JSON.parse(kept) as Partial<Rules>) }
  } catch {
    return firstRules()
  }
}

function filled(pair: Pair, most: number): Pair {
  const n = most.toLocaleString('en-US')
  return { zh: fill(pair.zh, { n }), en: fill(pair.en, { n }) }
}
export const holdsAtMost = (rules: Rules): number => (rules.counted ? MOST_COUNTED : MOST_LINES)

const EVENING = 20
const two = (value: number) => String(value).padStart(2, '0')
/** As the box for a moment spells it. */
export function tomorrowEvening(now: Date): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T${EVENING}:00`
}

/** When it closes, milliseconds; not a number while nothing is chosen. */
export const closesAt = (rules: Rules, now: number): number => (rules.days === 'own' ? new Date(rules.when).getTime() : now + Number(rules.days) * DAY_MS)

/** What would be refused, each at its field. */
export function wrongIn(title: string, rules: Rules, now: number): Wrong {
  const wrong: Wrong = {}
  const unit = rules.unit.trim()
  const closes = closesAt(rules, now)
  if (title.trim() === '') wrong.title = texts.no_title
  if (rules.counted && unit === '') wrong.unit = texts.unit_missing
  if (rules.counted && Array.from(unit).length > UNIT_MOST) wrong.unit = filled(texts.unit_long, UNIT_MOST)
  if (rules.most !== null && (rules.most < 1 || rules.most > holdsAtMost(rules))) wrong.most = filled(texts.most_wrong, holdsAtMost(rules))
  if (Number.isNaN(closes)) wrong.when = texts.when_missing
  else if (closes - now < LEAST_MS) wrong.when = texts.when_soon
  return wrong
}

/** As the server is asked. */
export const askedOf = (rules: Rules, now: number) => ({
  ...(rules.counted ? { unit: rules.unit.trim() } : {}),
  ...(rules.most === null ? {} : { most: rules.most }),
  closes_at: Math.floor(closesAt(rules, now) / 1000) * 1000 * US,
})
