import { texts } from '@/client/i18n'

export default texts({
  mine: { zh: '草稿', en: 'Drafts' },
  none_title: { zh: '没有草稿', en: 'No drafts' },
  none_line: { zh: '写到一半离开，内容会留在这里，换一台手机也找得到。', en: 'What you leave half written waits here, on your other phone too.' },
  in_space: { zh: '发到圈子', en: 'For a space' },
  in_named: { zh: '发到“{name}”', en: 'For “{name}”' },
  own_page: { zh: '发到我的主页', en: 'For your own page' },
  go_on: { zh: '接着写', en: 'Go on' },
  away: { zh: '扔掉', en: 'Throw away' },
  gone: { zh: '已扔掉', en: 'Thrown away' },
  undo: { zh: '找回', en: 'Undo' },
})
