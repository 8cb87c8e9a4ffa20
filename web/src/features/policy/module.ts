import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

const page = () => import('./member/PolicyPage.vue')

export const feature: FeatureModule = {
  name: 'policy',
  member: {
    foot: [{ order: 10, component: defineAsyncComponent(() => import('./member/PageFoot.vue')) }],
    over: [{ order: 10, component: defineAsyncComponent(() => import('./member/ConsentDue.vue')) }],
    routes: [
      { path: '/terms', name: 'terms', component: page, props: { kind: 'terms' } },
      { path: '/privacy', name: 'privacy', component: page, props: { kind: 'privacy' } },
      { path: '/collected', name: 'collected', component: page, props: { kind: 'collected' } },
      { path: '/shared', name: 'shared', component: page, props: { kind: 'shared' } },
    ],
  },
  console: {
    routes: [{ path: '/policies', name: 'policies', component: () => import('./console/PoliciesPage.vue') }],
    menu: [{ section: 'settings', to: '/policies', label: texts.policies, permission: 'policy.publish', order: 20 }],
  },
}
