/** The tab's title: the page's name, then the brand's. */
import { watchEffect } from 'vue'
import { boot } from '@/client/boot'

/** Follows `name` in the scope that calls it. */
export function useTitle(name: () => string | null | undefined): void {
  watchEffect(() => {
    const page = name()
    document.title = page ? `${page} · ${boot.brand.short_name}` : boot.brand.name
  })
}
