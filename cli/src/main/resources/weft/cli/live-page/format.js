// Numbers and times as people read them.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

export const count = (n) => whole.format(n);

export const rate = (n) => (n >= 100 ? whole : oneDigit).format(n);

export function bytes(n) {
  for (const unit of ["B", "kB", "MB", "GB"]) {
    if (n < 1000) return `${(n < 10 && unit !== "B" ? oneDigit : whole).format(n)} ${unit}`;
    n /= 1000;
  }
  return `${oneDigit.format(n)} TB`;
}

/** A short time, from milliseconds. */
export function millis(n) {
  if (n < 10) return `${oneDigit.format(n)} ms`;
  if (n < 1000) return `${whole.format(n)} ms`;
  return n < 60_000 ? `${oneDigit.format(n / 1000)} s` : clock(n);
}

/** A long time, from milliseconds, as 1:02:03. */
export function clock(n) {
  const seconds = Math.floor(n / 1000);
  const two = (part) => String(part).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return (hours ? `${hours}:${two(minutes)}` : minutes) + ":" + two(seconds % 60);
}

/** The path of a URL where there is one host only, else the URL without its scheme. */
export function brief(url, host) {
  const rest = url.replace(/^https?:\/\//, "");
  return host && rest.startsWith(host + "/") ? rest.slice(host.length) : rest;
}

const KINDS = {
  PAGE: "pages",
  DUPLICATE: "duplicates",
  NO_INDEX: "not to be indexed",
  SITEMAP: "sitemaps",
  SITEMAP_INDEX: "sitemap indexes",
  REDIRECT: "redirects",
  NOT_HTML: "not HTML",
  TOO_LARGE: "too large",
  HTTP_ERROR: "HTTP errors",
  DISALLOWED: "disallowed",
  REDIRECT_LOOP: "redirect loops",
  FAILED: "failed",
  TIMED_OUT: "timed out",
};

export const kind = (name) => KINDS[name] ?? name.toLowerCase().replaceAll("_", " ");
