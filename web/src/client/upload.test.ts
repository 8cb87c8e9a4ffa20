import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { blobUrl, upload } from './http'
import { Problem } from './problem'

interface Answer {
  status: number
  body: unknown
  after?: string
}
let answers: (Answer | 'broken')[] = []
const sent: { key: string; fields: string[] }[] = []

class FakeRequest {
  upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {}
  onload = () => {}
  onerror = () => {}
  onabort = () => {}
  status = 0
  responseText = ''
  private headers = new Map<string, string>()
  private after: string | null = null
  open() {}
  abort() {
    this.onabort()
  }
  setRequestHeader(name: string, value: string) {
    this.headers.set(name, value)
  }
  getResponseHeader() {
    return this.after
  }
  send(form: FormData) {
    sent.push({ key: this.headers.get('Idempotency-Key') ?? '', fields: [...form.keys()] })
    this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 2 })
    const answer = answers.shift()
    if (answer === undefined) return
    if (answer === 'broken') return this.onerror()
    this.status = answer.status
    this.responseText = JSON.stringify(answer.body)
    this.after = answer.after ?? null
    this.onload()
  }
}

const file = new File(['x'], 'a.jpg', { type: 'image/jpeg' })
const kept: Answer = { status: 200, body: { data: { id: 'blb_1' }, pos: 1 } }
const refused = (status: number, code: string, after?: string): Answer => ({ status, body: { code, text: { zh: '不行', en: 'No' } }, ...(after ? { after } : {}) })

async function patient<T>(act: Promise<T>): Promise<T | Problem> {
  const settled = act.catch((cause: unknown) => cause as Problem)
  await vi.advanceTimersByTimeAsync(120_000)
  return settled
}

beforeEach(() => {
  vi.useFakeTimers()
  sent.length = 0
  vi.stubGlobal('XMLHttpRequest', FakeRequest)
})
afterEach(() => vi.unstubAllGlobals())

describe('sending a file', () => {
  it('says how far it is, and sends the poster and the name before the file', async () => {
    answers = [kept]
    const heard: number[] = []
    const stored = await patient(upload(file, { poster: new Blob(['p']), progress: (share) => heard.push(share) }))
    expect(stored).toEqual({ id: 'blb_1' })
    expect(heard).toEqual([0.5])
    expect(sent[0]?.fields).toEqual(['poster', 'name', 'file'])
  })
  it('is repeated under one key while it breaks off, and gives up in the end', async () => {
    answers = ['broken', refused(503, 'edge.busy'), kept]
    expect(await patient(upload(file))).toEqual({ id: 'blb_1' })
    expect(new Set(sent.map((one) => one.key)).size).toBe(1)
    answers = ['broken', 'broken', 'broken', kept]
    expect(((await patient(upload(file))) as Problem).passing).toBe(true)
  })
  it('waits for its turn when it was too many in one minute', async () => {
    answers = [refused(429, 'rate.too_many', '30'), kept]
    const done = upload(file)
    await vi.advanceTimersByTimeAsync(29_000)
    expect(sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(sent).toHaveLength(2)
    expect(await patient(done)).toEqual({ id: 'blb_1' })
  })
  it('never repeats a refusal, nor what was taken away', async () => {
    answers = [refused(422, 'blob.bad_kind')]
    expect(((await patient(upload(file))) as Problem).code).toBe('blob.bad_kind')
    answers = []
    const stop = new AbortController()
    const away = upload(file, { signal: stop.signal })
    stop.abort()
    await patient(away)
    expect(sent).toHaveLength(2)
  })
})

it('names the small one', () => {
  expect([blobUrl('blb_1'), blobUrl('blb_1', 'small')]).toEqual(['/blob/blb_1', '/blob/blb_1?size=small'])
})
