import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'feed',
  member: {
    routes: [{ path: '/me/feeds', name: 'feeds', component: () => import('./member/FeedsPage.vue') }],
    me: [{ order: 60, component: defineAsyncComponent(() => import('./member/MeFeeds.vue')) }],
  },
}
