import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'delivery',
  console: {
    routes: [{ path: '/delivery', name: 'delivery', component: () => import('./console/DeliveryPage.vue') }],
    menu: [{ section: 'settings', to: '/delivery', label: texts.title, permission: 'delivery.set_up', order: 20 }],
  },
}
