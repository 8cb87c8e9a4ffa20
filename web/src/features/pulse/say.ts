/** Figures as a host would say them. */
import type { QueryData } from '@/client/catalogue'
import { formatCount } from '@/client/format'
import { lang, say } from '@/client/i18n'
import texts from './texts'

export type Board = QueryData<'pulse.board'>
export type Figure = Board['figures'][number]
export type Metric = QueryData<'pulse.metrics'>[number]

const HOUR_MIN = 60

/** A value in its unit; what is not enough says so. */
export function valueOf(value: number | null | undefined, unit: Figure['unit']): string {
  if (value === null || value === undefined) return say(texts.not_enough)
  if (unit === 'permille') return `${(value / 10).toFixed(value < 100 ? 1 : 0).replace(/\.0$/, '')}%`
  if (unit === 'minutes' && value < 1) return say(texts.under_minute)
  if (unit === 'minutes') return value < 2 * HOUR_MIN ? say(texts.minutes, { n: value }) : say(texts.hours, { n: (value / HOUR_MIN).toFixed(1).replace(/\.0$/, '') })
  return formatCount(value, lang.value)
}

/** What the figure is compared with, or that there is nothing to compare. */
export function beforeOf(figure: Figure): string {
  if (figure.from === '') return say(texts.right_now)
  if (figure.before === null || figure.before === undefined) return figure.value === null || figure.value === undefined ? '' : say(texts.nothing_before)
  const words = figure.metric === 'active_day' ? texts.before_week : texts.before
  return say(words, { value: valueOf(figure.before, figure.unit) })
}

/** Growth is an arrow without colour: red is not loss here. */
export function arrowOf(figure: Figure): string {
  const { value, before } = figure
  if (value === null || value === undefined || before === null || before === undefined || value === before) return ''
  return value > before ? '↑' : '↓'
}
