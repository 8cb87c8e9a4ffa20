/** The member entry: pages for phones first, at `/`. */
import 'vant/es/style/base.css'
import '@/design/tokens.css'
import '@/design/base.css'
import '@/design/vant.css'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { boot } from '@/client/boot'
import { onSignInNeeded } from '@/client/command'
import { startLive } from '@/client/live'
import { applyAccent } from '@/design/accent'
import { followAppearance } from '@/design/appearance'
import { showBrandIcon } from '@/design/brand-icon'
import MemberApp from '@/shell/member/MemberApp.vue'
import HomePage from '@/shell/member/HomePage.vue'
import LostPage from '@/shell/LostPage.vue'
import { features } from '@/shell/module'
import { renewAfterUpgrade } from '@/shell/renew'

applyAccent(boot.brand.accent)
showBrandIcon()
followAppearance()

const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/', name: 'home', component: HomePage },
    ...features.flatMap((feature) => feature.member?.routes ?? []),
    { path: '/:lost(.*)*', component: LostPage },
  ],
  // A page that was named with a place on it brings that into sight itself.
  scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? false : { top: 0 }),
})

onSignInNeeded(() => {
  const back = router.currentRoute.value.fullPath
  if (router.currentRoute.value.name !== 'sign-in') void router.push({ name: 'sign-in', query: { back } })
})

renewAfterUpgrade(router)
startLive()
createApp(MemberApp).use(router).mount('#app')
