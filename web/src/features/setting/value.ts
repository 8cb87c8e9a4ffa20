/** How a setting's value is edited, decided from its JSON Schema: nothing here knows a setting by name. */
export type Control = { kind: 'switch' | 'number' | 'text' | 'json' | 'picture' } | { kind: 'choice'; options: string[] }

interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  pattern?: string
  oneOf?: Schema[]
}

export function controlOf(given: unknown): Control {
  const schema = (given ?? {}) as Schema
  const words = schema.enum ?? schema.oneOf?.map((one) => one.const ?? one.enum?.[0])
  if (words?.length && words.every((word) => typeof word === 'string')) return { kind: 'choice', options: words as string[] }
  if (schema.pattern?.startsWith('^blb_')) return { kind: 'picture' }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'boolean') return { kind: 'switch' }
  if (type === 'integer' || type === 'number') return { kind: 'number' }
  return { kind: type === 'string' ? 'text' : 'json' }
}

/**
 * What a text says of a choice: `谁可以注册（open 谁都可以；invitation 凭邀请）` names its options in brackets.
 * The text before the brackets, and each option's words; an option nobody named stays as it is.
 */
export function namesIn(text: string, options: readonly string[]): { label: string; words: Record<string, string> } {
  const [, label, list] = /^(.*?)\s*[（(](.*)[）)]$/.exec(text) ?? []
  const words: Record<string, string> = {}
  for (const part of (list ?? '').split(/[；;]/)) {
    const option = options.find((one) => part.trim().startsWith(`${one} `) || part.trim().startsWith(`${one}: `))
    if (option) words[option] = part.trim().slice(option.length).replace(/^[:\s]+/, '')
  }
  const all = options.length > 0 && options.every((one) => words[one])
  return { label: all && label ? label : text, words }
}

/** As shown in the input. */
export const toText = (control: Control, value: unknown): string =>
  control.kind === 'json' ? JSON.stringify(value ?? null) : String(value ?? '')

/** As sent; undefined when it cannot be read. */
export function fromText(control: Control, text: string): unknown {
  if (control.kind === 'number') return /^-?\d+$/.test(text.trim()) ? Number(text) : undefined
  if (control.kind !== 'json') return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
