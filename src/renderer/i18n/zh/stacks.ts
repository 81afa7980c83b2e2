export default {
  title: '协议栈', sub: '本机的 TLS 实现；逐一启动其工作进程来询问', found_one: '本机找到 {{count}} 个，已启动其工作进程询问', found_other: '本机找到 {{count}} 个；均通过启动其工作进程询问', further_one: '另有 {{count}} 个版本可添加', further_other: '另有 {{count}} 个版本可添加', refresh: '重新查找', busy: '正在运行', looking: '正在启动每个工作进程询问', failed: '无法查找协议栈', missing: '不可用', why: '原因', remedy: '解决办法',
  absent: '本机没有的版本', version: '版本', notAdded: '未添加', add: '添加', addThis: '添加 {{id}}', tryAgain: '重试', againThis: '重新尝试添加 {{id}}', adding: '正在添加…', addingOther: '正在添加 {{id}}', beginning: '正在启动安装程序',
  offers: '提供与可观察', not: '不提供或不可观察', nothing: '没有缺失。', none: '无',
  hasThese: '与 {{id}} 不同，它提供 {{names}}', as: '与 {{id}} 相同', otherwise: '其余与 {{id}} 相同',
  roles: '角色', group: '密钥交换组', key: '证书密钥', session: '会话', other: '其他', connections: '多个连接', timing: '计时', allocations: '内存分配', client: '客户端', server: '服务端',
  shows: '作为{{side}}可观察', instants: '时刻：{{names}}', facts: '事实：{{names}}',
};
