import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'wechat',
  member: {
    routes: [{ path: '/wechat/desk/:scene', name: 'wechat-desk', component: () => import('./member/DeskPage.vue'), props: true }],
  },
  console: {
    routes: [],
    menu: [],
    today: [{ order: 95, component: defineAsyncComponent(() => import('./console/HealthToday.vue')) }],
  },
}
