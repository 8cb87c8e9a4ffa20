/** Saved posts by pages: the next page begins at a moment, not at a post. */
import { computed, ref, watch } from 'vue'
import { query } from '@/client/http'
import { Problem } from '@/client/problem'
import { useQuery } from '@/client/query'
import { say } from '@/kit/toast'
import type { Post } from '@/features/post/view'

export function useSaved(list: () => string | null) {
  const asked = () => (list() ? { list: list() as string } : {})
  const first = useQuery('bookmark.posts', asked)
  const further = ref<Post[]>([])
  const next = ref<number | null>(null)
  const busy = ref(false)
  watch(list, () => (further.value = []))
  const rest = computed(() => (further.value.length > 0 ? next.value : (first.data.value?.next ?? null)))

  async function more() {
    if (rest.value === null || busy.value) return
    busy.value = true
    try {
      const page = await query('bookmark.posts', { ...asked(), before: rest.value })
      further.value = [...further.value, ...page.items]
      next.value = page.next ?? null
    } catch (cause) {
      say(Problem.from(cause).say())
    } finally {
      busy.value = false
    }
  }
  const items = computed(() => [...(first.data.value?.items ?? []), ...further.value])
  return { ...first, items, rest, more, busyMore: busy }
}
