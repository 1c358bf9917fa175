// Every page works without this. It adds what GOV.UK Frontend and MoJ Frontend add, and nothing that is needed.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll,
} from "govuk-frontend";
import { Alert } from "@ministryofjustice/frontend/moj/components/alert/alert.mjs";
import { FilterToggleButton } from "@ministryofjustice/frontend/moj/components/filter-toggle-button/filter-toggle-button.mjs";
import { SortableTable } from "@ministryofjustice/frontend/moj/components/sortable-table/sortable-table.mjs";
import { watch } from "./seen.mjs";

// ARIA has no "expanded" for a radio button, and axe says so. GOV.UK keeps it because some screen readers announce it
// all the same (alphagov/govuk-frontend, issue 979). Here the button's label says, to all of them and without scripts,
// that a question follows (forms/choices.py).
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}

const components = [
  [Button, { preventDoubleClick: true }],
  [CharacterCount],
  [Checkboxes],
  [ErrorSummary],
  [ExitThisPage],
  [FileUpload],
  [NotificationBanner],
  [PasswordInput],
  [PlainRadios],
  [ServiceNavigation],
  [SkipLink],
  [Tabs],
  [Alert],
  [FilterToggleButton],
  [SortableTable],
];

for (const [Component, options] of components) {
  createAll(Component, options);
}

for (const place of document.querySelectorAll("[data-module='app-seen']")) {
  watch(place);
}

// "Print this page": the button is hidden until there is a script to answer it.
for (const button of document.querySelectorAll("[data-module='app-print']")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// django-allauth says on the document when a passkey did not work; people need to be told too.
document.addEventListener("allauth.error", () => {
  for (const problem of document.querySelectorAll("[data-module='app-passkey-problem']")) {
    problem.hidden = false;
  }
});
