/**
 * The anonymous trail of somebody not signed in. Nothing is kept or sent before he agreed; on
 * sign-up the trail joins the member and the browser forgets the id.
 */
import { ref } from 'vue'
import type { Router } from 'vue-router'
import { command } from '@/client/http'

const KEY = 'weilu.visitor'
const NO = 'no'
const stored = () => localStorage.getItem(KEY) ?? ''

/** `''` not asked yet, `'no'`, or the anonymous id. */
export const visitor = ref(stored())
const keep = (value: string) => {
  visitor.value = value
  localStorage.setItem(KEY, value)
}
const known = () => visitor.value !== '' && visitor.value !== NO
let followed = false

/** Notes a page; a trail that cannot be noted is no reason to disturb anybody. */
async function note(thing: string): Promise<void> {
  if (!known()) return
  await command('visitor.step', { visitor: visitor.value, act: 'view', thing: thing.slice(0, 200) }).catch(() => undefined)
}

/** Follows the pages from now on, once. */
export function follow(router: Router): void {
  if (followed) return
  followed = true
  router.afterEach((to) => void note(to.path))
}

export async function agree(path: string): Promise<void> {
  const started = await command('visitor.start', { consent: true }).catch(() => null)
  if (started === null) return
  keep(started.visitor)
  await note(path)
}

export async function refuse(): Promise<void> {
  const old = visitor.value
  const was = known()
  keep(NO)
  if (was) await command('visitor.forget', { visitor: old }).catch(() => undefined)
}

/** Somebody signed in: the trail is his, and the id is no longer needed here. */
export async function joinTrail(): Promise<void> {
  if (!known()) return
  const id = visitor.value
  keep(NO)
  await command('visitor.join', { visitor: id }).catch(() => undefined)
}
