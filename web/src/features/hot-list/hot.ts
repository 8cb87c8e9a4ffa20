/** The hot list of a space or of all, looked at again every few seconds while the page is in sight. */
import { computed, onScopeDispose } from 'vue'
import { useQuery } from '@/client/query'

const SECOND_MS = 1000
const SECONDS = 10

export function useHot(space: () => string | null) {
  const list = useQuery('hot_list.show', () => {
    const one = space()
    return one === null ? {} : { space: one }
  })
  const seconds = computed(() => list.data.value?.refresh_seconds ?? SECONDS)
  let timer: ReturnType<typeof setTimeout> | undefined
  const again = () => {
    timer = setTimeout(() => {
      if (!document.hidden) void list.refresh()
      again()
    }, seconds.value * SECOND_MS)
  }
  again()
  onScopeDispose(() => clearTimeout(timer))
  return list
}
