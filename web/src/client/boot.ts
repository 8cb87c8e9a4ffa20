/**
 * What the server wrote into the entry page: the brand, its settings, who is signed in, the
 * language and the log position this page starts from. It saves one round trip and is read
 * once. Every field may be missing (development, an older server), so each has a default.
 */

export interface Brand {
  name: string
  short_name: string
  slogan?: string | null
  accent?: string | null
  logo?: string | null
}

export interface Boot {
  brand: Brand
  settings: Record<string, unknown>
  me: unknown
  lang: string
  pos: number
}

const fallback: Boot = {
  brand: { name: 'Weilu', short_name: 'Weilu' },
  settings: {},
  me: undefined,
  lang: navigator.language,
  pos: 0,
}

function read(): Boot {
  const block = document.getElementById('weilu-boot')?.textContent
  if (!block) return fallback
  try {
    const parsed = JSON.parse(block) as Partial<Boot>
    const brand = { ...fallback.brand, ...parsed.brand }
    // A brand without a short name is called by its name, never by ours.
    return { ...fallback, ...parsed, brand: { ...brand, short_name: parsed.brand?.short_name || brand.name } }
  } catch {
    return fallback
  }
}

export const boot: Boot = read()
