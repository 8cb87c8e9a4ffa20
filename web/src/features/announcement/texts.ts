import { texts } from '@/client/i18n'

export default texts({
  title: { zh: '群公告', en: 'Announcement' },
  confirm: { zh: '我读过了', en: 'I have read it' },
  confirmed: { zh: '已确认', en: 'Confirmed' },
  count: { zh: '{n}/{of} 人已读确认', en: '{n} of {of} have confirmed' },
  older: { zh: '以前的公告', en: 'Earlier announcements' },
  all: { zh: '全部公告', en: 'All announcements' },
  none: { zh: '还没有公告', en: 'No announcements yet' },
  none_line: { zh: '群主发布后会置顶在这里。', en: 'The owner pins them here.' },
  write: { zh: '发布公告', en: 'Pin an announcement' },
  text: { zh: '公告内容', en: 'What it says' },
  must_confirm: { zh: '需要大家确认已读', en: 'Ask everybody to confirm' },
  publish: { zh: '发布并置顶', en: 'Publish and pin' },
  published: { zh: '公告已置顶', en: 'The announcement is pinned' },
  waiting: { zh: '还没确认的人', en: 'Not confirmed yet' },
  everybody: { zh: '大家都确认了', en: 'Everybody has confirmed' },
  remind: { zh: '提醒他们', en: 'Remind them' },
  reminded: { zh: '已提醒 {n} 位', en: '{n} {n|person|people} reminded' },
  take_down: { zh: '撤下', en: 'Take down' },
  taken_down: { zh: '这条公告已撤下', en: 'This announcement was taken down' },
})
