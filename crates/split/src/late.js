
// What comes late: all that an answer on the opening page does not need. First what other places show
// themselves with, then the rest.
const PARTS = ['next', 'late'].map((part) => import.meta.url.replace(/\.js$/, `_${part}.wasm`));
// A page that opens with a run of its own, and a worker, may need everything at once; other places do not.
const hash = globalThis.document ? location.hash : '#/?';
const atOnce = hash.length < 3 ? 0 : /^#\/\w+$/.test(hash) ? 1 : 2;
const fetched = PARTS.map((_, part) => (part < atOnce ? compile(part) : undefined));
let inPlace = 0;
let first;
let ofScript;
let told = false;

async function compile(part) {
    const answer = await fetch(PARTS[part]);
    if (!answer.ok) throw new Error(`${answer.status} for ${PARTS[part]}`);
    return WebAssembly.compile(await answer.arrayBuffer());
}

async function prepare(instance, imports) {
    first = instance.exports;
    ofScript = imports;
    await fetchParts(atOnce);
    if (atOnce > 1) return;
    // The page asks for this mark before it begins with what can wait.
    document.head.dataset.first = '';
    const soon = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 100));
    soon(() => fetchParts(2));
}

// Fails quietly: who needs a part and does not find it, asks again.
async function fetchParts(count) {
    while (inPlace < count) {
        const part = inPlace;
        try {
            const compiled = await (fetched[part] ??= compile(part));
            // Somebody may not have been able to wait.
            if (part === inPlace) place(compiled);
        } catch {
            fetched[part] = undefined;
            return;
        }
    }
}

function place(part) {
    // What has a number as its name stands there in the table.
    const lent = { ...first };
    for (const { module, name } of WebAssembly.Module.imports(part)) {
        if (module === 'first') lent[name] ??= first.$t0.get(name);
    }
    new WebAssembly.Instance(part, { ...ofScript, first: lent });
    inPlace += 1;
    if (inPlace > 1) delete globalThis.document?.head.dataset.first;
}

// Called by a function of an earlier part that needs a later one now. It cannot wait, so the page does.
function arrive(count = 1) {
    while (inPlace < count) {
        const request = new XMLHttpRequest();
        request.open('GET', PARTS[inPlace], false);
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
}
