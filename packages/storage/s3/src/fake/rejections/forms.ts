import { type RejectionForm, type RejectionRequest, type RejectionRow, reference } from './row.ts';

const policy = { source: `${reference}/sigv4-HTTPPOSTConstructPolicy.html`, basis: 'documented' } as const;
const fields = { source: `${reference}/sigv4-HTTPPOSTForms.html`, basis: 'documented' } as const;
const key = { key: 'user/k' };
const anyKey = ['starts-with', '$key', 'user/'];
const post = (form: RejectionForm, sign: RejectionRequest['sign'] = {}): RejectionRequest => ({
  method: 'POST',
  target: '/bucket',
  form,
  sign,
});

/** Uploads by a browser's form. */
export const formsRejections: readonly RejectionRow[] = [
  {
    id: 'form-expired',
    request: post({ fields: key, conditions: [anyKey], expiresInSeconds: -1 }),
    status: 403,
    code: 'AccessDenied',
    ...policy,
  },
  {
    id: 'form-key-elsewhere',
    request: post({ fields: { key: 'other/k' }, conditions: [anyKey] }),
    status: 403,
    code: 'AccessDenied',
    ...policy,
  },
  {
    id: 'form-key-not-equal',
    request: post({ fields: key, conditions: [{ key: 'user/other' }] }),
    status: 403,
    code: 'AccessDenied',
    ...policy,
  },
  {
    id: 'form-bucket-other',
    request: post({ fields: key, conditions: [anyKey, { bucket: 'other' }] }),
    status: 403,
    code: 'AccessDenied',
    ...policy,
  },
  {
    id: 'form-field-missing',
    request: post({ fields: key, conditions: [anyKey, ['eq', '$Content-Type', 'image/png']] }),
    status: 403,
    code: 'AccessDenied',
    ...policy,
  },
  {
    id: 'form-field-extra',
    request: post({ fields: { ...key, 'Content-Type': 'text/html' }, conditions: [anyKey] }),
    status: 403,
    code: 'AccessDenied',
    ...policy,
  },
  {
    id: 'form-file-large',
    request: post({ fields: key, conditions: [anyKey, ['content-length-range', 0, 4]] }),
    status: 400,
    code: 'EntityTooLarge',
    ...policy,
  },
  {
    id: 'form-file-small',
    request: post({ fields: key, conditions: [anyKey, ['content-length-range', 6, 9]] }),
    status: 400,
    code: 'EntityTooSmall',
    ...policy,
  },
  {
    id: 'form-secret-wrong',
    request: post({ fields: key, conditions: [anyKey] }, { secretAccessKey: 'x' }),
    status: 403,
    code: 'SignatureDoesNotMatch',
    ...fields,
  },
  {
    id: 'form-key-id-unknown',
    request: post({ fields: key, conditions: [anyKey] }, { accessKeyId: 'AKIAUNKNOWN' }),
    status: 403,
    code: 'InvalidAccessKeyId',
    ...fields,
  },
  {
    id: 'form-unsigned',
    request: post({ fields: key, conditions: [] }, { by: 'none' }),
    status: 403,
    code: 'AccessDenied',
    ...fields,
  },
  {
    id: 'form-without-key',
    request: post({ fields: {}, conditions: [] }),
    status: 400,
    code: 'InvalidArgument',
    ...fields,
  },
  {
    id: 'form-without-file',
    request: post({ fields: key, conditions: [anyKey], file: '' }),
    status: 400,
    code: 'InvalidArgument',
    ...fields,
  },
  {
    id: 'form-condition-malformed',
    request: post({ fields: key, conditions: [['like', '$key', 'x']] }),
    status: 400,
    code: 'InvalidPolicyDocument',
    ...policy,
  },
  {
    id: 'form-no-form',
    request: { method: 'POST', target: '/bucket', body: 'x', sign: { by: 'none' } },
    status: 400,
    code: 'MalformedPOSTRequest',
    source: `${reference}/RESTObjectPOST.html`,
    basis: 'inferred',
  },
];
