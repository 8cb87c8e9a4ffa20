/** What the features find missing, asked once for both cards of the landing page. */
import { computed } from 'vue'
import { useMe } from '@/client/me'
import { useQuery } from '@/client/query'

const CONCERNS = ['tenant:*', 'policy:*', 'backup:*', 'member:*', 'space:*']

export function useFindings() {
  const { can } = useMe()
  const may = computed(() => can('check.see'))
  const { data } = useQuery('check.list', () => (may.value ? {} : null), { refs: CONCERNS })
  return {
    may,
    grave: computed(() => data.value?.items.filter((finding) => finding.grave)),
    others: computed(() => data.value?.items.filter((finding) => !finding.grave)),
  }
}
