/** Shapes of a form as the server describes it, and what can be checked before it is sent. */
import type { Pair } from '@/client/i18n'

export type FieldKind = 'text' | 'long_text' | 'single' | 'multiple' | 'number' | 'region' | 'date' | 'phone'

export interface FormField {
  key: string
  kind: FieldKind
  label: Partial<Pair>
  help?: Partial<Pair> | null
  required?: boolean
  options?: { value: string; label: Partial<Pair> }[]
  max_length?: number | null
  min?: number | null
  max?: number | null
}

export type FormValue = string | number | string[] | null
export type FormValues = Record<string, FormValue>

/** True when a field holds an answer. */
export function answered(value: FormValue | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== null && String(value).trim() !== ''
}

/** Keys of required fields without an answer, in order. Everything else the server judges. */
export function unanswered(fields: readonly FormField[], values: FormValues): string[] {
  return fields.filter((field) => field.required && !answered(values[field.key])).map((field) => field.key)
}

/**
 * Errors of a refusal by field key. The server names a field by its path (`answers.city`,
 * `/answers/city` or `city`); the last part is the key.
 */
export function errorsByKey(fields: Record<string, unknown>, keys: readonly string[]): Record<string, Partial<Pair>> {
  const found: Record<string, Partial<Pair>> = {}
  for (const [path, what] of Object.entries(fields)) {
    const key = path.split(/[./]/).filter(Boolean).at(-1) ?? path
    if (!keys.includes(key)) continue
    if (typeof what === 'string') found[key] = { zh: what, en: what }
    else if (what !== null && typeof what === 'object') found[key] = what as Partial<Pair>
  }
  return found
}
