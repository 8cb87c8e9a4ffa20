import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'playbook',
  console: {
    routes: [],
    menu: [],
    today: [{ order: 10, aside: true, component: defineAsyncComponent(() => import('./console/PlaybookToday.vue')) }],
  },
}
