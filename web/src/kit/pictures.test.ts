import { effectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { usePictures } from './pictures'
import { query, upload } from '@/client/http'
import { Problem } from '@/client/problem'

vi.mock('@/client/http', () => ({ query: vi.fn(), upload: vi.fn() }))
vi.mock('./poster', () => ({ posterOf: vi.fn(async () => null) }))

const picture = (name = 'a.jpg', bytes = 10) => new File([new Uint8Array(bytes)], name, { type: 'image/jpeg' })
const video = () => new File(['v'], 'v.mp4', { type: 'video/mp4' })
let scope: ReturnType<typeof effectScope>
const pictures = (limit: number, videos = 0) => scope.run(() => usePictures(limit, videos))!
const settle = () => vi.waitFor(() => expect(vi.mocked(upload).mock.results.every((one) => one.type === 'return')).toBe(true))

beforeEach(() => {
  scope = effectScope()
  vi.mocked(query).mockResolvedValue({ picture_mb: 1, video_mb: 100, file_mb: 20, picture_megapixels: 50 } as never)
  let n = 0
  vi.mocked(upload).mockReset()
  vi.mocked(upload).mockImplementation(async () => ({ id: `blb_${++n}` }) as never)
})
afterEach(() => scope.stop())

describe('pictures on their way up', () => {
  it('are taken up to the limit, videos beside them', async () => {
    const { picked, add, full, ids, videoIds, waiting } = pictures(2, 1)
    add([picture(), video(), picture(), picture(), video(), new File(['x'], 'x.txt', { type: 'text/plain' })])
    expect(picked.value.map((one) => one.kind)).toEqual(['picture', 'video', 'picture'])
    expect([full.value, waiting.value]).toEqual([true, true])
    await vi.waitFor(() => expect(waiting.value).toBe(false))
    expect([ids.value.length, videoIds.value.length]).toEqual([2, 1])
  })
  it('share one limit with documents where there is one, and say how many were left out', async () => {
    const { picked, add, full, stored, waiting } = scope.run(() => usePictures(3, 3, 3, 3))!
    const pdf = () => new File(['%PDF'], '方子.pdf', { type: 'application/pdf' })
    expect(add([pdf(), picture(), pdf(), video()])).toBe(1)
    expect(picked.value.map((one) => one.kind)).toEqual(['document', 'picture', 'document'])
    expect([full.value, add([picture()])]).toEqual([true, 1])
    await vi.waitFor(() => expect(waiting.value).toBe(false))
    expect(stored.value.length).toBe(3)
  })
  it('are not sent when they are too large to be taken', async () => {
    const { picked, add } = pictures(9)
    add([picture('large.jpg', 1024 * 1024 + 1), picture('fits.jpg', 1024 * 1024)])
    await vi.waitFor(() => expect(picked.value[0]?.problem?.code).toBe('blob.too_large'))
    expect(picked.value[0]?.problem?.say('zh')).toContain('1 MB')
    await settle()
    expect(vi.mocked(upload)).toHaveBeenCalledTimes(1)
  })
  it('keep what went wrong beside the file it went wrong with, and can be tried again', async () => {
    vi.mocked(upload).mockRejectedValueOnce(Problem.offline())
    const { picked, add, retry, waiting } = pictures(9)
    add([picture()])
    await vi.waitFor(() => expect(picked.value[0]?.problem?.code).toBe('page.offline'))
    expect(waiting.value).toBe(true)
    await retry(picked.value[0]!)
    expect([picked.value[0]?.problem, waiting.value]).toEqual([null, false])
  })
  it('stop being sent when they are taken away', async () => {
    vi.mocked(upload).mockImplementation(() => new Promise(() => {}))
    const { picked, add, remove } = pictures(9)
    add([picture()])
    await vi.waitFor(() => expect(vi.mocked(upload)).toHaveBeenCalled())
    const { signal } = vi.mocked(upload).mock.calls[0]![1]!
    remove(picked.value[0]!.key)
    expect([picked.value.length, signal?.aborted]).toEqual([0, true])
  })
})
