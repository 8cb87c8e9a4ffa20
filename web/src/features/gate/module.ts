import type { FeatureModule } from '@/shell/module'

/** A gate is met at the door of its space; who runs the space sets it on a page of its own, or in the console's panel. */
export const feature: FeatureModule = {
  name: 'gate',
  member: {
    routes: [{ path: '/spaces/:space/gate', name: 'space-gate', component: () => import('./member/GatePage.vue'), props: true }],
  },
}
