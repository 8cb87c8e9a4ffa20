/**
 * The one place that talks to `/api`. A command carries an idempotency key and, while the
 * network or the server is away, is repeated with the same key, so it happens once. Every
 * answer raises the highest log position seen, and every query sends it: one reads what one
 * wrote. Refusals become `Problem`s. Nothing here knows a feature.
 */
import { ref } from 'vue'
import { boot } from './boot'
import type { CommandInput, CommandName, CommandOutput, QueryData, QueryName, QueryParams } from './catalogue'
import { lang, tagOf } from './i18n'
import { Problem, type ProblemBody } from './problem'

const RETRIES = 2
const RETRY_BASE_MS = 600

/** False while the browser knows it is offline, or our last request could not leave. */
export const online = ref(navigator.onLine)
addEventListener('online', () => (online.value = true))
addEventListener('offline', () => (online.value = false))

let highest = boot.pos

/** The highest log position this page has seen. */
export const seenPos = (): number => highest

/** Remembers a position from an answer or a push. */
export function sawPos(pos: unknown): void {
  if (typeof pos === 'number' && pos > highest) highest = pos
}

/** A fresh idempotency key (uuid v4), also where `randomUUID` needs a secure context. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}

const pathOf = (name: string) => `/api/v1/${name.replace('.', '/')}`

/** Query parameters: empty values are left out, lists repeat their name. */
export function searchOf(params: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === undefined || one === null || one === '') continue
      search.append(name, typeof one === 'object' ? JSON.stringify(one) : String(one))
    }
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

interface Envelope<T> {
  data: T
  pos: number
}

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as ProblemBody | null
  const after = Number(response.headers.get('Retry-After'))
  if (!body?.code) return Problem.unreachable(response.status)
  return new Problem({ ...body, status: response.status, ...(after > 0 ? { retry_after_s: after } : {}) })
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  const headers = new Headers(init.headers)
  headers.set('Accept', 'application/json')
  headers.set('Accept-Language', tagOf(lang.value))
  let response: Response
  try {
    response = await fetch(path, { ...init, headers, credentials: 'same-origin' })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    online.value = navigator.onLine
    throw navigator.onLine ? Problem.unreachable() : Problem.offline()
  }
  online.value = true
  if (!response.ok) throw await problemOf(response)
  const body = (await response.json()) as Envelope<T>
  sawPos(body.pos)
  return body.data
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await act()
    } catch (cause) {
      const again = cause instanceof Problem && cause.passing && navigator.onLine && attempt < RETRIES
      if (!again) throw cause
      await pause(RETRY_BASE_MS * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

/** Asks a query. Throws `Problem`. */
export function query<N extends QueryName>(
  name: N,
  params: QueryParams<N>,
  options: { signal?: AbortSignal } = {},
): Promise<QueryData<N>> {
  const path = pathOf(name) + searchOf(params as Record<string, unknown>)
  const headers = { 'X-Weilu-Pos': String(highest) }
  return patiently(() => send<QueryData<N>>(path, { headers, ...options }))
}

/** Performs a command, once for a key however often it is sent. Throws `Problem`. */
export function command<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  options: { key?: string } = {},
): Promise<CommandOutput<N>> {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': options.key ?? newKey() }
  const init = { method: 'POST', headers, body: JSON.stringify(input) }
  return patiently(() => send<CommandOutput<N>>(pathOf(name), init))
}

/** A file as the server kept it. */
export type StoredFile = CommandOutput<'blob.upload'>

export interface UploadOptions {
  /** Hears the share sent, 0 to 1; begins again when a broken upload is repeated. */
  progress?: (share: number) => void
  /** What stands before a video is played. */
  poster?: Blob | null
  signal?: AbortSignal
}

/** Longer than this nobody waits for his turn. */
const TURN_SECONDS = 70

/** How long to wait before a refused upload is sent again by itself; null when that would not help. */
function pauseBefore(problem: Problem, attempt: number): number | null {
  if (problem.status === 429 && (problem.retryAfterS ?? TURN_SECONDS) < TURN_SECONDS) return (problem.retryAfterS ?? 1) * 1000
  return problem.passing && navigator.onLine && attempt < RETRIES ? RETRY_BASE_MS * 2 ** attempt : null
}

/** Sends a file, once for its key however often it breaks off. Throws `Problem`. */
export async function upload(file: File, options: UploadOptions = {}): Promise<StoredFile> {
  const key = newKey()
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await sendFile(file, key, options)
    } catch (cause) {
      const wait = options.signal?.aborted ? null : pauseBefore(Problem.from(cause), attempt)
      if (wait === null) throw cause
      options.progress?.(0)
      await pause(wait)
    }
  }
}

function sendFile(file: File, key: string, { progress, poster, signal }: UploadOptions): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    if (poster) form.append('poster', poster)
    form.append('name', file.name)
    // Last: nothing behind it is read.
    form.append('file', file)
    const request = new XMLHttpRequest()
    request.open('POST', '/api/v1/blob/upload')
    request.setRequestHeader('Accept-Language', tagOf(lang.value))
    request.setRequestHeader('Idempotency-Key', key)
    request.upload.onprogress = (event) => event.lengthComputable && progress?.(event.loaded / event.total)
    const lost = () => reject(navigator.onLine ? Problem.unreachable() : Problem.offline())
    request.onerror = lost
    request.onabort = lost
    request.onload = () => settle(request, resolve, reject)
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}

function settle(request: XMLHttpRequest, resolve: (blob: StoredFile) => void, reject: (problem: Problem) => void): void {
  let body: unknown = null
  try {
    body = JSON.parse(request.responseText)
  } catch {
    return reject(Problem.unreachable(request.status))
  }
  if (request.status >= 300) {
    const after = Number(request.getResponseHeader('Retry-After'))
    return reject(new Problem({ ...(body as ProblemBody), status: request.status, ...(after > 0 ? { retry_after_s: after } : {}) }))
  }
  const envelope = body as Envelope<StoredFile>
  sawPos(envelope.pos)
  resolve(envelope.data)
}

/** Where a stored file is fetched; `small` for lists, and for what stands before a video. */
export const blobUrl = (id: string, size?: 'small'): string => `/blob/${encodeURIComponent(id)}${size ? `?size=${size}` : ''}`
