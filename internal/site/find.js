// Finds languages by their own names, by their English ones and by their tags,
// whatever accents one leaves out.
{
  const form = document.querySelector(".find");
  const field = form.querySelector("input");
  const none = document.querySelector(".none");
  const bare = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const editions = [...document.querySelectorAll(".editions > li")].map((e) => [e, bare(e.dataset.names), e.dataset.names.toLowerCase()]);
  const show = () => {
    const wanted = field.value.trim();
    let some = false;
    for (const [e, names, exact] of editions) {
      const fits = bare(wanted) ? names.includes(bare(wanted)) : exact.includes(wanted.toLowerCase());
      e.hidden = !fits;
      some = some || fits;
    }
    none.hidden = some;
  };
  form.hidden = false;
  field.addEventListener("input", show);
  if (field.value) show();
}
