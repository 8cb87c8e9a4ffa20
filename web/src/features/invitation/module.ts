import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'invitation',
  member: {
    routes: [
      { path: '/spaces/:space/invite', name: 'invite', component: () => import('./member/InvitePage.vue'), props: true },
      { path: '/spaces/:space/chain', name: 'chain', component: () => import('./member/ChainPage.vue'), props: true },
    ],
  },
}
