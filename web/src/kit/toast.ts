/** A sentence that comes and goes: what was done, or why it was not. One at a time. */
import { ref } from 'vue'

export interface Toast {
  id: number
  text: string
  act?: { label: string; run: () => void }
}

const SHORT_MS = 3_200
const WITH_ACT_MS = 8_000

export const toast = ref<Toast | null>(null)
let count = 0
let timer: ReturnType<typeof setTimeout> | undefined

/** Shows a sentence; with `act`, a way to undo or go on, it stays longer. */
export function say(text: string, act?: Toast['act']): void {
  clearTimeout(timer)
  toast.value = act ? { id: ++count, text, act } : { id: ++count, text }
  timer = setTimeout(() => (toast.value = null), act ? WITH_ACT_MS : SHORT_MS)
}

export function hush(): void {
  clearTimeout(timer)
  toast.value = null
}
