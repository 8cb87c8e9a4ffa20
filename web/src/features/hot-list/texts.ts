import { texts } from '@/client/i18n'

export default texts({
  hot: { zh: '热榜', en: 'Hot now' },
  hot_in: { zh: '“{name}”热榜', en: 'Hot in “{name}”' },
  rule: { zh: '看最近有多少不同的人参与：每 12 分钟减半，再和这个话题平时的热度相比。', en: 'By how many different people take part: half every 12 minutes, against what is usual for a topic.' },
  more: { zh: '看全部', en: 'See all' },
  none_title: { zh: '现在没有特别热的话题', en: 'Nothing is hot right now' },
  none_line: { zh: '热度一个小时就会退。发一条，也许就是下一个。', en: 'Heat fades within an hour. Yours could be the next.' },
  go_home: { zh: '回首页', en: 'Go home' },
  tags: { zh: '热门话题', en: 'Hot topics' },
  people: { zh: '热度 {n}', en: 'Heat {n}' },
  history: { zh: '之前什么热', en: 'What was hot before' },
  history_none: { zh: '还没有记录', en: 'Nothing kept yet' },
  earlier: { zh: '再往前', en: 'Earlier' },
  picture: { zh: '图片', en: 'Picture' },
})
