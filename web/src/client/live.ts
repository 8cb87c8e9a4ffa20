/**
 * The live connection: WebSocket, or server-sent events where sockets do not get through.
 * It resumes from the highest position seen; a cursor that is too old makes everything be
 * asked again. Reconnects wait longer each time, with chance, so that a thousand phones do
 * not knock together. The page never sends anything here.
 */
import { ref } from 'vue'
import { applyEvents, type LiveEvent, touchEverything } from './cache'
import { online, sawPos, seenPos } from './http'

export interface Frame {
  pos?: number
  reset?: boolean
  events?: LiveEvent[]
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** A socket that never opened this often in a row is replaced by server-sent events. */
const SOCKET_CHANCES = 2

export const connected = ref(false)
const hearers = new Set<(event: LiveEvent) => void>()

/** Hear every pushed event (for counts and toasts); returns the end of it. */
export function onLiveEvent(hear: (event: LiveEvent) => void): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}

/** Takes one frame; exported for its test. */
export function takeFrame(frame: Frame): void {
  sawPos(frame.pos)
  if (frame.reset) return touchEverything()
  const events = frame.events ?? []
  for (const event of events) sawPos(event.pos)
  if (events.length > 0) applyEvents(events)
  for (const event of events) for (const hear of hearers) hear(event)
}

/** Wait before attempt `n` (from 0): doubles up to the longest, half to whole by chance. */
export function waitBefore(attempt: number, chance: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (0.5 + chance / 2)
}

function parse(text: unknown): Frame | null {
  try {
    return JSON.parse(String(text)) as Frame
  } catch {
    return null
  }
}

let attempt = 0
let failedSockets = 0
let close: (() => void) | null = null
let timer: ReturnType<typeof setTimeout> | undefined

function opened(): void {
  attempt = 0
  connected.value = true
  online.value = true
}

function lost(): void {
  connected.value = false
  close = null
  clearTimeout(timer)
  timer = setTimeout(connect, waitBefore(attempt, Math.random()))
  attempt += 1
}

function hear(text: unknown): void {
  const frame = parse(text)
  if (frame) takeFrame(frame)
}

function openSocket(): () => void {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(`${scheme}//${location.host}/api/v1/live?since=${seenPos()}`)
  let everOpen = false
  socket.onopen = () => {
    everOpen = true
    failedSockets = 0
    opened()
  }
  socket.onmessage = (message) => hear(message.data)
  socket.onclose = () => {
    if (!everOpen) failedSockets += 1
    lost()
  }
  return () => {
    socket.onclose = null
    socket.close()
  }
}

function openStream(): () => void {
  const source = new EventSource(`/api/v1/live/sse?since=${seenPos()}`)
  source.onopen = opened
  source.onmessage = (message) => hear(message.data)
  source.onerror = () => {
    source.close()
    failedSockets = 0
    lost()
  }
  return () => source.close()
}

function connect(): void {
  clearTimeout(timer)
  close = failedSockets >= SOCKET_CHANCES ? openStream() : openSocket()
}

/** Opens the connection; called once by the shell. */
export function startLive(): void {
  if (close) return
  connect()
  addEventListener('online', () => !connected.value && restartLive())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && !connected.value) restartLive()
  })
}

/** Connects anew at once: another person is signed in, or the network is back. */
export function restartLive(): void {
  close?.()
  close = null
  attempt = 0
  connect()
}
