/** What points are called on a page, and the pure parts of the rules. */
import type { QueryData } from '@/client/catalogue'
import { lang, type Pair, say } from '@/client/i18n'
import texts from './texts'

export type Line = QueryData<'point.statement'>['items'][number]
export type Way = QueryData<'point.mine'>['ways'][number]
export type Rule = QueryData<'point.rules'>['rules'][number]
/** A rule while it is edited: a box may be empty. */
export type RuleDraft = Omit<Rule, 'points' | 'per_day'> & { points: number | null; per_day: number | null }

export const MOST_POINTS = 10_000
const table: Record<string, Pair> = texts
const keyOf = (sort: 'do' | 'got', event: string) => `${sort}_${event.replaceAll('.', '_')}`

/** What one does to earn: the deed as something to do, or what the server calls it. */
export const deedOf = (event: string, text: Partial<Pair>): string => say(table[keyOf('do', event)] ?? text)

/** The same of points that go to the other person: what happens to him. */
export function wayOf(way: Pick<Way, 'event' | 'text' | 'for_other'>): string {
  if (!way.for_other) return deedOf(way.event, way.text)
  const got = table[keyOf('got', way.event)]
  return got ? say(got) : say(texts.somebody_did, { deed: say(way.text) })
}

/** What a line is about: the deed when points were earned, as it concerns this person; otherwise why they moved. */
export function titleOf(line: Line): string {
  if (!line.deed || line.points < 0) return say(line.text)
  return line.deed.for_other ? wayOf(line.deed) : capital(say(line.deed.text))
}
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Where one reads what a line is about, where that has a page. What was taken back may be gone. */
export function pathOf(line: Line): string {
  const about = line.points > 0 ? (line.about ?? '') : ''
  if (about.startsWith('pst_')) return `/posts/${about}`
  if (about.startsWith('spc_')) return `/spaces/${about}`
  return about.startsWith('prp_') ? `/circles/${about}` : ''
}

export interface Month {
  key: string
  label: string
  items: Line[]
}

/** Lines under their month, newest first; the year only when it is another one. */
export function byMonth(lines: readonly Line[], now: number): Month[] {
  const months: Month[] = []
  const today = new Date(now / 1000)
  for (const line of lines) {
    const then = new Date(line.at / 1000)
    const key = `${then.getFullYear()}-${then.getMonth()}`
    const last = months.at(-1)
    if (last?.key === key) last.items.push(line)
    else months.push({ key, label: monthName(then, today), items: [line] })
  }
  return months
}

function monthName(then: Date, today: Date): string {
  const sameYear = then.getFullYear() === today.getFullYear()
  if (sameYear && then.getMonth() === today.getMonth()) return say(texts.this_month)
  return then.toLocaleDateString(lang.value === 'zh' ? 'zh-CN' : 'en-GB', { month: 'long', ...(sameYear ? {} : { year: 'numeric' }) })
}

/** +5 and −5, with the real minus. */
export const signed = (points: number): string => (points > 0 ? `+${points.toLocaleString('en-US')}` : `−${Math.abs(points).toLocaleString('en-US')}`)

/** A day as people say it: 11月30日. */
export const dayName = (then: Date): string => then.toLocaleDateString(lang.value === 'zh' ? 'zh-CN' : 'en-GB', { month: 'long', day: 'numeric' })

/** What is still to be had of a way today. */
export const restOf = (way: Pick<Way, 'per_day' | 'today'>): number => Math.max(0, way.per_day - way.today)

export type Wrong = 'points' | 'per_day'
const whole = (value: number | null): value is number => value !== null && Number.isInteger(value) && value >= 1 && value <= MOST_POINTS

/** The boxes of a rule that cannot be saved as they are. */
export function wrongOf(rule: RuleDraft): Wrong[] {
  const wrong: Wrong[] = []
  if (!whole(rule.points)) wrong.push('points')
  if (!whole(rule.per_day) || (whole(rule.points) && rule.per_day < rule.points)) wrong.push('per_day')
  return wrong
}

/** What does away with a deed and brings it back, for rules that are added here. */
const UNDONE: Record<string, string[]> = { 'post.liked': ['post.unliked'], 'question.accepted': ['question.unaccepted'] }
const NEW_POINTS = 1
const NEW_PER_DAY = 10

export function newRule(event: string): RuleDraft {
  const undone = UNDONE[event]
  const said = !undone && event.startsWith('post.')
  return {
    event,
    to: 'actor',
    points: NEW_POINTS,
    per_day: NEW_PER_DAY,
    on: true,
    undone_by: undone ?? (said ? ['post.removed', 'post.hidden'] : []),
    redone_by: said ? ['post.restored', 'post.unhidden'] : [],
  }
}

/** Named by acts on these pages that move the sums, which show no id of their own. */
export const SUMS = 'points.sums'
