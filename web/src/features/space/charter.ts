/** What the parts of a charter are called, in a row. */
import { lang, say } from '@/client/i18n'
import texts from './texts'

export const PARTS = ['for_whom', 'value', 'benefits', 'topic', 'rules', 'seeds', 'first_topics'] as const

export function partNames(fields: readonly unknown[]): string {
  const names = fields.map((field) => say(texts[`part_${PARTS.find((part) => part === field) ?? 'charter'}`]))
  return names.join(lang.value === 'zh' ? '、' : ', ')
}
