export default {
  opening: '正在打开录制', failed: '无法回放此次运行', none: '没有打开的运行。', library: '打开资料库',
  play: '播放', pause: '暂停', again: '从头播放', speed: '速度', position: '运行时间', at: '{{at}}，共 {{of}}', loading: '读取中，{{percent}} %', result: '返回结果',
  note: '录制：为运行在该时刻的数值；受干扰的轮次在最终判定之前仍计入此处。', hint: '空格播放或暂停，← → 逐步移动，Home 与 End 到两端',
};
