export default {
  times: { title: '时间单位', auto: '按大小', note: '用于所有数值、表格和报告。一次握手将写作' },
  reserved: { title: '应用的 CPU', auto: '自动', cpu: 'CPU {{cpu}}', none: '无', note: '由程序选择 CPU 的场景，自下次运行起不会把这些 CPU 分给客户端和服务端。至少保留一个 CPU 用于测量。', by: '由环境变量 {{variable}} 设定。', now: '当前：服务端 {{server}} · 客户端 {{client}} · 应用 {{reserve}}' },
  folders: { title: '文件夹', runs: '运行', scenarios: '场景', open: '打开文件夹', change: '更改…', reset: '默认位置', usual: '默认位置', setBy: '由环境变量 {{variable}} 设定。', next: '自下次启动起：{{path}}。现有内容留在原文件夹中。' },
  log: { title: '日志', which: '显示哪些条目', all: '全部', warnings: '警告和错误', errors: '错误', read: '重新读取', copy: '复制', empty: '没有这样的条目。', note: '应用及其引擎的最近 {{most}} 条记录。' },
  diagnostics: { copy: '复制诊断信息', note: '用于问题报告的诊断信息：版本、机器、协议栈及缺失原因、设置和以上记录。主目录写作 ~；用户名、主机名和密钥均已去除。' },
  copied: { diagnostics_one: '已复制诊断信息：{{count}} 行。', diagnostics_other: '已复制诊断信息：{{count}} 行。', log_one: '已复制日志：{{count}} 行。', log_other: '已复制日志：{{count}} 行。' },
};
