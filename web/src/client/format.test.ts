import { describe, expect, it } from 'vitest'
import { formatCount, formatMoney, formatTalkTime, formatTime } from './format'

const now = new Date(2026, 10, 21, 12, 0, 0).getTime() * 1000
const ago = (seconds: number) => now - seconds * 1_000_000

describe('numbers', () => {
  it('keeps small numbers whole on both sides of ten thousand', () => {
    expect(formatCount(9_999, 'zh')).toBe('9,999')
    expect(formatCount(10_000, 'zh')).toBe('1万')
    expect(formatCount(12_345, 'zh')).toBe('1.2万')
    expect(formatCount(12_345, 'en')).toBe('12.3k')
    expect(formatCount(12_000, 'en')).toBe('12k')
    expect(formatCount(19_999, 'zh')).toBe('1.9万')
    expect(formatCount(120_000_000, 'zh')).toBe('1.2亿')
    expect(formatCount(-12_345, 'zh')).toBe('-1.2万')
  })
  it('writes money with the sign before the mark', () => {
    expect(formatMoney(123_450)).toBe('¥1,234.50')
    expect(formatMoney(-5)).toBe('-¥0.05')
  })
})

describe('times', () => {
  it('is relative within a day and a date after it', () => {
    expect(formatTime(ago(59), now, 'zh')).toBe('刚刚')
    expect(formatTime(ago(60), now, 'zh')).toBe('1分钟前')
    expect(formatTime(ago(3_600), now, 'en')).toBe('1 h ago')
    expect(formatTime(ago(86_399), now, 'zh')).toBe('23小时前')
    expect(formatTime(ago(86_400), now, 'zh')).toBe('11月20日 12:00')
    expect(formatTime(ago(86_400), now, 'en')).toBe('20 Nov, 12:00')
    expect(formatTime(ago(400 * 86_400), now, 'zh')).toBe('2025年10月17日')
  })
  it('names a future moment by its date', () => {
    expect(formatTime(ago(-7_200), now, 'zh')).toBe('11月21日 14:00')
  })
})

describe('times between lines of talk', () => {
  const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime() * 1000
  it('are the clock today, and name the day where it is another one', () => {
    expect(formatTalkTime(at(2026, 10, 21, 0, 0), now, 'zh')).toBe('00:00')
    expect(formatTalkTime(at(2026, 10, 20, 23, 59), now, 'zh')).toBe('昨天 23:59')
    expect(formatTalkTime(at(2026, 10, 20, 9, 5), now, 'en')).toBe('Yesterday 09:05')
    expect(formatTalkTime(at(2026, 10, 19, 9, 5), now, 'zh')).toBe('11月19日 09:05')
    expect(formatTalkTime(at(2025, 0, 2, 9, 5), now, 'zh')).toBe('2025年1月2日 09:05')
    expect(formatTalkTime(at(2025, 0, 2, 9, 5), now, 'en')).toBe('2 Jan 2025, 09:05')
  })
})
