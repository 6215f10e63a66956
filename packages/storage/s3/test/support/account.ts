/** Who the adapter is in tests, and where its objects are. */
export const bucket = 'bucket';
export const credentials = { accessKeyId: 'AKIAFAKE00000000FAKE', secretAccessKey: 'fake-secret-access-key' };
