import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'roster',
  member: {
    routes: [
      { path: '/roster', name: 'roster', component: () => import('./member/RosterPage.vue') },
      { path: '/posts/:post/roster', name: 'roster-lines', component: () => import('./member/LinesPage.vue'), props: true },
    ],
  },
}
