import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'pulse',
  console: {
    routes: [{ path: '/pulse', name: 'pulse', component: () => import('./console/PulsePage.vue') }],
    menu: [{ section: 'insight', to: '/pulse', label: { zh: '数据', en: 'Figures' }, permission: 'pulse.see', order: 10 }],
    today: [{ order: 40, component: defineAsyncComponent(() => import('./console/UnansweredToday.vue')) }],
  },
}
