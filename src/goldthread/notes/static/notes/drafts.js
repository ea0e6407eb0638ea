// Keeps what is typed into a form with data-draft, every few seconds and when the page is
// left. Everything works without this file: then a button keeps the draft.
const EVERY = 3000;
const OURS = ['csrfmiddlewaretoken', 'once', 'draft', 'keep_draft'];

function typedIn(form) {
  const typed = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const box = form.elements.namedItem(name);
    if (typeof value === 'string' && !OURS.includes(name) && box.type !== 'password') {
      typed.append(name, value);
    }
  }
  return typed;
}

function watch(form) {
  const said = form.querySelector('[data-draft-said]');
  let kept = typedIn(form).toString();
  let stroke = 0;
  let busy = false;
  let sent = false;

  function say(words) {
    if (said.textContent !== words) said.textContent = words;
  }

  function letter(typed) {
    const body = new URLSearchParams(typed);
    for (const name of ['csrfmiddlewaretoken', 'draft']) {
      body.set(name, form.elements.namedItem(name).value);
    }
    stroke += 1;
    body.set('stroke', stroke);
    return body;
  }

  function answered(answer, told, typed) {
    if (answer.status === 409) {
      // This form was sent before and is typed into again: a new sheet for it.
      form.elements.namedItem('draft').value = told.slip;
      kept = null;
    } else if (answer.ok) {
      kept = typed;
      say(`Draft saved ${told.saved}` + (told.signed_out ? '. You are signed out: sign in again in another tab before you send this.' : ''));
    } else {
      kept = typed;
      say(told.refused || 'This page is too old to be sent. What you typed is kept: open the page again to go on.');
    }
  }

  async function save() {
    const typed = typedIn(form).toString();
    if (busy || sent || typed === kept) return;
    busy = true;
    try {
      const answer = await fetch(form.dataset.draft, { method: 'POST', body: letter(typed), headers: { Accept: 'application/json' } });
      const isData = (answer.headers.get('Content-Type') || '').startsWith('application/json');
      answered(answer, isData ? await answer.json() : {}, typed);
    } catch {
      say('Not saved: there is no connection. What you typed is still on this page.');
    } finally {
      busy = false;
    }
  }

  function leave() {
    const typed = typedIn(form).toString();
    if (!sent && typed !== kept && navigator.sendBeacon(form.dataset.draft, letter(typed))) kept = typed;
  }

  form.addEventListener('submit', () => { sent = true; });
  window.addEventListener('pageshow', () => { sent = false; });
  window.addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') leave(); });
  setInterval(save, EVERY);
}

document.querySelectorAll('form[data-draft]').forEach(watch);
