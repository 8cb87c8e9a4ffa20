import { query } from '@/client/http'
import { say } from '@/client/i18n'
import type { FeatureModule } from '@/shell/module'
import texts from './texts'

const TITLE_CHARS = 24
const ICONS = { post: 'reply', space: 'circles' } as const

export const feature: FeatureModule = {
  name: 'search',
  member: {
    routes: [{ path: '/search', name: 'search', component: () => import('./member/SearchPage.vue') }],
  },
  console: {
    routes: [{ path: '/search-words', name: 'search-words', component: () => import('./console/WordsPage.vue') }],
    menu: [{ section: 'insight', to: '/search-words', label: texts.words_title, permission: 'search.see_words', order: 60 }],
    // Members are found in their own list, by number and phone as well.
    find: async (typed) => {
      const { items } = await query('search.find', { q: typed })
      return items.flatMap((one) => {
        const kind = one.kind === 'post' || one.kind === 'space' ? one.kind : null
        if (!kind) return []
        const label = one.title.text || Array.from(one.body.text).slice(0, TITLE_CHARS).join('')
        const opens = kind === 'space' ? { to: `/spaces?open=${one.id}` } : { run: () => location.assign(`/posts/${one.within ?? one.id}`) }
        return [{ id: one.id, label, group: say(texts[kind]), icon: ICONS[kind], ...opens }]
      })
    },
  },
}
