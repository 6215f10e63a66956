export { Html, html } from './html.ts';
export { type Page, type PageFrame, pageHeaders, pageResponse, redirectTo } from './page.ts';
