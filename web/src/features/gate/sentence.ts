/** A rule in one sentence, worded as the server words it, so that an owner reads it before he saves. */
import { fill, type Pair } from '@/client/i18n'
import type { Rule } from './gate-form'
import texts from './texts'

type NameOf = (code: string) => Pair | null
const METRES = 1000
const put = (pair: Pair, params: Record<string, string | number>): Pair => ({ zh: fill(pair.zh, params), en: fill(pair.en, params) })
const both = (pair: Pair, zh: string, en: string): Pair => ({ zh: fill(pair.zh, { what: zh }), en: fill(pair.en, { what: en }) })

/** A part inside a sentence begins with a small letter. */
const small = (text: string, at: number) => (at === 0 ? text : text.replace(/^\(?./, (first) => first.toLowerCase()))

function joined(of: readonly Rule[], nameOf: NameOf, between: Pair): Pair {
  const parts = of.map((rule) => {
    const inner = sentenceOf(rule, nameOf)
    return (rule.kind === 'all' || rule.kind === 'any') && rule.of.length > 1 ? { zh: `（${inner.zh}）`, en: `(${inner.en})` } : inner
  })
  return { zh: parts.map((part) => part.zh).join(between.zh), en: parts.map((part, at) => small(part.en, at)).join(between.en) }
}

export function sentenceOf(rule: Rule, nameOf: NameOf): Pair {
  switch (rule.kind) {
    case 'all':
      return rule.of.length === 0 ? texts.says_open : joined(rule.of, nameOf, { zh: '，并且', en: ' and ' })
    case 'any':
      return joined(rule.of, nameOf, { zh: '，或者', en: ' or ' })
    case 'region': {
      const names = rule.codes.map(nameOf).filter((name) => name !== null)
      return names.length === 0 ? texts.says_somewhere : both(texts.says_region, names.map((name) => name.zh).join('、'), names.map((name) => name.en).join(', '))
    }
    case 'near':
      return put(texts.says_near, { what: rule.place, km: (Math.floor(rule.metres / (METRES / 10)) / 10).toFixed(1) })
    case 'label':
      return put(texts.says_label, { what: rule.label })
    case 'days':
      return put(texts.says_days, { n: rule.days })
    default:
      return texts[`says_${rule.kind}`]
  }
}
