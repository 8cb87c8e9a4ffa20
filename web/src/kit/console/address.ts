/** Filters and sort of a list live in the address: a link to what one sees, and Back works. */
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

const SORT = 'sort'

export function useListAddress(keys: readonly string[]) {
  const route = useRoute()
  const router = useRouter()
  const read = (key: string) => {
    const value = route.query[key]
    return typeof value === 'string' ? value : ''
  }
  const write = (changes: Record<string, string>) => {
    const query = { ...route.query, ...changes }
    const kept = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
    return router.replace({ query: kept })
  }
  return {
    filters: computed({
      get: () => Object.fromEntries(keys.map((key) => [key, read(key)])),
      set: (next: Record<string, string>) => void write({ ...Object.fromEntries(keys.map((key) => [key, ''])), ...next }),
    }),
    sort: computed({ get: () => read(SORT), set: (next: string) => void write({ [SORT]: next }) }),
  }
}
