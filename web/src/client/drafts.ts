/**
 * What was typed is never lost: a text by key, kept on this device until it is sent. Keys
 * name the place (`post:spc_…`). When the store is full or forbidden, memory serves.
 */
import { ref, watch } from 'vue'

const PREFIX = 'weilu.draft.'
const memory = new Map<string, string>()

function load(key: string): string {
  try {
    return localStorage.getItem(PREFIX + key) ?? memory.get(key) ?? ''
  } catch {
    return memory.get(key) ?? ''
  }
}

function keep(key: string, text: string): void {
  memory.set(key, text)
  try {
    if (text === '') localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, text)
  } catch {
    // Private windows may refuse the store; memory holds it until the page closes.
  }
}

/** A text that is kept while it is typed. `clear` when it was sent. */
export function useDraft(key: string) {
  const text = ref(load(key))
  watch(text, (value) => keep(key, value), { flush: 'sync' })
  return { text, clear: () => void (text.value = '') }
}

/** Removes every draft of this device (sign-out on a shared phone). */
export function forgetDrafts(): void {
  memory.clear()
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name)
  } catch {
    // Nothing was stored then.
  }
}
