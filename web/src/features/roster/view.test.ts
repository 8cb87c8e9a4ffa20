import { describe, expect, it } from 'vitest'
import { isClosed, lengthOf, linesOnCard, roomFor, type RosterShown, timeLeft } from './view'

const MINUTE = 60_000_000
const line = (number: number) => ({ id: `rln_${number}`, number, member: null, name: null, avatar: null, text: '', count: 2, at: 0, edited_at: null })
const roster = (part: Partial<RosterShown>): RosterShown => ({ id: 'rst_1', unit: '份', counted: true, most: 0, closes_at: 10, closed: false, lines: 0, total: 0, mine: null, last: [], ...part })

describe('a roster', () => {
  it('closes while one looks', () => {
    expect(isClosed(roster({}), 9)).toBe(false)
    expect(isClosed(roster({}), 10)).toBe(true)
    expect(isClosed(roster({ closed: true }), 9)).toBe(true)
  })
  it('has room for what one stands for already', () => {
    expect(roomFor(roster({}))).toBeNull()
    expect(roomFor(roster({ most: 5, total: 5 }))).toBe(0)
    expect(roomFor(roster({ most: 5, total: 5, mine: line(1) }))).toBe(2)
  })
  it('says what is left without claiming a day less at once', () => {
    expect(timeLeft(3 * 24 * 60 * MINUTE - 1, 0)).toEqual({ key: 'left_days', n: 3 })
    expect(timeLeft(24 * 60 * MINUTE - 1, 0)).toEqual({ key: 'left_hours', n: 24 })
    expect(timeLeft(59 * MINUTE + 1, 0)).toEqual({ key: 'left_minutes', n: 60 })
    expect(timeLeft(1, 0)).toEqual({ key: 'left_minutes', n: 1 })
  })
  it('shows my line on the card wherever it stands', () => {
    const last = [4, 5].map(line)
    expect(linesOnCard(roster({ last, mine: line(5) }))).toEqual({ lines: last, gap: false })
    expect(linesOnCard(roster({ last, mine: line(1) }))).toEqual({ lines: [line(1), ...last], gap: true })
    expect(linesOnCard(roster({ last, mine: line(3) })).gap).toBe(false)
  })
  it('counts letters, not units of code', () => expect(lengthOf(' 茶🍵 ')).toBe(2))
})
