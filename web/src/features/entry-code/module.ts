import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'entry-code',
  member: {
    routes: [
      { path: '/e/:token', name: 'code', component: () => import('./member/CodePage.vue'), props: true },
      { path: '/spaces/:space/codes', name: 'codes', component: () => import('./member/CodesPage.vue'), props: true },
      { path: '/spaces/:space/codes/:code', name: 'stand', component: () => import('./member/StandPage.vue'), props: true },
    ],
  },
}
