// Requests to the silo that this page came from.

const patience = 10_000;

/** Gets JSON. Throws an error with a sentence for people. */
export function get(path, signal) {
  return ask(path, { headers: { accept: "application/json" } }, signal);
}

/** Posts JSON, as only a page of this silo can. */
export function post(path, body) {
  return ask(path, { method: "POST", headers: { "content-type": "application/json", "x-activeactive-console": "1" }, body: JSON.stringify(body) });
}

async function ask(path, request, signal) {
  const limit = AbortSignal.timeout(patience);
  let response;
  try {
    response = await fetch(new URL(`api/${path}`, window.consoleRoot), { ...request, cache: "no-store", signal: signal ? AbortSignal.any([signal, limit]) : limit });
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }

    throw new Error(limit.aborted ? "This silo did not answer within 10 seconds." : "This silo does not answer.");
  }

  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const body = isJson ? await response.json() : null;
  if (!response.ok) {
    throw new Error(body?.detail ?? body?.text ?? body?.title ?? `This silo answered ${response.status}.`);
  }

  return body;
}
