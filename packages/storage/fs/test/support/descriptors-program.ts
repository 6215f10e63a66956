// Opens files until it may open no more, and says then whether it takes itself for one that is over.
import { openSync } from 'node:fs';
import { isAbandoned, thisProcess } from '../../src/engine/owner.ts';

const owner = await thisProcess();
const isOpen = (): boolean => {
  try {
    return openSync('/dev/null', 'r') > 0;
  } catch {
    return false;
  }
};
while (isOpen());
const said = await isAbandoned(owner, '/', Date.now()).catch((error: unknown) =>
  Reflect.get(Object(error), 'code'),
);
process.stdout.write(String(said));
