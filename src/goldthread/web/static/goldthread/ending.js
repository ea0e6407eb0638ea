// Warns before a session ends, lets one button extend it, and covers the page once it has
// ended. Without this file a session ends all the same, only without a warning.
// A page with something to save may listen: document's "goldthread:session-ending" is
// sent when the warning opens, "goldthread:session-ended" when it was too late.
const box = document.getElementById('session-ending');
const warn = Number(box.dataset.warn) * 1000;
const SAID_AT = [60, 30, 10];
let ends = Date.now() + Number(box.dataset.seconds) * 1000;
let state = 'quiet'; // quiet, ending, last (cannot be extended), ended
let waiting;

const part = (name) => box.querySelector(`[data-${name}]`);

function words(seconds) {
  const [count, unit] = seconds > 60 ? [Math.ceil(seconds / 60), 'minute'] : [seconds, 'second'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function enter(next) {
  if (state === next) return;
  state = next;
  trouble('');
  if (next === 'quiet') {
    if (box.open) box.close();
    return;
  }
  for (const piece of box.querySelectorAll('[data-when]')) {
    piece.hidden = !piece.dataset.when.split(' ').includes(next);
  }
  box.classList.toggle('gt-ending--ended', next === 'ended');
  if (!box.open) box.showModal();
  box.querySelector('.govuk-button:not([hidden])').focus();
  document.dispatchEvent(new CustomEvent(next === 'ended' ? 'goldthread:session-ended' : 'goldthread:session-ending'));
}

function trouble(sentence) {
  part('trouble').textContent = sentence;
  part('trouble').hidden = !sentence;
}

function believe(told) {
  if (told.person && told.person !== box.dataset.person) {
    location.reload(); // Somebody else signed in: this page is not theirs.
    return;
  }
  if (told.token) {
    for (const input of document.querySelectorAll('input[name=csrfmiddlewaretoken]')) input.value = told.token;
  }
  ends = Date.now() + told.seconds * 1000;
  if (told.seconds <= 0) enter('ended');
  else if (told.seconds * 1000 > warn) enter('quiet');
  else enter(told.may_be_extended ? 'ending' : 'last');
}

async function ask(address, how = {}) {
  const answer = await fetch(address, { headers: { Accept: 'application/json' }, redirect: 'manual', ...how });
  const isTold = answer.ok && (answer.headers.get('Content-Type') || '').startsWith('application/json');
  believe(isTold ? await answer.json() : { person: '', seconds: 0 });
}

// The server knows of other tabs and of drafts that were saved; it is asked before
// anything is said, and asking does not make the session longer.
async function look() {
  try {
    await ask(box.dataset.left);
  } catch {
    // No connection: what this page knows itself has to do.
    if (ends <= Date.now()) enter('ended');
    else if (ends - Date.now() <= warn && state === 'quiet') enter('ending');
  }
  plan();
}

function tick() {
  const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
  part('clock').textContent = words(seconds);
  if (SAID_AT.includes(seconds)) part('said').textContent = `You will be signed out in ${words(seconds)}.`;
}

function plan() {
  clearTimeout(waiting);
  if (state === 'ended') return;
  const now = Date.now();
  if (state === 'quiet') waiting = setTimeout(look, Math.max(1000, ends - warn - now + 500));
  else if (now >= ends) waiting = setTimeout(look, 1000);
  else {
    tick();
    waiting = setTimeout(plan, 1000);
  }
}

async function stay(event) {
  if (state !== 'ending') return;
  event.preventDefault();
  try {
    await ask(box.dataset.stay, { method: 'POST', body: new URLSearchParams(new FormData(box.querySelector('form'))) });
  } catch {
    trouble('There is no connection. What you typed is still on this page; try again.');
  }
  plan();
}

box.querySelector('form').addEventListener('submit', stay);
box.addEventListener('cancel', (event) => {
  if (state === 'ended') event.preventDefault();
  else stay(event); // Escape means: let me go on.
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && (state !== 'quiet' || Date.now() >= ends - warn)) look();
});
window.addEventListener('focus', () => { if (state === 'ended') look(); });
window.addEventListener('pageshow', (event) => { if (event.persisted) look(); });
if (ends - Date.now() <= warn) look();
else plan();
