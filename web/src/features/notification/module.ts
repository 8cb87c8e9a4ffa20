import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'
import { useNotices } from './unread'

export const feature: FeatureModule = {
  name: 'notification',
  member: {
    messages: { to: '/messages', useUnread: () => useNotices().unread },
    me: [{ order: 30, component: defineAsyncComponent(() => import('./member/MeMessages.vue')) }],
    over: [{ order: 90, component: defineAsyncComponent(() => import('./member/ReadHere.vue')) }],
    routes: [
      { path: '/messages', name: 'messages', component: () => import('./member/MessagesPage.vue') },
      { path: '/me/messages', name: 'message-settings', component: () => import('./member/SettingsPage.vue') },
      { path: '/unsubscribe/:token', name: 'unsubscribe', component: () => import('./member/UnsubscribePage.vue'), props: true },
    ],
  },
}
