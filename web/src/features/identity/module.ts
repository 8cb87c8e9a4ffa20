import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'identity',
  console: {
    routes: [{ path: '/members/queue', name: 'merge-queue', component: () => import('./console/QueuePage.vue') }],
    menu: [{ section: 'members', to: '/members/queue', label: texts.queue, permission: 'identity.decide', order: 10 }],
    today: [{ order: 30, component: defineAsyncComponent(() => import('./console/TodayQueue.vue')) }],
  },
}
