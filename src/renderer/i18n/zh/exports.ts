export default {
  button: '导出…', menu: '将本次运行导出为', reading: '正在查看本次运行的内容', opens: '可用 {{opener}} 打开', cannot: '本次运行不可用：{{why}}',
  writing: '{{format}} · {{percent}} %', progress: '正在写入 {{format}}', stop: '停止', stopped: '已停止，未写入文件', saved: '已保存：{{file}}', saveFailed: '未保存：{{message}}',
  command: '导出为 {{format}}（{{opener}}）',
};
