import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'profile',
  member: {
    routes: [{ path: '/m/:member', name: 'card', component: () => import('./member/CardPage.vue'), props: true }],
  },
  console: {
    routes: [{ path: '/members/targets', name: 'targets', component: () => import('./console/TargetsPage.vue') }],
    menu: [{ section: 'members', to: '/members/targets', label: texts.targets, permission: 'profile.note', order: 20 }],
  },
}
