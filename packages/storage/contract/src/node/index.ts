export { fileBody, saveToFile } from './files.ts';
