/** Suggestions while one types: asked after a breath, a later one overtakes an earlier one. */
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { query } from '@/client/http'

export interface Suggestion {
  text: string
  id?: string | null
  kind?: string | null
  /** What is typed itself. */
  typed?: boolean
}

const BREATH_MS = 120
const MOST_TOPICS = 3

export function useSuggestions(typed: Ref<string>, wanted: () => boolean) {
  const items = shallowRef<Suggestion[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  watch([typed, wanted], () => {
    clearTimeout(timer)
    const q = typed.value.trim()
    items.value = q ? [{ text: q, typed: true }] : []
    if (!q || !wanted()) return
    timer = setTimeout(async () => {
      const [words, topics] = await Promise.all([
        query('search.suggest', { q }).catch(() => null),
        query('tag.suggest', { q: q.replace(/^[#＃]/, '') }).catch(() => null),
      ])
      if (typed.value.trim() !== q) return
      items.value = [
        { text: q, typed: true },
        ...(topics?.items ?? []).slice(0, MOST_TOPICS).map((topic) => ({ text: `#${topic.name}`, kind: 'tag' })),
        ...(words?.items ?? []).filter((one, at, all) => (one.id || one.text !== q) && at === all.findIndex((other) => other.text === one.text && other.kind === one.kind)),
      ]
    }, BREATH_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return items
}
