/**
 * How high the part of the page is that one sees, for pages whose foot must stay in sight. A keyboard covers the
 * page on some phones instead of making it smaller; `--seen` is what is left, and the frame reads it.
 */
import { onScopeDispose } from 'vue'

const LEAST_COVERED_PX = 80

export function useVisibleHeight(): void {
  const view = window.visualViewport
  const root = document.documentElement
  function measure() {
    const covered = view ? window.innerHeight - view.height : 0
    if (!view || covered <= LEAST_COVERED_PX) return void root.style.removeProperty('--seen')
    root.style.setProperty('--seen', `${view.height}px`)
    // Such phones also push the page up; then its head would be gone.
    window.scrollTo(0, 0)
  }
  view?.addEventListener('resize', measure)
  onScopeDispose(() => {
    view?.removeEventListener('resize', measure)
    root.style.removeProperty('--seen')
  })
}
