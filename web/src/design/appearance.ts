/** Light, dark or as the system says; 长辈版 on or off. Remembered on this device. */
import { computed, ref, watchEffect } from 'vue'
import { remembered } from '@/client/remembered'

export type Theme = 'auto' | 'light' | 'dark'

export const theme = remembered<Theme>('theme', 'auto')
/** 长辈版: larger text and targets, words instead of bare icons. */
export const elder = remembered('elder', false)

const system = matchMedia('(prefers-color-scheme: dark)')
const systemDark = ref(system.matches)
system.addEventListener('change', (event) => (systemDark.value = event.matches))

export const dark = computed(() => theme.value === 'dark' || (theme.value === 'auto' && systemDark.value))

/** Keeps the marks on <html> that tokens.css reads. */
export function followAppearance(): void {
  watchEffect(() => {
    const root = document.documentElement
    root.dataset['theme'] = dark.value ? 'dark' : 'light'
    root.classList.toggle('dark', dark.value)
    if (elder.value) root.dataset['elder'] = ''
    else delete root.dataset['elder']
  })
}
