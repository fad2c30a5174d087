/* Opens the fold that belongs to where a link leads, on this page or from another one. */
const unfold = () => {
  const place = CSS.escape(location.hash.slice(1));
  const fold = document.querySelector(`details[data-opens-at="${place}"]`);
  if (fold) fold.open = true;
};
addEventListener("hashchange", unfold);
unfold();
