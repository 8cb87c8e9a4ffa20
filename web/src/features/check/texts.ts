import { texts } from '@/client/i18n'

export default texts({
  missing: { zh: '还没准备好的', en: 'Not ready yet' },
  grave: { zh: '先办这几件', en: 'Do these first' },
  grave_line: { zh: '不办的话，有人会进不来或收不到消息。', en: 'Until then somebody cannot come in, or hears nothing.' },
  mend: { zh: '去办', en: 'Mend it' },
  by_deployer: { zh: '请部署的人来办', en: 'For whoever runs the server' },
  all: { zh: '展开另外 {n} 条', en: 'Show {n} more' },
})
