import { texts } from '@/client/i18n'

export default texts({
  topic: { zh: '话题', en: 'Topic' },
  topics: { zh: '近期话题', en: 'Topics lately' },
  posts: { zh: '{n} 条帖子', en: '{n} {count|post|posts}' },
  followers: { zh: '{n} 人关注', en: '{n} {count|follower|followers}' },
  none_title: { zh: '还没有人聊这个话题', en: 'Nobody has talked about this yet' },
  none_line: { zh: '写一条带上“#{word}”，它就从这里开始。', en: 'Write a post with “#{word}” and it begins here.' },
  write: { zh: '写一条', en: 'Write' },
  no_topics: { zh: '最近还没有话题', en: 'No topics lately' },
  no_topics_line: { zh: '发帖时打一个 # 加上词，就是话题。', en: 'A # and a word in a post make a topic.' },
  merge: { zh: '合并话题', en: 'Merge topics' },
  merge_line: { zh: '把同义的话题合成一个，原来的词会指向留下的那个。', en: 'Makes one topic of two synonyms; the old word leads to the one that stays.' },
  from: { zh: '合掉', en: 'This goes' },
  into: { zh: '留下', en: 'This stays' },
  word: { zh: '话题', en: 'Topic' },
  count: { zh: '帖子数', en: 'Posts' },
  merged: { zh: '合并好了', en: 'Merged' },
  choose_into: { zh: '把“{name}”并入哪个话题？', en: 'Into which topic does “{name}” go?' },
})
