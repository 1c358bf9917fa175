// Shows who may be on record already as soon as enough is typed. Without this, "Look for matches" and every page that
// follows show the same. What was typed travels in the body of a request, never in its address. If anything fails, the
// page stays as it is.
const QUIET = 700; // milliseconds without typing before it is asked

export function watch(place) {
  const form = document.getElementById(place.dataset.form);
  const found = place.querySelector(".app-seen__found");
  const status = place.querySelector("[role='status']");
  let timer;
  let asked;

  async function look() {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await fetch(place.dataset.address, {
        method: "POST",
        body: new FormData(form),
        redirect: "error", // somebody who was signed out meanwhile is not shown the sign-in page here
        signal,
      });
      if (answer.ok) {
        show(await answer.text(), signal);
      }
    } catch {
      // Nothing is lost: the next page shows it.
    }
  }

  function show(html, signal) {
    if (signal.aborted || found.contains(document.activeElement)) {
      return;
    }
    const before = found.textContent;
    const typed = [...found.querySelectorAll("input")].filter((input) => input.type !== "radio" || input.checked);
    found.innerHTML = html;
    for (const old of typed) {
      for (const input of found.querySelectorAll(`[name="${CSS.escape(old.name)}"]`)) {
        if (input.type === "radio") {
          input.checked = input.value === old.value;
        } else {
          input.value = old.value;
        }
      }
    }
    if (found.textContent !== before) {
      const said = [...found.querySelectorAll("[data-say]")].map((one) => one.dataset.say).join(" ");
      status.textContent = said || "What is entered now points to nobody on record.";
    }
  }

  form.addEventListener("input", (event) => {
    if (!place.contains(event.target)) {
      clearTimeout(timer);
      timer = setTimeout(look, QUIET);
    }
  });
}
