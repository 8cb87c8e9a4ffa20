/** What is new in my spaces: one shared, live answer for every list of spaces and every timeline. */
import { computed, effectScope, onScopeDispose, type Ref, ref, watch } from 'vue'
import { command } from '@/client/http'
import type { QueryData } from '@/client/catalogue'
import { useMe } from '@/client/me'
import { useQuery } from '@/client/query'

type Mark = QueryData<'unread.mine'>['items'][number]

function start() {
  const { me } = useMe()
  const answer = useQuery('unread.mine', () => (me.value ? {} : null), { refs: ['post:*', 'space:*'] })
  const marks = computed(() => new Map<string, Mark>((answer.data.value?.items ?? []).map((one) => [one.space, one])))
  return {
    marks,
    known: computed(() => answer.data.value !== undefined),
    /** How many posts of others are new in a space; 0 where I am not inside. */
    unreadIn: (space: string): number => marks.value.get(space)?.unread ?? 0,
    /** A quiet space shows a dot instead of a number. */
    quietIn: (space: string): boolean => marks.value.get(space)?.muted ?? false,
    refresh: answer.refresh,
  }
}

let shared: ReturnType<typeof start> | undefined

export function useMarks(): ReturnType<typeof start> {
  shared ??= effectScope(true).run(start) as ReturnType<typeof start>
  return shared
}

const SETTLE_MS = 1200

/**
 * The reading mark of one timeline: `before` is where I had read up to when I came, and stays so
 * while I am here; what I see now moves my mark forward, a breath after it stands on the page.
 */
export function useReadingMark(space: () => string, newest: Ref<string | undefined>, reading: () => boolean) {
  const { marks, known, refresh } = useMarks()
  const before = ref<string | null>(null)
  let taken = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(
    [space, known],
    () => {
      if (!known.value || taken === space()) return
      taken = space()
      before.value = marks.value.get(space())?.seen ?? null
    },
    { immediate: true },
  )
  watch(
    [newest, known],
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void tell(), SETTLE_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  async function tell() {
    const mark = marks.value.get(space())
    const post = newest.value
    // Ids of one kind grow with time, as numbers and as text.
    if (!mark || !post || (mark.seen ?? '') >= post || !reading() || document.visibilityState !== 'visible') return
    try {
      await command('unread.see', { space: space(), post })
      await refresh()
    } catch {
      // A mark that could not be kept is moved the next time.
    }
  }

  return { before, tell }
}

/** Where the line "read up to here" stands: before the first post that was seen, when others stand above it. */
export function lineBefore(posts: readonly { id: string }[], seen: string | null): string | null {
  if (seen === null) return null
  const at = posts.findIndex((post) => post.id <= seen)
  return at > 0 ? (posts[at]?.id ?? null) : null
}
