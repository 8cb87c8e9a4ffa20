import { describe, expect, it } from 'vitest'
import { piecesOf } from './rich-text'

const named = [{ token: 'psn_0000000000abc', id: 'mem_1', name: '阿桃' }]

describe('piecesOf', () => {
  it('finds people, topics and addresses between plain words', () => {
    const pieces = piecesOf('@psn_0000000000abc 来试 #老白茶# 看 https://a.example/x?y=1。好', named, '已离开')
    expect(pieces.map((piece) => [piece.kind, piece.text])).toEqual([
      ['person', '@阿桃'],
      ['words', ' 来试 '],
      ['topic', '#老白茶'],
      ['words', ' 看 '],
      ['address', 'a.example/x?y=1'],
      ['words', '。好'],
    ])
  })
  it('says so when somebody left, and leaves numbers and lone marks alone', () => {
    expect(piecesOf('@psn_00000000000zz', named, '已离开')).toEqual([{ kind: 'person', text: '@已离开', to: null }])
    expect(piecesOf('第 #1 名 @谁 #', named, '')).toEqual([{ kind: 'words', text: '第 #1 名 @谁 #' }])
  })
  it('keeps the full stop behind an address out of it', () => {
    expect(piecesOf('see https://a.example.', [], '').at(-1)).toEqual({ kind: 'words', text: '.' })
  })
})
