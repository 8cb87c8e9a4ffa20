import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

const COVERED = ['brand.short_name', 'brand.slogan', 'brand.accent', 'brand.logo', 'brand.purpose', 'tenant.time_zone'] as const

export const feature: FeatureModule = {
  name: 'brand',
  console: {
    routes: [],
    menu: [],
    settings: [{ drawer: 'brand', order: 10, permission: 'brand.change', covers: COVERED, component: defineAsyncComponent(() => import('./console/BrandForm.vue')) }],
  },
}
