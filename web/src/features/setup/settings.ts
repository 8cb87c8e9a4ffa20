/** A few settings edited together in a step: read once, changed here, saved where they are another now. */
import { computed, ref, watch } from 'vue'
import { useCommand } from '@/client/command'
import { useQuery } from '@/client/query'

export function useSettings(names: readonly string[]) {
  const { data, refresh } = useQuery('setting.list', {})
  const change = useCommand('setting.change')
  const draft = ref<Record<string, unknown>>({})
  const stored = computed(() => {
    const all = data.value?.groups.flatMap((group) => group.items) ?? []
    return Object.fromEntries(all.filter((one) => names.includes(one.name)).map((one) => [one.name, one.value]))
  })
  const known = computed(() => names.every((name) => name in stored.value))
  watch(stored, (now) => (draft.value = { ...now, ...draft.value }), { immediate: true })

  async function save(): Promise<boolean> {
    for (const name of names) {
      if (!known.value || draft.value[name] === stored.value[name]) continue
      await change.run({ name, value: draft.value[name] })
      if (change.problem.value) return false
    }
    await refresh()
    return known.value
  }
  return { draft, known, problem: change.problem, save }
}
