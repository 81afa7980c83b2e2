/** The print window's one door: what to print. */
import { contextBridge, ipcRenderer } from 'electron';
import { PRINT_JOB } from '../shared/ipc/print.ts';

contextBridge.exposeInMainWorld('labPrint', () => ipcRenderer.invoke(PRINT_JOB));
