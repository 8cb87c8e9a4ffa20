/** My points, live: every booking names the persona it is of. */
import { computed } from 'vue'
import { useMe } from '@/client/me'
import { useQuery } from '@/client/query'

export function useMine() {
  const { me, known } = useMe()
  const refs = computed(() => (me.value ? [me.value.persona, me.value.id] : []))
  return { me, known, refs, ...useQuery('point.mine', () => (me.value ? {} : null), { refs }) }
}
