/** How much waits in all: each card of 今日待办 says its own count, the page adds them up. */
import { computed, type ComputedRef, inject, type InjectionKey, onScopeDispose, provide, shallowReactive, watch } from 'vue'

/** Null while a card does not know yet. */
type Count = number | null

const KEY: InjectionKey<Map<symbol, Count>> = Symbol('today')

/** Called by the page, before its cards. */
export function gatherToday(): { total: ComputedRef<number>; known: ComputedRef<boolean> } {
  const counts = shallowReactive(new Map<symbol, Count>())
  provide(KEY, counts)
  return {
    total: computed(() => [...counts.values()].reduce<number>((sum, count) => sum + (count ?? 0), 0)),
    known: computed(() => [...counts.values()].every((count) => count !== null)),
  }
}

/** Called by a card: what it counts, live. */
export function reportToday(count: () => Count): void {
  const counts = inject(KEY, null)
  if (!counts) return
  const me = Symbol('card')
  watch(count, (now) => counts.set(me, now), { immediate: true })
  onScopeDispose(() => counts.delete(me))
}
