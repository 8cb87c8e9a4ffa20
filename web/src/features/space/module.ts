import { defineAsyncComponent } from 'vue'
import { query } from '@/client/http'
import { say } from '@/client/i18n'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'space',
  member: {
    tab: { to: '/spaces', icon: 'circles', label: texts.circles, order: 10, also: ['/circles'] },
    home: [
      { order: 5, component: defineAsyncComponent(() => import('./member/BelongingCard.vue')) },
      { order: 10, component: defineAsyncComponent(() => import('./member/HomeCircles.vue')) },
    ],
    aside: [{ order: 10, component: defineAsyncComponent(() => import('./member/CirclesBeside.vue')) }],
    routes: [
      { path: '/spaces', name: 'spaces', component: () => import('./member/SpacesPage.vue') },
      { path: '/spaces/:space', name: 'space', component: () => import('./member/SpacePage.vue'), props: true },
      { path: '/spaces/:space/manage', name: 'manage', component: () => import('./member/ManagePage.vue'), props: true },
      { path: '/spaces/:space/charter', name: 'charter', component: () => import('./member/CharterPage.vue'), props: true },
      { path: '/spaces/:space/report', name: 'report', component: () => import('./member/ReportPage.vue'), props: true },
    ],
  },
  console: {
    routes: [
      { path: '/spaces', name: 'spaces', component: () => import('./console/SpacesPage.vue') },
      { path: '/space-kinds', name: 'space-kinds', component: () => import('./console/KindsPage.vue') },
    ],
    menu: [
      { section: 'spaces', to: '/spaces', label: texts.console_spaces, permission: 'space.manage', order: 10 },
      { section: 'spaces', to: '/space-kinds', label: texts.kinds, permission: 'space.manage', order: 30 },
    ],
    today: [{ order: 50, component: defineAsyncComponent(() => import('./console/QuietToday.vue')) }],
    find: async (typed) => {
      const { items } = await query('space.list', { q: typed })
      return items.map((space) => ({ id: space.id, label: space.name, group: say(texts.console_spaces), icon: 'circles', to: `/spaces?open=${space.id}` }))
    },
  },
}
