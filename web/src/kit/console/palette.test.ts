import { expect, it } from 'vitest'
import { findGoals, type Goal } from './palette'

const goals: Goal[] = [
  { id: '1', label: '圈子健康', group: '社群', words: 'space health' },
  { id: '2', label: '健康', group: '数据' },
]

it('finds by label, group and other words; what begins with the word comes first', () => {
  expect(findGoals(goals, '健康').map((goal) => goal.id)).toEqual(['2', '1'])
  expect(findGoals(goals, 'SPACE 社群').map((goal) => goal.id)).toEqual(['1'])
  expect(findGoals(goals, '茶')).toEqual([])
  expect(findGoals(goals, ' ')).toHaveLength(2)
})
