/**
 * One brand colour in, the whole accent group out, for light and dark.
 *
 * A brand picks a single colour; readable text is our promise, not the brand's duty. The
 * colour is moved towards ink (light) or towards white (dark) only as far as 4.5:1 needs,
 * so a good colour comes back unchanged.
 */

export interface AccentGroup {
  /** Filled buttons and live marks; text on it is `on`. */
  accent: string
  hover: string
  /** A pale ground for what is selected. */
  tint: string
  /** The accent as text or icon, readable on page, card and tint. */
  text: string
  on: string
}

type Rgb = readonly [number, number, number]

const WHITE: Rgb = [255, 255, 255]
const INK: Rgb = [28, 25, 23]
const GROUNDS = {
  light: { card: WHITE, towards: INK, tint: 0.9, seen: 3 },
  dark: { card: [33, 29, 26] as Rgb, towards: WHITE, tint: 0.86, seen: 6 },
} as const
const READABLE = 4.5
/** The accent that tokens.css already carries, tuned by eye for both themes. */
const OWN = '#c2410c'

function parse(hex: string): Rgb | null {
  const match = /^#?([0-9a-f]{6})$/i.exec(hex.trim())
  if (!match?.[1]) return null
  const value = Number.parseInt(match[1], 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

const hex = (colour: Rgb) => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
]

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG contrast of two colours, 1 to 21. */
function ratio(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** WCAG contrast of two `#rrggbb` colours; 1 when either is not a colour. */
export function contrast(a: string, b: string): number {
  const [first, second] = [parse(a), parse(b)]
  return first && second ? ratio(first, second) : 1
}

/** Moves a colour towards another in small steps until it passes, at most all the way. */
function until(start: Rgb, towards: Rgb, passes: (colour: Rgb) => boolean): Rgb {
  for (let step = 0; step <= 50; step += 1) {
    const colour = mix(start, towards, step / 50)
    if (passes(parse(hex(colour)) ?? colour)) return colour
  }
  return towards
}

function group(brand: Rgb, theme: 'light' | 'dark'): AccentGroup {
  const { card, towards, tint: share, seen } = GROUNDS[theme]
  const visible = until(brand, towards, (colour) => ratio(colour, card) >= seen)
  const bestOn = (colour: Rgb): Rgb => (ratio(colour, WHITE) >= ratio(colour, INK) ? WHITE : INK)
  const accent = until(visible, towards, (colour) => ratio(colour, bestOn(colour)) >= READABLE)
  const on = bestOn(accent)
  const hover = mix(accent, on === WHITE ? INK : WHITE, 0.16)
  const tint = mix(accent, card, share)
  const text = until(accent, towards, (colour) => ratio(colour, tint) >= READABLE && ratio(colour, card) >= READABLE)
  return { accent: hex(accent), hover: hex(hover), tint: hex(tint), text: hex(text), on: hex(on) }
}

/** The accent groups of a brand colour, or null when the text is not a colour. */
export function deriveAccent(brand: string): { light: AccentGroup; dark: AccentGroup } | null {
  const colour = parse(brand)
  return colour ? { light: group(colour, 'light'), dark: group(colour, 'dark') } : null
}

const declarations = (g: AccentGroup) =>
  `--accent:${g.accent};--accent-hover:${g.hover};--accent-tint:${g.tint};--accent-text:${g.text};--on-accent:${g.on}`

/** The declarations of a brand's colour for one theme, for a part of a page that shows it beside the present one. */
export function accentStyle(brand: string, theme: 'light' | 'dark'): string {
  const groups = deriveAccent(brand) ?? deriveAccent(OWN)
  return groups ? declarations(groups[theme]) : ''
}

const STYLE_ID = 'weilu-accent'

/** Puts a brand's colour over the tokens of this page, in place of the one before; an unusable colour changes nothing. */
export function applyAccent(brand: string | null | undefined): void {
  const own = !brand || brand.toLowerCase() === OWN
  const groups = own ? null : deriveAccent(brand)
  if (!groups && !own) return
  const style = document.getElementById(STYLE_ID) ?? document.createElement('style')
  style.id = STYLE_ID
  style.textContent = groups ? `:root{${declarations(groups.light)}}:root[data-theme="dark"]{${declarations(groups.dark)}}` : ''
  document.head.append(style)
}
