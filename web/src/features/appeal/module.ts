import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'appeal',
  member: {
    routes: [{ path: '/me/decisions', name: 'decisions', component: () => import('./member/DecisionsPage.vue') }],
    me: [{ order: 40, component: defineAsyncComponent(() => import('./member/MeDecisions.vue')) }],
  },
  console: {
    routes: [{ path: '/appeals', name: 'appeals', component: () => import('./console/AppealsPage.vue') }],
    menu: [{ section: 'moderation', to: '/appeals', label: texts.queue, permission: 'appeal.decide', order: 20 }],
    today: [{ order: 16, component: defineAsyncComponent(() => import('./console/AppealsToday.vue')) }],
  },
}
