/** A small value remembered on this device (a choice, a saved view), reactive and typed by its default. */
import { type Ref, ref, watch } from 'vue'

export function remembered<T>(name: string, otherwise: T): Ref<T> {
  const key = `weilu.${name}`
  let start = otherwise
  try {
    const kept = localStorage.getItem(key)
    if (kept !== null) start = JSON.parse(kept) as T
  } catch {
    // Unreadable or forbidden: the default serves.
  }
  const value = ref(start) as Ref<T>
  watch(
    value,
    (now) => {
      try {
        localStorage.setItem(key, JSON.stringify(now))
      } catch {
        // Not remembered then; the page still works.
      }
    },
    { deep: true },
  )
  return value
}
