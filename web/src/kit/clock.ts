/** One clock for every relative time on the page, so that a thousand labels cost one timer. */
import { ref } from 'vue'

const TICK_MS = 30_000

/** Now in microseconds UTC, renewed twice a minute. */
export const now = ref(Date.now() * 1000)
setInterval(() => (now.value = Date.now() * 1000), TICK_MS)
