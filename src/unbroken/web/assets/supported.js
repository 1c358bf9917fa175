// Runs before the page is drawn, so that nothing moves once the components wake up. The rest is in app.js.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
