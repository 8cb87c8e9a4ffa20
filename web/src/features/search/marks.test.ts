import { describe, expect, it } from 'vitest'
import { piecesOf } from './marks'

describe('marks', () => {
  it('cut a text into pieces', () => {
    expect(piecesOf({ text: '今晚读书会，改到八点', marks: [[2, 5], [8, 10]] })).toEqual([
      { text: '今晚', on: false },
      { text: '读书会', on: true },
      { text: '，改到', on: false },
      { text: '八点', on: true },
    ])
  })
  it('outside the text are left out', () => {
    expect(piecesOf({ text: '茶', marks: [[0, 9], [3, 2]] })).toEqual([{ text: '茶', on: false }])
    expect(piecesOf({ text: '', marks: [] })).toEqual([])
  })
})
