/**
 * `usePages`: an endless list, newest first, that stays live without jumping under the reader.
 *
 * The first page is asked again when a push concerns the list. A reader at the top sees new
 * items appear; a reader further down sees "3 条新内容" and takes them when he likes. Changed
 * items are replaced in place, items that vanished from the window of the first page are
 * removed, older pages stay. The list survives leaving the page, so going back is immediate.
 */
import { computed, type MaybeRefOrGetter, onScopeDispose, shallowRef, toValue, watch } from 'vue'
import { changeById, idsIn, listen, type Listener, type Named } from './cache'
import type { QueryData, QueryName, QueryParams } from './catalogue'
import { query } from './http'
import { Problem } from './problem'

interface Item {
  id: string
}
export interface Page<T> {
  items: T[]
  next?: string | number | null
}

const MIN_GAP_MS = 800
const SPREAD_MS = 150

/** Folds a fresh first page into what is shown. `held` items are new and not shown yet. */
export function foldFirstPage<T extends Item>(shown: readonly T[], page: Page<T>, hold: boolean): { shown: T[]; held: T[]; cut: boolean } {
  const known = new Set(shown.map((item) => item.id))
  const fresh = page.items.filter((item) => !known.has(item.id))
  const overlaps = fresh.length < page.items.length
  if (shown.length === 0 || (!overlaps && !hold)) return { shown: [...page.items], held: [], cut: true }
  if (!overlaps) return { shown: [...shown], held: fresh, cut: false }
  const byId = new Map(page.items.map((item) => [item.id, item]))
  const lastSeen = shown.findLastIndex((item) => byId.has(item.id))
  const kept = shown.filter((item, index) => index > lastSeen || byId.has(item.id)).map((item) => byId.get(item.id) ?? item)
  // On the last page everything older than the window is gone too.
  const complete = page.next === null || page.next === undefined
  const within = complete ? kept.filter((item) => byId.has(item.id)) : kept
  return hold ? { shown: within, held: fresh, cut: false } : { shown: [...fresh, ...within], held: [], cut: false }
}

class PageList<T extends Item> implements Listener {
  readonly shown = shallowRef<T[]>([])
  readonly held = shallowRef<T[]>([])
  readonly problem = shallowRef<Problem | null>(null)
  readonly busy = shallowRef(false)
  readonly loaded = shallowRef(false)
  readonly next = shallowRef<string | number | null>(null)
  users = 0
  stale = true
  atTop: () => boolean = () => true
  /** Watch further refs: an id, or `kind:*` for every object of a kind. */
  readonly extra = new Set<string>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private turn = 0
  private fetchedAt = 0

  constructor(
    private readonly asked: ReadonlySet<string>,
    private readonly ask: (before: string | number | null) => Promise<Page<T>>,
  ) {}

  concerns(named: Named): boolean {
    if (named.everything) return true
    for (const id of named.spaces) if (this.asked.has(id) || this.extra.has(id)) return true
    for (const kind of named.kinds) if (this.extra.has(`${kind}:*`)) return true
    const ids = new Set([...idsIn(this.shown.value), ...this.asked, ...this.extra])
    for (const id of named.objects) if (ids.has(id)) return true
    return false
  }

  refetch(): void {
    this.stale = true
    if (this.users === 0 || this.timer !== undefined) return
    const gap = Math.max(0, this.fetchedAt + MIN_GAP_MS - Date.now())
    this.timer = setTimeout(() => {
      this.timer = undefined
      void this.first()
    }, gap + Math.random() * SPREAD_MS)
  }

  change(id: string, change: (object: Record<string, unknown>) => object): void {
    this.shown.value = changeById(this.shown.value, id, change)
    this.held.value = changeById(this.held.value, id, change)
  }

  async first(): Promise<void> {
    const turn = ++this.turn
    this.stale = false
    this.fetchedAt = Date.now()
    this.busy.value = true
    try {
      const page = await this.ask(null)
      if (turn !== this.turn) return
      const folded = foldFirstPage(this.shown.value, page, this.loaded.value && !this.atTop())
      this.shown.value = folded.shown
      this.held.value = folded.held
      if (folded.cut) this.next.value = page.next ?? null
      this.loaded.value = true
      this.problem.value = null
    } catch (cause) {
      this.problem.value = Problem.from(cause)
      this.stale = true
    } finally {
      if (turn === this.turn) this.busy.value = false
    }
  }

  async more(): Promise<void> {
    const before = this.next.value
    if (before === null || this.busy.value) return
    this.busy.value = true
    try {
      const page = await this.ask(before)
      const known = new Set(this.shown.value.map((item) => item.id))
      this.shown.value = [...this.shown.value, ...page.items.filter((item) => !known.has(item.id))]
      this.next.value = page.next ?? null
      this.problem.value = null
    } catch (cause) {
      this.problem.value = Problem.from(cause)
    } finally {
      this.busy.value = false
    }
  }

  takeHeld(): void {
    const known = new Set(this.shown.value.map((item) => item.id))
    this.shown.value = [...this.held.value.filter((item) => !known.has(item.id)), ...this.shown.value]
    this.held.value = []
  }
}

const lists = new Map<string, { list: PageList<Item>; stop: () => void }>()
const KEPT_LISTS = 20

function listFor<T extends Item>(key: string, make: () => PageList<T>): PageList<T> {
  const known = lists.get(key)
  if (known) return known.list as unknown as PageList<T>
  const list = make()
  lists.set(key, { list: list as unknown as PageList<Item>, stop: listen(list) })
  if (lists.size > KEPT_LISTS) forgetOldest()
  return list
}

function forgetOldest(): void {
  for (const [key, { list }] of lists) {
    if (list.users > 0) continue
    forget(key)
    return
  }
}

function forget(key: string): void {
  lists.get(key)?.stop()
  lists.delete(key)
}

/** Forgets all lists nobody looks at (sign-out). */
export function forgetLists(): void {
  for (const [key, { list }] of lists) if (list.users === 0) forget(key)
}

type ItemOf<N extends QueryName> = QueryData<N> extends { items: (infer T)[] } ? T : never

/** `before` is added to the parameters for older pages. */
export function usePages<N extends QueryName>(
  name: N,
  params: MaybeRefOrGetter<QueryParams<N> | null>,
  options: { atTop?: () => boolean; refs?: MaybeRefOrGetter<readonly string[]> } = {},
) {
  type T = ItemOf<N> & Item
  const list = shallowRef<PageList<T> | null>(null)
  let release = () => {}

  watch(
    () => JSON.stringify(toValue(params)),
    (text) => {
      release()
      const asked = toValue(params)
      if (asked === null) return void (list.value = null)
      const ask = (before: string | number | null) =>
        query(name, (before === null ? asked : { ...asked, before }) as QueryParams<N>) as unknown as Promise<Page<T>>
      const next = listFor<T>(`${name} ${text}`, () => new PageList<T>(idsIn(asked), ask))
      next.users += 1
      if (options.atTop) next.atTop = options.atTop
      for (const ref of toValue(options.refs) ?? []) next.extra.add(ref)
      release = () => void (next.users -= 1)
      list.value = next
      if (next.stale) void next.first()
    },
    { immediate: true },
  )
  onScopeDispose(() => release())

  return {
    items: computed(() => list.value?.shown.value ?? []),
    /** How many new items wait above. */
    fresh: computed(() => list.value?.held.value.length ?? 0),
    problem: computed(() => list.value?.problem.value ?? null),
    loading: computed(() => list.value !== null && !list.value.loaded.value && list.value.problem.value === null),
    busy: computed(() => list.value?.busy.value ?? false),
    hasMore: computed(() => (list.value?.next.value ?? null) !== null),
    takeFresh: () => list.value?.takeHeld(),
    more: () => list.value?.more() ?? Promise.resolve(),
    refresh: () => list.value?.first() ?? Promise.resolve(),
  }
}
