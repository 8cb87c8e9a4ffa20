import type { FeatureModule } from '@/shell/module'
import texts from './texts'

export const feature: FeatureModule = {
  name: 'organisation',
  console: {
    routes: [
      { path: '/organisation', name: 'organisation', component: () => import('./console/OrganisationPage.vue') },
      { path: '/roles', name: 'roles', component: () => import('./console/RolesPage.vue') },
    ],
    menu: [
      { section: 'settings', to: '/organisation', label: texts.organisation, permission: 'organisation.see', order: 10 },
      { section: 'settings', to: '/roles', label: texts.roles, permission: 'organisation.see', order: 20 },
    ],
  },
}
