import { describe, expect, it } from 'vitest'
import { wholeOf } from './whole'

describe('a whole number', () => {
  it.each([['60', 60], [' 7 ', 7], ['１２０', 120], ['-5', -5], ['－5', -5], ['007', 7]])('is read from %j', (text, number) => expect(wholeOf(text)).toBe(number))
  it.each(['', ' ', '-', '1.5', '一', '6o', '1234567890'])('is not read from %j', (text) => expect(wholeOf(text)).toBeNull())
})
