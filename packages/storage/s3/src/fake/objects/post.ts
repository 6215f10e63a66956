import type { StoredObject } from '../history.ts';
import { secretOf } from '../protocol/access.ts';
import { bucketOf, type Call, emptyAnswer, type FieldSource } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import { receivePayload } from '../protocol/payload.ts';
import { checkPolicy, type FormFields } from '../protocol/post-policy.ts';
import type { Route } from '../protocol/router.ts';
import { checkScope } from '../protocol/scope.ts';
import { sameSignature, signatureOf, signingKey } from '../protocol/sigv4.ts';
import { xmlDocument } from '../protocol/xml.ts';
import { checkWrite } from './conditions.ts';
import { checkKey, propertiesFrom } from './properties.ts';
import { objectOf, writtenHeaders } from './put.ts';

/** A browser's upload by form: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
export const postRoutes: readonly Route[] = [
  {
    operation: 'PostObject',
    method: 'POST',
    on: 'bucket',
    access: 'own',
    async answer(call) {
      const bucket = bucketOf(call);
      const { revision } = bucket;
      const { fields, file } = await readForm(call);
      const form = formSource(fields);
      const key = keyFrom(fields, file);
      checkSignature(fields, call);
      const policyFields = new Map(fields).set('key', key);
      const size = checkPolicy(fields.get('policy') ?? '', policyFields, bucket.name, call.now);
      checkSize(file, size);
      const body = { ...call, ...form, body: file.stream() };
      const properties = propertiesFrom(form, bucket);
      const payload = await receivePayload(body, call.account.store, { fallback: 'CRC64NVME' });
      checkWrite(form, bucket, key, revision);
      const object = bucket.commit(objectOf(key, payload, properties, call.now));
      return posted(call, fields, object, writtenHeaders(bucket, object));
    },
  },
];

async function readForm(call: Call): Promise<{ fields: FormFields; file: File }> {
  const type = call.header('content-type') ?? '';
  if (!type.startsWith('multipart/form-data')) {
    throw rejection('MalformedPOSTRequest', 'Bucket POST must be of the enclosure-type multipart/form-data');
  }
  const fields = new Map<string, string>();
  for (const [name, value] of await parsedForm(call, type)) {
    // What comes after the file is ignored.
    if (typeof value !== 'string') return { fields, file: value };
    fields.set(name.toLowerCase(), value);
  }
  throw rejection('InvalidArgument', 'POST requires exactly one file upload per request.', {
    ArgumentName: 'file',
    ArgumentValue: 0,
  });
}

async function parsedForm(call: Call, type: string): Promise<FormData> {
  try {
    return await new Response(call.body, { headers: { 'content-type': type } }).formData();
  } catch {
    throw rejection('MalformedPOSTRequest');
  }
}

/** Fields count as headers, but for those that sign the form. */
function formSource(fields: FormFields): FieldSource {
  return { header: (name) => fields.get(name), headerNames: () => [...fields.keys()] };
}

/** `${filename}` stands for the name that the browser gave the file. */
function keyFrom(fields: FormFields, file: File): string {
  const given = fields.get('key');
  if (given === undefined || given === '') {
    throw rejection(
      'InvalidArgument',
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      { ArgumentName: 'key', ArgumentValue: '' },
    );
  }
  const key = given.replaceAll('${filename}', file.name);
  checkKey(key);
  return key;
}

function checkSignature(fields: FormFields, { account, now }: Call): void {
  const [policy, credential, date, signature, mechanism] = [
    'policy',
    'x-amz-credential',
    'x-amz-date',
    'x-amz-signature',
    'x-amz-algorithm',
  ].map((name) => fields.get(name) ?? '');
  if (!policy) throw rejection('AccessDenied');
  if (mechanism !== 'AWS4-HMAC-SHA256' || !credential || !date || !signature) {
    throw rejection(
      'InvalidArgument',
      'Bucket POST must contain a field named x-amz-algorithm, x-amz-credential, x-amz-date and x-amz-signature.',
    );
  }
  const scope = checkScope(credential, date, account.region, 'AuthorizationHeaderMalformed');
  const secret = secretOf(scope.accessKeyId, fields.get('x-amz-security-token'), {
    credentials: account.credentials,
    now,
  });
  if (!sameSignature(signatureOf(signingKey(secret, scope), policy), signature)) {
    throw rejection('SignatureDoesNotMatch', undefined, {
      AWSAccessKeyId: scope.accessKeyId,
      StringToSign: policy,
      SignatureProvided: signature,
    });
  }
}

function checkSize(file: File, { minimum, maximum }: ReturnType<typeof checkPolicy>): void {
  if (file.size > maximum) {
    throw rejection('EntityTooLarge', undefined, { ProposedSize: file.size, MaxSizeAllowed: maximum });
  }
  if (file.size < minimum) {
    throw rejection('EntityTooSmall', undefined, { ProposedSize: file.size, MinSizeAllowed: minimum });
  }
}

/** The form says how it wants to be answered: by a redirect, or by a status. */
function posted(
  { address }: Call,
  fields: FormFields,
  { key, etag }: StoredObject,
  headers: Readonly<Record<string, string>>,
): Response {
  const { bucket } = address;
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect') ?? '';
  const location = `http://${address.host}/${bucket}/${encodeURIComponent(key)}`;
  if (URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag: `"${etag}"` })) {
      target.searchParams.set(name, value);
    }
    return emptyAnswer(303, { ...headers, location: target.href });
  }
  const status = fields.get('success_action_status');
  if (status !== '201') return emptyAnswer(status === '200' ? 200 : 204, { ...headers, location });
  const document = xmlDocument(
    'PostResponse',
    { Location: location, Bucket: bucket, Key: key, ETag: `"${etag}"` },
    { namespace: false },
  );
  return new Response(document, {
    status: 201,
    headers: { ...headers, location, 'content-type': 'application/xml' },
  });
}
