/** A brand's face while it is being edited: what changed, and which field a refusal speaks of. */
import type { CommandInput, QueryData } from '@/client/catalogue'
import type { Problem } from '@/client/problem'

export type Brand = QueryData<'brand.show'>
export type BrandDraft = Pick<Brand, 'name' | 'short_name' | 'slogan' | 'accent' | 'host' | 'time_zone' | 'purpose'>
const FIELDS = ['name', 'short_name', 'slogan', 'accent', 'host', 'time_zone', 'purpose'] as const

export const draftOf = (brand: Brand): BrandDraft => Object.fromEntries(FIELDS.map((field) => [field, brand[field]])) as BrandDraft

/** What is to be sent: the fields that are another now. */
export function changesOf(brand: Brand, draft: BrandDraft): CommandInput<'brand.change'> {
  return Object.fromEntries(FIELDS.filter((field) => draft[field] !== brand[field]).map((field) => [field, draft[field]]))
}

const SPEAKS_OF: Record<string, keyof BrandDraft> = {
  'brand.bad_name': 'name',
  'brand.bad_short_name': 'short_name',
  'brand.bad_slogan': 'slogan',
  'brand.bad_accent': 'accent',
  'brand.bad_host': 'host',
  'brand.host_taken': 'host',
  'brand.bad_zone': 'time_zone',
}

/** The sentence for one field, when the refusal speaks of it. */
export const wrongAt = (problem: Problem | null, field: keyof BrandDraft): string => (problem && SPEAKS_OF[problem.code] === field ? problem.say() : '')

/** Whether a refusal speaks of no field in particular. */
export const isGeneral = (problem: Problem | null): boolean => !!problem && !(problem.code in SPEAKS_OF)

/** A colour as an input of type colour takes it; black when it is none. */
export function asColour(text: string): string {
  const digits = text.trim().replace(/^#/, '').toLowerCase()
  return /^[0-9a-f]{6}$/.test(digits) ? `#${digits}` : '#000000'
}

/** Colours that suit many brands, to begin with. */
export const SWATCHES = ['#c2410c', '#b42318', '#a16207', '#2f7d5b', '#0f766e', '#2b5c8a', '#6d4aa3', '#9d3c72', '#44403c'] as const
