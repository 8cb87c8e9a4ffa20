/** People named while one writes: chosen once, sent when their name still stands in the text. */
import { ref } from 'vue'

export interface Person {
  id: string
  name: string
}

export function useMentions() {
  const people = ref<Person[]>([])
  const choosing = ref(false)
  let insert: (text: string) => void = () => {}

  /** The composer asks; what it gives is where the name goes. */
  function ask(into: (text: string) => void) {
    insert = into
    choosing.value = true
  }
  function choose(person: Person) {
    if (!people.value.some((one) => one.id === person.id)) people.value.push({ id: person.id, name: person.name })
    insert(`@${person.name} `)
  }
  const standing = (text: string): string[] => people.value.filter((one) => text.includes(`@${one.name}`)).map((one) => one.id)
  return { people, choosing, ask, choose, standing }
}
