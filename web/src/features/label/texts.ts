import { texts } from '@/client/i18n'

export default texts({
  labels: { zh: '标签', en: 'Labels' },
  my_labels: { zh: '我的标签', en: 'My labels' },
  my_labels_line: { zh: '来自哪里、喜欢什么、做哪一行、在哪念过书。', en: 'Where you are from, what you like, what you do, where you studied.' },
  add: { zh: '添加', en: 'Add' },
  kind: { zh: '类别', en: 'Kind' },
  name: { zh: '标签', en: 'Label' },
  remove: { zh: '去掉「{name}」', en: 'Remove “{name}”' },
  consent: { zh: '把我推荐给同好', en: 'Suggest me to others like me' },
  consent_line: { zh: '双方都愿意才会互相看到，随时可以关掉。', en: 'You see each other only when both agree. Switch it off any time.' },
  companions: { zh: '和你有相同标签', en: 'With labels of yours' },
  shared: { zh: '{label} 等 {n} 个标签', en: '{label} and {n} in all' },
  members: { zh: '{n} 人', en: '{n} {n|person|people}' },
  none: { zh: '这一类还没有标签', en: 'No labels of this kind yet' },
  add_kind: { zh: '新增类别', en: 'Add a kind' },
  word: { zh: '代号（小写字母）', en: 'Word (small letters)' },
  zh_name: { zh: '中文名', en: 'Chinese name' },
  en_name: { zh: '英文名', en: 'English name' },
  saved: { zh: '已保存', en: 'Saved' },
})
