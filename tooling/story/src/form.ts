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
  /** True where it can send a file. */
  readonly isMultipart: boolean;
  /** The name of its field for a file. */
  readonly fileField?: string;
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
    isMultipart: attribute(form, 'enctype')?.toLowerCase() === 'multipart/form-data',
    ...fileFieldOf(form),
    buttons: buttonsOf(form),
    choices: choicesOf(form),
    fields: new Map(fieldsOf(form)),
  }));
}

function fileFieldOf(form: Element): Pick<Form, 'fileField'> {
  const field = elementsNamed(form, 'input').find((input) => attribute(input, 'type') === 'file');
  const name = field && attribute(field, 'name');
  return name === undefined ? {} : { fileField: name };
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

/** In the order of the form. */
function fieldsOf(form: Element): readonly (readonly [string, string])[] {
  return elementsNamed(form, 'input', 'textarea', 'select').flatMap((field) => {
    const name = attribute(field, 'name');
    const value = field.tagName === 'select' ? chosenIn(field) : typedIn(field);
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
}

function typedIn(input: Element): string | undefined {
  const type = attribute(input, 'type');
  const isUnticked = (type === 'radio' || type === 'checkbox') && attribute(input, 'checked') === undefined;
  return isUnticked ? undefined : (attribute(input, 'value') ?? '');
}

function chosenIn(select: Element): string | undefined {
  const options = elementsNamed(select, 'option');
  const chosen = options.find((option) => attribute(option, 'selected') !== undefined) ?? options[0];
  return chosen && (attribute(chosen, 'value') ?? textOf(chosen));
}
