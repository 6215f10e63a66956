import { attribute, type Element, elementsNamed, textOf } from './html.ts';

/** One answer that a form offers: a radio button or an option, with the words beside it. */
export interface Choice {
  readonly name: string;
  readonly value: string;
  readonly label: string;
}

/** A form as a browser without scripts knows it. */
export interface Form {
  readonly method: 'get' | 'post';
  /** As written; empty for the page itself. */
  readonly action: string;
  readonly buttons: readonly Button[];
  readonly choices: readonly Choice[];
  /** What is sent when nobody touches it. */
  readonly fields: ReadonlyMap<string, string>;
}

export interface Button {
  readonly label: string;
  readonly name?: string;
  readonly value?: string;
}

export function formsOf(page: Parameters<typeof elementsNamed>[0]): readonly Form[] {
  return elementsNamed(page, 'form').map((form) => ({
    method: attribute(form, 'method')?.toLowerCase() === 'post' ? 'post' : 'get',
    action: attribute(form, 'action') ?? '',
    buttons: buttonsOf(form),
    choices: choicesOf(form),
    fields: new Map([...inputsOf(form), ...selectsOf(form)]),
  }));
}

function buttonsOf(form: Element): readonly Button[] {
  return elementsNamed(form, 'button').map((button) => {
    const name = attribute(button, 'name');
    const value = attribute(button, 'value');
    return {
      label: textOf(button),
      ...(name !== undefined && { name }),
      ...(value !== undefined && { value }),
    };
  });
}

function choicesOf(form: Element): readonly Choice[] {
  const labels = elementsNamed(form, 'label');
  const radios = elementsNamed(form, 'input').filter((input) => attribute(input, 'type') === 'radio');
  const options = elementsNamed(form, 'select').flatMap((select) =>
    elementsNamed(select, 'option').map((option) =>
      choice(attribute(select, 'name'), option, textOf(option)),
    ),
  );
  return [
    ...options,
    ...radios.map((radio) => {
      const id = attribute(radio, 'id');
      const label = labels.find(
        (candidate) =>
          (id !== undefined && attribute(candidate, 'for') === id) ||
          elementsNamed(candidate, 'input').includes(radio),
      );
      return choice(attribute(radio, 'name'), radio, label === undefined ? '' : textOf(label));
    }),
  ];
}

function choice(name: string | undefined, element: Element, label: string): Choice {
  return { name: name ?? '', value: attribute(element, 'value') ?? label, label };
}

function inputsOf(form: Element): readonly (readonly [string, string])[] {
  return elementsNamed(form, 'input', 'textarea').flatMap((input) => {
    const name = attribute(input, 'name');
    const type = attribute(input, 'type');
    const isUnticked = (type === 'radio' || type === 'checkbox') && attribute(input, 'checked') === undefined;
    return name === undefined || isUnticked ? [] : [[name, attribute(input, 'value') ?? ''] as const];
  });
}

function selectsOf(form: Element): readonly (readonly [string, string])[] {
  return elementsNamed(form, 'select').flatMap((select) => {
    const options = elementsNamed(select, 'option');
    const chosen = options.find((option) => attribute(option, 'selected') !== undefined) ?? options[0];
    const name = attribute(select, 'name');
    return name === undefined || chosen === undefined
      ? []
      : [[name, attribute(chosen, 'value') ?? textOf(chosen)] as const];
  });
}
