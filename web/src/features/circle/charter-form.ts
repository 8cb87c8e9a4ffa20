/** The form of a proposal: its fields, what can be told before it is sent, and where a refusal belongs. */
import type { Pair } from '@/client/i18n'
import type { Problem } from '@/client/problem'
import { fewTopics, filled, LINES_MOST, linesOf, TEXT_MOST, TOPICS_LEAST, VALUE_MOST, wrongLines } from '@/features/space/charter-form'
import { answered, type FormField, type FormValues } from '@/kit/form'
import texts from './texts'

const NAME_LEAST = 2

export const fields: FormField[] = [
  { key: 'name', kind: 'text', label: texts.name, help: texts.name_help, required: true, max_length: 30 },
  { key: 'value', kind: 'text', label: texts.value, help: texts.value_help, required: true, max_length: VALUE_MOST },
  { key: 'for_whom', kind: 'text', label: texts.for_whom, required: true, max_length: TEXT_MOST },
  { key: 'topic', kind: 'text', label: texts.topic, required: true, max_length: TEXT_MOST },
  { key: 'rules', kind: 'long_text', label: texts.rules, help: filled(texts.rules_help, { n: LINES_MOST }), required: true },
  { key: 'topics', kind: 'long_text', label: texts.topics, help: filled(texts.topics_help, { n: TOPICS_LEAST }), required: true },
]

/** What is wrong with what was typed, by field. Empty fields are the form's own business. */
export function wrongIn(values: FormValues): Record<string, Pair> {
  const found: Record<string, Pair | null> = {
    name: [...String(values['name'] ?? '').trim()].length < NAME_LEAST ? texts.name_short : null,
    rules: wrongLines(linesOf(values['rules'])),
    topics: wrongLines(linesOf(values['topics'])) ?? fewTopics(linesOf(values['topics'])),
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
