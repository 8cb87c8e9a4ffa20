import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'label',
  console: {
    routes: [{ path: '/members/labels', name: 'labels', component: () => import('./console/LabelsPage.vue') }],
    menu: [{ section: 'members', to: '/members/labels', label: texts.labels, permission: 'label.give', order: 30 }],
  },
}
