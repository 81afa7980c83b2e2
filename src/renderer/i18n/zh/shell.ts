export default {
  product: 'Handshake Lab',
  nav: { label: '页面', library: '资料库', builder: '场景', run: '运行', result: '结果', compare: '比较', claims: '论断', playback: '回放', selfcheck: '自检', stacks: '协议栈', report: '报告', settings: '设置', help: '帮助', found: '已找到的协议栈' },
  command: { open: '搜索或执行命令', placeholder: '输入命令、实验或运行的名称', none: '没有匹配项。', label: '命令' },
  commands: { diagnostics: '复制诊断信息', goTo: '前往{{screen}}', runSample: '运行：{{name}}', openRun: '打开运行：{{name}}', newScenario: '新建场景', openFile: '打开场景文件或归档…', newWindow: '新建窗口', sameWindow: '在新窗口中打开此运行', recent: '最近：{{name}}', openFolder: '打开运行文件夹…', stop: '停止运行并保留', light: '浅色主题', dark: '深色主题', systemTheme: '主题跟随系统', english: 'English', chinese: '中文' },
  status: { cpus: '{{count}} 个 CPU', apart: '应用使用独立的 CPU', turns: '应用与测量进程轮流使用 CPU', running: '运行中', idle: '空闲' },
  problem: { dismiss: '关闭' },
  undo: { run: '已删除“{{name}}”。', scenario: '已删除“{{name}}”。', undo: '撤销' },
  settings: {
    title: '设置', theme: '主题', language: '语言', system: '跟随系统', light: '浅色', dark: '深色', english: 'English', chinese: '中文', version: '版本',
    keys: '快捷键', keyGroups: { window: '任何位置', library: '资料库', builder: '场景', flame: '运行与结果' },
    keyList: { commands: '命令', run: '运行当前内容', back: '上一个页面', keys: '这些快捷键', undo: '撤销', filter: '筛选', open: '打开', rename: '重命名', remove: '删除', save: '保存', redo: '重做', cpu: 'CPU 给服务端、客户端、留空或空闲', pause: '暂停或继续', tabs: '结果的标签页', walk: '沿火焰图移动', pin: '固定', zoom: '缩放', pan: '平移', table: '表格', copy: '复制为文本' },
  },
  keyNames: { space: '空格' },
  loading: '正在打开资料库', brokenScreen: '无法显示此页面', failedStart: '窗口无法连接到引擎。', retry: '重试',
};
