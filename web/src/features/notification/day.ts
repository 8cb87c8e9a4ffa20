/** Notices under the day on which they came, newest day first. Pure: now and words are arguments. */
import type { Lang } from '@/client/i18n'

const MICROS = 1000

export interface Day<T> {
  key: string
  label: string
  items: T[]
}

const dayOf = (at: number): string => {
  const date = new Date(at / MICROS)
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`
}

function label(at: number, now: number, lang: Lang, words: { today: string; yesterday: string }): string {
  const date = new Date(at / MICROS)
  const today = new Date(now / MICROS)
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1)
  if (dayOf(at) === dayOf(now)) return words.today
  if (dayOf(at) === dayOf(yesterday.getTime() * MICROS)) return words.yesterday
  const sameYear = date.getFullYear() === today.getFullYear()
  return date.toLocaleDateString(lang === 'zh' ? 'zh-CN' : 'en-GB', { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) })
}

export function byDay<T extends { at: number }>(items: readonly T[], now: number, lang: Lang, words: { today: string; yesterday: string }): Day<T>[] {
  const days: Day<T>[] = []
  for (const item of items) {
    const key = dayOf(item.at)
    const last = days.at(-1)
    if (last?.key === key) last.items.push(item)
    else days.push({ key, label: label(item.at, now, lang, words), items: [item] })
  }
  return days
}

/** A sentence around the name of who acted; without one the name is empty. */
export function aroundActor(sentence: string): { before: string; named: boolean; after: string } {
  const [before = '', ...after] = sentence.split('{actor}')
  return { before, named: after.length > 0, after: after.join('{actor}') }
}
