import { beforeEach, expect, it, vi } from 'vitest'
import { forgetDrafts, useDraft } from './drafts'

beforeEach(() => localStorage.clear())

it('survives the page, is cleared when sent, is forgotten at sign-out', () => {
  useDraft('post:a').text.value = '写到一半'
  expect(useDraft('post:a').text.value).toBe('写到一半')
  expect(useDraft('post:b').text.value).toBe('')
  useDraft('post:a').clear()
  expect(useDraft('post:a').text.value).toBe('')
  useDraft('post:a').text.value = '又写'
  forgetDrafts()
  expect(useDraft('post:a').text.value).toBe('')
})

it('serves from memory when the store is forbidden', () => {
  const forbidden = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('quota')
  })
  useDraft('post:c').text.value = '还在'
  expect(useDraft('post:c').text.value).toBe('还在')
  forbidden.mockRestore()
})
