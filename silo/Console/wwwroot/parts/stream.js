// The overviews as they come. When the silo that sends them is gone, the page goes on at another one.

const silence = 4_000;
const connectPatience = 3_000;
const probePatience = 1_500;
const pauses = [250, 500, 1_000, 2_000, 5_000];

/**
 * Reads the stream for as long as the page is open.
 * @param {(overview: object) => void} onOverview Gets each overview.
 * @param {(isConnected: boolean) => void} onState Told when the stream begins and ends.
 * @param {string[]} others Addresses of other silos' consoles that this page may ask.
 */
export async function follow(onOverview, onState, others) {
  for (let failures = 0; ; failures++) {
    if (await read((overview) => {
      failures = 0;
      onOverview(overview);
    }, onState)) {
      failures = 0;
    }

    // A restart or a balancer in front of the silos gets its chance first.
    if (failures >= 2) {
      const alive = await firstAlive(others);
      if (alive) {
        location.replace(new URL(location.hash, alive));
        return;
      }
    }

    await new Promise((resolve) => setTimeout(resolve, pauses[Math.min(failures, pauses.length - 1)]));
  }
}

// Whether anything came.
async function read(onOverview, onState) {
  const opened = window.firstConsoleStream ?? window.openConsoleStream();
  const { stop } = opened;
  window.firstConsoleStream = null;
  let watch = setTimeout(() => stop.abort(), connectPatience);
  let came = false;
  try {
    const response = await opened.response;
    if (!response?.ok || !response.body) {
      return false;
    }

    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let waiting = "";
    while (true) {
      const { value, done } = await reader.read();
      if (done) {
        return came;
      }

      clearTimeout(watch);
      watch = setTimeout(() => stop.abort(), silence);
      const parts = (waiting + value).split(/\r?\n\r?\n/);
      waiting = parts.pop();
      for (const part of parts) {
        const overview = parse(part);
        if (overview) {
          if (!came) {
            came = true;
            onState(true);
          }

          onOverview(overview);
        }
      }
    }
  } catch {
    return came;
  } finally {
    clearTimeout(watch);
    stop.abort();
    if (came) {
      onState(false);
    }
  }
}

function parse(event) {
  let name = "message";
  let data = "";
  for (const line of event.split(/\r?\n/)) {
    if (line.startsWith("event:")) {
      name = line.slice(6).trim();
    } else if (line.startsWith("data:")) {
      data += line.slice(5).trimStart();
    }
  }

  return name === "overview" && data ? JSON.parse(data) : null;
}

// The answer cannot be read, being another site's; that there is one is enough.
async function firstAlive(consoles) {
  const probes = consoles.map(async (console) => {
    await fetch(`${console}/api/overview`, { mode: "no-cors", cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(probePatience) });
    return console;
  });
  try {
    return await Promise.any(probes);
  } catch {
    return null;
  }
}
