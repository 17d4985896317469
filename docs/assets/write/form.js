// The form of the front matter, from the description that Python derives from the schema.

import { element, fill } from "../search/dom.js";

/** @typedef {{name: string, label: string, help: string, example: string, required: boolean,
 *    kind: "text"|"texts"|"date"|"number"|"choice"|"yes"|"record"|"records", options?: string[],
 *    fields?: Field[]}} Field */

/** @typedef {{name: string, label: string, status: "certain"|"unsure"|"missing"|"changed"|"confirmed", reason: string,
 *    sentence: string}} Found */

/** @typedef {(string|number)[]} Path */

/** @typedef {HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement} Control */

const BLANK = "【待填】";
const FIRST = [
  "title",
  "unit",
  "region",
  "inspection",
  "published",
  "issuer",
  "contact",
  "progress",
  "category",
];
/** Days on which somebody does something now. */
const TODAY = new Set(["contact.verified", "corrections.date"]);
const LONG = new Set(["title", "summary", "note", "reason"]);

/** @param {string} text @returns {string} 2024-06-20 for 2024年6月20日, 2024.6.20 and the like */
export function typedDate(text) {
  const match = /^\s*(\d{4})\s*[年./-]\s*(\d{1,2})\s*(?:[月./-]\s*(?:(\d{1,2})\s*日?)?)?\s*$/.exec(
    text,
  );
  if (!match) return text.trim();
  return [match[1], match[2], match[3]]
    .filter(Boolean)
    .map((part) => part.padStart(2, "0"))
    .join("-");
}

export class Form {
  /**
   * @param {HTMLElement} root
   * @param {Field[]} fields
   * @param {string[]} units names of the register, as suggestions
   * @param {string} today YYYY-MM-DD
   * @param {(path: Path, value: any) => void} onChange
   * @param {(problem: import("./program.js").Problem) => void} onConfirm
   */
  constructor(root, fields, units, today, onChange, onConfirm) {
    this.root = root;
    this.fields = fields;
    this.today = today;
    this.onChange = onChange;
    this.onConfirm = onConfirm;
    /** @type {Map<string, {control: Control, field: Field, messages: HTMLElement}>} */
    this.controls = new Map();
    /** @type {Record<string, any>} */
    this.values = {};
    /** @type {Map<string, Found>} */
    this.found = new Map();
    this.shape = "";
    this.labels = labelsOf(fields);
    this.suggestions = element(
      "datalist",
      { id: "write-units" },
      ...units.map((name) => element("option", { value: name })),
    );
    root.addEventListener("submit", (event) => event.preventDefault());
  }

  /** @param {Found[]} found */
  setFound(found) {
    this.found = new Map(found.map((one) => [one.name, one]));
    this.shape = "";
  }

  /** @param {Record<string, any>} values */
  show(values) {
    this.values = values;
    const shape = JSON.stringify(this.fields.map((field) => shapeOf(field, values[field.name])));
    if (shape !== this.shape) this.build();
    this.shape = shape;
    for (const [key, { control, field }] of this.controls) {
      if (control !== document.activeElement)
        setValue(control, field, valueAt(values, JSON.parse(key)));
    }
  }

  build() {
    const focused = document.activeElement ? document.activeElement.id : "";
    this.controls.clear();
    const more = this.fields.filter(({ name }) => !FIRST.includes(name) && name !== "attachments");
    const written = more.filter(({ name }) => this.values[name] !== undefined);
    const shown = [
      ...written.filter(({ name }) => name === "corrections"),
      ...FIRST.flatMap((name) => this.fields.filter((field) => field.name === name)),
      ...written.filter(({ name }) => name !== "corrections"),
    ];
    const rest = more.filter((field) => !written.includes(field));
    fill(this.root, [
      this.suggestions,
      ...shown.map((field) => this.part(field, [field.name])),
      element(
        "details",
        { class: "nbw-more" },
        element("summary", {}, "还可以写的项目"),
        ...rest.map((field) => this.part(field, [field.name])),
      ),
    ]);
    const control = focused ? document.getElementById(focused) : null;
    if (control) control.focus();
  }

  /** @param {Field} field @param {Path} path @returns {HTMLElement} */
  part(field, path) {
    if (field.kind === "record") {
      return element(
        "fieldset",
        { class: "nbw-record" },
        element("legend", {}, field.label),
        ...this.parts(field, path),
      );
    }
    return field.kind === "records" ? this.list(field, path) : this.row(field, path);
  }

  /** @param {Field} field @param {Path} path */
  parts(field, path) {
    return (field.fields || []).map((inner) => this.part(inner, [...path, inner.name]));
  }

  /** @param {Field} field @param {Path} path */
  list(field, path) {
    const value = valueAt(this.values, path);
    const isOptional = !(field.required || field.name === "phones");
    const count = Array.isArray(value) ? value.length : Number(value !== undefined || !isOptional);
    const items = Array.from({ length: count }, (_, index) =>
      element(
        "fieldset",
        { class: "nbw-record" },
        element("legend", {}, count > 1 ? `${field.label} ${index + 1}` : field.label),
        ...this.parts(field, [...path, index]),
        this.button(
          `删去这一项${field.label}`,
          "删去这一项",
          () => this.onChange([...path, index], null),
          count < 2 && !isOptional,
        ),
      ),
    );
    const add = this.button(
      `再加一项${field.label}`,
      count ? `再加一项${field.label}` : `写${field.label}`,
      () => this.add(field, path, count),
    );
    return element("div", { class: "nbw-list" }, ...items, add);
  }

  /** @param {Field} field @param {Path} path @param {number} count */
  add(field, path, count) {
    const value = Object.fromEntries(
      (field.fields || []).filter((inner) => inner.required).map((inner) => [inner.name, BLANK]),
    );
    this.onChange([...path, count], value);
  }

  /** @param {string} label @param {string} text @param {() => void} onClick @param {boolean} [hidden] */
  button(label, text, onClick, hidden = false) {
    return element(
      "button",
      { type: "button", class: "nb-action", "aria-label": label, onclick: onClick, hidden },
      text,
    );
  }

  /** @param {Field} field @param {Path} path */
  row(field, path) {
    const id = `write-field-${path.join("-")}`;
    const control = makeControl(field, id);
    if (field.name === "unit") control.setAttribute("list", "write-units");
    control.addEventListener("change", () => this.onChange(path, getValue(control, field)));
    const messages = element("div", { class: "nbw-messages", id: `${id}-messages` });
    this.controls.set(JSON.stringify(path), { control, field, messages });
    const required = this.isNeeded(path) ? element("span", { class: "nbw-required" }, "必填") : "";
    const found = this.found.get(nameOf(path));
    const help = element(
      "p",
      { class: "nb-note", id: `${id}-help` },
      helpOf(field),
      ...sentenceOf(found),
    );
    control.setAttribute("aria-describedby", `${id}-help ${id}-messages`);
    const label = element("label", { for: id }, field.label, " ", required, ...markOf(found));
    return element(
      "div",
      { class: `nbw-row nbw-row--${field.kind}` },
      label,
      help,
      control,
      ...(TODAY.has(nameOf(path)) ? [this.todayButton(path)] : []),
      messages,
    );
  }

  /** @param {Path} path */
  todayButton(path) {
    return this.button("填今天的日期", "填今天", () => this.onChange(path, this.today));
  }

  /** @param {Path} path @returns {boolean} whether the field must be written: all records around it are */
  isNeeded(path) {
    let fields = this.fields;
    return path.every((part, index) => {
      if (typeof part === "number") return true;
      const field = fields.find(({ name }) => name === part);
      fields = (field && field.fields) || [];
      const isLast = index === path.length - 1;
      const isWritten = !isLast && valueAt(this.values, path.slice(0, index + 1)) !== undefined;
      return Boolean(field && field.required) || isWritten;
    });
  }

  /**
   * Note what the editor has done with a field that the importer has stated.
   *
   * @param {Path} path
   * @param {"changed"|"confirmed"} status
   */
  settle(path, status) {
    const found = this.found.get(nameOf(path));
    if (!found || found.status === "certain") return;
    found.status = status;
    this.shape = "";
  }

  /** @param {import("./program.js").Problem[]} problems */
  mark(problems) {
    for (const { control, messages } of this.controls.values()) {
      const own = problems.filter(({ field }) => this.control(field) === control);
      control.setAttribute(
        "aria-invalid",
        String(own.some((problem) => problem.severity === "error")),
      );
      fill(
        messages,
        own.map((problem) => this.message(problem)),
      );
    }
  }

  /** @param {string} help @returns {string} with the labels of the form for the names in the file */
  named(help) {
    return help.replace(
      /(“?)([a-z_]+(?:\.[a-z_]+)*)(?![\w:/-])(”?)/g,
      (whole, open, name, close) => {
        const label = this.labels.get(name);
        return label ? `${open || "“"}${label}${close || "”"}` : whole;
      },
    );
  }

  /** @param {import("./program.js").Problem} problem */
  message(problem) {
    const text = element(
      "p",
      { class: `nbw-message nbw-message--${problem.severity}` },
      problem.rule === "unanswered-doubt"
        ? problem.message
        : `${this.named(problem.message)}。${problem.help}`,
    );
    if (problem.rule === "unanswered-doubt") {
      text.append(
        " ",
        this.button("核对无误", "核对无误", () => this.onConfirm(problem)),
      );
    }
    return text;
  }

  /** @param {Path} path @returns {Control|undefined} the control of a field, or the first within it */
  control(path) {
    if (!path.length) return undefined;
    const wanted = withoutFirst(path);
    const entries = [...this.controls].map(
      ([key, { control }]) => /** @type {const} */ ([withoutFirst(JSON.parse(key)), control]),
    );
    const exact = entries.find(([key]) => key === wanted);
    const within = exact || entries.find(([key]) => key.startsWith(`${wanted}.`));
    return within && within[1];
  }
}

/** @param {Path} path @returns {string} the name of a field as the importer writes it */
function nameOf(path) {
  const name = path.filter((part) => typeof part === "string").join(".");
  return name.replace("phones.number", "phones");
}

/** @param {Path} path @returns {string} the path; a lone value is the first of a list */
function withoutFirst(path) {
  return path.filter((part) => part !== 0).join(".");
}

/** @param {Field[]} fields @param {string} [before] @returns {Map<string, string>} names as messages write them */
function labelsOf(fields, before = "") {
  return new Map(
    fields.flatMap((field) => [
      /** @type {[string, string]} */ ([before + field.name, field.label]),
      ...labelsOf(field.fields || [], `${before}${field.name}.`),
    ]),
  );
}

/** @param {Field} field @returns {string} its description, which is about the file, for a form */
function helpOf(field) {
  if (field.kind === "yes") return field.help.replace("写 true", "打勾");
  if (field.kind !== "texts") return field.help;
  const several = field.name === "unit" ? "用分号（；）分开" : "每行写一个";
  const help = field.help.replace("写成列表", several);
  return help === field.help ? `${help}；有几个的，${several}` : help;
}

/** @param {Found|undefined} found @returns {HTMLElement[]} */
function markOf(found) {
  const marks = {
    certain: "找到了",
    unsure: "请核对",
    missing: "没有找到",
    changed: "已改",
    confirmed: "已核对",
  };
  return found
    ? [element("span", { class: `nbw-mark nbw-mark--${found.status}` }, marks[found.status])]
    : [];
}

/** @param {Found|undefined} found @returns {HTMLElement[]} */
function sentenceOf(found) {
  return found && (found.status === "unsure" || found.status === "missing") && found.sentence
    ? [element("q", { class: "nbw-sentence" }, found.sentence)]
    : [];
}

/** @param {Field} field @param {string} id @returns {Control} */
function makeControl(field, id) {
  const example = field.example ? `如 ${field.example}` : "";
  if (field.kind === "choice") {
    const options = ["", ...(field.options || [])];
    return /** @type {Control} */ (
      element(
        "select",
        { id },
        ...options.map((value) => element("option", { value }, value || "（没有写）")),
      )
    );
  }
  if (field.kind === "yes")
    return /** @type {Control} */ (element("input", { id, type: "checkbox" }));
  const isUnit = field.name === "unit";
  if ((field.kind === "texts" && !isUnit) || LONG.has(field.name)) {
    return /** @type {Control} */ (element("textarea", { id, rows: "2", placeholder: example }));
  }
  const mode = field.kind === "number" ? "numeric" : null;
  const placeholder = field.kind === "date" ? "如 2024-06-20" : example;
  return /** @type {Control} */ (
    element("input", { id, type: "text", inputmode: mode, placeholder, autocomplete: "off" })
  );
}

/** @param {Control} control @param {Field} field */
function getValue(control, field) {
  if (field.kind === "yes") return /** @type {HTMLInputElement} */ (control).checked || null;
  if (field.kind === "date") return typedDate(control.value) || null;
  if (field.kind === "texts") {
    return control.value
      .split(/\n|[；;]/)
      .map((text) => text.trim())
      .filter(Boolean);
  }
  return control.value.replace(/\s+/g, " ").trim() || null;
}

/** @param {Control} control @param {Field} field @param {any} value */
function setValue(control, field, value) {
  const text = value === undefined || value === null || value === BLANK ? "" : value;
  if (field.kind === "yes") /** @type {HTMLInputElement} */ (control).checked = text === "true";
  else if (Array.isArray(text))
    control.value = text.join(control instanceof HTMLTextAreaElement ? "\n" : "；");
  else if (typeof text !== "object") setText(control, text);
}

/** @param {Control} control @param {string} text */
function setText(control, text) {
  if (control.value !== text) control.value = text;
  // What the list does not have is shown all the same, so that nothing typed is lost.
  if (control instanceof HTMLSelectElement && control.value !== text) {
    control.append(element("option", { value: text }, text));
    control.value = text;
  }
}

/** @param {any} values @param {Path} path @returns {any} a lone value is the first of a list */
function valueAt(values, path) {
  let value = values;
  for (const part of path) {
    if (value === undefined || value === null) return undefined;
    if (part === 0 && !Array.isArray(value)) continue;
    value = value[part];
  }
  return value;
}

/** @param {Field} field @param {any} value @returns {any} what decides which controls there are */
function shapeOf(field, value) {
  if (field.kind === "records") {
    /** @type {any[]} */
    const items = value === undefined ? [] : [value].flat();
    return [
      items.length,
      ...items.map((item) =>
        (field.fields || []).map((inner) => shapeOf(inner, (item || {})[inner.name])),
      ),
    ];
  }
  if (field.kind !== "record") return 0;
  return [
    value !== undefined,
    ...(field.fields || []).map((inner) => shapeOf(inner, (value || {})[inner.name])),
  ];
}
