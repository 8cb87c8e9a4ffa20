import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'setting',
  console: {
    routes: [{ path: '/settings', name: 'settings', component: () => import('./console/SettingsPage.vue') }],
    menu: [{ section: 'settings', to: '/settings', label: { zh: '全部设置', en: 'All settings' }, permission: 'setting.change', order: 5 }],
  },
}
