/** Copies an address of this site, and says whether that worked. */
import { useTexts } from '@/client/i18n'
import { say } from '@/kit/toast'
import texts from './texts'

export const addressOf = (path: string): string => location.origin + path

export function useCopy() {
  const t = useTexts(texts)
  return async (path: string) => {
    try {
      await navigator.clipboard.writeText(addressOf(path))
      say(t('copied'))
    } catch {
      say(t('copy_failed'))
    }
  }
}
