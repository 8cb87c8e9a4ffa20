import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

const page = () => import('./member/ChatsPage.vue')

export const feature: FeatureModule = {
  name: 'chat',
  member: {
    me: [{ order: 5, component: defineAsyncComponent(() => import('./member/MeChats.vue')) }],
    routes: [
      { path: '/chats', name: 'chats', component: page, meta: { whole: true } },
      { path: '/chats/:chat', name: 'chat', component: page, props: true, meta: { whole: true } },
    ],
  },
}
