export default {
  title: '协议栈', sub: '在本机找到的 TLS 实现；逐一启动其工作进程来询问', refresh: '重新查找', looking: '正在启动每个工作进程询问', missing: '不可用', why: '原因', remedy: '解决办法',
  library: '库', version: '版本', offers: '提供', observes: '可观察', not: '不提供或不可观察', what: '内容', reason: '原因', source: '来源', nothing: '没有缺失。',
  group: '密钥交换组', key: '证书密钥', session: '会话', other: '其他', client: '作为客户端', server: '作为服务器',
};
