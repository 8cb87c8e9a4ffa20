import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'poll',
  member: { routes: [{ path: '/poll', name: 'poll', component: () => import('./member/PollPage.vue') }] },
}
