/**
 * Texts in two languages, zh-CN written first. A feature keeps its texts in `texts.ts` as
 * {zh, en} pairs; a test walks all of them. Parameters are `{name}`; a plural in English is
 * `{n|reply|replies}`, which in either language prints the word that fits the number.
 */
import { ref, watchEffect } from 'vue'
import { boot } from './boot'

export type Lang = 'zh' | 'en'
export interface Pair {
  zh: string
  en: string
}
export type Params = Record<string, string | number>

const COOKIE = 'weilu_lang'
const YEAR_S = 365 * 24 * 3600

function initial(): Lang {
  const cookie = /(?:^|; )weilu_lang=([^;]+)/.exec(document.cookie)?.[1]
  return (cookie ?? boot.lang).toLowerCase().startsWith('en') ? 'en' : 'zh'
}

/** The language of this page; readable anywhere, changed by `setLang`. */
export const lang = ref<Lang>(initial())

/** BCP 47 tag of a language, for `lang` attributes, `Intl` and the server. */
export const tagOf = (value: Lang): string => (value === 'zh' ? 'zh-CN' : 'en')

watchEffect(() => document.documentElement.setAttribute('lang', tagOf(lang.value)))

/** Changes the language and remembers it where the server reads it too. */
export function setLang(value: Lang): void {
  lang.value = value
  document.cookie = `${COOKIE}=${value}; path=/; max-age=${YEAR_S}; samesite=lax`
}

/** Fills a text's parameters. */
export function fill(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = params[name]
    if (value === undefined) return whole
    if (one === undefined || many === undefined) return String(value)
    return Number(value) === 1 ? one : many
  })
}

/** The text of a pair in the page's language; a pair from the server may lack one side. */
export function say(pair: Partial<Pair> | null | undefined, params?: Params): string {
  const text = pair?.[lang.value] ?? pair?.zh ?? pair?.en ?? ''
  return fill(text, params)
}

/** Declares a feature's texts; the identity, typed, so that keys are checked. */
export const texts = <T extends Record<string, Pair>>(table: T): T => table

/** `const t = useTexts(table)`; `t('key', {n: 3})` follows the language. */
export function useTexts<T extends Record<string, Pair>>(table: T) {
  return (key: keyof T & string, params?: Params): string => say(table[key], params)
}
