// What Streamlit leaves to the browser: the document's language, phrases that it has in English
// only, checks while one types, copying.  Loads nothing and sends nothing.

const root = document.documentElement;
let words = PHRASES[root.lang] ?? PHRASES.en;

function settleLanguage() {
  const told = document.querySelector(".stApp .sg-tongue")?.lang;
  if (told && told !== root.lang && PHRASES[told]) {
    root.lang = told;
    words = PHRASES[told];
  }
}

function put(text) {
  const plain = text.trim();
  if (!plain || plain.length > 120) return text;
  if (Object.hasOwn(words.whole, plain)) return text.replace(plain, () => words.whole[plain]);
  for (const [pattern, instead] of words.parts) {
    const found = new RegExp(pattern).exec(plain);
    if (found) return instead.replace(/\{(\w+)\}/g, (_, name) => found.groups?.[name] ?? "");
  }
  return text;
}

// Nothing below one of these is the framework's: it is what people and models wrote.
const OURS = ".stHtml, textarea, input, .stMarkdown, [data-baseweb=menu]";

function reword(within) {
  if (within.nodeType === Node.TEXT_NODE) {
    rewordText(within);
    return;
  }
  if (within.nodeType !== Node.ELEMENT_NODE || within.closest(".stHtml")) return;
  for (const one of [within, ...within.querySelectorAll("[aria-label], [title]")]) {
    for (const name of ["aria-label", "title"]) {
      const old = one.getAttribute(name);
      if (!old) continue;
      const fresh = put(old);
      if (fresh !== old) one.setAttribute(name, fresh);
    }
  }
  const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) rewordText(texts.currentNode);
}

function rewordText(node) {
  if (!node.parentElement || node.parentElement.closest(OURS)) return;
  const fresh = put(node.nodeValue);
  if (fresh !== node.nodeValue) node.nodeValue = fresh;
}

new MutationObserver((changes) => {
  settleLanguage();
  for (const change of changes) {
    if (change.type === "childList") change.addedNodes.forEach(reword);
    else reword(change.target);
  }
}).observe(root, {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: ["aria-label", "title"],
});

// Where checks run while one types, a pause counts as the end of a sentence: Ctrl+Enter hands the
// text over and leaves the cursor where it is.
const PAUSE = 600;
const waiting = new WeakMap();
document.addEventListener("input", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLTextAreaElement) || !box.closest("[class*='st-key-sg-live']")) return;
  clearTimeout(waiting.get(box));
  const hand = () =>
    box.isConnected &&
    box.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true }),
    );
  waiting.set(box, setTimeout(hand, PAUSE));
});

// Ctrl+Enter in such a box is about that box, not about the button whose shortcut it is too.
document.body.addEventListener("keydown", (event) => {
  const typed = event.target instanceof Element && event.target.closest("[class*='st-key-sg-live']");
  if (typed && event.key === "Enter") event.stopPropagation();
});

// Calls `then` once `ready` holds, and not at all if that takes too long.
function when(ready, then, tries = 60) {
  if (ready()) then();
  else if (tries) setTimeout(when, 100, ready, then, tries - 1);
}

// An assumption that was clicked has become a question: there the visitor goes on.
const CHIPS = ".st-key-sg-assumptions button";
document.addEventListener("click", (event) => {
  const chip = event.target instanceof Element && event.target.closest(CHIPS);
  if (!chip) return;
  const told = chip.textContent;
  const gone = () => [...document.querySelectorAll(CHIPS)].every((one) => one.textContent !== told);
  when(gone, () => stay(".st-key-sg-questions input", chip));
});

// Focuses the first of `selector`, and again where the page is drawn anew a moment later.
function stay(selector, leaving, tries = 15) {
  const first = document.querySelector(selector);
  const lost = document.activeElement === document.body || document.activeElement === leaving;
  if (first && (lost || tries === 15)) {
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center", behavior: "smooth" });
  }
  if (tries) setTimeout(stay, 100, selector, leaving, tries - 1);
}

// A goal that was opened among many stands below them.
document.addEventListener("click", (event) => {
  const opened = event.target instanceof Element && event.target.closest("[class*='st-key-open_']");
  if (!opened) return;
  const chosen = () => opened.closest("[class*='st-key-sg-row-']")?.querySelector(".sg-now");
  when(chosen, () =>
    document.querySelector(".st-key-sg-result-0")?.scrollIntoView({ behavior: "smooth" }),
  );
});

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Not served over HTTPS: the old way.
    const box = document.createElement("textarea");
    box.value = text;
    box.style.position = "fixed";
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
}

function said(button) {
  const label = button.querySelector("p") ?? button;
  const before = label.textContent;
  label.textContent = `✓ ${words.copied}`;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => (label.textContent = before), 1600);
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("button");
  if (!button) return;
  if (button.closest(".st-key-open-models"))
    document.querySelector("[data-testid=stExpandSidebarButton]")?.click();
  const text = button.closest(".st-key-copy-text") && document.querySelector(".sg-plain");
  const link = button.closest(".st-key-copy-link") && document.querySelector(".sg-link");
  if (text) copy(text.textContent).then(() => said(button));
  if (link) {
    const there = new URL(location.href);
    there.pathname = there.pathname.replace(/\/(rewrite|letters|check|history)$/, "/");
    there.search = link.textContent.trim();
    copy(there.href).then(() => said(button));
  }
});
