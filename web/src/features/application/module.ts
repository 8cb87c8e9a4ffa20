import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'application',
  member: {
    routes: [
      { path: '/applications/:application', name: 'application', component: () => import('./member/ApplicationPage.vue'), props: true },
      { path: '/spaces/:space/applications', name: 'applications', component: () => import('./member/QueuePage.vue'), props: true },
    ],
  },
  console: {
    routes: [{ path: '/applications', name: 'applications', component: () => import('./console/ApplicationsPage.vue') }],
    menu: [{ section: 'spaces', to: '/applications', label: texts.queue, permission: 'space.manage', order: 20 }],
    today: [{ order: 10, component: defineAsyncComponent(() => import('./console/WaitingToday.vue')) }],
  },
}
