import { texts } from '@/client/i18n'

export default texts({
  block: { zh: '拉黑', en: 'Block' },
  lift: { zh: '解除拉黑', en: 'Lift the block' },
  ask: { zh: '拉黑{name}？', en: 'Block {name}?' },
  ask_plain: { zh: '拉黑这个人？', en: 'Block this person?' },
  ask_line: { zh: '对方不能再给你发消息、@你，也不会收到通知。随时可以解除。', en: 'They can no longer write to you or call you, and are not told. You can lift it at any time.' },
  blocked: { zh: '拉黑了，可以在隐私里解除', en: 'Blocked. You can lift it under Privacy' },
  lifted: { zh: '解除了', en: 'Lifted' },
  list: { zh: '拉黑的人', en: 'People you blocked' },
  list_line: { zh: '不能给你发消息，也不能@你', en: 'They cannot write to you or call you' },
  none: { zh: '没有拉黑任何人', en: 'You have blocked nobody' },
  none_line: { zh: '有人让你不自在的话，可以在名片或聊天设置里拉黑。', en: 'If somebody makes you uneasy, block them from their card or the chat’s settings.' },
  more: { zh: '更早的', en: 'Earlier ones' },
})
