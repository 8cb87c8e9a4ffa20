/** `useQuery`: a live answer for a page. See cache.ts for what makes it live. */
import { computed, type MaybeRefOrGetter, onScopeDispose, shallowRef, toValue, watch } from 'vue'
import { type Entry, entryFor, hold } from './cache'
import type { QueryData, QueryName, QueryParams } from './catalogue'
import { query } from './http'

export interface QueryOptions<T> {
  /** Further ids, or `kind:*`, whose pushes concern this answer. */
  refs?: MaybeRefOrGetter<readonly string[]>
  /** An answer already at hand (the first data block of the page). */
  initial?: T
}

/**
 * Asks `name` with `params`, keeps the answer fresh, shares it with every other user.
 * `params` of null means: not yet.
 */
export function useQuery<N extends QueryName>(
  name: N,
  params: MaybeRefOrGetter<QueryParams<N> | null>,
  options: QueryOptions<QueryData<N>> = {},
) {
  type Data = QueryData<N>
  const entry = shallowRef<Entry<Data> | null>(null)
  let release = () => {}

  watch(
    () => JSON.stringify(toValue(params)),
    () => {
      release()
      const asked = toValue(params)
      if (asked === null) return void (entry.value = null)
      const next = entryFor<Data>(name, asked, () => query(name, asked))
      release = hold(name, asked, next as Entry<unknown>)
      for (const ref of toValue(options.refs) ?? []) next.extra.add(ref)
      entry.value = next
      if (next.data.value === undefined && options.initial !== undefined) {
        next.set(options.initial)
        next.stale = false
      }
      if (next.stale && !next.busy.value) void next.fetch()
    },
    { immediate: true },
  )
  onScopeDispose(() => release())

  return {
    data: computed(() => entry.value?.data.value),
    problem: computed(() => entry.value?.problem.value ?? null),
    /** True only while there is nothing to show yet. */
    loading: computed(() => {
      const current = entry.value
      return current !== null && current.data.value === undefined && current.problem.value === null
    }),
    busy: computed(() => entry.value?.busy.value ?? false),
    refresh: () => entry.value?.fetch() ?? Promise.resolve(),
  }
}
