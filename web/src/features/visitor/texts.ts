import { texts } from '@/client/i18n'

export default texts({
  ask: { zh: '可以匿名记下你看过哪些页吗', en: 'May we note which pages you look at, anonymously?' },
  line: { zh: '只记页面和时间，不记你是谁；用来把内容做得更合用。注册后会接到你的账号上，随时能撤回。', en: 'Only pages and times, not who you are. It joins your account if you sign up, and you can take it back any time.' },
  yes: { zh: '可以', en: 'Yes' },
  no: { zh: '不用了', en: 'No' },
  stop: { zh: '不再匿名记录', en: 'Stop noting my visits' },
})
