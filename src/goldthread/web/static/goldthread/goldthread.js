// Everything works without this file; it adds drop zones, password toggles and focus.
// The semicolons matter: hashed file names find an import only where it ends in one.
import { initAll } from '../vendor/govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();

// An address that names a question of a form (#id_owner-asked) leads into its answer.
const asked = location.hash.endsWith('-asked') && document.getElementById(location.hash.slice(1));
if (asked) asked.querySelector('input, select, textarea')?.focus({ preventScroll: true });
