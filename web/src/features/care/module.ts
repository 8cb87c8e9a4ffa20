import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'care',
  console: {
    routes: [{ path: '/members/care', name: 'care', component: () => import('./console/CarePage.vue') }],
    menu: [{ section: 'members', to: '/members/care', label: texts.care, permission: 'care.assign', order: 40 }],
  },
}
