import { texts } from '@/client/i18n'

export default texts({
  follow: { zh: '关注', en: 'Follow' },
  followed: { zh: '已关注', en: 'Following' },
  stopped: { zh: '不再关注', en: 'No longer following' },
  undo: { zh: '恢复', en: 'Undo' },
  friend: { zh: '好友', en: 'Friends' },
  mine: { zh: '我的关注', en: 'Following' },
  people: { zh: '人', en: 'People' },
  topics: { zh: '话题', en: 'Topics' },
  lists: { zh: '收藏夹', en: 'Lists' },
  none_title: { zh: '还没有关注', en: 'You follow nobody yet' },
  none_line: { zh: '在名片、话题和收藏夹上点“关注”，新内容会来到首页。', en: 'Tap Follow on a card, a topic or a list; what is new comes to your first page.' },
  followers: { zh: '{n} 人关注', en: '{n} {count|follower|followers}' },
  follows_you: { zh: '关注了你', en: 'follows you' },
  posts_of: { zh: '写过的', en: 'Posts' },
  no_posts: { zh: '还没有公开写过什么', en: 'Nothing written in public yet' },
})
