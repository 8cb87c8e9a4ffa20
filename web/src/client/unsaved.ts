/**
 * What was changed in a form and not saved yet. It stays on this device under a key, beside the version it began from,
 * until it is saved or given up; what the server sends meanwhile never goes over what somebody is typing.
 */
import { computed, ref, type Ref, watch } from 'vue'
import { useDraft } from './drafts'

export interface Saved<T> {
  version: number
  value: T
}

function read<T>(text: string): Saved<T> | null {
  try {
    return text === '' ? null : (JSON.parse(text) as Saved<T>)
  } catch {
    return null
  }
}

/** `saved` is what the server has, null while it is asked. `T` must go through JSON unharmed. */
export function useUnsaved<T extends object>(key: string, saved: () => Saved<T> | null) {
  const kept = useDraft(key)
  const value = ref(null) as Ref<T | null>
  const base = ref<{ version: number; text: string } | null>(null)
  const found = ref(false)
  const changed = computed(() => value.value !== null && base.value !== null && JSON.stringify(value.value) !== base.value.text)
  const outdated = computed(() => changed.value && (saved()?.version ?? 0) > (base.value?.version ?? 0))

  function take(now: Saved<T>) {
    base.value = { version: now.version, text: JSON.stringify(now.value) }
    value.value = now.value
    found.value = false
  }
  function begin(now: Saved<T>) {
    const before = read<T>(kept.text.value)
    take(now)
    if (!before || JSON.stringify(before.value) === base.value?.text) return
    base.value = { version: before.version, text: JSON.stringify(now.value) }
    value.value = before.value
    found.value = true
  }
  watch(saved, (now) => now && (value.value === null ? begin(now) : !changed.value && take(now)), { immediate: true })
  watch([value, base], () => value.value && (kept.text.value = changed.value ? JSON.stringify({ version: base.value?.version ?? 0, value: value.value }) : ''), { deep: true })

  /** It was saved as it stands; what the server makes of it is shown when it comes, or now when it is here already. */
  function settle() {
    const [now, before] = [saved(), base.value?.version ?? 0]
    base.value = { version: before, text: JSON.stringify(value.value) }
    found.value = false
    if (now && now.version > before) take(now)
  }
  function giveUp() {
    const now = saved()
    if (now) take(now)
  }
  return { value, changed, found, outdated, settle, giveUp }
}
