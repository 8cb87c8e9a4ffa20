/** Pictures, videos and documents on their way up: several at once, each with its progress, each can be tried again. */
import { computed, onScopeDispose, ref } from 'vue'
import { posterOf } from './poster'
import texts from './texts'
import type { QueryData } from '@/client/catalogue'
import { query, type StoredFile, upload } from '@/client/http'
import { Problem } from '@/client/problem'

export interface Picked {
  key: number
  kind: 'picture' | 'video' | 'document'
  /** Something to look at meanwhile; empty when the browser cannot show it. */
  preview: string
  share: number
  stored: StoredFile | null
  problem: Problem | null
  file: File
  stop: AbortController
}

type Limits = QueryData<'blob.limits'>
const MEGABYTE = 1024 * 1024
let keys = 0
const kindOf = (file: File): Picked['kind'] => (file.type.startsWith('image/') ? 'picture' : file.type.startsWith('video/') ? 'video' : 'document')
let asked: Promise<Limits | null> | undefined

/** Asked once, so that nobody sends a hundred megabytes to hear that they are too many. */
function limits(): Promise<Limits | null> {
  asked ??= query('blob.limits', {}).catch(() => {
    asked = undefined
    return null
  })
  return asked
}

/** Refused here and not there: too large. */
function tooLarge(one: Picked, known: Limits | null): Problem | null {
  const most = { picture: known?.picture_mb, video: known?.video_mb, document: known?.file_mb }[one.kind]
  if (!most || one.file.size <= most * MEGABYTE) return null
  const say = (language: 'zh' | 'en') => texts.too_large[language].replace('{n}', String(most))
  return new Problem({ code: 'blob.too_large', status: 413, text: { zh: say('zh'), en: say('en') } })
}

/** Up to `limit` pictures and, beside them, up to `videos` videos and `documents` documents; `most` of all together. */
export function usePictures(limit: number, videos = 0, documents = 0, most = limit + videos + documents) {
  const picked = ref<Picked[]>([])
  const room = { picture: limit, video: videos, document: documents }
  const count = (kind: Picked['kind']) => picked.value.filter((one) => one.kind === kind).length

  async function start(one: Picked) {
    one.problem = null
    one.share = 0
    one.stop = new AbortController()
    try {
      one.problem = tooLarge(one, await limits())
      if (one.problem) return
      const poster = one.kind === 'video' ? await posterOf(one.file) : null
      if (poster) one.preview = URL.createObjectURL(poster)
      one.stored = await upload(one.file, { poster, signal: one.stop.signal, progress: (share) => (one.share = share) })
    } catch (cause) {
      one.problem = Problem.from(cause)
    }
  }

  /** Takes files up to the limits; answers how many were left out. */
  function add(files: Iterable<File>): number {
    let out = 0
    for (const file of files) {
      const kind = kindOf(file)
      if (count(kind) >= room[kind] || picked.value.length >= most) {
        out += 1
        continue
      }
      const preview = kind === 'picture' ? URL.createObjectURL(file) : ''
      picked.value.push({ key: ++keys, kind, preview, share: 0, stored: null, problem: null, file, stop: new AbortController() })
      const last = picked.value.at(-1)
      if (last) void start(last)
    }
    return out
  }

  function drop(one: Picked) {
    one.stop.abort()
    if (one.preview) URL.revokeObjectURL(one.preview)
  }
  function remove(key: number) {
    const index = picked.value.findIndex((one) => one.key === key)
    const [gone] = index < 0 ? [] : picked.value.splice(index, 1)
    if (gone) drop(gone)
  }
  function clear() {
    picked.value.forEach(drop)
    picked.value = []
  }
  const idsOf = (kind: Picked['kind']) => picked.value.flatMap((one) => (one.kind === kind && one.stored ? [one.stored.id] : []))

  onScopeDispose(clear)
  return {
    picked,
    add,
    remove,
    clear,
    retry: start,
    ids: computed(() => idsOf('picture')),
    videoIds: computed(() => idsOf('video')),
    /** What is up, in the order it was picked. */
    stored: computed(() => picked.value.flatMap((one) => (one.stored ? [one.stored] : []))),
    full: computed(() => picked.value.length >= most || (count('picture') >= limit && count('video') >= videos && count('document') >= documents)),
    waiting: computed(() => picked.value.some((one) => one.stored === null)),
  }
}
