/** What stored words of members are called on a page. */
import { formatTime } from '@/client/format'
import { lang, say } from '@/client/i18n'
import { now } from '@/kit/clock'
import texts from './texts'

type Key = keyof typeof texts

/** The text of a stored word, or the word itself when it is a name of a source. */
export function word(stored: string): string {
  const key = stored as Key
  return key in texts ? say(texts[key]) : stored
}

/** The name of somebody, or that there is none yet. */
export const nameOf = (person: { name: string; remark?: string | null }): string =>
  person.remark ?? (person.name || say(texts.unnamed))

/** A moment as lists show it: relative within a day. */
export const when = (at: number): string => formatTime(at, now.value, lang.value)
