import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'block',
  member: {
    routes: [{ path: '/me/privacy/blocked', name: 'blocked', component: () => import('./member/BlocksPage.vue') }],
  },
}
