/**
 * After an upgrade an open page asks for pieces of itself that the server no longer has. Then the whole page is loaded
 * again, at the address one was going to; once, and only while the server answers. Should that not have helped, or
 * nothing answers, a sentence says so: no button is dead, and no page reloads for ever.
 */
import type { Router } from 'vue-router'
import { say as inMine } from '@/client/i18n'
import { say } from '@/kit/toast'
import texts from './texts'

const KEY = 'weilu.renewed'
const APART_MS = 10 * 60_000

/** Notes that the page is loaded again; false when that was tried a moment ago, or cannot be remembered. */
export function mayRenew(now: number, store: Storage = sessionStorage): boolean {
  try {
    const last = Number(store.getItem(KEY) ?? 0)
    if (now - last < APART_MS) return false
    store.setItem(KEY, String(now))
    return store.getItem(KEY) === String(now)
  } catch {
    return false
  }
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).status < 500
  } catch {
    return false
  }
}

export function renewAfterUpgrade(router: Router): void {
  let going: string | null = null
  let busy = false
  router.beforeEach((to) => void (going = router.resolve(to.fullPath).href))
  router.afterEach((_to, _from, failure) => void (failure || (going = null)))
  addEventListener('vite:preloadError', () => void renew())

  async function renew() {
    if (busy) return
    busy = true
    const to = going
    const go = () => (to ? location.assign(to) : location.reload())
    if ((await answers()) && mayRenew(Date.now())) return go()
    busy = false
    say(inMine(texts.lost_piece), { label: inMine(texts.load_again), run: go })
  }
}
