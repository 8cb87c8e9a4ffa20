import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'point',
  member: {
    me: [{ order: 20, component: defineAsyncComponent(() => import('./member/MePoints.vue')) }],
    routes: [{ path: '/me/points', name: 'points', component: () => import('./member/PointsPage.vue') }],
  },
  console: {
    routes: [{ path: '/points', name: 'points', component: () => import('./console/PointsPage.vue') }],
    menu: [{ section: 'members', to: '/points', label: texts.console, permission: 'point.manage', order: 50 }],
    settings: [{ drawer: 'content', order: 50, permission: 'point.manage', covers: ['point.rules'], component: defineAsyncComponent(() => import('./console/RulesLink.vue')) }],
  },
}
