import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'bookmark',
  member: {
    me: [{ order: 30, component: defineAsyncComponent(() => import('./member/MeBookmarks.vue')) }],
    routes: [
      { path: '/me/bookmarks', name: 'bookmarks', component: () => import('./member/BookmarksPage.vue') },
      { path: '/bookmarks/:list', name: 'bookmark-list', component: () => import('./member/ListPage.vue'), props: true },
    ],
  },
}
