/** A list of words, page by page: the site's, or that of one space. The first page stays live; what was changed further down is changed in place. */
import { computed, ref, shallowRef, watch } from 'vue'
import type { QueryData } from '@/client/catalogue'
import { useCommand } from '@/client/command'
import { query } from '@/client/http'
import { useTexts } from '@/client/i18n'
import { Problem } from '@/client/problem'
import { useQuery } from '@/client/query'
import { say } from '@/kit/toast'
import texts from './texts'

export type Word = QueryData<'sensitive_word.list'>['items'][number]
export type Action = Word['action']
export const ACTIONS = ['mask', 'note', 'hold', 'refuse'] as const

/** Names the list in a question or an act; nothing names the site's. */
export const listOf = (space: string | null): { space?: string } => (space ? { space } : {})

export function useWords(space: () => string | null) {
  const t = useTexts(texts)
  const find = ref('')
  const asked = computed(() => ({ ...listOf(space()), ...(find.value.trim() ? { find: find.value.trim() } : {}) }))
  const first = useQuery('sensitive_word.list', asked)
  const later = shallowRef<Word[]>([])
  const next = shallowRef<string | null>(null)
  const fetching = ref(false)
  const broken = shallowRef<Problem | null>(null)
  const put = useCommand('sensitive_word.put')
  const remove = useCommand('sensitive_word.remove')
  const items = computed(() => {
    const top = first.data.value?.items ?? []
    const known = new Set(top.map((word) => word.id))
    return [...top, ...later.value.filter((word) => !known.has(word.id))]
  })
  let turn = 0

  function afresh() {
    turn += 1
    later.value = []
    broken.value = null
    next.value = first.data.value?.next ?? null
  }
  watch(() => JSON.stringify(asked.value), afresh)
  watch(first.data, () => later.value.length === 0 && afresh(), { immediate: true })

  async function more() {
    if (next.value === null || fetching.value) return
    const mine = turn
    fetching.value = true
    try {
      const page = await query('sensitive_word.list', { ...asked.value, before: next.value })
      if (mine !== turn) return
      later.value = [...later.value, ...page.items]
      next.value = page.next ?? null
      broken.value = null
    } catch (cause) {
      broken.value = Problem.from(cause)
    } finally {
      fetching.value = false
    }
  }
  /** Everything may be another: a list was read. */
  async function renew() {
    later.value = []
    await first.refresh()
    afresh()
  }
  async function kept(word: Word) {
    later.value = later.value.map((one) => (one.id === word.id ? word : one))
    await first.refresh()
  }
  async function back(words: readonly Word[], list: string | null) {
    for (const { word, action, sentence } of words) await put.run({ ...listOf(list), word, action, sentence })
    if (put.problem.value) say(put.problem.value.say())
    await renew()
  }
  /** Takes words off; the line that says so brings them back. */
  async function takeOff(words: readonly Word[]) {
    const list = space()
    const gone: Word[] = []
    for (const one of words) {
      if ((await remove.run({ word: one.id })) === null) break
      gone.push(one)
    }
    const away = new Set(gone.map((one) => one.id))
    later.value = later.value.filter((one) => !away.has(one.id))
    await first.refresh()
    if (remove.problem.value) return say(remove.problem.value.say())
    const [only] = gone
    say(gone.length === 1 && only ? t('removed_one', { word: only.word }) : t('removed', { n: gone.length }), { label: t('undo'), run: () => void back(gone, list) })
  }

  return {
    find,
    items,
    total: computed(() => first.data.value?.words ?? 0),
    problem: computed(() => (items.value.length > 0 ? broken.value : first.problem.value)),
    loading: first.loading,
    busy: computed(() => first.busy.value || fetching.value),
    hasMore: computed(() => next.value !== null),
    more,
    renew,
    kept,
    takeOff,
    removing: remove.busy,
    refresh: first.refresh,
  }
}
