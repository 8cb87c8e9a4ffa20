import { describe, expect, it } from 'vitest'
import { Problem } from '@/client/problem'
import { type Gate, inputOf, mostPoints, newOption, newQuestion, passOf, refusedIn, ruleOf, spelt, valuesOf, wrongIn } from './gate-form'
import { sentenceOf } from './sentence'

const both = (text: string) => ({ zh: text, en: text })
const gate = (rule: Gate['rule'], questionnaire: Gate['questionnaire'] = null): Gate => ({ rule, questionnaire, attempts: 3, version: 4, hole: null, sentence: both('') })
const single = (key: string, ...points: number[]) => ({ key, label: both(key), required: true, kind: { type: 'single' as const, options: points.map((n, at) => ({ key: `o${at + 1}`, label: both(`o${at}`), points: n })) } })
const form = (...fields: NonNullable<Gate['questionnaire']>['fields']): Gate['questionnaire'] => ({ version: 2, title: { zh: '门口三问', en: 'Three questions' }, pass_mark: 6, fields })
const ASKS = { kind: 'questionnaire' } as const

describe('the form of a gate', () => {
  it('sends back what it was given, also what it does not draw', () => {
    const near = { kind: 'near', place: '东岸店', lat: 1, lon: 2, metres: 2500 } as const
    const number = { key: 'age', label: both('几岁'), required: false, kind: { type: 'number' as const, min: 1, max: null, scores: [{ from: 18, to: 99, points: 5 }] } }
    const rule: Gate['rule'] = { kind: 'any', of: [{ kind: 'phone' }, ASKS, { kind: 'days', days: 30 }, near, { kind: 'all', of: [{ kind: 'hand' }, { kind: 'invited' }] }] }
    const before = gate(rule, form(single('q1', 10, 0), number))
    const sent = inputOf('spc_1', valuesOf(before), before.questionnaire)
    expect(sent).toEqual({ space: 'spc_1', rule, attempts: 3, questionnaire: { ...before.questionnaire, version: 0 } })
  })
  it('is open to everybody without conditions, whatever they are joined by', () => {
    const values = valuesOf(gate({ kind: 'any', of: [{ kind: 'hand' }] }))
    values.on = []
    expect(ruleOf(values)).toEqual({ kind: 'all', of: [] })
    expect(inputOf('spc_1', values, null)).not.toHaveProperty('questionnaire')
  })
  it('names questions and options by what is free', () => {
    const [first, second] = [newQuestion([], true), newQuestion([{ ...newQuestion([], true), key: 'q2' }], false)]
    expect([first.key, second.key, newQuestion([first], true).key]).toEqual(['q1', 'q1', 'q2'])
    expect(first.options?.map((one) => one.key)).toEqual(['o1', 'o2'])
    expect(newOption([newOption([])]).key).toBe('o2')
  })
  it('writes both languages until somebody wrote two', () => {
    expect(spelt(both(''), 'en', 'tea')).toEqual(both('tea'))
    expect(spelt({ zh: '茶', en: 'tea' }, 'zh', '好茶')).toEqual({ zh: '好茶', en: 'tea' })
  })
})

describe('the pass mark', () => {
  const several = { ...single('q2', 5, 3, -1), kind: { ...single('q2', 5, 3, -1).kind, type: 'multiple' as const, min_choices: 1 } }
  it('is measured against the best answers', () => {
    expect(mostPoints(valuesOf(gate(ASKS, form(single('q1', 10, 0, 4), several))).questions)).toBe(18)
    expect(mostPoints(valuesOf(gate(ASKS, form(single('q1', -5, -2)))).questions)).toBe(-2)
  })
  it('follows the questions until it is chosen, and falls away where nothing is scored', () => {
    const values = valuesOf(gate({ kind: 'all', of: [] }))
    values.questions = [newQuestion([], true)]
    expect(passOf(values)).toBe(6)
    values.questions.push(newQuestion(values.questions, true))
    expect(passOf(values)).toBe(12)
    Object.assign(values, { pass: 15, passChosen: true })
    expect(passOf(values)).toBe(15)
    values.questions = [newQuestion([], false)]
    expect(passOf(values)).toBeNull()
  })
})

describe('what is wrong with a gate', () => {
  it('is told on either side of each limit', () => {
    const values = valuesOf(gate({ kind: 'all', of: [{ kind: 'days', days: 3650 }, { kind: 'region', codes: ['33'] }, ASKS] }, form(single('q1', 10, 0))))
    values.pass = 10
    expect(wrongIn(values)).toEqual({})
    Object.assign(values, { days: 3651, attempts: 21, pass: 11, codes: [] })
    expect(Object.keys(wrongIn(values)).sort()).toEqual(['attempts', 'codes', 'days', 'pass_mark'])
    Object.assign(values, { days: null, attempts: 1 })
    expect(Object.keys(wrongIn(values)).sort()).toEqual(['codes', 'days', 'pass_mark'])
  })
  it('is put where it stands', () => {
    const values = valuesOf(gate(ASKS))
    expect(Object.keys(wrongIn(values))).toEqual(['fields'])
    values.questions = [newQuestion([], true)]
    expect(Object.keys(wrongIn(values))).toEqual(['fields[0].label', 'fields[0].kind.options[0].label', 'fields[0].kind.options[1].label'])
  })
  it('is put where the server says, and nowhere when that is not drawn', () => {
    const text = both('短')
    expect(refusedIn(new Problem({ code: 'gate.bad_attempts', text }))).toEqual({ attempts: text })
    const flaws = [{ path: 'fields[1].kind.options[0].points', code: 'form.bad_points', text }, { path: 'fields[0].key', code: 'form.bad_key', text }]
    expect(refusedIn(new Problem({ code: 'form.bad_form', fields: { flaws } }))).toEqual({ 'fields[1].kind.options[0].points': text })
    expect(refusedIn(new Problem({ code: 'gate.impassable' }))).toEqual({})
  })
})

describe('the sentence of a gate', () => {
  const nameOf = (code: string) => ({ 33: { zh: '浙江', en: 'Zhejiang' }, 3101: { zh: '上海', en: 'Shanghai' } })[code] ?? null
  const says = (rule: Gate['rule']) => sentenceOf(rule, nameOf)
  it('reads as the server writes it', () => {
    expect(says({ kind: 'all', of: [] })).toEqual({ zh: '谁都可以进', en: 'Open to everybody' })
    expect(says({ kind: 'any', of: [{ kind: 'invited' }, { kind: 'hand' }] })).toEqual({ zh: '有成员的邀请，或者群主点头', en: 'Invited by a member or the owner says yes' })
    expect(says({ kind: 'all', of: [{ kind: 'region', codes: ['33', '3101'] }, { kind: 'any', of: [{ kind: 'phone' }, { kind: 'days', days: 7 }] }] })).toEqual({
      zh: '住在浙江、上海，并且（已验证手机号，或者入会满 7 天）',
      en: 'Lives in Zhejiang, Shanghai and (has a verified phone or a member for 7 days or more)',
    })
    expect(says({ kind: 'near', place: '东岸店', lat: 0, lon: 0, metres: 2560 }).zh).toBe('在东岸店 2.5 公里以内')
  })
})
