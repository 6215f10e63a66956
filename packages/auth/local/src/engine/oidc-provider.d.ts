// The main entry prints a warning where it does not know the runtime; its provider alone is silent.
declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}
