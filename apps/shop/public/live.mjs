// Keeps an order page up to date: at news, the parts of the page that have changed are taken from a fresh copy of it.
async function refresh() {
  const response = await fetch(location.href);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  document.title = fresh.title;
  for (const part of document.querySelectorAll('[data-part]')) {
    const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!next || next.dataset.version === part.dataset.version) continue;
    const hadFocus = part.contains(document.activeElement);
    part.dataset.version = next.dataset.version;
    part.replaceChildren(...next.childNodes);
    if (hadFocus) part.focus();
  }
}

// Browsers open few connections to one host: a tab that nobody sees must not hold one.
let news;
function listen() {
  news?.close();
  if (document.hidden) return;
  news = new EventSource(document.body.dataset.live);
  news.addEventListener('open', () => void refresh());
  news.addEventListener('news', () => void refresh());
}

document.addEventListener('visibilitychange', listen);
listen();
