import { texts } from '@/client/i18n'

export default texts({
  settings: { zh: '全部设置', en: 'All settings' },
  settings_line: { zh: '每一项都写着默认值，改了马上生效，也会留下记录。', en: 'Each shows its default; a change counts at once and is recorded.' },
  find: { zh: '找一项设置', en: 'Find a setting' },
  none: { zh: '没有找到这样的设置', en: 'No such setting' },
  default_is: { zh: '默认 {value}', en: 'Default {value}' },
  default_empty: { zh: '默认为空', en: 'Empty by default' },
  save: { zh: '保存', en: 'Save' },
  saved: { zh: '改好了', en: 'Changed' },
  reset: { zh: '恢复默认', en: 'Back to default' },
  is_reset: { zh: '已恢复默认', en: 'Back to its default' },
  secret: { zh: '已设置的内容不再显示', en: 'What is set is not shown again' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  not_json: { zh: '这里要写 JSON', en: 'This wants JSON' },
})
