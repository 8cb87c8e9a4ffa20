import type { FeatureModule } from '@/shell/module'

/** The wizard stands in no menu: the first sign-in, 今日待办 and the settings lead to it. */
export const feature: FeatureModule = {
  name: 'setup',
  console: {
    routes: [{ path: '/setup', name: 'setup', component: () => import('./console/SetupPage.vue') }],
    menu: [],
  },
}
