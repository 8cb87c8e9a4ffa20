import { describe, expect, it } from 'vitest'
import { nearOnes, sharedRuns } from './near'
import type { Thing } from './results'

const thing = (id: string, title: string, body = ''): Thing =>
  ({ id, kind: 'post', title: { text: title, marks: [] }, body: { text: body, marks: [] } }) as unknown as Thing

describe('what comes near', () => {
  it('shares runs of two characters, or three of Latin letters', () => {
    expect(sharedRuns('没有人说过的话', '鱼不上钩的时候有人说话')).toEqual([[7, 10]])
    expect(sharedRuns('老白茶怎么存', '白茶，存')).toEqual([[0, 2]])
    expect(sharedRuns('gongfu tea', 'Tea for the gong')).toEqual([[0, 3], [12, 16]])
    expect(sharedRuns('tea', 'te a')).toEqual([])
  })
  it('leaves out what shares nothing, unless nothing would be left', () => {
    const [one, other] = [thing('a', '白茶'), thing('b', '乌龙')]
    expect(nearOnes('老白茶', [one, other]).map((near) => near.id)).toEqual(['a'])
    expect(nearOnes('laobaicha', [one, other]).map((near) => near.id)).toEqual(['a', 'b'])
  })
})
