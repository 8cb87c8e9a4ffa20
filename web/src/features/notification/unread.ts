/** How many notices are unread: one shared, live answer for the bell and the page. */
import { computed, effectScope } from 'vue'
import { useMe } from '@/client/me'
import { useQuery } from '@/client/query'

function start() {
  const { me } = useMe()
  /** Whatever names me may have brought a notice. */
  const refs = computed(() => (me.value ? [me.value.persona, me.value.id] : []))
  const answer = useQuery('notification.count', () => (me.value ? {} : null), { refs })
  return {
    refs,
    unread: computed(() => answer.data.value?.unread ?? 0),
    categories: computed(() => new Map((answer.data.value?.categories ?? []).map((one) => [one.category as string, one.unread]))),
    refresh: answer.refresh,
  }
}

let shared: ReturnType<typeof start> | undefined

export function useNotices(): ReturnType<typeof start> {
  shared ??= effectScope(true).run(start) as ReturnType<typeof start>
  return shared
}
