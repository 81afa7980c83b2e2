export { PrintReport } from './PrintReport.tsx';
export { ReportScreen, type ReportScreenProps } from './ReportScreen.tsx';
