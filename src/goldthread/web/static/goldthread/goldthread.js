// Everything works without this file; it adds drop zones, password toggles and focus.
import { initAll } from '../vendor/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
