/**
 * Numbers, money and times as a host would say them. Pure: language and now are arguments.
 * Times are microseconds UTC, money is fen, as everywhere in the product.
 */
import type { Lang } from './i18n'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const trimmed = (value: number) => (Math.floor(value * 10) / 10).toFixed(1).replace(/\.0$/, '')

/** 9,999 stays; above it 1.2万 in Chinese, 12k in English. Rounds down: never claims more. */
export function formatCount(value: number, lang: Lang): string {
  const size = Math.abs(value)
  const sign = value < 0 ? '-' : ''
  if (size < 10_000) return sign + size.toLocaleString('en-US')
  if (lang === 'zh') {
    if (size < 100_000_000) return `${sign}${trimmed(size / 10_000)}万`
    return `${sign}${trimmed(size / 100_000_000)}亿`
  }
  if (size < 1_000_000) return `${sign}${trimmed(size / 1000)}k`
  return `${sign}${trimmed(size / 1_000_000)}m`
}

/** Fen as ¥1,234.50. */
export function formatMoney(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const yuan = (Math.abs(fen) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return `${sign}¥${yuan}`
}

const two = (value: number) => String(value).padStart(2, '0')

/** Relative within a day, then the day; the year only when it is another one. */
export function formatTime(at: number, now: number, lang: Lang): string {
  const then = new Date(at / 1000)
  const today = new Date(now / 1000)
  const past = today.getTime() - then.getTime()
  if (past >= 0 && past < DAY_MS) return relative(past, lang)
  const clock = `${two(then.getHours())}:${two(then.getMinutes())}`
  if (lang === 'zh') {
    const day = `${then.getMonth() + 1}月${then.getDate()}日`
    return then.getFullYear() === today.getFullYear() ? `${day} ${clock}` : `${then.getFullYear()}年${day}`
  }
  const day = then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
  return then.getFullYear() === today.getFullYear() ? `${day}, ${clock}` : `${day} ${then.getFullYear()}`
}

function relative(past: number, lang: Lang): string {
  if (past < MINUTE_MS) return lang === 'zh' ? '刚刚' : 'just now'
  if (past < HOUR_MS) {
    const minutes = Math.floor(past / MINUTE_MS)
    return lang === 'zh' ? `${minutes}分钟前` : `${minutes} min ago`
  }
  const hours = Math.floor(past / HOUR_MS)
  return lang === 'zh' ? `${hours}小时前` : `${hours} h ago`
}

/** A moment between lines of talk: the clock, and the day where it is another one. */
export function formatTalkTime(at: number, now: number, lang: Lang): string {
  const then = new Date(at / 1000)
  const today = new Date(now / 1000)
  const clock = `${two(then.getHours())}:${two(then.getMinutes())}`
  if (then.toDateString() === today.toDateString()) return clock
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1)
  if (then.toDateString() === yesterday.toDateString()) return lang === 'zh' ? `昨天 ${clock}` : `Yesterday ${clock}`
  const sameYear = then.getFullYear() === today.getFullYear()
  if (lang === 'zh') return `${sameYear ? '' : `${then.getFullYear()}年`}${then.getMonth() + 1}月${then.getDate()}日 ${clock}`
  const day = then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })
  return `${day}, ${clock}`
}

/** The whole moment, for hovering and for listening. */
export function formatMoment(at: number, lang: Lang): string {
  return new Date(at / 1000).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
}
