/**
 * The page's small cache of query answers, and what makes it live.
 *
 * An answer shows every id it contains and was asked about every id in its parameters. A
 * push that names an object makes every answer that shows it stale; one that names a space
 * makes every answer stale that was asked about that space. Stale answers in use are fetched
 * again, at most once in MIN_GAP_MS each and after a small random wait, so that a lively
 * space does not make all its readers ask in the same moment. Answers that nobody uses are
 * dropped after a while.
 *
 * Invariant: an older answer never replaces a newer one (each fetch has a turn).
 */
import { type ShallowRef, shallowRef } from 'vue'
import { Problem } from './problem'

export interface LiveRef {
  kind: string
  id: string
}
export interface LiveEvent {
  pos: number
  at: number
  kind: string
  actor: string | null
  object: LiveRef | null
  space: LiveRef | null
  with: LiveRef[] | null
}

const MIN_GAP_MS = 1_500
const SPREAD_MS = 300
const KEEP_UNUSED_MS = 5 * 60_000
const ID = /^[a-z]{2,5}_[0-9a-z]{6,32}$/

export const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)

/** Every id inside a value, at any depth. */
export function idsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (isId(value)) found.add(value)
  else if (Array.isArray(value)) for (const one of value) idsIn(one, found)
  else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) idsIn(one, found)
  return found
}

/** A copy of `value` in which every object with this id went through `change`. */
export function changeById<T>(value: T, id: string, change: (object: Record<string, unknown>) => object): T {
  if (Array.isArray(value)) {
    const next = value.map((one) => changeById(one, id, change))
    return (next.some((one, index) => one !== value[index]) ? next : value) as T
  }
  if (value === null || typeof value !== 'object') return value
  const object = value as Record<string, unknown>
  if (object['id'] === id) return change(object) as T
  let copy: Record<string, unknown> | null = null
  for (const [name, part] of Object.entries(object)) {
    const next = changeById(part, id, change)
    if (next !== part) (copy ??= { ...object })[name] = next
  }
  return (copy ?? object) as T
}

const stable = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/** Anything that listens to pushes: a cached answer, a paged list. */
export interface Listener {
  concerns(named: Named): boolean
  refetch(): void
  change(id: string, change: (object: Record<string, unknown>) => object): void
}

/** What one push (or one own act) names. */
export interface Named {
  objects: ReadonlySet<string>
  spaces: ReadonlySet<string>
  kinds: ReadonlySet<string>
  everything: boolean
}

export class Entry<T> implements Listener {
  readonly data: ShallowRef<T | undefined> = shallowRef()
  readonly problem: ShallowRef<Problem | null> = shallowRef(null)
  readonly busy: ShallowRef<boolean> = shallowRef(false)
  users = 0
  stale = true
  private shown = new Set<string>()
  private turn = 0
  private landed = 0
  private fetchedAt = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly asked: ReadonlySet<string>,
    private readonly fetcher: () => Promise<T>,
  ) {}

  /** Watch further refs: an id, or `kind:*` for every object of a kind. */
  readonly extra = new Set<string>()

  set(data: T): void {
    this.data.value = data
    this.shown = idsIn(data)
  }

  concerns(named: Named): boolean {
    if (named.everything) return true
    for (const id of named.objects) if (this.shown.has(id) || this.asked.has(id) || this.extra.has(id)) return true
    for (const id of named.spaces) if (this.asked.has(id) || this.extra.has(id)) return true
    for (const kind of named.kinds) if (this.extra.has(`${kind}:*`)) return true
    return false
  }

  change(id: string, change: (object: Record<string, unknown>) => object): void {
    if (this.data.value !== undefined && this.shown.has(id)) this.data.value = changeById(this.data.value, id, change)
  }

  /** Marks stale and, if somebody looks, asks again soon. */
  refetch(): void {
    this.stale = true
    if (this.users === 0 || this.timer !== undefined) return
    const gap = Math.max(0, this.fetchedAt + MIN_GAP_MS - Date.now())
    this.timer = setTimeout(() => {
      this.timer = undefined
      void this.fetch()
    }, gap + Math.random() * SPREAD_MS)
  }

  async fetch(): Promise<void> {
    const turn = ++this.turn
    this.stale = false
    this.busy.value = true
    this.fetchedAt = Date.now()
    try {
      const data = await this.fetcher()
      if (turn < this.landed) return
      this.landed = turn
      this.set(data)
      this.problem.value = null
    } catch (cause) {
      if (turn < this.landed) return
      this.problem.value = Problem.from(cause)
      this.stale = true
    } finally {
      if (turn === this.turn) this.busy.value = false
    }
  }
}

const entries = new Map<string, Entry<unknown>>()
const listeners = new Set<Listener>()
const sweepers = new Map<string, ReturnType<typeof setTimeout>>()

/** The cached answer for a name and parameters, made when there is none. */
export function entryFor<T>(name: string, params: unknown, fetcher: () => Promise<T>): Entry<T> {
  const key = `${name} ${stable(params)}`
  let entry = entries.get(key) as Entry<T> | undefined
  if (!entry) {
    entry = new Entry<T>(idsIn(params), fetcher)
    entries.set(key, entry as Entry<unknown>)
    listeners.add(entry)
  }
  return entry
}

/** Counts a user of an entry; returns the release. */
export function hold(name: string, params: unknown, entry: Entry<unknown>): () => void {
  const key = `${name} ${stable(params)}`
  clearTimeout(sweepers.get(key))
  entry.users += 1
  return () => {
    entry.users -= 1
    if (entry.users > 0) return
    sweepers.set(
      key,
      setTimeout(() => {
        if (entry.users > 0) return
        entries.delete(key)
        listeners.delete(entry)
      }, KEEP_UNUSED_MS),
    )
  }
}

export function listen(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(named: Named): void {
  for (const listener of listeners) if (listener.concerns(named)) listener.refetch()
}

const none: ReadonlySet<string> = new Set()

/** Own acts: these ids changed, whether or not a push will say so. */
export function touch(ids: Iterable<string>): void {
  const all = new Set(ids)
  tell({ objects: all, spaces: all, kinds: none, everything: false })
}

/** Everything may have changed: another person signed in, or the cursor was too old. */
export function touchEverything(): void {
  tell({ objects: none, spaces: none, kinds: none, everything: true })
}

/** A batch of pushes. */
export function applyEvents(events: readonly LiveEvent[]): void {
  const objects = new Set<string>()
  const spaces = new Set<string>()
  const kinds = new Set<string>()
  for (const event of events) {
    for (const named of [event.object, ...(event.with ?? [])]) {
      if (!named) continue
      objects.add(named.id)
      kinds.add(named.kind)
    }
    // What is said in a chat changes what shows the chat, not everything that was asked about its space.
    const inChat = event.with?.some((one) => one.kind === 'chat') ?? false
    if (event.space && !inChat) spaces.add(event.space.id)
  }
  tell({ objects, spaces, kinds, everything: false })
}

/** Changes an object everywhere it is shown, at once; the next fetch brings the truth. */
export function change<T extends object>(id: string, how: (object: T) => T): void {
  for (const listener of listeners) listener.change(id, (object) => how(object as T))
}

/** Forgets all answers (sign-out: nothing of one person may show to the next). */
export function forgetAll(): void {
  for (const [key, entry] of entries) {
    if (entry.users === 0) {
      entries.delete(key)
      listeners.delete(entry)
    }
  }
  touchEverything()
}
