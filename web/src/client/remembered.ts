/**
 * A small value remembered on this device (a choice, a saved view), reactive and typed by its default. What is
 * `personal` is one person's and goes with his sign-out.
 */
import { type Ref, ref, watch } from 'vue'

const PERSONAL = 'weilu.mine.'
const resets: (() => void)[] = []

/** Forgets everything personal (sign-out on a shared phone). */
export function forgetPersonal(): void {
  for (const reset of resets) reset()
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PERSONAL)) localStorage.removeItem(key)
  } catch {
    // Nothing was stored then.
  }
}

export function remembered<T>(name: string, otherwise: T, options: { personal?: boolean } = {}): Ref<T> {
  const key = (options.personal ? PERSONAL : 'weilu.') + name
  let start = otherwise
  try {
    const kept = localStorage.getItem(key)
    if (kept !== null) start = JSON.parse(kept) as T
  } catch {
    // Unreadable or forbidden: the default serves.
  }
  const value = ref(start) as Ref<T>
  if (options.personal) resets.push(() => (value.value = otherwise))
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
