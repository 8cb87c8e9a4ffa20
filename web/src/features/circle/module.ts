import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'circle',
  member: {
    routes: [
      { path: '/circles/new', name: 'propose', component: () => import('./member/ProposePage.vue') },
      { path: '/circles/:proposal', name: 'proposal', component: () => import('./member/ProposalPage.vue'), props: true },
    ],
  },
}
