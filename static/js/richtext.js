// The rich-text editor of an item's body: what it may hold is what strategy/sanitise.py keeps, nothing more.
// Loaded from its own place, so the strict Content-Security-Policy needs no nonce and no import map.
import {
  Bold, BulletList, Document, Editor, Gapcursor, HardBreak, Heading, History, HorizontalRule, Italic, Link,
  ListItem, Node, OrderedList, Paragraph, Strike, Subscript, Superscript, Table, TableCell, TableHeader,
  TableRow, Text, Underline,
} from "../django_prose_editor/editor.js";

const ADDRESS = /^(https:\/\/|mailto:|tel:|#|\/(?![/\\]))/i;

// 漢字とよみ. One piece: a reading belongs to the whole word.
const Ruby = Node.create({
  name: "ruby",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ text: { default: "" }, reading: { default: "" } }),
  parseHTML: () => [
    {
      tag: "ruby",
      getAttrs(element) {
        const word = element.cloneNode(true);
        const reading = [...word.querySelectorAll("rt")].map((rt) => rt.textContent).join("");
        for (const part of word.querySelectorAll("rt, rp")) part.remove();
        return { text: word.textContent, reading };
      },
    },
  ],
  renderHTML: ({ node }) => ["ruby", node.attrs.text, ["rt", node.attrs.reading]],
  renderText: ({ node }) => node.attrs.text,
});

// The library's table knows no caption (表の題); here it is an attribute, drawn and stored as <caption>.
const CaptionedTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (element) => element.dataset.caption ?? "",
        renderHTML: ({ caption }) => (caption ? { "data-caption": caption } : {}),
      },
    };
  },
});

const scope = {
  default: null,
  parseHTML: (element) => element.getAttribute("scope"),
  renderHTML: (attributes) => (attributes.scope ? { scope: attributes.scope } : {}),
};
const ScopedHeader = TableHeader.extend({
  addAttributes() {
    return { ...this.parent?.(), scope };
  },
});

const EXTENSIONS = [
  Document, Paragraph, Text, HardBreak, HorizontalRule, History, Gapcursor, Bold, Italic, Underline, Strike,
  Subscript, Superscript, Ruby, BulletList, OrderedList, ListItem, Heading.configure({ levels: [3, 4] }),
  Link.configure({ openOnClick: false, autolink: false, linkOnPaste: false, enableTarget: false,
    isAllowedUri: (address) => ADDRESS.test(address) }),
  CaptionedTable.configure({ resizable: false }), TableRow, ScopedHeader, TableCell,
];

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function tidyTable(table) {
  const rows = [...table.rows];
  table.querySelector("colgroup")?.remove();
  const caption = table.dataset.caption;
  const heads = [];
  for (const row of rows) {
    if ([...row.cells].some((cell) => cell.tagName !== "TH")) break;
    heads.push(row);
  }
  if (heads.length === rows.length) heads.length = 0;
  for (const row of rows) {
    for (const cell of row.cells) {
      for (const { name, value } of [...cell.attributes]) {
        const kept = name === "scope" || (["colspan", "rowspan"].includes(name) && value !== "1");
        if (!kept) cell.removeAttribute(name);
      }
      if (cell.tagName === "TH" && !cell.hasAttribute("scope")) {
        cell.setAttribute("scope", heads.includes(row) ? "col" : "row");
      }
      if (cell.children.length === 1 && cell.firstElementChild.tagName === "P") unwrap(cell.firstElementChild);
    }
  }
  for (const { name } of [...table.attributes]) table.removeAttribute(name);
  const body = table.tBodies[0];
  if (heads.length) {
    const head = document.createElement("thead");
    head.append(...heads);
    body.before(head);
  }
  if (caption) {
    const title = document.createElement("caption");
    title.textContent = caption;
    table.prepend(title);
  }
}

// What the editor's schema does not know, in a form that it does: the caption of a table, other ranks of headings.
function prepare(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const caption of body.querySelectorAll("table > caption")) {
    caption.parentElement.dataset.caption = caption.textContent.trim();
    caption.remove();
  }
  for (const heading of body.querySelectorAll("h1, h2, h5, h6")) {
    const fitting = document.createElement(heading.tagName < "H3" ? "h3" : "h4");
    fitting.append(...heading.childNodes);
    heading.replaceWith(fitting);
  }
  return body.innerHTML;
}

// The editor wraps every list item and cell in a paragraph; a plan's text does not. Opening and saving a text
// that nobody touched must leave it as it was.
export function tidy(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const table of body.querySelectorAll("table")) tidyTable(table);
  for (const list of body.querySelectorAll("ol, ul")) {
    for (const { name } of [...list.attributes]) list.removeAttribute(name);
  }
  for (const item of body.querySelectorAll("li")) {
    const paragraphs = [...item.children].filter((child) => child.tagName === "P");
    if (paragraphs.length === 1 && item.firstElementChild === paragraphs[0]) unwrap(paragraphs[0]);
  }
  while (body.lastElementChild?.tagName === "P" && !body.lastElementChild.hasChildNodes()) {
    body.lastElementChild.remove();
  }
  return body.innerHTML;
}

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  underline: (chain) => chain.toggleUnderline(),
  heading3: (chain) => chain.toggleHeading({ level: 3 }),
  heading4: (chain) => chain.toggleHeading({ level: 4 }),
  bullets: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  rowAfter: (chain) => chain.addRowAfter(),
  columnAfter: (chain) => chain.addColumnAfter(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  headerCell: (chain) => chain.toggleHeaderCell(),
  mergeCells: (chain) => chain.mergeOrSplit(),
  deleteTable: (chain) => chain.deleteTable(),
  note: (chain, editor) =>
    chain.insertContentAt(editor.state.selection.$to.end(), { type: "paragraph", content: [{ type: "text", text: "※" }] }),
  unlink: (chain) => chain.extendMarkRange("link").unsetLink(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};
const PRESSED = {
  bold: ["bold"], underline: ["underline"], heading3: ["heading", { level: 3 }], heading4: ["heading", { level: 4 }],
  bullets: ["bulletList"], numbers: ["orderedList"], headerCell: ["tableHeader"], link: ["link"],
};

function bindToolbar(toolbar, editor) {
  const buttons = [...toolbar.querySelectorAll("[data-command]")];
  const inTable = [...toolbar.querySelectorAll("[data-in-table]")];
  const inLink = [...toolbar.querySelectorAll("[data-in-link]")];
  for (const button of buttons) {
    const run = COMMANDS[button.dataset.command];
    if (!run) continue;
    button.addEventListener("click", () => {
      editor.view.focus(); // at once: the library would wait for the next frame, and keys typed until then be lost
      run(editor.chain(), editor).run();
    });
  }
  const show = () => {
    for (const button of buttons) {
      const state = PRESSED[button.dataset.command];
      if (state) button.setAttribute("aria-pressed", String(editor.isActive(...state)));
    }
    for (const part of inTable) part.hidden = !editor.isActive("table");
    for (const part of inLink) part.hidden = !editor.isActive("link");
  };
  editor.on("transaction", show);
  show();
  // One stop of the Tab key; arrows walk along the buttons.
  const stops = () => [...toolbar.querySelectorAll("button")].filter((button) => button.offsetParent !== null);
  for (const [place, button] of stops().entries()) button.tabIndex = place ? -1 : 0;
  toolbar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = stops();
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    for (const button of all) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
}

function askFor(dialog, first) {
  return new Promise((resolve) => {
    const form = dialog.querySelector("form");
    for (const [name, value] of Object.entries(first)) form.elements[name].value = value;
    const finish = (event) => {
      if (event.type === "submit") event.preventDefault();
      form.removeEventListener("submit", finish);
      dialog.removeEventListener("close", finish);
      if (event.type === "submit") dialog.close();
      resolve(event.type === "submit" ? Object.fromEntries(new FormData(form)) : null);
    };
    form.addEventListener("submit", finish);
    dialog.addEventListener("close", finish);
    dialog.showModal();
  });
}

function bindDialogs(toolbar, editor) {
  const link = toolbar.querySelector("[data-command=link]");
  const linkDialog = document.querySelector("[data-dialog=link]");
  link?.addEventListener("click", async () => {
    const said = await askFor(linkDialog, { href: editor.getAttributes("link").href ?? "" });
    if (!said?.href) return editor.commands.focus();
    const mark = { href: said.href.trim() };
    const chain = editor.chain().focus().extendMarkRange("link");
    if (editor.state.selection.empty && !editor.isActive("link")) {
      chain.insertContent({ type: "text", text: mark.href, marks: [{ type: "link", attrs: mark }] }).run();
    } else chain.setLink(mark).run();
  });
  const ruby = toolbar.querySelector("[data-command=ruby]");
  const rubyDialog = document.querySelector("[data-dialog=ruby]");
  ruby?.addEventListener("click", async () => {
    const { from, to } = editor.state.selection;
    const chosen = editor.isActive("ruby") ? editor.getAttributes("ruby") : { text: editor.state.doc.textBetween(from, to), reading: "" };
    const said = await askFor(rubyDialog, { text: chosen.text, reading: chosen.reading });
    if (said?.text && said.reading) editor.chain().focus().insertContent({ type: "ruby", attrs: said }).run();
  });
  const caption = toolbar.querySelector("[data-command=caption]");
  const captionDialog = document.querySelector("[data-dialog=caption]");
  caption?.addEventListener("click", async () => {
    const said = await askFor(captionDialog, { caption: editor.getAttributes("table").caption ?? "" });
    if (said) editor.chain().focus().updateAttributes("table", { caption: said.caption.trim() }).run();
  });
  const reference = toolbar.querySelector("[data-command=reference]");
  const chooser = document.querySelector("[data-dialog=reference]");
  reference?.addEventListener("click", () => openReferences(chooser, editor));
}

function openReferences(dialog, editor) {
  const list = dialog.querySelector("[data-references]");
  const words = dialog.querySelector("input[type=search]");
  const load = async () => {
    const answer = await fetch(`${list.dataset.references}?q=${encodeURIComponent(words.value)}`, { headers: { "HX-Request": "true" } });
    list.innerHTML = answer.ok ? await answer.text() : "";
  };
  let rest;
  words.oninput = () => { clearTimeout(rest); rest = setTimeout(load, 250); };
  list.onclick = (event) => {
    const chosen = event.target.closest("[data-lineage]");
    if (!chosen) return;
    dialog.close();
    const mark = { type: "link", attrs: { href: `#item-${chosen.dataset.lineage}` } };
    editor.chain().focus().insertContent([{ type: "text", text: chosen.dataset.label, marks: [mark] }, { type: "text", text: " " }]).unsetMark("link").run();
  };
  load();
  dialog.showModal();
}

// What a paste loses, in words for the person who pasted; the editor itself keeps only what a plan may hold.
export function lostInPaste(html) {
  const lost = [];
  if (/<(script|iframe|object|embed)\b/i.test(html)) lost.push("スクリプトや埋め込み");
  if (/<img\b|<v:imagedata/i.test(html)) lost.push("画像（「図」から入れてください）");
  if (/\bstyle\s*=|<font\b|\bclass\s*=\s*"?Mso|<style\b/i.test(html)) lost.push("色・字体・行間などの書式");
  return lost;
}

// Replaces the textarea by the editor; `changed` is called after each change made by the person.
export function createEditor(root, { changed, told }) {
  const textarea = root.querySelector("textarea[data-rich]");
  const toolbar = root.querySelector("[role=toolbar]");
  const place = document.createElement("div");
  textarea.before(place);
  textarea.hidden = true;
  const editor = new Editor({
    element: place,
    injectCSS: false,
    extensions: EXTENSIONS,
    content: prepare(textarea.value),
    editorProps: {
      attributes: {
        class: "editor-body", id: "item-body", role: "textbox", "aria-multiline": "true",
        "aria-labelledby": "body-label", "aria-describedby": "body-hint", spellcheck: "false",
      },
      handleKeyDown(view, event) {
        if (event.key !== "Escape" || view.composing) return false;
        root.querySelector("[data-after-body]")?.focus();
        return true;
      },
      transformPastedHTML: prepare,
      handlePaste(view, event) {
        const lost = lostInPaste(event.clipboardData?.getData("text/html") ?? "");
        if (lost.length) told(`貼り付けた文から、${lost.join("、")}を外しました。見出し、箇条書き、表は残しています。`);
        return false;
      },
    },
    onUpdate() {
      textarea.value = tidy(editor.getHTML());
      changed();
    },
  });
  document.querySelector("label[for=item_body]")?.addEventListener("click", () => editor.commands.focus());
  toolbar.hidden = false;
  bindToolbar(toolbar, editor);
  bindDialogs(toolbar, editor);
  return {
    get isComposing() { return editor.view.composing; },
    put(html) { editor.commands.setContent(prepare(html), { emitUpdate: false }); textarea.value = html; },
    focus() { editor.commands.focus(); },
  };
}

document.addEventListener("click", (event) => event.target.closest("[data-close]")?.closest("dialog").close());
