/** A questionnaire of the server as the fields our form component draws. */
import type { QueryData } from '@/client/catalogue'
import type { FormField } from '@/kit/form'

export type Questionnaire = NonNullable<QueryData<'gate.show'>['questionnaire']>

export function fieldsOf(form: Questionnaire): FormField[] {
  return form.fields.map((field) => {
    const kind = field.kind
    const drawn: FormField = { key: field.key, kind: kind.type, label: field.label, help: field.help ?? null, required: field.required ?? false }
    if (kind.type === 'single' || kind.type === 'multiple') drawn.options = kind.options.map((option) => ({ value: option.key, label: option.label }))
    if (kind.type === 'text' || kind.type === 'long_text') drawn.max_length = kind.max_chars ?? null
    if (kind.type === 'number') {
      drawn.min = kind.min ?? null
      drawn.max = kind.max ?? null
    }
    return drawn
  })
}
