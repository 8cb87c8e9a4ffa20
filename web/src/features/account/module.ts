import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'account',
  member: {
    tab: { to: '/me', icon: 'person', label: texts.me, order: 90 },
    routes: [
      { path: '/me', name: 'me', component: () => import('./member/MePage.vue') },
      { path: '/me/safety', name: 'safety', component: () => import('./member/SafetyPage.vue') },
      { path: '/sign-in', name: 'sign-in', component: () => import('./member/SignInPage.vue') },
    ],
  },
}
