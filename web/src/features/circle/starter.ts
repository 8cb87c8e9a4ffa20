/** A starter pack laid over what stands in the form: what somebody typed himself is never replaced. */
import type { QueryData } from '@/client/catalogue'
import { say } from '@/client/i18n'
import { answered, type FormValues } from '@/kit/form'

export type Pack = QueryData<'circle.templates'>['items'][number]

/** What a pack puts into the form; nothing for a proposal of one's own. */
export function written(pack: Pack | null): FormValues {
  if (!pack) return {}
  const { value, for_whom, topic, rules, first_topics } = pack.charter
  return { name: say(pack.name), value: value ?? '', for_whom: for_whom ?? '', topic: topic ?? '', rules: (rules ?? []).join('\n'), topics: (first_topics ?? []).join('\n') }
}

/** The form after another pack was picked: only what was empty or came from the last pack changes. */
export function exchanged(values: FormValues, before: Pack | null, after: Pack | null): FormValues {
  const [old, fresh] = [written(before), written(after)]
  const next = { ...values }
  for (const key of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
    if (!answered(values[key]) || values[key] === old[key]) next[key] = fresh[key] ?? ''
  }
  return next
}
