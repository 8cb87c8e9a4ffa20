/** 备注名: what I call others, shown wherever their name stands. One shared, live answer. */
import { computed, effectScope } from 'vue'
import { useMe } from './me'
import { useQuery } from './query'

function start() {
  const { me } = useMe()
  const answer = useQuery('member.remarks', () => (me.value ? {} : null))
  const names = computed(() => new Map((answer.data.value?.items ?? []).map((one) => [one.member, one.name])))
  return { nameOf: (id: string, name: string): string => names.value.get(id) ?? name }
}

let shared: ReturnType<typeof start> | undefined

/** `nameOf(id, name)`: my own name for a member if I gave one, else his. */
export function useRemarks(): ReturnType<typeof start> {
  shared ??= effectScope(true).run(start) as ReturnType<typeof start>
  return shared
}
