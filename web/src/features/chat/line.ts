/** A line that is no plain text, in words: what was taken back, what happened to a group. */
import { useTexts } from '@/client/i18n'
import { useNames } from './names'
import type { Chat, Message } from './talk'
import texts from './texts'

const NOTES = ['founded', 'added', 'left', 'removed', 'renamed'] as const
type Note = (typeof NOTES)[number]
type Carried = 'picture' | 'video' | 'sound' | 'document'
const isNote = (kind: string): kind is Note => (NOTES as readonly string[]).includes(kind)

export function useLine() {
  const t = useTexts(texts)
  const names = useNames()

  /** A text with the word for what comes with it before it: [图片] 看这壶. */
  const marked = (carries: string, text: string): string => (carries ? `${t(`mark_${carries as Carried}`)} ${text}`.trim() : text)

  /** Stands in the middle instead of a bubble, or null for words in a bubble. */
  function note(message: Message): string | null {
    const name = message.mine ? t('you') : names.person(message.author)
    if (isNote(message.kind)) return t(message.kind, { name, about: names.person(message.about) })
    if (message.state === 'recalled') return message.mine ? t('recalled_mine') : t('recalled', { name })
    if (message.state === 'erased') return t('erased')
    if (message.state === 'deleted' || (message.state === 'hidden' && !message.mine)) return putAway(message)
    return null
  }

  /** That a message was put away, and why. */
  const putAway = (message: Message): string => (message.hidden_reason ? t('hidden_why', { reason: message.hidden_reason }) : t('hidden'))

  /** The last line of a chat, for the list. */
  function lastLine(chat: Chat): string {
    const last = chat.last
    if (!last) return ''
    const name = last.mine ? t('you') : last.name || t('gone_name')
    if (isNote(last.kind)) return last.kind === 'added' || last.kind === 'removed' ? '' : t(last.kind, { name })
    if (last.state === 'recalled') return last.mine ? t('recalled_mine') : t('recalled', { name })
    if (last.state !== 'live') return t('hidden')
    const said = marked(last.carries, last.text)
    return chat.kind === 'pair' || last.mine ? said : `${name}: ${said}`
  }

  return { note, putAway, marked, lastLine }
}
