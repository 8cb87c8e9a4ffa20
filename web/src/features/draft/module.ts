import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'draft',
  member: { routes: [{ path: '/me/drafts', name: 'drafts', component: () => import('./member/DraftsPage.vue') }] },
}
