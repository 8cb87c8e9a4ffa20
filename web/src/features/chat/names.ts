/** What a chat and the people in it are called on my pages. */
import { useTexts } from '@/client/i18n'
import { useMe } from '@/client/me'
import { useRemarks } from '@/client/remarks'
import type { Chat, Person } from './talk'
import texts from './texts'

const SHOWN = 4
type Card = Pick<Chat, 'kind' | 'name' | 'faces' | 'other'>

export function useNames() {
  const t = useTexts(texts)
  const { me } = useMe()
  const { nameOf } = useRemarks()
  const person = (who: Person | null | undefined): string => (!who || who.erased ? t('gone_name') : nameOf(who.id, who.name || t('nameless')))
  const title = (chat: Card): string => {
    if (chat.kind === 'pair') return person(chat.other)
    if (chat.name !== '') return chat.name
    const others = chat.faces.filter((one) => one.id !== me.value?.id)
    return others.slice(0, SHOWN).map(person).join(t('and')) || t('group_chat')
  }
  return { person, title }
}
