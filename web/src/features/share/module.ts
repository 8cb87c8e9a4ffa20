import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'share',
  member: {
    routes: [{ path: '/poster', name: 'poster', component: () => import('./member/PosterPage.vue') }],
    over: [{ order: 90, component: defineAsyncComponent(() => import('./member/ShareHost.vue')) }],
  },
}
