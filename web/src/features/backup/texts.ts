import { texts } from '@/client/i18n'

export default texts({
  backups: { zh: '备份', en: 'Backups' },
  line: { zh: '整个社区在一个文件里：成员、说过的话、文件。下载一份，放到另一台机器上。', en: 'The whole community in one file: members, words, files. Take one away and keep it on another machine.' },
  make: { zh: '现在备份', en: 'Back up now' },
  making: { zh: '正在备份', en: 'Backing up' },
  making_line: { zh: '可以离开这一页，做好了会列在下面。', en: 'You may leave this page; it is listed below when it is done.' },
  done_of: { zh: '第 {n} 部分，共 {all} 部分', en: 'Part {n} of {all}' },
  made: { zh: '备份好了', en: 'The backup is there' },
  failed: { zh: '上一次备份没有成功（{when}）', en: 'The last backup failed ({when})' },
  failed_line: { zh: '多半是磁盘满了。腾出空间再试一次，还不行就请部署的人看看日志。', en: 'The disk may be full. Make room and try again; if that does not help, whoever runs the server finds more in the log.' },
  none: { zh: '还没有备份', en: 'No backup yet' },
  none_line: { zh: '第一份现在就可以做，社区照常开着。', en: 'Make the first one now; the community stays open.' },
  download: { zh: '下载', en: 'Download' },
  download_of: { zh: '下载 {name}', en: 'Download {name}' },
  keep: { zh: '只保留最近几份，旧的会自动删掉。份数和每晚自动备份在设置里改。', en: 'Only the newest few are kept. How many, and a nightly backup, are settings.' },
  to_settings: { zh: '去设置', en: 'Settings' },
  restore: { zh: '恢复要在一台空的服务器上做，步骤在部署手册里。', en: 'Restoring wants an empty server; the deployer’s guide says how.' },
  many: { zh: '这台服务器上还有别的品牌', en: 'This server holds other brands' },
  many_line: { zh: '一份备份里会有所有品牌的数据，所以要由部署的人来做。', en: 'A backup holds the data of all of them, so whoever runs the server makes it.' },
  only_hq: { zh: '文件里有每个人的资料，请像保管钥匙一样保管它。', en: 'It holds everybody’s data: keep it as you keep your keys.' },
})
