/* Before the first paint, so that a dark page never flashes white. */
(function () {
  var wanted = null;
  try {
    wanted = localStorage.getItem('rekindle.theme');
  } catch (e) {
    /* A browser that keeps nothing follows the system. */
  }
  var dark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
})();
