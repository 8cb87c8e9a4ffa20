import type { FeatureModule } from '@/shell/module'

export const feature: FeatureModule = {
  name: 'announcement',
  member: {
    routes: [{ path: '/spaces/:space/announcements', name: 'announcements', component: () => import('./member/AnnouncementsPage.vue'), props: true }],
  },
}
