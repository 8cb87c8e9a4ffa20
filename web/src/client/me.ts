/** Who is signed in here. One shared, live answer for every page. */
import { computed, effectScope } from 'vue'
import { boot } from './boot'
import { forgetAll } from './cache'
import type { QueryData } from './catalogue'
import { forgetDrafts } from './drafts'
import { restartLive } from './live'
import { forgetLists } from './pages'
import type { Problem } from './problem'
import { useQuery } from './query'
import { forgetPersonal } from './remembered'

export type Me = NonNullable<QueryData<'account.me'>['me']>

function start() {
  const initial = boot.me === undefined ? {} : { initial: { me: boot.me as Me | null } }
  const answer = useQuery('account.me', {}, initial)
  const me = computed<Me | null>(() => answer.data.value?.me ?? null)
  return {
    me,
    known: computed(() => answer.data.value !== undefined),
    problem: computed<Problem | null>(() => answer.problem.value),
    refresh: answer.refresh,
    can: (permission: string): boolean => me.value?.permissions.includes(permission) ?? false,
  }
}

let shared: ReturnType<typeof start> | undefined

/** The signed-in member, and what he may do. */
export function useMe(): ReturnType<typeof start> {
  shared ??= effectScope(true).run(start) as ReturnType<typeof start>
  return shared
}

/** After a sign-in: what was cached was a visitor's. */
export async function nowSignedIn(): Promise<void> {
  await useMe().refresh()
  forgetLists()
  forgetAll()
  restartLive()
}

/** After a sign-out: nothing of one person stays for the next. */
export async function nowSignedOut(): Promise<void> {
  forgetDrafts()
  forgetPersonal()
  await nowSignedIn()
}
