/** What a kind of space is called on a page. */
import { say } from '@/client/i18n'
import texts from './texts'

const names: Record<string, { zh: string; en: string }> = {
  circle: texts.kind_circle,
  group: texts.kind_group,
  shop: texts.kind_shop,
}

/** The name of a kind; an unknown kind is simply a circle to its readers. */
export const kindName = (kind: string): string => say(names[kind] ?? texts.kind_circle)
