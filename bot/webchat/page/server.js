// What the page asks of the server, and what it hears from it.

export async function post(path, body) {
  let response;
  try {
    response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    throw new Error("The demo does not answer. Is it still running?");
  }
  const text = await response.text();
  if (!response.ok) throw new Error(text.trim() || `The demo answered ${response.status}.`);
  return text ? JSON.parse(text) : null;
}

export async function commands(chat, person) {
  const response = await fetch(`api/commands?chat=${chat}&person=${person}`);
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
}

// listen calls heard with every event. Each connection begins with a "state"
// that holds everything, so that whatever was missed in between is there.
export function listen(heard, connected) {
  const source = new EventSource("api/events");
  source.onopen = () => connected("on");
  source.onmessage = (event) => heard(JSON.parse(event.data));
  source.onerror = () => {
    connected(source.readyState === EventSource.CLOSED ? "off" : "wait");
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(heard, connected), 2000);
  };
}
