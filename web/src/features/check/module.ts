import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'check',
  console: {
    routes: [],
    menu: [],
    today: [
      { order: 5, component: defineAsyncComponent(() => import('./console/GraveToday.vue')) },
      { order: 20, aside: true, component: defineAsyncComponent(() => import('./console/MissingToday.vue')) },
    ],
  },
}
