/** The results of a search, page by page. A later question overtakes an earlier one. */
import { computed, type MaybeRefOrGetter, shallowRef, toValue, watch } from 'vue'
import type { QueryData, QueryParams } from '@/client/catalogue'
import { query } from '@/client/http'
import { Problem } from '@/client/problem'

export type Asked = QueryParams<'search.find'>
export type Answer = QueryData<'search.find'>
export type Thing = Answer['items'][number]

export function useResults(asked: MaybeRefOrGetter<Asked | null>) {
  const items = shallowRef<Thing[]>([])
  const answer = shallowRef<Answer | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const busy = shallowRef(false)
  let turn = 0

  async function ask(after: number | null) {
    const params = toValue(asked)
    const own = ++turn
    if (!params) return
    busy.value = true
    try {
      const page = await query('search.find', after === null ? params : { ...params, after })
      if (own !== turn) return
      const known = new Set(after === null ? [] : items.value.map((one) => one.id))
      items.value = [...(after === null ? [] : items.value), ...page.items.filter((one) => !known.has(one.id))]
      answer.value = page
      problem.value = null
    } catch (cause) {
      if (own === turn) problem.value = Problem.from(cause)
    } finally {
      if (own === turn) busy.value = false
    }
  }

  watch(
    () => JSON.stringify(toValue(asked)),
    () => {
      items.value = []
      answer.value = null
      problem.value = null
      void ask(null)
    },
    { immediate: true },
  )

  return {
    items,
    answer,
    problem,
    busy,
    loading: computed(() => busy.value && answer.value === null),
    hasMore: computed(() => typeof answer.value?.next === 'number'),
    more: () => (busy.value || typeof answer.value?.next !== 'number' ? Promise.resolve() : ask(answer.value.next)),
    again: () => ask(null),
  }
}
