import { texts } from '@/client/i18n'

export default texts({
  title: { zh: '头一周的起步清单', en: 'The first week' },
  progress: { zh: '做好 {n} 件，共 {all} 件', en: '{n} of {all} done' },
  line: { zh: '做到了会自己打勾，不用手点。', en: 'It ticks itself when something is done.' },
  day: { zh: '第 {n} 天', en: 'Day {n}' },
  have: { zh: '{n}/{all}', en: '{n}/{all}' },
  done: { zh: '已完成', en: 'Done' },
  put_away: { zh: '收起', en: 'Put away' },
  put_away_done: { zh: '清单收起来了', en: 'The list is put away' },
  take_out: { zh: '再拿出来', en: 'Take it out again' },
  all_done: { zh: '头一周的事都做完了', en: 'The first week is done' },
  all_done_line: { zh: '接下来每天看一眼今日，把没人回的话接上。', en: 'From now on look at Today each morning, and answer what nobody answered.' },
  show_done: { zh: '看做好的 {n} 件', en: 'Show the {n} done' },
  hide_done: { zh: '只看还没做的', en: 'Only what is left' },
})
