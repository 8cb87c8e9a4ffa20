import { texts } from '@/client/i18n'

export default texts({
  read_up_to: { zh: '上次看到这里', en: 'You had read up to here' },
  new_here: { zh: '有新内容', en: 'Something new' },
})
