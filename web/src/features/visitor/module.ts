import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'visitor',
  member: {
    routes: [],
    home: [{ order: 95, component: defineAsyncComponent(() => import('./member/VisitorConsent.vue')) }],
  },
}
