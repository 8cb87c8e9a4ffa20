import { texts } from '@/client/i18n'

export default texts({
  votes: { zh: '评价', en: 'Votes' },
  up: { zh: '认可', en: 'Helpful' },
  down: { zh: '不认可', en: 'Not helpful' },
  rule_best: { zh: '按认可度排序：认可的人多、而且意见一致的在前；人少时先按保守估计。', en: 'By votes: what many people agree on stands first; few votes count with caution.' },
  rule_oldest: { zh: '按时间排序：先写的在前。', en: 'By time: earliest first.' },
  rule_newest: { zh: '按时间排序：刚写的在前。', en: 'By time: latest first.' },
  order: { zh: '回答的顺序', en: 'Order of answers' },
  order_replies: { zh: '回复的顺序', en: 'Order of replies' },
  best: { zh: '认可度', en: 'Best' },
  newest: { zh: '最新', en: 'Newest' },
  oldest: { zh: '最早', en: 'Oldest' },
})
