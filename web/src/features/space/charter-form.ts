/** The form of a charter: its fields, how they become a charter again, and what is wrong with them. */
import type { CommandInput, QueryData } from '@/client/catalogue'
import { fill, type Pair } from '@/client/i18n'
import type { Problem } from '@/client/problem'
import { answered, type FormField, type FormValues } from '@/kit/form'
import { PARTS } from './charter'
import texts from './texts'

type Charter = QueryData<'space.charter'>['charter']
type Part = (typeof PARTS)[number]
export const VALUE_MOST = 60
export const TEXT_MOST = 200
export const LINES_MOST = 20
export const TOPICS_LEAST = 4

export const filled = (pair: Pair, params: Record<string, number>): Pair => ({ zh: fill(pair.zh, params), en: fill(pair.en, params) })
export const linesOf = (value: unknown): string[] => String(value ?? '').split('\n').map((line) => line.trim()).filter(Boolean)
const long = (text: string) => [...text].length

export const fieldsOf = (benefits: { word: string; name: Pair }[]): FormField[] => [
  { key: 'value', kind: 'text', label: texts.part_value, help: texts.part_value_help, max_length: VALUE_MOST },
  { key: 'for_whom', kind: 'text', label: texts.part_for_whom, help: texts.part_for_whom_help, max_length: TEXT_MOST },
  { key: 'topic', kind: 'text', label: texts.part_topic, help: texts.part_topic_help, max_length: TEXT_MOST },
  { key: 'benefits', kind: 'multiple', label: texts.part_benefits, help: texts.part_benefits_help, options: benefits.map(({ word, name }) => ({ value: word, label: name })) },
  { key: 'rules', kind: 'long_text', label: texts.part_rules, help: filled(texts.part_rules_help, { n: LINES_MOST }) },
  { key: 'first_topics', kind: 'long_text', label: texts.part_first_topics, help: filled(texts.part_first_topics_help, { n: TOPICS_LEAST }) },
  { key: 'seeds', kind: 'long_text', label: texts.part_seeds, help: texts.part_seeds_help },
]

export function valuesOf(charter: Charter): FormValues {
  const lines = (list: string[] | undefined) => (list ?? []).join('\n')
  return { value: charter.value ?? '', for_whom: charter.for_whom ?? '', benefits: [...(charter.benefits ?? [])], topic: charter.topic ?? '', rules: lines(charter.rules), seeds: lines(charter.seeds), first_topics: lines(charter.first_topics) }
}
export function charterOf(values: FormValues): CommandInput<'space.write_charter'>['charter'] {
  const text = (key: Part) => String(values[key] ?? '').trim()
  const benefits = values['benefits']
  return { value: text('value'), for_whom: text('for_whom'), benefits: Array.isArray(benefits) ? benefits : [], topic: text('topic'), rules: linesOf(values['rules']), seeds: linesOf(values['seeds']), first_topics: linesOf(values['first_topics']) }
}

function wrongText(text: string, most: number): Pair | null {
  return long(text) > most ? filled(texts.part_long, { n: most, have: long(text) }) : null
}
export function wrongLines(lines: readonly string[]): Pair | null {
  const at = lines.findIndex((line) => long(line) > TEXT_MOST)
  if (at >= 0) return filled(texts.part_line_long, { at: at + 1, n: TEXT_MOST })
  return lines.length > LINES_MOST ? filled(texts.part_lines_many, { n: LINES_MOST, have: lines.length }) : null
}
function missing(part: Part, values: FormValues): Pair | null {
  if (!answered(values[part])) return texts.part_empty
  return part === 'first_topics' ? fewTopics(linesOf(values['first_topics'])) : null
}
export function fewTopics(lines: readonly string[]): Pair | null {
  return lines.length < TOPICS_LEAST ? filled(texts.part_topics_few, { n: TOPICS_LEAST, have: lines.length }) : null
}

/** What is wrong with what was typed, by part. A charter of an open space must stay `whole`. */
export function wrongIn(values: FormValues, whole: boolean): Record<string, Pair> {
  const charter = charterOf(values)
  const found: Partial<Record<Part, Pair | null>> = {
    value: wrongText(charter.value ?? '', VALUE_MOST),
    for_whom: wrongText(charter.for_whom ?? '', TEXT_MOST),
    topic: wrongText(charter.topic ?? '', TEXT_MOST),
    rules: wrongLines(charter.rules ?? []),
    seeds: wrongLines(charter.seeds ?? []),
    first_topics: wrongLines(charter.first_topics ?? []),
  }
  const of = (part: Part) => found[part] ?? (whole ? missing(part, values) : null)
  return Object.fromEntries(PARTS.map((part) => [part, of(part)] as const).filter((one): one is [Part, Pair] => one[1] !== null))
}

/** A refusal of the server, by the parts it names. */
export function refusedIn(problem: Problem | null, values: FormValues): Record<string, Pair> {
  const isPart = (name: unknown): name is Part => PARTS.some((part) => part === name)
  if (problem?.code === 'space.bad_charter') return Object.fromEntries([problem.fields['field']].filter(isPart).map((part) => [part, texts.part_unfit]))
  const named = problem?.code === 'space.charter_must_stay_whole' ? problem.fields['fields'] : null
  return Object.fromEntries((Array.isArray(named) ? named : []).filter(isPart).map((part) => [part, missing(part, values) ?? texts.part_empty]))
}
