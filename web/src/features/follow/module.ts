import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'follow',
  member: { routes: [{ path: '/me/follows', name: 'follows', component: () => import('./member/FollowsPage.vue') }] },
}
