import { bucketOf, emptyAnswer, xmlAnswer } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import { receiveText } from '../protocol/payload.ts';
import type { Route } from '../protocol/router.ts';
import { parseXml, textOf, xmlDocument } from '../protocol/xml.ts';

/** Buckets themselves are made by the fake's options. */
export const bucketRoutes: readonly Route[] = [
  {
    operation: 'ListBuckets',
    method: 'GET',
    on: 'service',
    answer({ account }) {
      const Bucket = [...account.buckets.values()].map(({ name, created, region }) => ({
        Name: name,
        CreationDate: new Date(created).toISOString(),
        BucketRegion: region,
      }));
      const Owner = { ID: 'fake-owner', DisplayName: 'fake-owner' };
      return xmlAnswer(xmlDocument('ListAllMyBucketsResult', { Owner, Buckets: { Bucket } }));
    },
  },
  {
    operation: 'HeadBucket',
    method: 'HEAD',
    on: 'bucket',
    answer: (call) => emptyAnswer(200, { 'x-amz-bucket-region': bucketOf(call).region }),
  },
  {
    operation: 'GetBucketLocation',
    method: 'GET',
    on: 'bucket',
    marker: ['location'],
    answer(call) {
      const { region } = bucketOf(call);
      // The first region has no name here, for history's sake.
      return xmlAnswer(xmlDocument('LocationConstraint', region === 'us-east-1' ? '' : region));
    },
  },
  {
    operation: 'GetBucketVersioning',
    method: 'GET',
    on: 'bucket',
    marker: ['versioning'],
    answer(call) {
      const { versioning } = bucketOf(call);
      const Status = versioning === 'off' ? undefined : versioning;
      return xmlAnswer(xmlDocument('VersioningConfiguration', { Status }));
    },
  },
  {
    operation: 'PutBucketVersioning',
    method: 'PUT',
    on: 'bucket',
    marker: ['versioning'],
    async answer(call) {
      const bucket = bucketOf(call);
      const status = textOf(parseXml(await receiveText(call), 'VersioningConfiguration'), 'Status');
      if (status !== 'Enabled' && status !== 'Suspended') throw rejection('MalformedXML');
      bucket.versioning = status;
      return emptyAnswer(200);
    },
  },
];
