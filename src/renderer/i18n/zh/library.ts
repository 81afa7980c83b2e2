export default {
  quickLooking: '正在查找本机的协议栈', quickFailed: '无法查找协议栈', quickNothing: '没有可运行的协议栈：{{reason}}', quickWith: '{{stacks}} · 客户端 × 服务端，完整 TLS 1.3 握手 · 约需 {{time}}', run: '运行', busy: '正在运行', show: '查看',
  experiments: '现成实验', filter: '筛选', own: '自己的场景', newOne: '新建', noOwn: '还没有。修改一个实验并保存即可。', edit: '在编辑器中打开', runThis: '运行', duplicate: '复制', copyOf: '{{name}}（副本）',
  leftOut_one: '略去 {{count}} 个组合', leftOut_other: '略去 {{count}} 个组合', noArm: '此处无法运行', armCount_one: '{{count}} 个组合', armCount_other: '{{count}} 个组合', noExperiment: '没有匹配的实验。',
  runs: '运行', which: '显示哪些运行', all: '全部', finished: '已完成', other: '中断或失败', open: '打开…', name: '运行', headline: '要点', figure: '数值', armsP50: '各组合 p50', state: '状态', empty: '还没有运行。', emptyMore: '运行快速比较：几秒内即可看到第一批数据。', noMatch: '没有匹配的运行。',
  ended: { finished: '已完成', stopped: '已停止', interrupted: '被打断', 'cut short': '中途终止', failed: '失败' },
  farthest: '{{arm}} 相对 {{first}}', oneArm: '{{arm}} 的 p50', nothing: '没有测得数据', ciOfOne: 'p50 的 95 % 区间，对各轮做自助法得出', ciOfRatio: '由两个 95 % 区间的端点得出，因此偏宽；结果页按轮配对',
  failedArms_one: '{{count}} 个组合失败', failedArms_other: '{{count}} 个组合失败', broken: '无法读取', unreadable: '无法读取：{{reason}}', running: '运行中', percent: '运行中，{{percent}} %',
  newWindow: '在新窗口中打开', rename: '重命名', compare: '与另一次运行比较', remove: '删除', openHint: '打开', renameHint: '重命名', deleteHint: '删除', drop: '将一次运行拖到另一次上即可比较；将运行文件夹或场景文件拖放到任意位置即可打开', share: '共享为单个文件…', shared: '已写入：{{path}}', wireLeftOut: '未包含录制的字节：其中有所测握手的 TLS 密钥。用“lab pack --with-wire”可一并打包。', understood: '关闭', locale: 'zh-CN', today: '今天', yesterday: '昨天', minutes: '{{count}} 分钟', seconds: '{{count}} 秒', notScenario: '{{name}} 不是有效的场景：{{problem}}', renamePrompt: '新名称',
};
