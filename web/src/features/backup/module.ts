import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'backup',
  console: {
    routes: [{ path: '/backups', name: 'backups', component: () => import('./console/BackupsPage.vue') }],
    menu: [{ section: 'settings', to: '/backups', label: { zh: '备份', en: 'Backups' }, permission: 'backup.make', order: 40 }],
  },
}
