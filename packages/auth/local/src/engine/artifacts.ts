import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { type Artifact, payload as payloadSchema } from './records.ts';
import type { Store } from './store.ts';

/** Where oidc-provider keeps its sessions, grants, codes and tokens: in the ledger, saved after each request. */
export function artifactStorage(store: Store): AdapterFactory {
  return (model): Adapter => {
    const payloadOf = (artifact: Artifact | undefined): AdapterPayload | undefined =>
      artifact === undefined ? undefined : structuredClone(artifact.payload);
    const findBy = (name: string, value: string): Artifact | undefined =>
      store.ledger.artifacts().find((found) => found.model === model && found.payload[name] === value);
    return {
      async upsert(id, payload) {
        store.ledger.put({ model, id, payload: toPlain(payload) });
      },
      find: async (id) => payloadOf(store.ledger.artifact(model, id)),
      findByUserCode: async (userCode) => payloadOf(findBy('userCode', userCode)),
      findByUid: async (uid) => payloadOf(findBy('uid', uid)),
      async consume(id) {
        const artifact = store.ledger.artifact(model, id);
        if (artifact !== undefined) artifact.payload['consumed'] = true;
      },
      async destroy(id) {
        store.ledger.remove({ model, id });
      },
      async revokeByGrantId(grantId) {
        store.ledger.removeWhere((found) => found.model === model && found.payload['grantId'] === grantId);
      },
    };
  };
}

/** What is left of a payload in a file, so that nothing behaves in another way after a restart. */
function toPlain(payload: AdapterPayload): Artifact['payload'] {
  return payloadSchema.parse(JSON.parse(JSON.stringify(payload)));
}
