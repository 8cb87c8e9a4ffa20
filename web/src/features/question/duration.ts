/** How long something took, as people say it. */
import { useTexts } from '@/client/i18n'
import texts from './texts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export function useDuration() {
  const t = useTexts(texts)
  return (seconds: number): string => {
    if (seconds < HOUR) return t('minutes', { n: Math.max(1, Math.round(seconds / MINUTE)) })
    if (seconds < DAY) return t('hours', { n: Math.round(seconds / HOUR) })
    const days = Math.round(seconds / DAY)
    return t('days', { n: days, count: days })
  }
}
