/** What a kind of space is called on a page. */
import { say } from '@/client/i18n'
import texts from './texts'

const names: Record<string, { zh: string; en: string }> = {
  brand: texts.kind_brand,
  circle: texts.kind_circle,
  profession: texts.kind_profession,
  region: texts.kind_region,
  company: texts.kind_company,
  designer: texts.kind_designer,
  shop: texts.kind_shop,
  scene: texts.kind_scene,
  leader: texts.kind_leader,
  expert: texts.kind_expert,
  partner: texts.kind_partner,
  complaint: texts.kind_complaint,
  work: texts.kind_work,
  mirror: texts.kind_mirror,
}

/** The name of a kind; an unknown kind is simply a circle to its readers. */
export const kindName = (kind: string): string => say(names[kind] ?? texts.kind_circle)
