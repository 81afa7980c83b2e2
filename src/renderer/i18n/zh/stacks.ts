export default {
  title: '协议栈', sub: '本机的 TLS 实现；逐一启动其工作进程来询问', found: '本机找到 {{count}} 个，共 {{of}} 个；均通过启动其工作进程询问', refresh: '重新查找', busy: '正在运行', looking: '正在启动每个工作进程询问', failed: '无法查找协议栈', missing: '不可用', why: '原因', remedy: '解决办法',
  offers: '提供与可观察', not: '不提供或不可观察', nothing: '没有缺失。', none: '无',
  roles: '角色', group: '密钥交换组', key: '证书密钥', session: '会话', other: '其他', connections: '多个连接', timing: '计时', allocations: '内存分配', client: '客户端', server: '服务器',
  shows: '作为{{side}}可观察', instants: '时刻：{{names}}', facts: '事实：{{names}}',
};
