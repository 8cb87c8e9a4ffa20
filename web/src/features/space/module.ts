import { defineAsyncComponent } from 'vue'
import { query } from '@/client/http'
import type { FeatureModule } from '@/shell/module'
import { say } from '@/client/i18n'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'space',
  member: {
    tab: { to: '/spaces', icon: 'circles', label: texts.circles, order: 10 },
    home: [{ order: 10, component: defineAsyncComponent(() => import('./member/HomeCircles.vue')) }],
    aside: [{ order: 10, component: defineAsyncComponent(() => import('./member/CirclesBeside.vue')) }],
    routes: [
      { path: '/spaces', name: 'spaces', component: () => import('./member/SpacesPage.vue') },
      { path: '/spaces/:space', name: 'space', component: () => import('./member/SpacePage.vue'), props: true },
    ],
  },
  console: {
    routes: [{ path: '/spaces', name: 'spaces', component: () => import('./console/SpacesPage.vue') }],
    menu: [{ section: 'spaces', to: '/spaces', label: texts.console_spaces, permission: 'space.open' }],
    find: async (typed) => {
      const { items } = await query('space.list', {})
      return items
        .filter((space) => space.name.includes(typed))
        .map((space) => ({ id: space.id, label: space.name, group: say(texts.console_spaces), icon: 'circles', to: `/spaces?open=${space.id}` }))
    },
  },
}
