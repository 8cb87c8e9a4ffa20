/** What was searched on this device: kept here alone, newest first, gone with the sign-out. */
import { remembered } from '@/client/remembered'

const MOST = 12
const history = remembered<string[]>('searches', [], { personal: true })

export function useHistory() {
  return {
    history,
    keep: (q: string) => void (history.value = [q, ...history.value.filter((one) => one !== q)].slice(0, MOST)),
    drop: (q: string) => void (history.value = history.value.filter((one) => one !== q)),
    clear: () => void (history.value = []),
  }
}
