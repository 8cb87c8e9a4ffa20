/** The form of a proposal: its fields, what can be told before it is sent, and where a refusal belongs. */
import { fill, type Pair } from '@/client/i18n'
import type { Problem } from '@/client/problem'
import { answered, type FormField, type FormValues } from '@/kit/form'
import texts from './texts'

const NAME_LEAST = 2
const TOPICS_LEAST = 4
const LINES_MOST = 20
const LINE_MOST = 200

const filled = (pair: Pair, params: Record<string, number>): Pair => ({ zh: fill(pair.zh, params), en: fill(pair.en, params) })
export const linesOf = (value: unknown): string[] => String(value ?? '').split('\n').map((line) => line.trim()).filter(Boolean)

export const fields: FormField[] = [
  { key: 'name', kind: 'text', label: texts.name, help: texts.name_help, required: true, max_length: 30 },
  { key: 'value', kind: 'text', label: texts.value, help: texts.value_help, required: true, max_length: 60 },
  { key: 'for_whom', kind: 'text', label: texts.for_whom, required: true, max_length: LINE_MOST },
  { key: 'topic', kind: 'text', label: texts.topic, required: true, max_length: LINE_MOST },
  { key: 'rules', kind: 'long_text', label: texts.rules, help: filled(texts.rules_help, { n: LINES_MOST }), required: true },
  { key: 'topics', kind: 'long_text', label: texts.topics, help: filled(texts.topics_help, { n: TOPICS_LEAST }), required: true },
]

function wrongLines(lines: readonly string[], least: number): Pair | null {
  const long = lines.findIndex((line) => [...line].length > LINE_MOST)
  if (long >= 0) return filled(texts.line_long, { at: long + 1, n: LINE_MOST })
  if (lines.length > LINES_MOST) return filled(texts.lines_many, { n: LINES_MOST, have: lines.length })
  return lines.length < least ? filled(texts.topics_few, { n: least, have: lines.length }) : null
}

/** What is wrong with what was typed, by field. Empty fields are the form's own business. */
export function wrongIn(values: FormValues): Record<string, Pair> {
  const found: Record<string, Pair | null> = {
    name: [...String(values['name'] ?? '').trim()].length < NAME_LEAST ? texts.name_short : null,
    rules: wrongLines(linesOf(values['rules']), 0),
    topics: wrongLines(linesOf(values['topics']), TOPICS_LEAST),
  }
  return Object.fromEntries(Object.entries(found).filter((one): one is [string, Pair] => one[1] !== null && answered(values[one[0]])))
}

/** A refusal of the server, by field, where it belongs to one. */
export function refusedIn(problem: Problem | null): Record<string, Partial<Pair>> {
  if (problem?.code === 'circle.bad_name') return { name: problem.text }
  if (problem?.code === 'circle.charter_too_long') return { [problem.fields['field'] === 'first_topics' ? 'topics' : String(problem.fields['field'])]: problem.text }
  const named = problem?.code === 'circle.charter_missing' ? problem.fields['fields'] : null
  const keys = Array.isArray(named) ? named.map((key) => (key === 'first_topics' ? 'topics' : String(key))) : []
  return Object.fromEntries(keys.filter((key) => fields.some((field) => field.key === key)).map((key) => [key, texts.unfit]))
}
