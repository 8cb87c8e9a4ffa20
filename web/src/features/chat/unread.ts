/** How much is unread in all my chats. One shared, live answer; whoever counts messages adds it to his own. */
import { computed, type ComputedRef, effectScope } from 'vue'
import { useMe } from '@/client/me'
import { useQuery } from '@/client/query'

function start() {
  const { me } = useMe()
  const answer = useQuery('chat.unread', () => (me.value ? {} : null), { refs: ['chat:*'] })
  return {
    unread: computed(() => answer.data.value?.unread ?? 0),
    called: computed(() => answer.data.value?.called ?? 0),
    refresh: answer.refresh,
  }
}

let shared: ReturnType<typeof start> | undefined
const use = () => (shared ??= effectScope(true).run(start) as ReturnType<typeof start>)

/** Unread messages in chats that make noise. */
export const useChatUnread = (): ComputedRef<number> => use().unread

/** Asks again: reading a group's chat is told to nobody, not even to oneself. */
export const refreshChatUnread = (): Promise<void> => use().refresh()
