/** A phone number or a mail address, as typed by a person: spaces and dashes are nothing. */

/** The address without what people put between digits; null when it can be neither. */
export function cleanAddress(typed: string): string | null {
  const text = typed.trim().normalize('NFKC')
  if (text.includes('@')) return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? text : null
  const digits = text.replace(/[\s\-()]/g, '')
  return /^\+?\d{6,15}$/.test(digits) ? digits : null
}

/** Only a path of our own pages may be gone back to: never another site. */
export function safeBack(back: unknown): string {
  if (typeof back !== 'string' || !back.startsWith('/') || /^\/[/\\]/.test(back)) return '/'
  return back.startsWith('/sign-in') ? '/' : back
}

/** The invitation or entry code in an address of a space, by which somebody was brought here. */
export function invitationIn(path: string): string | null {
  const search = new URLSearchParams(path.split('?')[1] ?? '')
  return search.get('invitation') ?? search.get('code')
}
