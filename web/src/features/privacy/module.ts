import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'privacy',
  member: {
    routes: [{ path: '/me/privacy', name: 'privacy-mine', component: () => import('./member/PrivacyPage.vue') }],
  },
  console: {
    routes: [{ path: '/archive', name: 'archive', component: () => import('./console/ArchivePage.vue') }],
    menu: [{ section: 'moderation', to: '/archive', label: texts.archive, permission: 'privacy.archive', order: 90 }],
  },
}
