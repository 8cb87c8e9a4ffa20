/** Pictures on their way up: several at once, each with its progress, each can be tried again. */
import { computed, onScopeDispose, ref } from 'vue'
import { type StoredFile, upload } from '@/client/http'
import { Problem } from '@/client/problem'

export interface Picked {
  key: number
  preview: string
  share: number
  stored: StoredFile | null
  problem: Problem | null
  file: File
}

export const LARGEST_MB = 20
const MEGABYTE = 1024 * 1024
let keys = 0

export function usePictures(limit: number) {
  const picked = ref<Picked[]>([])

  async function start(one: Picked) {
    one.problem = null
    one.share = 0
    try {
      one.stored = await upload(one.file, (share) => (one.share = share))
    } catch (cause) {
      one.problem = Problem.from(cause)
    }
  }

  /** Takes files up to the limit; returns how many were too large. */
  function add(files: Iterable<File>): number {
    let tooLarge = 0
    for (const file of files) {
      if (!file.type.startsWith('image/') || picked.value.length >= limit) continue
      if (file.size > LARGEST_MB * MEGABYTE) {
        tooLarge += 1
        continue
      }
      picked.value.push({ key: ++keys, preview: URL.createObjectURL(file), share: 0, stored: null, problem: null, file })
      const last = picked.value.at(-1)
      if (last) void start(last)
    }
    return tooLarge
  }

  function remove(key: number) {
    const index = picked.value.findIndex((one) => one.key === key)
    const [gone] = index < 0 ? [] : picked.value.splice(index, 1)
    if (gone) URL.revokeObjectURL(gone.preview)
  }

  function clear() {
    for (const one of picked.value) URL.revokeObjectURL(one.preview)
    picked.value = []
  }

  onScopeDispose(clear)
  return {
    picked,
    add,
    remove,
    clear,
    retry: start,
    ids: computed(() => picked.value.flatMap((one) => (one.stored ? [one.stored.id] : []))),
    waiting: computed(() => picked.value.some((one) => one.stored === null)),
  }
}
