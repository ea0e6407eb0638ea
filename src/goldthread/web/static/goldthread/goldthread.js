// Everything works without this file; it adds drop zones, password toggles and focus.
// The semicolons matter: hashed file names find an import only where it ends in one.
import { initAll } from '../vendor/govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();
