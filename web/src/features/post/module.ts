import { defineAsyncComponent } from 'vue'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'post',
  member: {
    tab: { to: '/write', icon: 'plus', label: texts.write, order: 50, act: true },
    home: [{ order: 50, component: defineAsyncComponent(() => import('./member/HomeTalk.vue')) }],
    routes: [
      { path: '/write', name: 'write', component: () => import('./member/WritePage.vue') },
      { path: '/posts/:post', name: 'post', component: () => import('./member/PostPage.vue'), props: true },
      { path: '/posts/:post/edit', name: 'post-edit', component: () => import('./member/EditPage.vue'), props: true },
    ],
  },
}
