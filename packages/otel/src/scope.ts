/** The name under which spans and metrics of this package are found. */
export const scope = '@patchbay/otel';
