
// What comes late: all that an answer on the opening page does not need.
const LATE_PART = new URL('LATE_FILE', import.meta.url);
// A page that opens with a run of its own, and a worker, may need everything at once.
const atOnce = !globalThis.document || location.hash.length > 2;
let first;
let ofScript;
let late = atOnce ? compileLate() : undefined;
let inPlace = false;
let told = false;

async function compileLate() {
    const answer = await fetch(LATE_PART);
    if (!answer.ok) throw new Error(`${answer.status} for ${LATE_PART}`);
    return WebAssembly.compile(await answer.arrayBuffer());
}

async function prepare(instance, imports) {
    first = instance.exports;
    ofScript = imports;
    if (atOnce) return fetchLate();
    // The page asks for this mark before it begins with what can wait.
    document.head.dataset.first = '';
    const soon = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 100));
    soon(() => fetchLate());
}

// Fails quietly: who needs the late part and does not find it, asks again.
async function fetchLate() {
    try {
        place(await (late ??= compileLate()));
    } catch {
        late = undefined;
    }
}

function place(part) {
    if (inPlace) return;
    // What has a number as its name stands there in the table.
    const lent = { ...first };
    for (const { module, name } of WebAssembly.Module.imports(part)) {
        if (module === 'first') lent[name] ??= first.$t0.get(name);
    }
    new WebAssembly.Instance(part, { ...ofScript, first: lent });
    inPlace = true;
    delete globalThis.document?.head.dataset.first;
}

// Called by a function of the first part that needs the late one now. It cannot wait, so the page does.
function arrive() {
    if (inPlace) return;
    const request = new XMLHttpRequest();
    request.open('GET', LATE_PART, false);
    request.overrideMimeType('text/plain; charset=x-user-defined');
    try {
        request.send();
        place(new WebAssembly.Module(Uint8Array.from(request.response, (sign) => sign.charCodeAt(0) & 255)));
    } catch (why) {
        if (told) throw why;
        told = true;
        const notice = document.createElement('p');
        notice.className = 'notice notice-lead';
        notice.role = 'alert';
        notice.textContent = 'Part of this page could not be fetched. Reload it once you are online again.';
        document.body.prepend(notice);
        throw why;
    }
}
