/** The form of a gate: what its owner changes, how it becomes a rule and a questionnaire again, and what is wrong with it. */
import type { CommandInput, QueryData } from '@/client/catalogue'
import { fill, type Lang, type Pair } from '@/client/i18n'
import type { Problem } from '@/client/problem'
import texts from './texts'

export type Gate = QueryData<'gate.edit'>
export type Rule = Gate['rule']
type Form = NonNullable<Gate['questionnaire']>
type Field = Form['fields'][number]
export type Leaf = 'phone' | 'invited' | 'questionnaire' | 'region' | 'days' | 'hand'
/** In the order they stand in the form and in the sentence. */
export const LEAVES: readonly Leaf[] = ['phone', 'invited', 'questionnaire', 'region', 'days', 'hand']
export const DAYS_MOST = 3650
export const ATTEMPTS_MOST = 20
export const POINTS_MOST = 1000
const WORDS_MOST = 1000
const USUAL = { days: 7, attempts: 3, points: 10, passes: 0.6 }

export interface Option {
  key: string
  label: Pair
  points: number | null
}
export interface Question {
  key: string
  label: Pair
  /** None: answered in another way than by choosing. */
  options: Option[] | null
  /** As the server has it; what this form does not draw is kept. */
  field: Field
}
export interface GateValues {
  join: 'all' | 'any'
  on: Leaf[]
  days: number | null
  codes: string[]
  /** Parts of the rule that this form does not draw: near a place, a label, a role, a rule within the rule. */
  kept: { rule: Rule; on: boolean }[]
  attempts: number | null
  /** The mark the owner chose; until he does, it follows the questions. */
  pass: number | null
  passChosen: boolean
  questions: Question[]
}

/** What the server has, as the form holds it. */
export function valuesOf(gate: Gate): GateValues {
  const parts = gate.rule.kind === 'all' || gate.rule.kind === 'any' ? gate.rule.of : [gate.rule]
  const first = LEAVES.map((leaf) => parts.find((part) => part.kind === leaf)).filter((part) => part !== undefined)
  const fields = gate.questionnaire?.fields ?? []
  return {
    join: gate.rule.kind === 'any' ? 'any' : 'all',
    on: LEAVES.filter((leaf) => first.some((part) => part.kind === leaf)),
    days: first.flatMap((part) => (part.kind === 'days' ? [part.days] : []))[0] ?? USUAL.days,
    codes: first.flatMap((part) => (part.kind === 'region' ? part.codes : [])),
    kept: parts.filter((part) => !first.includes(part)).map((rule) => ({ rule, on: true })),
    attempts: gate.attempts,
    pass: gate.questionnaire?.pass_mark ?? null,
    passChosen: fields.length > 0,
    questions: fields.map(questionOf),
  }
}
function questionOf(field: Field): Question {
  const kind = field.kind
  const options = kind.type === 'single' || kind.type === 'multiple' ? kind.options.map(({ key, label, points }) => ({ key, label: { ...label }, points: points ?? 0 })) : null
  return { key: field.key, label: { ...field.label }, options, field }
}

/** The smallest number behind a letter that names nothing yet. */
function freeKey(letter: string, taken: readonly { key: string }[]): string {
  let n = 1
  while (taken.some((one) => one.key === `${letter}${n}`)) n += 1
  return `${letter}${n}`
}
const both = (text: string): Pair => ({ zh: text, en: text })
const blank = (): Pair => both('')
export const newOption = (among: readonly Option[], points = 0): Option => ({ key: freeKey('o', among), label: blank(), points })

/** A question nobody wrote yet: two options, the first of which is worth something, or words that a person reads. */
export function newQuestion(among: readonly Question[], chosen: boolean): Question {
  const key = freeKey('q', among)
  const kind: Field['kind'] = chosen ? { type: 'single', options: [] } : { type: 'long_text', min_chars: 0, max_chars: WORDS_MOST, read_by_person: true }
  const first = newOption([], USUAL.points)
  return { key, label: blank(), options: chosen ? [first, newOption([first])] : null, field: { key, label: blank(), required: true, kind } }
}
/** Words typed in one language. Whoever never wrote two sorts of words goes on writing one; a translation stays. */
export const spelt = (pair: Pair, lang: Lang, text: string): Pair => (pair.zh === pair.en ? { zh: text, en: text } : { ...pair, [lang]: text })

/** The rule as it is sent; without any condition it is open to everybody. */
export function ruleOf(values: GateValues): Rule {
  const leaf = (kind: Leaf): Rule => (kind === 'days' ? { kind, days: values.days ?? 0 } : kind === 'region' ? { kind, codes: [...values.codes] } : { kind })
  const of = [...values.on.map(leaf), ...values.kept.filter((part) => part.on).map((part) => part.rule)]
  return { kind: of.length === 0 ? 'all' : values.join, of }
}
function fieldOf({ key, label, options, field }: Question): Field {
  const kind = field.kind
  const drawn = (options ?? []).map((option) => ({ ...option, points: option.points ?? 0 }))
  return { ...field, key, label, kind: kind.type === 'single' || kind.type === 'multiple' ? { ...kind, options: drawn } : kind }
}

/** The most points one can reach; none when a question of ours is worth what only the server can count. */
export function mostPoints(questions: readonly Question[]): number | null {
  let sum = 0
  for (const { options, field } of questions) {
    if (field.kind.type === 'number' && (field.kind.scores ?? []).length > 0) return null
    if (!options || options.length === 0) continue
    const points = options.map((option) => option.points ?? 0).sort((a, b) => b - a)
    const kind = field.kind
    const forced = kind.type === 'multiple' ? (kind.min_choices ?? 1) : 1
    const room = kind.type === 'multiple' ? (kind.max_choices ?? points.length) : 1
    const best = points.slice(0, room).reduce((all, one, at) => (at < forced || one > 0 ? all + one : all), 0)
    sum += field.required ? best : Math.max(best, 0)
  }
  return sum
}
/** The mark one has to reach; none lets everybody pass who answers. */
export function passOf(values: GateValues): number | null {
  const most = mostPoints(values.questions)
  if (most !== null && most <= 0) return null
  return values.passChosen || most === null ? values.pass : Math.ceil(most * USUAL.passes)
}

/** What is sent. */
export function inputOf(space: string, values: GateValues, before: Form | null): CommandInput<'gate.set'> {
  const pass = passOf(values)
  const { pass_mark: _, ...kept } = before ?? { title: { ...texts.questionnaire } }
  const questionnaire = { ...kept, version: 0, fields: values.questions.map(fieldOf), ...(pass === null ? {} : { pass_mark: pass }) }
  return { space, rule: ruleOf(values), attempts: values.attempts ?? USUAL.attempts, ...(values.on.includes('questionnaire') ? { questionnaire } : {}) }
}

export type Errors = Record<string, Partial<Pair>>
const filled = (pair: Pair, params: Record<string, number>): Pair => ({ zh: fill(pair.zh, params), en: fill(pair.en, params) })
const within = (n: number | null, least: number, most: number) => n !== null && n >= least && n <= most
const empty = (label: Pair) => label.zh.trim() === '' && label.en.trim() === ''

/** What is wrong, by the place the server would name. */
export function wrongIn(values: GateValues): Errors {
  const found: Errors = {}
  if (values.on.includes('region') && values.codes.length === 0) found['codes'] = texts.region_none
  if (values.on.includes('days') && !within(values.days, 1, DAYS_MOST)) found['days'] = filled(texts.between, { least: 1, most: DAYS_MOST })
  if (!within(values.attempts, 1, ATTEMPTS_MOST)) found['attempts'] = filled(texts.between, { least: 1, most: ATTEMPTS_MOST })
  return values.on.includes('questionnaire') ? { ...found, ...wrongQuestions(values) } : found
}
function wrongQuestions(values: GateValues): Errors {
  const found: Errors = {}
  if (values.questions.length === 0) found['fields'] = texts.question_none
  values.questions.forEach((question, at) => {
    if (empty(question.label)) found[`fields[${at}].label`] = texts.question_empty
    question.options?.forEach((option, nth) => {
      const path = `fields[${at}].kind.options[${nth}]`
      if (empty(option.label)) found[`${path}.label`] = texts.option_empty
      if (!within(option.points ?? 0, -POINTS_MOST, POINTS_MOST)) found[`${path}.points`] = filled(texts.between, { least: -POINTS_MOST, most: POINTS_MOST })
    })
  })
  const [pass, most] = [passOf(values), mostPoints(values.questions)]
  if (pass !== null && most !== null && pass > most) found['pass_mark'] = filled(texts.pass_high, { most })
  return found
}

const DRAWN = /^(attempts|pass_mark|fields|fields\[\d+\]\.label|fields\[\d+\]\.kind\.options\[\d+\]\.(label|points))$/
/** A refusal of the server, by the places it names; empty when it names none that this form draws. */
export function refusedIn(problem: Problem | null): Errors {
  if (problem?.code === 'gate.bad_attempts') return { attempts: problem.text }
  const flaws = problem?.code === 'form.bad_form' ? problem.fields['flaws'] : null
  const named = (Array.isArray(flaws) ? flaws : []) as { path: string; text: Partial<Pair> }[]
  return Object.fromEntries(named.filter((flaw) => DRAWN.test(flaw.path)).map((flaw) => [flaw.path, flaw.text]))
}
