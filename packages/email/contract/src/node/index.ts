export { fileAttachment } from './file.ts';
