import type { Declarations } from './declarations.ts';
import { type Declaration, type Module, modulePathOf, type Origin, readModule } from './module.ts';

/** A declaration at its place. */
export interface Own {
  readonly kind: 'own';
  readonly module: Module;
  /** What it is called there. */
  readonly name: string;
  readonly declaration: Declaration;
  /** Whether a value of this name stays behind on the way. */
  readonly isTypeOnly: boolean;
}

/** A name that another package declares; `local` is what it is called here. */
export interface Foreign {
  readonly kind: 'foreign';
  readonly local: string;
  readonly origin: Origin;
  readonly isTypeOnly: boolean;
}

export type Found = Own | Foreign;

/** Follows names through the modules of one program; each module is read once. */
export class Reach {
  readonly #declarations: Declarations;
  readonly #modules = new Map<string, Module>();

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  /** What a module exports: name → declaration. */
  exportsOf(path: string): ReadonlyMap<string, Found> {
    const module = this.#module(path);
    return new Map([...module.exports.keys()].map((name) => [name, this.#exported(module, name)]));
  }

  /** What a declaration names, itself left out; names of the language and of the platform are not among it. */
  namedBy({ module, declaration }: Own): Found[] {
    const { references, inline } = declaration;
    return [
      ...[...new Set(references)].flatMap((name) => this.#local(module, name) ?? []),
      ...inline.map((origin) => this.#at(module, origin.name, origin)),
    ];
  }

  /** All declarations of the package that the given ones name, directly or through others; those included. */
  closure(from: readonly Own[]): Own[] {
    const reached = new Map(from.map((own) => [placeOf(own), own]));
    for (const own of reached.values()) {
      for (const found of this.namedBy(own)) {
        if (found.kind === 'own') reached.set(placeOf(found), reached.get(placeOf(found)) ?? found);
      }
    }
    return [...reached.values()];
  }

  #module(path: string): Module {
    const known = this.#modules.get(path);
    if (known !== undefined) return known;
    const text = this.#declarations.get(path);
    if (text === undefined) throw new Error(`The compiler wrote no declarations of ${path}`);
    const module = readModule(path, text);
    this.#modules.set(path, module);
    return module;
  }

  #exported(module: Module, name: string): Found {
    const origin = module.exports.get(name);
    const found = origin && this.#from(module, name, origin);
    if (found === undefined) throw new Error(`${module.path} exports ${name}, which it does not declare`);
    return found;
  }

  #from(module: Module, local: string, origin: Origin): Found | undefined {
    const found =
      origin.specifier === '' ? this.#local(module, origin.name) : this.#at(module, local, origin);
    return found && { ...found, isTypeOnly: found.isTypeOnly || origin.isTypeOnly };
  }

  #local(module: Module, name: string): Found | undefined {
    const declaration = module.declarations.get(name);
    if (declaration !== undefined) return { kind: 'own', module, name, declaration, isTypeOnly: false };
    const origin = module.imports.get(name);
    return origin && this.#from(module, name, origin);
  }

  #at(module: Module, local: string, origin: Origin): Found {
    const path = modulePathOf(module, origin);
    return path === undefined
      ? { kind: 'foreign', local, origin, isTypeOnly: origin.isTypeOnly }
      : this.#exported(this.#module(path), origin.name);
  }
}

/** What tells two declarations of one name apart. */
export function placeOf({ module, name }: Own): string {
  return `${name} ${module.path}`;
}
