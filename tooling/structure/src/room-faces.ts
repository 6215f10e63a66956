import { type Exported, exportsOf } from './exports.ts';
import { type Package, shipped } from './workspace.ts';

/** What every adapter exports from one room, in normal form, and in which order. */
export interface FaceOrder {
  readonly required: readonly string[];
  /** `names`: before all exports. `functions`: before all functions; types and data may stand above. */
  readonly leads: 'names' | 'functions';
  /** The export that closes the room. */
  readonly last?: string;
  /** Nothing but functions follows the required names. */
  readonly onlyFunctionsFollow?: true;
}

/** The rooms that are compared: one order for all adapters of all categories. */
export const faceOrders: Readonly<Record<string, FaceOrder>> = {
  index: { required: ['<Name>', '<name>', '<name>Capabilities'], leads: 'names', last: '<Name>Options' },
  adapter: { required: ['<Name>', '<name>'], leads: 'names', onlyFunctionsFollow: true },
  options: { required: ['<Name>Options', 'optionsSchema'], leads: 'names' },
  capabilities: { required: ['capabilities'], leads: 'names' },
  client: { required: ['loadClient'], leads: 'functions', onlyFunctionsFollow: true },
  driver: { required: ['driver'], leads: 'functions' },
  errors: { required: ['toFailure'], leads: 'functions', onlyFunctionsFollow: true },
  webhook: { required: ['webhook'], leads: 'functions' },
  url: { required: ['urlOf'], leads: 'functions' },
};

/** One file of a room and what it exports, in normal form. */
export interface Face {
  readonly path: string;
  readonly exports: readonly Exported[];
}

/** The names that the adapter owes in the room. */
export function requiredNames(
  adapter: Package,
  { required }: FaceOrder,
  { exports }: Face,
): readonly string[] {
  // An embedded provider may keep its capabilities to itself: nobody has to look them up before buying it.
  return required.filter(
    (name) => name !== '<name>Capabilities' || !adapter.embedded || exports.some((one) => one.name === name),
  );
}

/** The face of a room: the file with the first required name, else the file that bears the room's name. */
export function faceOf(adapter: Package, room: string): Face | undefined {
  const faces = filesOf(adapter, room);
  const first = faceOrders[room]?.required[0];
  const named = faces.find(({ path }) => path.endsWith(`/${room}.ts`));
  const holds = ({ exports }: Face) => exports.some(({ name }) => name === first);
  return named !== undefined && holds(named) ? named : (faces.find(holds) ?? named ?? faces[0]);
}

/** The files of a room, and what each exports. */
export function filesOf(adapter: Package, room: string): Face[] {
  const home = `${adapter.folder}/src/${room}`;
  return shipped(adapter)
    .filter(({ path }) => path === `${home}.ts` || path.startsWith(`${home}/`))
    .map((file) => ({
      path: file.path,
      exports: exportsOf(file).map((one) => ({ ...one, name: normalForm(adapter, one.name) })),
    }));
}

/** `stripePayments` of payments/stripe as `<name>`, `StripePaymentsOptions` as `<Name>Options`. */
function normalForm({ directory, category = '' }: Package, name: string): string {
  const provider = directory.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const full = provider + capitalized(category);
  const forms = [
    [full, '<name>'],
    [capitalized(full), '<Name>'],
    [provider, '<provider>'],
    [capitalized(provider), '<Provider>'],
  ] as const;
  // `memoryOf` begins with the provider, `fsync` does not: a new word follows, or nothing.
  const form = forms.find(([own]) => name.startsWith(own) && !/^[a-z]/.test(name.slice(own.length)));
  return form === undefined ? name : form[1] + name.slice(form[0].length);
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
