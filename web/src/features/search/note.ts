/** Says once that the results of a search were looked at: after a rest on them, or when one is opened. */
import { onScopeDispose } from 'vue'
import { command } from '@/client/http'

const REST_MS = 1_500

export function useNote() {
  let waiting: { q: string; hits: number } | null = null
  let said = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  function now() {
    clearTimeout(timer)
    if (!waiting || waiting.q === said) return
    said = waiting.q
    // Whether it was counted is nothing to tell the reader.
    void command('search.note', waiting).catch(() => {})
    waiting = null
  }
  function soon(q: string, hits: number) {
    clearTimeout(timer)
    waiting = { q, hits }
    timer = setTimeout(now, REST_MS)
  }
  function not() {
    clearTimeout(timer)
    waiting = null
  }
  onScopeDispose(() => clearTimeout(timer))
  return { soon, now, not }
}
