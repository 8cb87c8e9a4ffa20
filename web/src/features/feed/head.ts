/** The head of the page names the feed that shows the same, so that readers find it; the server did so for the first page. */
import { onScopeDispose, watchEffect } from 'vue'

export function useFeedHead(feed: () => { title: string; path: string } | null): void {
  const old = () => document.head.querySelectorAll('link[data-feed]').forEach((link) => link.remove())
  watchEffect(() => {
    const shown = feed()
    old()
    if (!shown) return
    const link = document.createElement('link')
    Object.assign(link, { rel: 'alternate', type: 'application/atom+xml', title: shown.title, href: shown.path })
    link.dataset['feed'] = ''
    document.head.append(link)
  })
  onScopeDispose(old)
}
