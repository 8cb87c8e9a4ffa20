/** The tab's icon: the brand's logo, or the last character of its name on its accent. */
import { boot } from '@/client/boot'
import { blobUrl } from '@/client/http'
import { deriveAccent } from './accent'

const OWN_ACCENT = '#c2410c'

function drawn(): string {
  const accent = deriveAccent(boot.brand.accent ?? OWN_ACCENT)?.light ?? { accent: OWN_ACCENT, on: '#ffffff' }
  const letter = (Array.from(boot.brand.short_name).at(-1) ?? '').replace(/[<&]/g, '')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="${accent.accent}"/><text x="32" y="45" font-size="38" font-weight="600" text-anchor="middle" font-family="sans-serif" fill="${accent.on}">${letter}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** Puts the brand's icon in the tab. */
export function showBrandIcon(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  if (link) link.href = boot.brand.logo ? blobUrl(boot.brand.logo) : drawn()
}
