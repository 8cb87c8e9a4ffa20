/** Pointing at something: any page opens the sheet, which stands once over all of them. */
import { ref } from 'vue'

const about = ref<string | null>(null)

/** `open('pst_…')` asks why; posts, replies, messages of chats, proposed circles and members can be pointed at. */
export function useReport() {
  return {
    about,
    open: (id: string) => void (about.value = id),
    close: () => void (about.value = null),
  }
}
