import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'setting',
  console: {
    routes: [{ path: '/settings', name: 'settings', component: () => import('./console/SettingsPage.vue') }],
    menu: [{ section: 'settings', to: '/settings', label: texts.settings, permission: 'setting.change', order: 10 }],
  },
}
