// Numbers, durations and times as people read them. A missing figure is a dash, never a zero.

const none = "–";
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number) => String(number).padStart(2, "0");

// By hand: making the browser's own formatters takes longer than drawing the whole page with these.
const whole = (value) => Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ",");

/** A time of day, 08:15:03, from milliseconds since 1970. */
export function clock(at) {
  const time = new Date(at);
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

const isMissing = (value) => value === null || value === undefined || Number.isNaN(value);

/** A count: 0 to 9,999 in full, then 12.3k, 4.5M. */
export function count(value) {
  if (isMissing(value)) {
    return none;
  }

  const size = Math.abs(value);
  if (size < 10_000) {
    return whole(value);
  }

  return size < 1e6 ? `${short(value / 1e3)}k` : size < 1e9 ? `${short(value / 1e6)}M` : `${short(value / 1e9)}G`;
}

/** A rate per second. */
export function rate(value) {
  return isMissing(value) ? none : value > 0 && value < 10 ? value.toFixed(1) : count(value);
}

/** Seconds as the unit that fits: 840 µs, 23 ms, 1.4 s, 2 min 5 s, 3 h 2 min, 4 d 1 h. */
export function duration(seconds) {
  if (isMissing(seconds)) {
    return none;
  }

  if (!Number.isFinite(seconds)) {
    return seconds > 0 ? "never" : none;
  }

  const size = Math.abs(seconds);
  const sign = seconds < 0 ? "−" : "";
  if (size === 0) {
    return "0 s";
  }

  if (size < 0.001) {
    return `${sign}${Math.round(size * 1e6)} µs`;
  }

  if (size < 0.9995) {
    return `${sign}${short(size * 1e3)} ms`;
  }

  if (size < 59.95) {
    return `${sign}${short(size)} s`;
  }

  return sign + (size < 3_570 ? pair(size, 60, "min", "s") : size < 86_000 ? pair(size, 3_600, "h", "min") : pair(size, 86_400, "d", "h"));
}

/** Bytes: 0 B, 12 kB, 3.4 MB (powers of 1000). */
export function bytes(value) {
  if (isMissing(value)) {
    return none;
  }

  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let unit = 0;
  let size = value;
  while (Math.abs(size) >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }

  return `${unit === 0 ? Math.round(size) : short(size)} ${units[unit]}`;
}

/** A share of 1 as per cent. */
export function percent(value) {
  return isMissing(value) ? none : value > 0 && value < 0.001 ? "<0.1 %" : `${short(value * 100)} %`;
}

/** How long ago, from an age in seconds. */
export function ago(seconds) {
  return isMissing(seconds) ? "never" : seconds < 1.5 ? "now" : `${duration(seconds < 60 ? Math.round(seconds) : seconds)} ago`;
}

/** A moment of today as time of day, an older one with its day. */
export function moment(at) {
  const time = new Date(at);
  return Date.now() - time.getTime() < 20 * 3_600_000 ? clock(time) : `${two(time.getDate())} ${months[time.getMonth()]}, ${clock(time)}`;
}

/** A word with its count: 1 silo, 2 silos. */
export function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

function short(value) {
  const size = Math.abs(value);
  return size >= 99.5 ? whole(value) : size >= 9.95 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, "");
}

function pair(seconds, unit, large, small) {
  const less = { min: 60, s: 1, h: 3_600 }[small];
  const all = Math.round(seconds / less);
  const per = unit / less;
  const rest = all % per;
  return rest === 0 ? `${Math.floor(all / per)} ${large}` : `${Math.floor(all / per)} ${large} ${rest} ${small}`;
}
