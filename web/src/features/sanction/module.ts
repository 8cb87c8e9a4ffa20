import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'sanction',
  console: {
    routes: [{ path: '/sanctions', name: 'sanctions', component: () => import('./console/SanctionsPage.vue') }],
    menu: [{ section: 'moderation', to: '/sanctions', label: texts.sanctions, permission: 'sanction.give', order: 30 }],
  },
}
