import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'hot-list',
  member: {
    home: [{ order: 30, component: defineAsyncComponent(() => import('./member/HotHome.vue')) }],
    routes: [{ path: '/hot', name: 'hot', component: () => import('./member/HotPage.vue') }],
  },
}
